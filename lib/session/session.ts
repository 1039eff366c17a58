/** A mentoring or coaching meeting as Beforehand's own record. It outlives the calendar event. */
import * as z from 'zod/mini';
import { SessionKindSchema, VerdictSchema } from '../detection/verdict.ts';
import { CallLinkSchema, InstanceKeySchema, PersonSchema } from '../event/calendar-event.ts';
import { InstantSchema } from '../event/instant.ts';
import { EngagementIdSchema } from './engagement.ts';

export const SessionIdSchema = z.string().check(z.minLength(1)).brand<'SessionId'>();
export type SessionId = z.infer<typeof SessionIdSchema>;

export const SessionStateSchema = z.enum([
  /** It takes or took place. */
  'active',
  /** The calendar says it is cancelled, or the user declined. */
  'cancelled',
  /** Its event is no longer in the calendar. */
  'gone',
  /** It is no session after all (a person said so, or the rules do now and nothing was written). */
  'dismissed',
]);
export type SessionState = z.infer<typeof SessionStateSchema>;

export const SessionSchema = z.looseObject({
  id: SessionIdSchema,
  engagementId: EngagementIdSchema,
  kind: SessionKindSchema,
  state: SessionStateSchema,
  title: z.string(),
  start: InstantSchema,
  end: InstantSchema,
  timeZone: z.nullable(z.string()),
  people: z.array(PersonSchema),
  location: z.string(),
  callLink: z.nullable(CallLinkSchema),
  /** Calendar instances that are this session; empty when entered by hand. */
  instanceKeys: z.array(InstanceKeySchema),
  /** `iCalUid|original start` of those instances: the same meeting in another calendar matches by it. */
  iCalKeys: z.array(z.string()),
  /** The series of those instances. */
  seriesKeys: z.array(z.string()),
  /** Why it is a session; null when entered by hand. */
  verdict: z.nullable(VerdictSchema),
  source: z.enum(['calendar', 'hand']),
  /** The user wrote something in it. Rules never take such a session away. */
  written: z.boolean(),
  /** Grows by one at each change. */
  revision: z.number(),
  createdAt: InstantSchema,
  updatedAt: InstantSchema,
});
export type Session = z.infer<typeof SessionSchema>;
