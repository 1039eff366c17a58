/** When the worker should read the calendars again. */
import { leastMinutesBetween, stopsAccount } from '../event/account.ts';
import { type Instant, addDays } from '../event/instant.ts';
import { type LastReading, minutesToNextRefresh } from '../session/plan-refresh.ts';
import type { Session } from '../session/session.ts';
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
  const readings = accounts.flatMap((account): LastReading[] => {
    const { id, listedAt, fault } = account;
    const least = leastMinutesBetween(account);
    if (least === null) return [];
    if (fault !== null) return stopsAccount(fault.reason) ? [] : [{ readAt: listedAt, fault }];
    const chosen = calendars.filter((calendar) => calendar.accountId === id && calendar.chosen);
    // Without a list there are no calendars yet: it has to be read first.
    if (listedAt === null) return [{ readAt: null, fault: null }];
    return chosen.map((calendar) => ({ readAt: calendar.lastReadAt, fault: calendar.fault, least }));
  });
  return minutesToNextRefresh(readings, await sessionsAround(deps, now), now, timeZone);
}

/** Minutes until the next reading of calendars that are well and have just been read. */
export async function minutesOfRest(deps: AppDeps, timeZone: string): Promise<number> {
  const now = deps.now();
  return minutesToNextRefresh([], await sessionsAround(deps, now), now, timeZone);
}

async function sessionsAround(deps: AppDeps, now: Instant): Promise<Session[]> {
  return await loadSessionsBetween(await deps.db(), addDays(now, -1), addDays(now, 2));
}
