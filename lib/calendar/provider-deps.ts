/** What the adapters need from the platform; everything is passed in, so that they run anywhere. */
import * as z from 'zod/mini';
import type { AccountId } from '../event/calendar-event.ts';
import type { SignInProviderId } from '../event/account.ts';

export const AccessSchema = z.object({
  token: z.string().check(z.minLength(1)),
  /** Epoch milliseconds. */
  expiresAt: z.number(),
});
/** A short-lived access token. Belongs in memory (`storage.session`), never on disk. */
export type Access = z.infer<typeof AccessSchema>;

export const GrantSchema = z.object({
  /** Null when the provider gave none: then access is renewed by a silent sign-in. */
  refreshToken: z.nullable(z.string().check(z.minLength(1))),
  /** The address of the account: the hint of a silent sign-in, and how an adapter knows the user in a guest list. */
  email: z.string(),
  /** Other addresses of the user, lower case: the one that signs in need not be the one that gets mail. */
  aliases: z.optional(z.array(z.string())),
});
/** What outlives the browser session (`storage.local`). */
export type Grant = z.infer<typeof GrantSchema>;

/** Everything kept for one account. */
export interface AccountTokens {
  /** Null after a restart of the browser: only the grant is left then. */
  access: Access | null;
  grant: Grant;
}

/** Where tokens are kept. Nothing else in the product reads them. */
export interface TokenStore {
  /** Resolves to null for an account that is not connected (no grant is stored). */
  load(accountId: AccountId): Promise<AccountTokens | null>;
  /** Resolves when both parts are stored; the grant first, so that a rotated token is never lost. */
  save(accountId: AccountId, tokens: AccountTokens): Promise<void>;
  /** Removes both parts. An unknown account is no error. */
  remove(accountId: AccountId): Promise<void>;
}

/** The registration that sign-in uses; `secret` is null where the user or the build knows none. */
export interface OAuthClient {
  id: string;
  secret: string | null;
}

export interface ProviderDeps {
  fetch: typeof fetch;
  /** `browser.identity.launchWebAuthFlow`; resolves to the redirect address. */
  launchWebAuthFlow(options: { url: string; interactive: boolean }): Promise<string>;
  /** `browser.identity.getRedirectURL()`. */
  redirectUrl: string;
  tokens: TokenStore;
  /** Null when no client id is set up for the provider. */
  loadClient(provider: SignInProviderId): Promise<OAuthClient | null>;
  /** Epoch milliseconds. */
  now(): number;
}
