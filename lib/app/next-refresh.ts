/** When the worker should read the calendars again. */
import { stopsAccount } from '../event/account.ts';
import { addDays } from '../event/instant.ts';
import { type LastReading, minutesToNextRefresh } from '../session/plan-refresh.ts';
import { loadAccounts, loadCalendars } from '../storage/calendar-store.ts';
import { loadSessionsBetween } from '../storage/record-store.ts';
import type { AppDeps } from './deps.ts';

/** Minutes until then; null while no account is connected. */
export async function minutesUntilRefresh(deps: AppDeps, timeZone: string): Promise<number | null> {
  const db = await deps.db();
  const now = deps.now();
  const accounts = await loadAccounts(db);
  if (accounts.length === 0) return null;
  const calendars = await loadCalendars(db);
  const readings = accounts.flatMap(({ id, listedAt, fault }): LastReading[] => {
    if (fault !== null) return stopsAccount(fault.reason) ? [] : [{ readAt: listedAt, fault }];
    const chosen = calendars.filter((calendar) => calendar.accountId === id && calendar.chosen);
    // Without a list there are no calendars yet: it has to be read first.
    if (listedAt === null) return [{ readAt: null, fault: null }];
    return chosen.map((calendar) => ({ readAt: calendar.lastReadAt, fault: calendar.fault }));
  });
  const sessions = await loadSessionsBetween(db, addDays(now, -1), addDays(now, 2));
  return minutesToNextRefresh(readings, sessions, now, timeZone);
}
