/**
 * Access tokens per account: renewed in time, once for all who wait, never brought back after a disconnect. Nothing is
 * kept in memory: locks and the token store hold all there is, so that the worker may die at any moment, and two
 * workers or pages may overlap.
 */
import type { AccountId } from '../event/calendar-event.ts';
import { exclusively } from '../platform/lock.ts';
import { ProviderError } from './calendar-provider.ts';
import type { AccountTokens, Grant, ProviderDeps, TokenStore } from './provider-deps.ts';
import { AccessRefused } from './send-request.ts';

/** A token is renewed this long before it ends, so that it does not end on the way. */
const MARGIN_MS = 60_000;

/** Gets new tokens from a grant; rejects with a ProviderError. */
export type Renew = (accountId: AccountId, grant: Grant) => Promise<AccountTokens>;

export class AccountAccess {
  readonly #tokens: TokenStore;
  readonly #now: () => number;
  readonly #renew: Renew;

  constructor({ tokens, now }: Pick<ProviderDeps, 'tokens' | 'now'>, renew: Renew) {
    this.#tokens = tokens;
    this.#now = now;
    this.#renew = renew;
  }

  /**
   * Runs `request` with a valid token; when it rejects with AccessRefused, once more with a renewed one.
   * @throws ProviderError `sign-in-ended` when the account is not connected or the renewed token is refused too.
   */
  async use<Value>(accountId: AccountId, request: (token: string) => Promise<Value>): Promise<Value> {
    const token = await this.#current(accountId, null);
    try {
      return await request(token);
    } catch (error) {
      if (!(error instanceof AccessRefused)) throw error;
    }
    const renewed = await this.#current(accountId, token);
    try {
      return await request(renewed);
    } catch (error) {
      throw error instanceof AccessRefused ? new ProviderError('sign-in-ended') : error;
    }
  }

  /** Stores the tokens of a fresh sign-in. @throws ProviderError `storage-failed`. */
  async replace(accountId: AccountId, tokens: AccountTokens): Promise<void> {
    await changing(accountId, () => stored(this.#tokens.save(accountId, tokens)));
  }

  /** Keeps an address as one of the account's own; an empty one is no address. */
  async learn(accountId: AccountId, email: string): Promise<void> {
    await changing(accountId, async () => {
      const known = await stored(this.#tokens.load(accountId));
      if (known === null || email === '') return;
      const { aliases = [], email: signedInAs } = known.grant;
      if (aliases.includes(email) || signedInAs.toLowerCase() === email) return;
      const grant = { ...known.grant, aliases: [...aliases, email] };
      await stored(this.#tokens.save(accountId, { ...known, grant }));
    });
  }

  /** Forgets the account, without waiting for a renewal. Resolves to what was stored, for a revocation. */
  async forget(accountId: AccountId): Promise<AccountTokens | null> {
    return await changing(accountId, async () => {
      const known = await this.#tokens.load(accountId).catch(() => null);
      await this.#tokens.remove(accountId);
      return known;
    });
  }

  /** A token with time left that is not `refused`. */
  async #current(accountId: AccountId, refused: string | null): Promise<string> {
    const known = this.#usable(await stored(this.#tokens.load(accountId)), refused);
    return known ?? (await exclusively(`sign-in:${accountId}`, () => this.#renewed(accountId, refused)));
  }

  /** As `#current`, while nobody else renews; whoever was first may have done so meanwhile. */
  async #renewed(accountId: AccountId, refused: string | null): Promise<string> {
    for (;;) {
      const before = await stored(this.#tokens.load(accountId));
      const known = this.#usable(before, refused);
      if (known !== null) return known;
      if (before === null) throw new ProviderError('sign-in-ended');

      const renewed = await this.#renew(accountId, before.grant).catch(atSignIn);
      const { access } = renewed;
      if (access === null) throw new ProviderError('sign-in-ended');
      const isKept = await changing(accountId, async () => {
        const current = await stored(this.#tokens.load(accountId));
        if (current === null || !isSame(current, before)) return false;
        // Stored before first use: a rotated refresh token that is lost cannot be had again.
        await stored(this.#tokens.save(accountId, { access, grant: { ...current.grant, ...renewed.grant } }));
        return true;
      });
      if (isKept) return access.token;
      // Disconnected or connected anew meanwhile: that counts, not this.
    }
  }

  #usable(known: AccountTokens | null, refused: string | null): string | null {
    const access = known?.access ?? null;
    if (access === null || access.token === refused) return null;
    return access.expiresAt - MARGIN_MS > this.#now() ? access.token : null;
  }
}

/** Short, without the network: nothing that reads and writes the tokens of an account may come in between. */
async function changing<Result>(accountId: AccountId, work: () => Promise<Result>): Promise<Result> {
  return await exclusively(`tokens:${accountId}`, work);
}

function isSame(one: AccountTokens, other: AccountTokens): boolean {
  return one.access?.token === other.access?.token && one.grant.refreshToken === other.grant.refreshToken;
}

function atSignIn(error: unknown): never {
  if (!(error instanceof ProviderError)) throw error;
  const { reason, retryAfterSeconds } = error;
  throw new ProviderError(reason, { retryAfterSeconds, atSignIn: true });
}

async function stored<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch {
    throw new ProviderError('storage-failed');
  }
}
