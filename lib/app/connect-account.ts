/** Connecting and disconnecting calendar accounts, and choosing their calendars. */
import type { ProviderAccount } from '../calendar/calendar-provider.ts';
import { AccountSchema, CalendarSchema, type SignInProviderId } from '../event/account.ts';
import type { AccountId, CalendarId } from '../event/calendar-event.ts';
import { loadAccount } from '../storage/calendar-store.ts';
import { write } from '../storage/database.ts';
import { parseRow, unlessUnreadable } from '../storage/rows.ts';
import { forgetEvents } from './forget-events.ts';
import { RECORD_STORES } from './record-transaction.ts';
import { refreshCalendars } from './refresh-calendars.ts';
import type { WorkerDeps } from './worker-deps.ts';

/**
 * Opens the consent window, stores the account with its calendars and reads them. Connecting an account that is there
 * already renews its sign-in. Resolves when the first reading has ended, well or not: that is the account's health.
 * @param accountId reconnect this account and no other.
 * @throws ProviderError when signing in fails; nothing has changed then. StorageError when the account cannot be kept.
 */
export async function connectAccount(
  deps: WorkerDeps,
  providerId: SignInProviderId,
  accountId: AccountId | null,
): Promise<void> {
  const provider = deps.providers[providerId];
  const known = accountId === null ? undefined : await loadAccount(await deps.db(), accountId);
  const connected = await deps.exclusively(connecting(providerId), async () => {
    const signedIn = await provider.connect(known && { accountId: known.id, email: known.email });
    try {
      await storeAccount(deps, providerId, signedIn);
    } catch (error) {
      // A sign-in that belongs to no account could not be taken back by anybody.
      if ((await (await deps.db()).getKey('accounts', signedIn.accountId)) === undefined)
        await provider.disconnect(signedIn.accountId);
      throw error;
    }
    return signedIn.accountId;
  });
  await refreshCalendars(deps, 'user', connected);
}

/** What is locked from the sign-in until its account is stored. */
export function connecting(provider: SignInProviderId): string {
  return `connect:${provider}`;
}

async function storeAccount(
  deps: WorkerDeps,
  providerId: SignInProviderId,
  signedIn: ProviderAccount,
): Promise<void> {
  const now = deps.now();
  await write(await deps.db(), ['accounts'], 'strict', async (tx) => {
    const before = unlessUnreadable(AccountSchema, await tx.objectStore('accounts').get(signedIn.accountId));
    await tx.objectStore('accounts').put({
      ...before,
      id: signedIn.accountId,
      provider: providerId,
      email: signedIn.email,
      name: signedIn.name,
      connectedAt: before?.connectedAt ?? now,
      // Makes the refresh ask for the calendars anew.
      listedAt: null,
      fault: null,
    });
  });
}

/**
 * Forgets an account: its tokens (revoked where the provider offers it), calendars and calendar entries.
 * Sessions, notes, goals and actions stay; sessions still ahead leave the lists until the account comes back.
 */
export async function disconnectAccount(deps: WorkerDeps, accountId: AccountId): Promise<void> {
  const account = await loadAccount(await deps.db(), accountId);
  if (!account) return;
  // Tokens go at once, also while a reading is under way, which then ends.
  const { provider } = account;
  if (provider !== 'ics') await deps.providers[provider].disconnect(accountId);
  await deps.exclusively('refresh', async () => {
    // What is being read of an address would be stored again meanwhile.
    if (provider === 'ics') await deps.providers.ics.disconnect(accountId);
    const now = deps.now();
    await write(await deps.db(), RECORD_STORES, 'strict', async (tx) => {
      await tx.objectStore('accounts').delete(accountId);
      await tx.objectStore('calendars').delete(IDBKeyRange.bound([accountId], [accountId, []] as never));
      await forgetEvents(tx, accountId, null, now);
    });
  });
}

/** Says whether a calendar is read. One that no longer is loses its entries; a new one is read at once. */
export async function chooseCalendar(
  deps: WorkerDeps,
  accountId: AccountId,
  calendarId: CalendarId,
  chosen: boolean,
): Promise<void> {
  await deps.exclusively('refresh', async () => {
    const now = deps.now();
    await write(await deps.db(), RECORD_STORES, 'strict', async (tx) => {
      const store = tx.objectStore('calendars');
      const calendar = parseRow(CalendarSchema, await store.get([accountId, calendarId]));
      if (!calendar || calendar.chosen === chosen) return;
      await store.put({ ...calendar, chosen, lastReadAt: null, skipped: 0, fault: null });
      if (!chosen) await forgetEvents(tx, accountId, calendarId, now);
    });
  });
  if (chosen) await refreshCalendars(deps, 'user', accountId);
}
