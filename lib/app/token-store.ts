/**
 * Where tokens live: access tokens in memory (`storage.session`), what renews them on disk (`storage.local`).
 * Nothing else reads these keys; they are never in the database, in exports or in logs.
 */
import * as z from 'zod/mini';
import { AccessSchema, GrantSchema, type TokenStore } from '../calendar/provider-deps.ts';
import { readValue, removeValue, writeValue } from '../platform/key-value.ts';

/** The token store of this browser. */
export function createTokenStore(): TokenStore {
  return {
    async load(accountId) {
      const [grant, access] = await Promise.all([
        readValue('local', `grant:${accountId}`),
        readValue('session', `access:${accountId}`),
      ]);
      const parsedGrant = z.safeParse(GrantSchema, grant);
      if (!parsedGrant.success) return null;
      const parsedAccess = z.safeParse(AccessSchema, access);
      return { grant: parsedGrant.data, access: parsedAccess.success ? parsedAccess.data : null };
    },
    async save(accountId, tokens) {
      await writeValue('local', `grant:${accountId}`, tokens.grant);
      if (tokens.access) await writeValue('session', `access:${accountId}`, tokens.access);
      else await removeValue('session', `access:${accountId}`);
    },
    async remove(accountId) {
      await removeValue('session', `access:${accountId}`);
      await removeValue('local', `grant:${accountId}`);
    },
  };
}
