/** Secrets that belong to no account any more. */
import type { AccountId } from '../event/calendar-event.ts';
import { connecting } from './connect-account.ts';
import type { WorkerDeps } from './worker-deps.ts';

/**
 * Forgets the tokens and addresses of accounts that are not there: what is left by a worker that died between a sign-in
 * and storing its account, or while it disconnected one. Nobody could see or remove them. Leaves alone what is being
 * connected.
 */
export async function dropOrphans(deps: WorkerDeps): Promise<void> {
  // While an address is being added its lock is that of reading.
  const locks = { google: connecting('google'), outlook: connecting('outlook'), ics: 'refresh' } as const;
  for (const provider of ['google', 'outlook', 'ics'] as const) {
    await deps.exclusively(locks[provider], async () => {
      const held = (await deps.accountsWithSecrets()).filter((id) => id.startsWith(`${provider}:`));
      for (const id of held as AccountId[]) {
        // A row that cannot be read is one all the same.
        const isThere = (await (await deps.db()).getKey('accounts', id)) !== undefined;
        if (!isThere) await deps.providers[provider].disconnect(id);
      }
    });
  }
}
