/** What every service that one signs in to has to do, besides what every source of calendars has to do. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SignInProvider } from '../../lib/calendar/calendar-provider.ts';
import type { OAuthClient, ProviderDeps } from '../../lib/calendar/provider-deps.ts';
import type { AccountId, CalendarEvent, CalendarId } from '../../lib/event/calendar-event.ts';
import type { Instant } from '../../lib/event/instant.ts';
import { createWorld, faultOf, NOW, REDIRECT_URL } from './calendar-provider-fakes.ts';
import type { Call, Reply, World } from './calendar-provider-fakes.ts';
import { describeEveryProvider, type ProviderDriver } from './every-provider.contract.ts';

export interface ServiceDriver {
  create(deps: ProviderDeps): SignInProvider;
  client: OAuthClient;
  accountId: AccountId;
  /** Names the account on sign-in. */
  email: string;
  calendarId: CalendarId;
  /** Origin and path, as sent. */
  tokenUrl: string;
  authorizeUrl: string;
  listUrl: string;
  eventsUrl: string;
  /** A page of raw events; `next` is where the service says the next page is. */
  page(items: unknown[], next?: string): unknown;
  /** A next-page mark of this service, and whether a request asks for it. */
  next: string;
  asksForNext(call: Call): boolean;
  /** A page of the calendars `Agenda` (primary) and `Team`. */
  calendars(next?: string): unknown;
  events: Record<
    'timed' | 'moved' | 'cancelled' | 'allDay',
    { raw: unknown; expected: Partial<CalendarEvent> }
  >;
  unusable: unknown[];
  forbidden: { rights: unknown; rate: unknown };
  /** Scripts what follows the consent window up to the account being known. */
  scriptSignIn(world: World, account?: 'other'): void;
  /** Parameters of the redirect address when the user says no. */
  denied: Record<string, string>;
  /** Where a grant can be ended, if anywhere. */
  revokeUrl: string | null;
}

const WINDOW = { start: '2026-10-11T00:00:00.000Z' as Instant, end: '2027-01-10T00:00:00.000Z' as Instant };

const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

/** Rejects as `fetch` does when its signal fires. */
const aborted = (signal: AbortSignal | null) =>
  new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error));
  });

/** As the suite of every source sees it. */
function asEverySource(driver: ServiceDriver): ProviderDriver {
  return {
    ...driver,
    connect: (world) => {
      world.tokens.accounts.set(driver.accountId, {
        access: { token: 'old-access', expiresAt: NOW + 3_600_000 },
        grant: { refreshToken: 'old-refresh', email: driver.email },
      });
    },
    answer: (items) => json(driver.page(items)),
    leave: (world) => {
      if (driver.revokeUrl !== null) world.network.on(driver.revokeUrl, json({}));
    },
    unknownAccount: 'sign-in-ended',
    kept: ({ tokens }) => (tokens.accounts.size === 0 ? '' : JSON.stringify([...tokens.accounts])),
  };
}

