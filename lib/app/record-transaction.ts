/** The one transaction that everything between calendar and session shares. */
import { type Correction, CorrectionSchema } from '../detection/verdict.ts';
import { type CalendarEvent, type InstanceKey, instancePrefix } from '../event/calendar-event.ts';
import { type Engagement, EngagementSchema } from '../session/engagement.ts';
import { type Session, type SessionId, SessionSchema } from '../session/session.ts';
import type { WriteTransaction } from '../storage/database.ts';
import { parseRow, parseRows } from '../storage/rows.ts';

export const RECORD_STORES: (
  | 'accounts'
  | 'calendars'
  | 'events'
  | 'sessions'
  | 'engagements'
  | 'goals'
  | 'notes'
  | 'actions'
  | 'corrections'
)[] = [
  'accounts',
  'calendars',
  'events',
  'sessions',
  'engagements',
  'goals',
  'notes',
  'actions',
  'corrections',
];
export type RecordTransaction = WriteTransaction<typeof RECORD_STORES>;

/** All engagements, merged ones included. */
export async function allEngagements(tx: RecordTransaction): Promise<Engagement[]> {
  return parseRows(EngagementSchema, await tx.objectStore('engagements').getAll()).rows;
}

/** The sessions that start in `[from, to]` and those that hold an instance of `events`, each once. */
export async function sessionsFor(
  tx: RecordTransaction,
  range: IDBKeyRange | null,
  events: readonly CalendarEvent[],
): Promise<Map<SessionId, Session>> {
  const store = tx.objectStore('sessions');
  const sessions = new Map<SessionId, Session>();
  const held = new Set<InstanceKey>();
  const add = (session: Session | undefined) => {
    if (!session) return;
    sessions.set(session.id, session);
    for (const key of session.instanceKeys) held.add(key);
  };
  if (range)
    for (const row of parseRows(SessionSchema, await store.index('by-start').getAll(range)).rows) add(row);
  // Those outside the range are looked up one by one, in calendars that have any there: most events have no session.
  const byInstance = store.index('by-instance');
  for (const [prefix, some] of Map.groupBy(events, instancePrefix)) {
    const inRange = [...held].filter((key) => key.startsWith(prefix)).length;
    if ((await byInstance.count(IDBKeyRange.bound(prefix, `${prefix}\uffff`))) === inRange) continue;
    const asked = some.filter((event) => !held.has(event.key)).map((event) => byInstance.get(event.key));
    for (const row of await Promise.all(asked)) add(parseRow(SessionSchema, row));
  }
  return sessions;
}

/** Every correction a person made. */
export async function allCorrections(tx: RecordTransaction): Promise<Correction[]> {
  return parseRows(CorrectionSchema, await tx.objectStore('corrections').getAll()).rows;
}
