/** What goes when an account is disconnected, or a calendar is no longer read or no longer there. */
import { type AccountId, type CalendarId, isInstanceOf } from '../event/calendar-event.ts';
import type { Instant } from '../event/instant.ts';
import { withoutInstances } from '../session/plan-sessions.ts';
import { SessionSchema } from '../session/session.ts';
import { deleteEvents } from '../storage/calendar-store.ts';
import { parseRows } from '../storage/rows.ts';
import type { RecordTransaction } from './record-transaction.ts';

/** Removes the entries of an account or calendar. Sessions ahead that only they announced are gone for now. */
export async function forgetEvents(
  tx: RecordTransaction,
  accountId: AccountId,
  calendarId: CalendarId | null,
  now: Instant,
): Promise<void> {
  await deleteEvents(tx.objectStore('events'), accountId, calendarId);
  const sessions = tx.objectStore('sessions');
  const ahead = parseRows(
    SessionSchema,
    await sessions.index('by-start').getAll(IDBKeyRange.lowerBound(now)),
  ).rows;
  for (const session of ahead) {
    const left = session.instanceKeys.filter((key) => !isInstanceOf(key, accountId, calendarId ?? undefined));
    if (left.length === session.instanceKeys.length) continue;
    await sessions.put({
      ...withoutInstances(session, left),
      revision: session.revision + 1,
      updatedAt: now,
    });
  }
}
