/** Stand-ins for the platform: a network with scripted answers, a consent window, a token store in memory. */
import { expect } from 'vitest';
import { ProviderError } from '../../lib/calendar/calendar-provider.ts';
import type {
  AccountTokens,
  OAuthClient,
  ProviderDeps,
  TokenStore,
} from '../../lib/calendar/provider-deps.ts';
import type { AccountId } from '../../lib/event/calendar-event.ts';

export interface Call {
  method: string;
  url: URL;
  headers: Headers;
  body: URLSearchParams;
  signal: AbortSignal | null;
}

/** An answer, or what makes one; an Error is what `fetch` rejects with. */
export type Reply = Response | Error | ((call: Call) => Response | Promise<Response>);

/** Answers requests in the order of the script, per address; anything outside the script is a failure of the test. */
export class ScriptedNetwork {
  readonly calls: Call[] = [];
  readonly #script = new Map<string, Reply[]>();
  readonly #unexpected: string[] = [];

  /** `address` is origin and path, as sent. Replies are used up one by one. */
  on(address: string, ...replies: Reply[]): void {
    this.#script.set(address, [...(this.#script.get(address) ?? []), ...replies]);
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const call: Call = {
      method: init?.method ?? 'GET',
      url,
      headers: new Headers(init?.headers),
      body: new URLSearchParams(init?.body as URLSearchParams | undefined),
      signal: init?.signal ?? null,
    };
    this.calls.push(call);
    call.signal?.throwIfAborted();
    const reply = this.#script.get(url.origin + url.pathname)?.shift();
    if (reply === undefined) {
      this.#unexpected.push(`${call.method} ${url.href}`);
      throw new Error('not in the script');
    }
    // As on a real network: never in the same turn.
    await new Promise((resolve) => setImmediate(resolve));
    if (reply instanceof Error) throw reply;
    return typeof reply === 'function' ? reply(call) : reply;
  };

  callsTo(address: string): Call[] {
    return this.calls.filter(({ url }) => url.origin + url.pathname === address);
  }

  /** Everything asked was in the script, and everything in the script was asked. */
  expectFinished(): void {
    expect(this.#unexpected).toEqual([]);
    const left = [...this.#script].filter(([, replies]) => replies.length > 0).map(([address]) => address);
    expect(left).toEqual([]);
  }
}

export class MemoryTokens implements TokenStore {
  readonly accounts = new Map<AccountId, AccountTokens>();
  /** Reads take this many turns longer each time: slow readers must not renew twice. */
  delays: number[] = [];

  async load(accountId: AccountId): Promise<AccountTokens | null> {
    for (let turn = this.delays.shift() ?? 0; turn >= 0; turn -= 1)
      await new Promise((resolve) => setImmediate(resolve));
    return structuredClone(this.accounts.get(accountId) ?? null);
  }

  /** Slower than the network, so that a use before the end of a save shows. */
  async save(accountId: AccountId, tokens: AccountTokens): Promise<void> {
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    this.accounts.set(accountId, structuredClone(tokens));
  }

  async remove(accountId: AccountId): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.accounts.delete(accountId);
  }
}

export const REDIRECT_URL = 'https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/';
export const NOW = Date.UTC(2026, 10, 10, 12);

/** Texts that no error may hold. */
export const SECRETS = [
  'old-access',
  'new-access',
  'old-refresh',
  'new-refresh',
  'the-code',
  'the-secret',
  'Very private',
];

export interface World {
  network: ScriptedNetwork;
  tokens: MemoryTokens;
  deps: ProviderDeps;
  /** What the sign-in window was asked for. */
  launches: { url: URL; interactive: boolean }[];
  /** What the window answers: parameters for the redirect address, or what it rejects with. */
  answerSignIn(...answers: (Record<string, string> | Error)[]): void;
  clock: { now: number };
}

export function createWorld(client: OAuthClient | null): World {
  const network = new ScriptedNetwork();
  const tokens = new MemoryTokens();
  const launches: World['launches'] = [];
  const answers: (Record<string, string> | Error)[] = [];
  const clock = { now: NOW };
  const deps: ProviderDeps = {
    fetch: network.fetch,
    launchWebAuthFlow: async ({ url, interactive }) => {
      const asked = new URL(url);
      launches.push({ url: asked, interactive });
      const answer = answers.shift();
      if (answer === undefined) throw new Error('not in the script');
      if (answer instanceof Error) throw answer;
      const parameters = new URLSearchParams({ state: asked.searchParams.get('state') ?? '', ...answer });
      return `${REDIRECT_URL}${asked.searchParams.get('response_type') === 'token' ? '#' : '?'}${parameters}`;
    },
    redirectUrl: REDIRECT_URL,
    tokens,
    loadClient: async () => client,
    now: () => clock.now,
  };
  return { network, tokens, deps, launches, answerSignIn: (...more) => answers.push(...more), clock };
}

/** The reason of a rejection, which must be a ProviderError that gives nothing away. */
export async function faultOf(promise: Promise<unknown>): Promise<ProviderError> {
  const error: unknown = await promise.then(
    () => {
      throw new Error('did not reject');
    },
    (failure: unknown) => failure,
  );
  expect(error).toBeInstanceOf(ProviderError);
  const told = error as ProviderError;
  const everything = [told.message, told.stack, String(told.cause), JSON.stringify(told)].join('\n');
  for (const secret of SECRETS) expect(everything).not.toContain(secret);
  return told;
}
