/** Adding calendar files and addresses. What they need of a page is in add-ics-calendar.ts. */
import { ICS_CALENDAR_ID } from '../calendar/ics/ics-provider.ts';
import type { IcsInput, OpenedIcs } from '../calendar/ics/ics-source.ts';
import { AccountSchema, CalendarSchema } from '../event/account.ts';
import { loadAccount } from '../storage/calendar-store.ts';
import { write } from '../storage/database.ts';
import { unlessUnreadable } from '../storage/rows.ts';
import { refreshCalendars } from './refresh-calendars.ts';
import type { WorkerDeps } from './worker-deps.ts';

/**
 * Stores a calendar file or address as an account with one calendar, and reads it. One that is there already (the same
 * address, a file of the same name) gets the new text. Resolves when the first reading has ended, well or not.
 * @throws ProviderError when it cannot be read or is no calendar, StorageError when it cannot be kept: nothing has
 *   changed then.
 */
export async function addIcsCalendar(deps: WorkerDeps, input: IcsInput): Promise<void> {
  const { ics } = deps.providers;
  const opened = await ics.open(input);
  const { accountId } = opened;
  await deps.exclusively('refresh', async () => {
    const isNew = (await loadAccount(await deps.db(), accountId)) === undefined;
    try {
      await ics.keep(opened);
      await storeAccount(deps, opened);
    } catch (error) {
      if (isNew) await ics.disconnect(accountId);
      throw error;
    }
  });
  // Not the user's wish any more: the text that was just fetched is read, and not asked for a second time.
  await refreshCalendars(deps, 'open', accountId);
}

async function storeAccount(deps: WorkerDeps, opened: OpenedIcs): Promise<void> {
  const now = deps.now();
  const { accountId: id, email, name, ics } = opened;
  await write(await deps.db(), ['accounts', 'calendars'], 'strict', async (tx) => {
    const accounts = tx.objectStore('accounts');
    const account = unlessUnreadable(AccountSchema, await accounts.get(id));
    // How old a file is counts from when it was last opened.
    const connectedAt = ics.kind === 'file' ? now : (account?.connectedAt ?? now);
    await accounts.put({
      ...account,
      id,
      provider: 'ics',
      email,
      name,
      ics,
      connectedAt,
      listedAt: now,
      fault: null,
    });
    const calendars = tx.objectStore('calendars');
    const calendar = unlessUnreadable(CalendarSchema, await calendars.get([id, ICS_CALENDAR_ID]));
    await calendars.put({
      skipped: 0,
      ...calendar,
      accountId: id,
      calendarId: ICS_CALENDAR_ID,
      name,
      primary: true,
      color: null,
      chosen: true,
      // Has it read at once.
      lastReadAt: null,
      fault: null,
    });
  });
}
