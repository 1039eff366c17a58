/** The relation that sessions belong to. */
import * as z from 'zod/mini';
import { SessionKindSchema } from '../detection/verdict.ts';
import { PersonSchema } from '../event/calendar-event.ts';
import { InstantSchema } from '../event/instant.ts';

export const EngagementIdSchema = z.string().check(z.minLength(1)).brand<'EngagementId'>();
export type EngagementId = z.infer<typeof EngagementIdSchema>;

export const RoleSchema = z.enum(['mentor', 'coach', 'mentee', 'coachee', 'manager']);
/** What the user is in an engagement. */
export type Role = z.infer<typeof RoleSchema>;

const MergeRecordSchema = z.looseObject({
  /** Whom the other engagement had before. */
  intoPeople: z.array(PersonSchema),
  sessions: z.array(z.string()),
  goals: z.array(z.looseObject({ id: z.string(), position: z.number() })),
  actions: z.array(z.string()),
});

export const EngagementSchema = z.looseObject({
  id: EngagementIdSchema,
  kind: SessionKindSchema,
  role: RoleSchema,
  /** How the user calls the person or group. */
  name: z.string(),
  /** Everyone but the user. */
  people: z.array(PersonSchema),
  /** `personKey` of each of the people, for finding the engagement again. */
  personKeys: z.array(z.string()),
  /** Series that belong here whoever is invited (groups, calendars without guests). */
  seriesKeys: z.array(z.string()),
  /** Set when this one was merged into another; that one holds the record now. */
  mergedInto: z.nullable(EngagementIdSchema),
  /** What the merge moved there, so that the two can be separated at any time; absent when it was never merged. */
  merge: z.optional(MergeRecordSchema),
  revision: z.number(),
  createdAt: InstantSchema,
  updatedAt: InstantSchema,
});
export type Engagement = z.infer<typeof EngagementSchema>;

/** The name under which a person is recognised: the lower-case address, or the lower-case name without one. */
export function personKey(person: { email: string | null; name: string }): string {
  return (person.email ?? person.name).trim().toLowerCase();
}
