/**
 * Who allowed what: consents, codes and tokens of both providers, in memory.
 * The rules that differ between the providers are in their sign-in files.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { WorldProvider } from './world-description.ts';

export interface Grant {
  provider: WorldProvider;
  accountId: string;
  clientId: string;
  scopes: readonly string[];
}

export interface PendingCode extends Grant {
  redirectUri: string;
  challenge?: string;
  challengeMethod?: string;
  nonce?: string;
  /** A refresh token goes with the access token. */
  offline: boolean;
}

export type RefreshTokenState = 'live' | 'revoked' | 'expired';

interface RefreshToken extends Grant {
  state: RefreshTokenState;
  /** Epoch milliseconds; its successors end at the same time. */
  expiresAt: number;
  spent: boolean;
}

interface AccessToken extends Grant {
  /** Epoch milliseconds. */
  expiresAt: number;
}

export class TokenBook {
  /** Every code and token ever given out. */
  readonly issued: string[] = [];
  readonly #now: () => number;
  readonly #codes = new Map<string, PendingCode>();
  readonly #accessTokens = new Map<string, AccessToken>();
  readonly #refreshTokens = new Map<string, RefreshToken>();
  readonly #consents = new Map<string, Set<string>>();

  /** `now` answers epoch milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  hasConsent(grant: Grant): boolean {
    const allowed = this.#consents.get(consentKey(grant));
    return allowed !== undefined && grant.scopes.every((scope) => allowed.has(scope));
  }

  addConsent(grant: Grant): void {
    const allowed = this.#consents.get(consentKey(grant)) ?? [];
    this.#consents.set(consentKey(grant), new Set([...allowed, ...grant.scopes]));
  }

  issueCode(pending: PendingCode): string {
    const code = this.#issue('4/');
    this.#codes.set(code, pending);
    return code;
  }

  /** Gives what the code stands for, once. */
  takeCode(code: string): PendingCode | undefined {
    const pending = this.#codes.get(code);
    this.#codes.delete(code);
    return pending;
  }

  issueAccessToken(grant: Grant, seconds: number): string {
    const token = this.#issue('access.');
    this.#accessTokens.set(token, { ...grant, expiresAt: this.#now() + seconds * 1000 });
    return token;
  }

  /** `expiresAt` in epoch milliseconds, `seconds` from now; without either it lives on. */
  issueRefreshToken(grant: Grant, life: { expiresAt?: number; seconds?: number } = {}): string {
    const { seconds = Infinity, expiresAt = this.#now() + seconds * 1000 } = life;
    const { provider, accountId, clientId, scopes } = grant;
    const token = this.#issue('refresh.');
    const isNew = { state: 'live', expiresAt, spent: false } as const;
    this.#refreshTokens.set(token, { provider, accountId, clientId, scopes, ...isNew });
    return token;
  }

  /** The grant behind a token that is known, of this provider and not expired. */
  readAccessToken(provider: WorldProvider, token: string | undefined): Grant | undefined {
    const known = this.#accessTokens.get(token ?? '');
    return known && known.provider === provider && known.expiresAt > this.#now() ? known : undefined;
  }

  readRefreshToken(provider: WorldProvider, token: string): RefreshToken | undefined {
    const known = this.#refreshTokens.get(token);
    if (known?.provider !== provider) return undefined;
    if (known.state === 'live' && known.expiresAt <= this.#now()) known.state = 'expired';
    return known;
  }

  /** Uses a refresh token up. False when it was used before: then the whole sign-in ends, as if it had been stolen. */
  spendRefreshToken(token: string): boolean {
    const known = this.#refreshTokens.get(token);
    if (known && !known.spent) {
      known.spent = true;
      return true;
    }
    const key = known && consentKey(known);
    for (const other of this.#refreshTokens.values()) if (consentKey(other) === key) other.state = 'revoked';
    return false;
  }

  /** The user, or an administrator, takes the app's access back on the provider's pages. */
  withdrawConsent(accountId: string): void {
    for (const key of this.#consents.keys()) {
      if ((JSON.parse(key) as string[])[1] === accountId) this.#consents.delete(key);
    }
    const tokens = [...this.#refreshTokens.values(), ...this.#accessTokens.values()];
    for (const token of tokens) {
      // Microsoft's tokens live on; it looks the consent up when a token is renewed.
      if (token.accountId !== accountId || token.provider === 'microsoft') continue;
      if ('state' in token) token.state = 'revoked';
      else token.expiresAt = 0;
    }
  }

  expireAccessTokens(accountId?: string): void {
    for (const token of this.#accessTokens.values()) {
      if (accountId === undefined || token.accountId === accountId) token.expiresAt = 0;
    }
  }

  /** `revoked`: the user took the consent back, too. `expired`: the sign-in only grew too old. */
  endRefreshTokens(state: 'revoked' | 'expired', accountId?: string): void {
    for (const token of this.#refreshTokens.values()) {
      if (accountId !== undefined && token.accountId !== accountId) continue;
      token.state = state;
      if (state === 'revoked') this.#consents.delete(consentKey(token));
    }
  }

  /** Ends the grant that `token` (of either kind) belongs to. False when the token is unknown. */
  revokeGrantOf(provider: WorldProvider, token: string): boolean {
    const grant = this.readRefreshToken(provider, token) ?? this.readAccessToken(provider, token);
    if (!grant || this.readRefreshToken(provider, token)?.state === 'revoked') return false;
    const key = consentKey(grant);
    this.#consents.delete(key);
    for (const other of this.#refreshTokens.values()) if (consentKey(other) === key) other.state = 'revoked';
    for (const other of this.#accessTokens.values()) if (consentKey(other) === key) other.expiresAt = 0;
    return true;
  }

  #issue(prefix: string): string {
    const secret = `${prefix}${randomBytes(24).toString('base64url')}`;
    this.issued.push(secret);
    return secret;
  }
}

/** Whether `verifier` belongs to the challenge (RFC 7636 §4.6). */
export function matchesChallenge(pending: PendingCode, verifier: string): boolean {
  if (pending.challengeMethod !== 'S256') return pending.challenge === verifier;
  return pending.challenge === createHash('sha256').update(verifier).digest('base64url');
}

/** The words of a space-separated scope parameter. */
export function readScopes(text: string | null): string[] {
  return (text ?? '').split(/\s+/).filter((scope) => scope !== '');
}

function consentKey(grant: Grant): string {
  return JSON.stringify([grant.provider, grant.accountId, grant.clientId]);
}
