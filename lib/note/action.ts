/** A promise made in a session. */
import * as z from 'zod/mini';
import { InstantSchema, PlainDateSchema } from '../event/instant.ts';
import { EngagementIdSchema } from '../session/engagement.ts';
import { SessionIdSchema } from '../session/session.ts';

export const ActionIdSchema = z.string().check(z.minLength(1)).brand<'ActionId'>();
export type ActionId = z.infer<typeof ActionIdSchema>;

export const ActionSchema = z.looseObject({
  id: ActionIdSchema,
  engagementId: EngagementIdSchema,
  /** The session it was promised in; null when outside of one. */
  sessionId: z.nullable(SessionIdSchema),
  text: z.string(),
  owner: z.enum(['me', 'them']),
  due: z.nullable(PlainDateSchema),
  /** null while it is open. */
  doneAt: z.nullable(InstantSchema),
  revision: z.number(),
  createdAt: InstantSchema,
  updatedAt: InstantSchema,
});
export type Action = z.infer<typeof ActionSchema>;

/** Longest text of an action, in UTF-16 units. */
export const ACTION_TEXT_LIMIT = 500;
