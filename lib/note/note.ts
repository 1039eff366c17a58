/** What the user writes in a session. */
import * as z from 'zod/mini';
import { InstantSchema } from '../event/instant.ts';
import { EngagementIdSchema } from '../session/engagement.ts';
import { SessionIdSchema } from '../session/session.ts';

export const NoteIdSchema = z.string().check(z.minLength(1)).brand<'NoteId'>();
export type NoteId = z.infer<typeof NoteIdSchema>;

export const NoteTypeSchema = z.enum([
  'note',
  'insight',
  'decision',
  'action',
  'question',
  'feeling',
  'risk',
  'advice',
]);
/** `note` is running text; the others are single remarks. */
export type NoteType = z.infer<typeof NoteTypeSchema>;

export const NoteSchema = z.looseObject({
  id: NoteIdSchema,
  sessionId: SessionIdSchema,
  engagementId: EngagementIdSchema,
  type: NoteTypeSchema,
  /** Exactly what was typed or pasted. Always shown as text, never as markup. */
  text: z.string(),
  /** Only for the user; the default. */
  private: z.boolean(),
  revision: z.number(),
  createdAt: InstantSchema,
  updatedAt: InstantSchema,
});
export type Note = z.infer<typeof NoteSchema>;

/** Longest note, in UTF-16 units. Beyond it the editor refuses more and says so; nothing is cut. */
export const NOTE_TEXT_LIMIT = 1_000_000;
