/** Access tokens per account: renewed in time, once for all who wait, never resurrected after a disconnect. */
import type { AccountId } from '../event/calendar-event.ts';
import { ProviderError } from './calendar-provider.ts';
import type { AccountTokens, Grant, ProviderDeps } from './provider-deps.ts';
import { AccessRefused } from './send-request.ts';

/** A token is renewed this long before it ends, so that it does not end on the way. */
const MARGIN_MS = 60_000;

/** Gets new tokens from a grant; rejects with a ProviderError. */
export type Renew = (accountId: AccountId, grant: Grant) => Promise<AccountTokens>;

export class AccountAccess {
  readonly #deps: Pick<ProviderDeps, 'tokens' | 'now'>;
  readonly #renew: Renew;
  readonly #flights = new Map<AccountId, Promise<string>>();
  /** Counts sign-ins and disconnects, so that a renewal that was under way meanwhile is not stored. */
  readonly #epochs = new Map<AccountId, number>();

  constructor(deps: Pick<ProviderDeps, 'tokens' | 'now'>, renew: Renew) {
    this.#deps = deps;
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

  /** Stores the tokens of a fresh sign-in. */
  async replace(accountId: AccountId, tokens: AccountTokens): Promise<void> {
    this.#turn(accountId);
    await this.#deps.tokens.save(accountId, tokens);
  }

  /** Keeps an address as one of the account's own; an empty one is no address. */
  async learn(accountId: AccountId, email: string): Promise<void> {
    const epoch = this.#epochs.get(accountId) ?? 0;
    // A renewal that is under way would be written over.
    await this.#flights.get(accountId)?.catch(() => undefined);
    const stored = await this.#deps.tokens.load(accountId);
    if (stored === null || email === '' || (this.#epochs.get(accountId) ?? 0) !== epoch) return;
    const { aliases = [], email: signedInAs } = stored.grant;
    if (aliases.includes(email) || signedInAs.toLowerCase() === email) return;
    await this.#deps.tokens.save(accountId, {
      ...stored,
      grant: { ...stored.grant, aliases: [...aliases, email] },
    });
  }

  /** Forgets the account. Resolves to what was stored, for a revocation. */
  async forget(accountId: AccountId): Promise<AccountTokens | null> {
    this.#turn(accountId);
    const tokens = await this.#deps.tokens.load(accountId).catch(() => null);
    await this.#deps.tokens.remove(accountId);
    return tokens;
  }

  #turn(accountId: AccountId): void {
    this.#epochs.set(accountId, (this.#epochs.get(accountId) ?? 0) + 1);
    // Whoever comes next must not be given a token of the time before.
    this.#flights.delete(accountId);
  }

  /** A token with time left that is not `refused`. */
  async #current(accountId: AccountId, refused: string | null): Promise<string> {
    for (;;) {
      const running = this.#flights.get(accountId);
      if (running === undefined) return this.#start(accountId, refused);
      const token = await running;
      if (token !== refused) return token;
    }
  }

  #start(accountId: AccountId, refused: string | null): Promise<string> {
    // The stored token is read inside the flight: a caller who reads slowly cannot renew a second time.
    const flight = this.#loadOrRenew(accountId, refused).finally(() => {
      if (this.#flights.get(accountId) === flight) this.#flights.delete(accountId);
    });
    this.#flights.set(accountId, flight);
    return flight;
  }

  async #loadOrRenew(accountId: AccountId, refused: string | null): Promise<string> {
    const epoch = this.#epochs.get(accountId) ?? 0;
    const stored = await this.#deps.tokens.load(accountId);
    if (stored === null) throw new ProviderError('sign-in-ended');
    const { access, grant } = stored;
    if (access !== null && access.token !== refused && access.expiresAt - MARGIN_MS > this.#deps.now())
      return access.token;

    const renewed = await this.#renew(accountId, grant);
    if (renewed.access === null || (this.#epochs.get(accountId) ?? 0) !== epoch)
      throw new ProviderError('sign-in-ended');
    // Stored before first use: a rotated refresh token that is lost cannot be had again.
    await this.#deps.tokens.save(accountId, { ...renewed, grant: { ...grant, ...renewed.grant } });
    return renewed.access.token;
  }
}
