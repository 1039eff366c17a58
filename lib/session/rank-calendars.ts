/** Which calendar is believed when the same meeting stands in several. Pure. */
import type { Account, Calendar } from '../event/account.ts';
import { type InstanceKey, isInstanceOf } from '../event/calendar-event.ts';

/**
 * The rank of an instance by its calendar, best first: calendars of a service before files and addresses, which lag
 * behind and often hold less; primary ones before others; the account that was connected first. It depends on nothing
 * that changes from one reading to the next, so that the details of a session do not flip.
 */
export function rankCalendars(
  accounts: readonly Account[],
  calendars: readonly Calendar[],
): (key: InstanceKey) => number {
  const account = new Map(accounts.map((one) => [one.id, one]));
  const order = ({ accountId, calendarId, primary }: Calendar) => {
    const { provider, connectedAt } = account.get(accountId) ?? {};
    return [provider === 'ics' ? 1 : 0, primary ? 0 : 1, connectedAt ?? '', accountId, calendarId].join(' ');
  };
  const ranked = calendars.toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
  return (key) => {
    const rank = ranked.findIndex(({ accountId, calendarId }) => isInstanceOf(key, accountId, calendarId));
    return rank === -1 ? ranked.length : rank;
  };
}