/** Runs the suite; `getDriver` is asked in each test, so that it may be made in a hook. */
export function describeCalendarProvider(name: string, getDriver: () => ServiceDriver): void {
  let driver: ServiceDriver;
  let world: World;
  let provider: SignInProvider;

  const connected = (expiresAt = NOW + 3_600_000) =>
    world.tokens.accounts.set(driver.accountId, {
      access: { token: 'old-access', expiresAt },
      grant: { refreshToken: 'old-refresh', email: driver.email },
    });
  const read = (pageToken: string | null = null) =>
    provider.readPage({
      accountId: driver.accountId,
      calendarId: driver.calendarId,
      window: WINDOW,
      pageToken,
    });
  const renewal = () =>
    json({
      access_token: 'new-access',
      refresh_token: 'new-refresh',
      expires_in: 3600,
      token_type: 'Bearer',
    });
  const bearer = (call: Call | undefined) => call?.headers.get('authorization');

  beforeEach(() => {
    driver = getDriver();
    world = createWorld(driver.client);
    provider = driver.create(world.deps);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    world.network.expectFinished();
  });

  describeEveryProvider(name, () => asEverySource(getDriver()));

  describe(`${name}: reading`, () => {
    test('reads page after page, also short and empty ones, until there is no next', async () => {
      connected();
      world.network.on(
        driver.eventsUrl,
        json(driver.page([driver.events.timed.raw], driver.next)),
        json(driver.page([], driver.next)),
        json(driver.page([driver.events.allDay.raw])),
      );
      const first = await read();
      expect(first.events).toHaveLength(1);
      expect(first.nextPageToken).not.toBeNull();
      const second = await read(first.nextPageToken);
      expect(second).toMatchObject({ events: [], skipped: 0 });
      expect(second.nextPageToken).not.toBeNull();
      const third = await read(second.nextPageToken);
      expect(third.events).toHaveLength(1);
      expect(third.nextPageToken).toBeNull();
      expect(world.network.calls.map(driver.asksForNext)).toEqual([false, true, true]);
      expect(world.network.calls.map(bearer)).toEqual([
        'Bearer old-access',
        'Bearer old-access',
        'Bearer old-access',
      ]);
    });

    test('lists every calendar of every page', async () => {
      connected();
      world.network.on(driver.listUrl, json(driver.calendars(driver.next)), json(driver.calendars()));
      const calendars = await provider.listCalendars(driver.accountId);
      expect(calendars.map(({ name, primary, own }) => [name, primary, own])).toEqual([
        ['Agenda', true, true],
        ['Team', false, false],
        ['Agenda', true, true],
        ['Team', false, false],
      ]);
      expect(calendars[0]?.color).toMatch(/^#[0-9a-f]{6}$/i);
      expect(world.network.calls.map(driver.asksForNext)).toEqual([false, true]);
    });

    test('a list that never ends is given up', async () => {
      connected();
      world.network.on(
        driver.listUrl,
        ...Array.from({ length: 40 }, () => json(driver.calendars(driver.next))),
      );
      expect((await faultOf(provider.listCalendars(driver.accountId))).reason).toBe('unreadable-answer');
    });
  });

  describe(`${name}: faults`, () => {
    const cases: [string, (d: ServiceDriver) => Reply, string, number | null][] = [
      ['403 for missing rights', (d) => json(d.forbidden.rights, 403), 'rights-missing', null],
      [
        '403 for too many requests',
        (d) => json(d.forbidden.rate, 403, { 'retry-after': '7' }),
        'rate-limited',
        7,
      ],
      ['403 with HTML', () => new Response('<html>no</html>', { status: 403 }), 'unreadable-answer', null],
      [
        'a redirect',
        () => new Response(null, { status: 302, headers: { location: 'https://evil.example/' } }),
        'unreadable-answer',
        null,
      ],
      [
        'truncated JSON',
        () => new Response('{"items":[{"title":"Very private', {}),
        'unreadable-answer',
        null,
      ],
      ['JSON of another shape', () => json({ items: 'Very private', value: 3 }), 'unreadable-answer', null],
      ['a list', () => json(['Very private']), 'unreadable-answer', null],
    ];
    test.each(cases)('%s', async (_, reply, reason, seconds) => {
      connected();
      world.network.on(driver.eventsUrl, reply(driver));
      const error = await faultOf(read());
      expect(error.reason).toBe(reason);
      expect(error.retryAfterSeconds).toBe(seconds);
      // What was signed in stays signed in.
      expect(world.tokens.accounts.get(driver.accountId)?.grant.refreshToken).toBe('old-refresh');
    });

    test.each([
      ['before the answer', () => new Promise<Response>(() => undefined)],
      ['in the middle of the answer', async () => new Response(new ReadableStream({}))],
    ])('silence %s ends after 25 seconds', async (_, answer) => {
      connected();
      vi.useFakeTimers({ toFake: ['setTimeout'] });
      // The platform's own timer cannot be moved on.
      vi.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => {
        const limit = new AbortController();
        setTimeout(() => limit.abort(new DOMException('too late', 'TimeoutError')), milliseconds);
        return limit.signal;
      });
      try {
        world.network.on(driver.eventsUrl, async ({ signal }) => {
          const silent = await Promise.race([answer(), aborted(signal)]);
          // As fetch does: the limit holds for the body too.
          const text = () => Promise.race([silent.text(), aborted(signal)]);
          return Object.assign(new Response(), { text });
        });
        let ended = false;
        const reading = faultOf(read()).finally(() => {
          ended = true;
        });
        while (vi.getTimerCount() === 0) await new Promise((resolve) => setImmediate(resolve));
        await vi.advanceTimersByTimeAsync(24_999);
        expect(ended).toBe(false);
        await vi.advanceTimersByTimeAsync(1);
        expect((await reading).reason).toBe('provider-down');
      } finally {
        vi.useRealTimers();
      }
    });

    test('no request follows a redirect', async () => {
      connected();
      const fetched = vi.fn<typeof fetch>(async () => json(driver.page([])));
      await driver.create({ ...world.deps, fetch: fetched }).readPage({
        accountId: driver.accountId,
        calendarId: driver.calendarId,
        window: WINDOW,
        pageToken: null,
      });
      expect(fetched.mock.calls[0]?.[1]).toMatchObject({ redirect: 'manual' });
    });
  });

  describe(`${name}: renewal`, () => {
    test('a 401 leads to one renewal and one more try', async () => {
      connected();
      world.network.on(driver.eventsUrl, json({}, 401), json(driver.page([driver.events.timed.raw])));
      world.network.on(driver.tokenUrl, renewal());
      expect((await read()).events).toHaveLength(1);
      expect(world.network.callsTo(driver.eventsUrl).map(bearer)).toEqual([
        'Bearer old-access',
        'Bearer new-access',
      ]);
      expect(Object.fromEntries(world.network.callsTo(driver.tokenUrl)[0]?.body ?? [])).toMatchObject({
        grant_type: 'refresh_token',
        refresh_token: 'old-refresh',
        client_id: driver.client.id,
      });
    });

    test('a second 401 ends the sign-in', async () => {
      connected();
      world.network.on(driver.eventsUrl, json({}, 401), json({}, 401));
      world.network.on(driver.tokenUrl, renewal());
      expect((await faultOf(read())).reason).toBe('sign-in-ended');
    });

    test.each([59_000, 0, -1])('a token with %d ms left is renewed before use', async (left) => {
      connected(NOW + left);
      world.network.on(driver.tokenUrl, renewal());
      world.network.on(driver.eventsUrl, json(driver.page([])));
      await read();
      expect(world.network.callsTo(driver.eventsUrl).map(bearer)).toEqual(['Bearer new-access']);
    });

    test('new tokens are stored before they are used', async () => {
      connected(NOW);
      const accounts = world.tokens.accounts;
      world.network.on(driver.tokenUrl, renewal());
      world.network.on(driver.eventsUrl, () => {
        expect(accounts.get(driver.accountId)).toEqual({
          access: { token: 'new-access', expiresAt: NOW + 3_600_000 },
          grant: { refreshToken: 'new-refresh', email: driver.email },
        });
        return json(driver.page([]));
      });
      await read();
    });

    test('parallel reads with an expired token renew once', async () => {
      connected(NOW);
      world.tokens.delays = [0, 3, 9, 20];
      world.network.on(driver.tokenUrl, renewal());
      world.network.on(driver.eventsUrl, ...Array.from({ length: 4 }, () => json(driver.page([]))));
      await Promise.all([read(), read(), read(), read()]);
      expect(world.network.callsTo(driver.tokenUrl)).toHaveLength(1);
      expect(world.network.callsTo(driver.eventsUrl).map(bearer)).toEqual(Array(4).fill('Bearer new-access'));
    });

    test('parallel reads that all get a 401 renew once', async () => {
      connected();
      world.network.on(driver.tokenUrl, renewal());
      const answer = (call: Call) =>
        bearer(call) === 'Bearer old-access' ? json({}, 401) : json(driver.page([]));
      world.network.on(driver.eventsUrl, ...Array.from({ length: 6 }, () => answer));
      await Promise.all([read(), read(), read()]);
      expect(world.network.callsTo(driver.tokenUrl)).toHaveLength(1);
    });

    test('without network the sign-in does not end, and the next read recovers', async () => {
      connected(NOW);
      world.network.on(driver.tokenUrl, new TypeError('Failed to fetch'), renewal());
      expect((await faultOf(read())).reason).toBe('offline');
      world.network.on(driver.eventsUrl, json(driver.page([])));
      expect(await read()).toMatchObject({ events: [], nextPageToken: null });
    });

    test.each([
      [429, 'rate-limited'],
      [503, 'provider-down'],
    ])('a token address that answers %d is %s', async (status, reason) => {
      connected(NOW);
      world.network.on(driver.tokenUrl, new Response('<html>', { status }));
      expect((await faultOf(read())).reason).toBe(reason);
    });

    test('a renewal that ends after a disconnect brings nothing back', async () => {
      connected(NOW);
      let answer: (response: Response) => void = () => undefined;
      const asked = new Promise<void>((resolve) => {
        world.network.on(driver.tokenUrl, () => {
          resolve();
          return new Promise<Response>((reply) => (answer = reply));
        });
      });
      const reading = faultOf(read());
      await asked;
      if (driver.revokeUrl !== null) world.network.on(driver.revokeUrl, json({}));
      await provider.disconnect(driver.accountId);
      answer(renewal());
      expect((await reading).reason).toBe('sign-in-ended');
      expect(world.tokens.accounts.size).toBe(0);
    });
  });

  describe(`${name}: signing in`, () => {
    test('asks for the least rights with PKCE and stores the tokens of the account', async () => {
      world.answerSignIn({ code: 'the-code' });
      driver.scriptSignIn(world);
      const account = await provider.connect();
      expect(account).toMatchObject({
        accountId: driver.accountId,
        provider: provider.id,
        email: driver.email,
      });

      const { url, interactive } = world.launches[0] ?? { url: new URL('about:blank'), interactive: false };
      expect(interactive).toBe(true);
      expect(url.origin + url.pathname).toBe(driver.authorizeUrl);
      const asked = Object.fromEntries(url.searchParams);
      expect(asked).toMatchObject({
        client_id: driver.client.id,
        redirect_uri: REDIRECT_URL,
        response_type: 'code',
        code_challenge_method: 'S256',
      });
      const exchange = Object.fromEntries(world.network.callsTo(driver.tokenUrl)[0]?.body ?? []);
      expect(exchange).toMatchObject({
        grant_type: 'authorization_code',
        code: 'the-code',
        redirect_uri: REDIRECT_URL,
      });
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(exchange.code_verifier));
      expect(Buffer.from(digest).toString('base64url')).toBe(asked.code_challenge);
      expect(exchange.code_verifier).toMatch(/^[\w.~-]{43,128}$/);

      expect(world.tokens.accounts.get(driver.accountId)).toEqual({
        access: { token: 'new-access', expiresAt: NOW + 3_600_000 },
        grant: { refreshToken: 'new-refresh', email: driver.email },
      });
    });

    test('each sign-in has a state and a verifier of its own', async () => {
      world.answerSignIn({ code: 'the-code' }, { code: 'the-code' });
      driver.scriptSignIn(world);
      await provider.connect();
      driver.scriptSignIn(world);
      await provider.connect();
      const [first, second] = world.launches.map(({ url }) => url.searchParams);
      expect(first?.get('state')).toMatch(/^[\w-]{43}$/);
      expect(first?.get('state')).not.toBe(second?.get('state'));
      expect(first?.get('code_challenge')).not.toBe(second?.get('code_challenge'));
    });

    test('reconnecting hints at the account and replaces its tokens', async () => {
      connected();
      world.answerSignIn({ code: 'the-code' });
      driver.scriptSignIn(world);
      await provider.connect({ accountId: driver.accountId, email: driver.email });
      expect(world.launches[0]?.url.searchParams.get('login_hint')).toBe(driver.email);
      expect(world.tokens.accounts.get(driver.accountId)?.grant.refreshToken).toBe('new-refresh');
    });

    test('another account than the expected one is refused, and the old tokens stay', async () => {
      connected();
      world.answerSignIn({ code: 'the-code' });
      driver.scriptSignIn(world, 'other');
      if (driver.revokeUrl !== null) world.network.on(driver.revokeUrl, json({}));
      const expected = { accountId: driver.accountId, email: driver.email };
      expect((await faultOf(provider.connect(expected))).reason).toBe('wrong-account');
      expect([...world.tokens.accounts.keys()]).toEqual([driver.accountId]);
      expect(world.tokens.accounts.get(driver.accountId)?.grant.refreshToken).toBe('old-refresh');
    });

    test.each([
      ['the user says no', (d: ServiceDriver) => d.denied, 'consent-refused'],
      [
        'the window is closed (Chromium)',
        () => new Error('The user did not approve access.'),
        'consent-refused',
      ],
      [
        'the window is closed (Firefox)',
        () => new Error('User cancelled or denied access.'),
        'consent-refused',
      ],
      [
        'the answer is to another request',
        () => ({ code: 'the-code', state: 'forged' }),
        'unreadable-answer',
      ],
      [
        'an error is to another request',
        () => ({ error: 'access_denied', state: 'forged' }),
        'unreadable-answer',
      ],
      ['there is no code', () => ({}), 'unreadable-answer'],
      ['the code is empty', () => ({ code: '' }), 'unreadable-answer'],
      ['the error is unknown', () => ({ error: 'constructor' }), 'unreadable-answer'],
      ['the service is down', () => ({ error: 'server_error' }), 'provider-down'],
      ['the client may not do this', () => ({ error: 'unauthorized_client' }), 'client-refused'],
    ] as const)('%s', async (_, answer, reason) => {
      world.answerSignIn(answer(driver));
      expect((await faultOf(provider.connect())).reason).toBe(reason);
      expect(world.tokens.accounts.size).toBe(0);
      expect(world.network.calls).toEqual([]);
    });

    test.each([
      ['the network is gone', () => new TypeError('Failed to fetch'), 'offline'],
      ['the service refuses the request', () => json({ error: 'invalid_request' }, 400), 'client-refused'],
      ['the service is down', () => new Response('', { status: 502 }), 'provider-down'],
    ] as const)('the sign-in page cannot be loaded: %s', async (_, probe, reason) => {
      world.answerSignIn(new Error('Authorization page could not be loaded.'));
      world.network.on(driver.tokenUrl, probe());
      expect((await faultOf(provider.connect())).reason).toBe(reason);
    });

    test.each([
      ['invalid_client', 401, 'client-refused'],
      ['invalid_grant', 400, 'sign-in-ended'],
      ['something_new', 400, 'unreadable-answer'],
    ])('the token address answers %s', async (error, status, reason) => {
      world.answerSignIn({ code: 'the-code' });
      world.network.on(driver.tokenUrl, json({ error, error_description: 'Very private' }, status));
      expect((await faultOf(provider.connect())).reason).toBe(reason);
      expect(world.tokens.accounts.size).toBe(0);
    });

    test('an address other than the redirect address is no answer', async () => {
      const deps: ProviderDeps = {
        ...world.deps,
        launchWebAuthFlow: async ({ url }) =>
          `https://evil.example/?code=the-code&state=${new URL(url).searchParams.get('state')}`,
      };
      expect((await faultOf(driver.create(deps).connect())).reason).toBe('unreadable-answer');
    });

    test('a window that closes without an answer is a refusal', async () => {
      const deps: ProviderDeps = { ...world.deps, launchWebAuthFlow: async () => '' };
      expect((await faultOf(driver.create(deps).connect())).reason).toBe('consent-refused');
    });

    test('without a client id there is no window', async () => {
      world = createWorld(null);
      expect((await faultOf(driver.create(world.deps).connect())).reason).toBe('client-id-missing');
      expect(world.launches).toEqual([]);
    });
  });

  describe(`${name}: signing out`, () => {
    test('disconnect forgets the tokens, and never rejects', async () => {
      connected();
      if (driver.revokeUrl !== null) world.network.on(driver.revokeUrl, new TypeError('Failed to fetch'));
      await provider.disconnect(driver.accountId);
      expect(world.tokens.accounts.size).toBe(0);
      expect((await faultOf(read())).reason).toBe('sign-in-ended');
      await provider.disconnect(driver.accountId);
      const broken = driver.create({
        ...world.deps,
        tokens: {
          ...world.deps.tokens,
          load: async () => null,
          remove: () => Promise.reject(new Error('no storage')),
        },
      });
      await broken.disconnect(driver.accountId);
    });
  });
}
