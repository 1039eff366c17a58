/** What the options page shows. */
import type { Calendar } from '../event/account.ts';
import { isInstanceOf } from '../event/calendar-event.ts';
import { addDays } from '../event/instant.ts';
import { type ClientIdSetting, loadClientIdSettings } from '../platform/client-ids.ts';
import { loadCalendars } from '../storage/calendar-store.ts';
import { loadSessionsBetween } from '../storage/record-store.ts';
import type { AppDeps } from './deps.ts';
import { type AccountStatus, loadAccountStatus } from './load-session-panel.ts';

export interface AccountSettings extends AccountStatus {
  calendars: Calendar[];
  /** Active sessions from now on that come from this account. */
  sessionsAhead: number;
}

export interface SettingsView {
  accounts: AccountSettings[];
  clientIds: { google: ClientIdSetting; outlook: ClientIdSetting };
}

/** Accounts with calendars and health, and the client ids. */
export async function loadSettings(deps: AppDeps): Promise<SettingsView> {
  const db = await deps.db();
  const now = deps.now();
  const [accounts, calendars, ahead, clientIds] = await Promise.all([
    loadAccountStatus(db, now),
    loadCalendars(db),
    loadSessionsBetween(db, now, addDays(now, 90)),
    loadClientIdSettings(),
  ]);
  return {
    accounts: accounts.map((status) => {
      const { id } = status.account;
      return {
        ...status,
        calendars: calendars.filter((calendar) => calendar.accountId === id),
        sessionsAhead: ahead.filter(
          (session) =>
            session.state === 'active' && session.instanceKeys.some((key) => isInstanceOf(key, id)),
        ).length,
      };
    }),
    clientIds,
  };
}
