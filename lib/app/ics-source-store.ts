/**
 * Where calendar files and addresses live: an address, which is a credential, in `storage.local`; the text that was
 * read last in the database. Nothing else reads the addresses; they are never in the database, in exports or in logs.
 */
import * as z from 'zod/mini';
import { FeedSchema, type IcsSourceStore } from '../calendar/ics/ics-source.ts';
import type { TokenStore } from '../calendar/provider-deps.ts';
import type { AccountId } from '../event/calendar-event.ts';
import { readValue, removeValue, writeValue } from '../platform/key-value.ts';
import { loadAccount, loadAccounts } from '../storage/calendar-store.ts';
import { type StoredIcs, write } from '../storage/database.ts';
import type { AppDeps } from './deps.ts';

/** The store on disk that outlives the browser (`storage.local`). */
export interface DiskStore {
  read(key: string): Promise<unknown>;
  write(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
}

const LOCAL: DiskStore = {
  read: (key) => readValue('local', key),
  write: (key, value) => writeValue('local', key, value),
  remove: (key) => removeValue('local', key),
};

/** The store of sources of this browser; `tokens` knows further addresses of the user. */
export function createIcsSourceStore(
  { db }: Pick<AppDeps, 'db'>,
  tokens: Pick<TokenStore, 'load'>,
  disk: DiskStore = LOCAL,
): IcsSourceStore {
  const aliasesOf = async (id: AccountId) => (await tokens.load(id))?.grant.aliases ?? [];
  return {
    async loadFeed(accountId) {
      const parsed = z.safeParse(FeedSchema, await disk.read(keyOf(accountId)));
      return parsed.success ? parsed.data : null;
    },
    saveFeed: (accountId, feed) => disk.write(keyOf(accountId), feed),
    async loadText(accountId) {
      const row: Partial<StoredIcs> | undefined = await (await db()).get('icsSources', accountId);
      return typeof row?.text === 'string' ? row.text : null;
    },
    async saveText(accountId, text) {
      await write(await db(), ['icsSources'], 'relaxed', async (tx) => {
        const store = tx.objectStore('icsSources');
        await store.put({ ...(await store.get(accountId)), accountId, text });
      });
    },
    async remove(accountId) {
      await disk.remove(keyOf(accountId));
      await write(await db(), ['icsSources'], 'relaxed', (tx) =>
        tx.objectStore('icsSources').delete(accountId),
      );
    },
    loadAccount: async (accountId) => await loadAccount(await db(), accountId),
    async ownAddresses(accountId) {
      const accounts = await loadAccounts(await db());
      // Stable: the others stay in their order.
      accounts.sort((a, b) => Number(b.id === accountId) - Number(a.id === accountId));
      const found = await Promise.all(
        accounts.map(async ({ id, email }) => [email.toLowerCase(), ...(await aliasesOf(id))]),
      );
      return [...new Set(found.flat())].filter((email) => email !== '');
    },
    async isHostShared(host, except) {
      const accounts = await loadAccounts(await db());
      // Leave is given for a host, whatever the port.
      const name = hostname(host);
      return accounts.some(
        ({ id, ics }) => id !== except && ics?.kind === 'address' && hostname(ics.shown) === name,
      );
    },
  };
}

function hostname(host: string): string | undefined {
  return URL.parse(`https://${host}`)?.hostname;
}

function keyOf(accountId: AccountId): string {
  return `feed:${accountId}`;
}
