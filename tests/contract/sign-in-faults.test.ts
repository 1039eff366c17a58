/** Whatever befalls a sign-in, against the test world over TLS. docs/faults.md tells of each in one row. */
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SignInProvider } from '../../lib/calendar/calendar-provider.ts';
import { createOutlookProvider } from '../../lib/calendar/outlook/outlook-provider.ts';
import type { OAuthClient, ProviderDeps } from '../../lib/calendar/provider-deps.ts';
import { stopsAccount } from '../../lib/event/account.ts';
import type { AccountId, CalendarId } from '../../lib/event/calendar-event.ts';
import type { Instant } from '../../lib/event/instant.ts';
import { type SignInUser, signInBrowser } from '../support/sign-in-browser.ts';
import type { FailureRule } from '../world/failures.ts';
import type { WorldAccount } from '../world/world-description.ts';
import { type World, startWorld } from '../world/start-world.ts';
import { MemoryTokens, faultOf } from './calendar-provider-fakes.ts';
import { loadGoogleProvider } from './google-transport-hook.ts';
import * as fixture from './world-fixture.ts';

const createGoogleProvider = await loadGoogleProvider();

const SERVICES = {
  google: {
    create: createGoogleProvider,
    account: fixture.GOOGLE_ACCOUNT,
    client: { id: fixture.CLIENT_ID, secret: fixture.CLIENT_SECRET as string | null },
    world: 'google',
    token: 'oauth2.googleapis.com/token',
    authorise: 'accounts.google.com/',
  },
  outlook: {
    create: createOutlookProvider,
    account: fixture.MICROSOFT_ACCOUNT,
    client: { id: fixture.CLIENT_ID, secret: null },
    world: 'microsoft',
    token: 'login.microsoftonline.com/common/oauth2/v2.0/token',
    authorise: 'login.microsoftonline.com/common/oauth2/v2.0/authorize',
  },
} as const;

const WINDOW = { start: '2026-10-01T00:00:00.000Z' as Instant, end: '2026-12-01T00:00:00.000Z' as Instant };
const HOUR = 3_600_000;
const SECOND_ACCOUNT = 'second';
const OTHER_CLIENT: OAuthClient = { id: 'client-2', secret: 'secret-2' };

let world: World;
let tokens: MemoryTokens;
let user: SignInUser;
let client: OAuthClient | null;
let now: number;
/** What the sign-in window was asked for. */
let launches: { url: URL; interactive: boolean }[];

afterEach(async () => {
  await world.close();
});

async function start(id: 'google' | 'outlook'): Promise<void> {
  const description = fixture.smallWorld();
  const [first] = description.accounts.filter(({ provider }) => provider === SERVICES[id].world);
  if (first) {
    const second = { ...structuredClone(first), id: SECOND_ACCOUNT, email: 'second@mentor.example' };
    description.accounts.push(second);
    // As at Google: the primary calendar is named by the account's address.
    for (const { email, calendars } of [first, second])
      for (const calendar of calendars) if (calendar.primary) calendar.id = email;
  }
  const { world: provider } = SERVICES[id];
  const { secret, ...known } = { provider, ...OTHER_CLIENT };
  description.clients?.push(secret !== null && id === 'google' ? { ...known, secret } : known);
  world = await startWorld(description);
  tokens = new MemoryTokens();
  user = { account: SERVICES[id].account };
  client = SERVICES[id].client;
  now = Date.now();
  launches = [];
}

/** What a worker is given; two of them share the tokens, the window and the network. */
function deps(changes: Partial<ProviderDeps> = {}): ProviderDeps {
  return {
    fetch: (input, init) => {
      // A browser adds the origin by itself, which Microsoft's rule for single-page apps wants.
      const headers = new Headers(init?.headers);
      headers.set('origin', `chrome-extension://${'abcdefghijklmnop'.repeat(2)}`);
      return world.fetch(input, { ...init, headers });
    },
    launchWebAuthFlow: async (options) => {
      launches.push({ url: new URL(options.url), interactive: options.interactive });
      return await signInBrowser(world, user)(options);
    },
    redirectUrl: fixture.REDIRECT_URI,
    tokens,
    loadClient: async () => client,
    now: () => now,
    ...changes,
  };
}

async function read(provider: SignInProvider, accountId: AccountId): Promise<number> {
  const calendars = await provider.listCalendars(accountId);
  const { calendarId } = calendars.find(({ primary }) => primary) ?? { calendarId: '' as CalendarId };
  const page = { accountId, calendarId, window: WINDOW, pageToken: null };
  return (await provider.readPage(page)).events.length;
}

/** Questions to the token address since `from`. */
const renewals = (id: 'google' | 'outlook', from: number) =>
  world.requests.slice(from).filter(({ host, path }) => host + path === SERVICES[id].token).length;

const worldAccount = (accountId: string): WorldAccount => {
  const found = world.description.accounts.find(({ id }) => id === accountId);
  if (!found) throw new Error('no such account');
  return found;
};

/** What passes by itself: trouble of a network or a service, at whatever address. */
const PASSING: [name: string, rule: Pick<FailureRule, 'mode' | 'status'>, reason: string][] = [
  ['429 with Retry-After', { status: 429 }, 'rate-limited'],
  ['503 with Retry-After', { status: 503 }, 'provider-down'],
  ['500', { status: 500 }, 'provider-down'],
  ['a login page of a network (200)', { mode: 'html' }, 'unreadable-answer'],
  ['a refusal of a proxy (403)', { status: 403 }, 'unreadable-answer'],
  ['truncated JSON', { mode: 'truncated-json' }, 'unreadable-answer'],
  ['a reset connection', { mode: 'reset' }, 'offline'],
];

const failing = (id: 'google' | 'outlook', path: string, rule: Pick<FailureRule, 'mode' | 'status'>) => {
  const wait = rule.status === 429 || rule.status === 503 ? { 'retry-after': '90' } : null;
  const headers = { 'content-type': 'text/html', ...wait };
  const page = rule.status === undefined ? {} : { headers, body: '<!doctype html><title>Sorry</title>' };
  return world.fail({ service: SERVICES[id].world, path, ...rule, ...page } as FailureRule);
};

describe.each(['google', 'outlook'] as const)('%s', (id) => {
  const service = SERVICES[id];
  let provider: SignInProvider;
  let accountId: AccountId;
  let email: string;

  beforeEach(async () => {
    await start(id);
    provider = service.create(deps());
    ({ accountId, email } = await provider.connect());
    expect(await read(provider, accountId)).toBeGreaterThan(0);
    launches.length = 0;
  });

  /** What is stored, without the access token, which is nothing that could be lost. */
  const grant = () => tokens.accounts.get(accountId)?.grant;
  const reconnect = () => provider.connect({ accountId, email });
  const recovered = async () => {
    await expect(read(provider, accountId)).resolves.toBeGreaterThan(0);
  };

  test('an access token that is refused early is renewed once for all who read', async () => {
    world.expireAccessTokens();
    const from = world.requests.length;
    await Promise.all(Array.from({ length: 5 }, () => provider.listCalendars(accountId)));
    expect(renewals(id, from)).toBe(1);
    expect(launches).toEqual([]);
  });

  test('two workers that overlap renew once', async () => {
    const other = service.create(deps());
    now += 2 * HOUR;
    tokens.delays = [0, 9, 3, 20];
    const from = world.requests.length;
    await Promise.all([provider, other, provider, other].map((one) => one.listCalendars(accountId)));
    expect(renewals(id, from)).toBe(1);
  });

  test.each([-30, -5, 5, 30])('a clock that jumps by %d hours costs a renewal at most', async (hours) => {
    now += hours * HOUR;
    const from = world.requests.length;
    await recovered();
    world.expireAccessTokens();
    await recovered();
    now -= hours * HOUR;
    await recovered();
    expect(renewals(id, from)).toBeLessThanOrEqual(3);
    expect(launches).toEqual([]);
  });

  test('a clock that is wrong from the start does not matter', async () => {
    now -= 100 * 24 * HOUR;
    await reconnect();
    await recovered();
    now += HOUR;
    await recovered();
  });

  test('consent withdrawn at the provider ends the sign-in; one reconnect brings it back', async () => {
    world.withdrawConsent(service.account);
    world.expireAccessTokens();
    expect(await faultOf(read(provider, accountId))).toMatchObject({ reason: 'sign-in-ended' });
    expect(launches.filter(({ interactive }) => interactive)).toEqual([]);
    await reconnect();
    await recovered();
  });

  test.each(PASSING)('the token address answers a renewal with %s: nothing ends', async (_, rule, reason) => {
    const before = grant();
    now += 2 * HOUR;
    const failure = failing(id, service.token, rule);
    const fault = await faultOf(read(provider, accountId));
    expect(fault.reason).toBe(reason);
    expect(stopsAccount(fault.reason)).toBe(false);
    // All calendars of the account would meet it: they wait together.
    expect(fault.atSignIn).toBe(true);
    expect(fault.retryAfterSeconds).toBe(rule.status === 429 || rule.status === 503 ? 90 : null);
    expect(failure.hits).toBe(1);
    expect(grant()).toEqual(before);
    expect(launches).toEqual([]);
    failure.stop();
    await recovered();
  });

  test.each(PASSING)(
    'the token address answers a sign-in with %s: nothing is stored',
    async (_, rule, reason) => {
      const before = structuredClone(tokens.accounts);
      const failure = failing(id, service.token, rule);
      expect((await faultOf(reconnect())).reason).toBe(reason);
      expect(tokens.accounts).toEqual(before);
      failure.stop();
      await reconnect();
      await recovered();
    },
  );

  test('the client id was changed: what belongs to the old one is not used; one reconnect', async () => {
    const before = grant();
    client = OTHER_CLIENT;
    now += 2 * HOUR;
    expect((await faultOf(read(provider, accountId))).reason).toBe('sign-in-ended');
    expect(grant()).toEqual(before);
    await reconnect();
    await recovered();
  });

  test('the client id is wrong, or none any more: said, and the sign-in stays for when it is right', async () => {
    now += 2 * HOUR;
    client = { id: 'mistyped', secret: service.client.secret };
    expect((await faultOf(read(provider, accountId))).reason).toBe('client-refused');
    expect((await faultOf(reconnect())).reason).toBe('client-refused');
    client = null;
    expect((await faultOf(read(provider, accountId))).reason).toBe('client-id-missing');
    expect((await faultOf(reconnect())).reason).toBe('client-id-missing');
    client = service.client;
    launches.length = 0;
    await recovered();
    expect(launches).toEqual([]);
  });

  test('another account on reconnect is refused; nothing is mixed', async () => {
    const before = grant();
    worldAccount(service.account).email = 'renamed@mentor.example';
    user.account = SECOND_ACCOUNT;
    expect((await faultOf(reconnect())).reason).toBe('wrong-account');
    expect([...tokens.accounts.keys()]).toEqual([accountId]);
    expect(grant()).toEqual(before);
    await recovered();
  });

  test('the window is closed: nothing changes, and the next try works', async () => {
    worldAccount(service.account).signedOut = true;
    const before = structuredClone(tokens.accounts);
    for (const closesAt of [/^Sign in/, /^Choose/]) {
      user.closesAt = closesAt;
      const connecting = closesAt.test('Choose') ? provider.connect() : reconnect();
      expect((await faultOf(connecting)).reason).toBe('consent-refused');
      expect(tokens.accounts).toEqual(before);
    }
    delete user.closesAt;
    await reconnect();
    await recovered();
  });

  test('a code that was used already, or is of another sign-in, is refused', async () => {
    const before = structuredClone(tokens.accounts);
    let stolen = '';
    const listening = deps();
    await service
      .create(
        deps({
          launchWebAuthFlow: async (options) => {
            stolen = new URL(await listening.launchWebAuthFlow(options)).searchParams.get('code') ?? '';
            throw new Error('The user did not approve access.');
          },
        }),
      )
      .connect()
      .catch(() => undefined);
    expect(stolen).not.toBe('');
    const replaying = service.create(
      deps({
        launchWebAuthFlow: async ({ url }) => {
          const answer = { code: stolen, state: new URL(url).searchParams.get('state') ?? '' };
          return `${fixture.REDIRECT_URI}?${new URLSearchParams(answer)}`;
        },
      }),
    );
    // Not used yet, but its verifier is not this sign-in's; and then used.
    for (let time = 0; time < 2; time += 1) {
      expect((await faultOf(replaying.connect())).reason).toBe('sign-in-ended');
      expect(tokens.accounts).toEqual(before);
    }
  });

  test('a worker that dies before the new tokens are stored leaves the old ones, which still work', async () => {
    const dying = new MemoryTokens();
    dying.accounts.set(accountId, structuredClone(tokens.accounts.get(accountId) as never));
    dying.save = () => Promise.reject(new Error('the worker is gone'));
    now += 2 * HOUR;
    const fault = await faultOf(service.create(deps({ tokens: dying })).listCalendars(accountId));
    expect(fault.reason).toBe('storage-failed');
    await recovered();
    expect(launches).toEqual([]);
  });

  test('a reconnect while another worker renews: the new sign-in is the one that stays', async () => {
    now += 2 * HOUR;
    const gate = Promise.withResolvers<void>();
    const asking = Promise.withResolvers<void>();
    const network = deps();
    const slow: typeof fetch = async (input, init) => {
      const answer = await network.fetch(input, init);
      if (String(input).includes(service.token)) {
        asking.resolve();
        await gate.promise;
      }
      return answer;
    };
    const reading = service.create(deps({ fetch: slow })).listCalendars(accountId);
    await asking.promise;
    await reconnect();
    const after = structuredClone(tokens.accounts.get(accountId));
    gate.resolve();
    await expect(reading).resolves.not.toEqual([]);
    expect(tokens.accounts.get(accountId)).toEqual(after);
  });

  test('what cannot be stored is said, and tried again', async () => {
    const { save } = tokens;
    tokens.save = () => Promise.reject(new Error('the disk is full'));
    now += 2 * HOUR;
    expect((await faultOf(read(provider, accountId))).reason).toBe('storage-failed');
    expect((await faultOf(reconnect())).reason).toBe('storage-failed');
    tokens.save = save;
    await recovered();
  });

  describe('a silent sign-in', () => {
    const before = () => structuredClone(tokens.accounts);

    beforeEach(() => {
      // Where there is no refresh token that works: at Google without a secret, at Microsoft after a day.
      if (id === 'google') client = { id: fixture.CLIENT_ID, secret: null };
      world.passHours(25);
      now += 25 * HOUR;
    });

    test('goes on with the account, without a window', async () => {
      await recovered();
      expect(launches.map(({ interactive }) => interactive)).toEqual([false]);
      const asked = launches[0]?.url.searchParams;
      expect([asked?.get('prompt'), asked?.get('login_hint')]).toEqual(['none', email]);
    });

    test('without network ends nothing', async () => {
      const stored = before();
      failing(id, service.authorise, { mode: 'reset' });
      const gone = failing(id, service.token, { mode: 'reset' });
      expect((await faultOf(read(provider, accountId))).reason).toBe('offline');
      expect(tokens.accounts).toEqual(stored);
      gone.stop();
    });

    test.each([
      ['is down', { status: 503 }],
      ['breaks off', { mode: 'reset' }],
    ] as const)('whose page %s ends nothing', async (_, rule) => {
      const stored = before();
      const failure = failing(id, service.authorise, rule);
      expect((await faultOf(read(provider, accountId))).reason).toBe('provider-down');
      expect(tokens.accounts).toEqual(stored);
      failure.stop();
      await recovered();
    });

    test('that takes too long ends nothing', async () => {
      const slow = deps({
        launchWebAuthFlow: () => Promise.reject(new Error('Authorization page load timed out.')),
      });
      expect((await faultOf(read(service.create(slow), accountId))).reason).toBe('provider-down');
      await recovered();
    });

    test('in a browser that is signed out ends the sign-in; signing in again brings it back', async () => {
      worldAccount(service.account).signedOut = true;
      const stored = before();
      const fault = await faultOf(read(provider, accountId));
      expect(fault.reason).toBe('sign-in-ended');
      // Which stops the account: it is not tried again by itself (tests/app/refresh-calendars.test.ts).
      expect(stopsAccount(fault.reason)).toBe(true);
      expect(launches.map(({ interactive }) => interactive)).toEqual([false]);
      expect(tokens.accounts).toEqual(stored);
      await reconnect();
      await recovered();
    });

    test('for which consent was withdrawn ends the sign-in', async () => {
      world.withdrawConsent(service.account);
      expect((await faultOf(read(provider, accountId))).reason).toBe('sign-in-ended');
      await reconnect();
      await recovered();
    });

    test('that answers for another account of the browser is not taken', async () => {
      const stored = before();
      const mixed = deps({
        launchWebAuthFlow: async ({ url, interactive }) =>
          await signInBrowser(world, user)({ url: url.replace(/login_hint=[^&]*/, hint), interactive }),
      });
      const hint = 'login_hint=second%40mentor.example';
      const scopes = id === 'google' ? fixture.GOOGLE_SCOPES : fixture.MICROSOFT_SCOPES;
      world.signIn(SECOND_ACCOUNT, fixture.CLIENT_ID, scopes);
      expect((await faultOf(read(service.create(mixed), accountId))).reason).toBe('sign-in-ended');
      expect(tokens.accounts).toEqual(stored);
    });

    test('that is refused was refused by nobody: the sign-in has ended', async () => {
      const launchWebAuthFlow = async ({ url }: { url: string }) => {
        const answer = { error: 'access_denied', state: new URL(url).searchParams.get('state') ?? '' };
        return `${fixture.REDIRECT_URI}?${new URLSearchParams(answer)}`;
      };
      const refused = service.create(deps({ launchWebAuthFlow }));
      expect((await faultOf(read(refused, accountId))).reason).toBe('sign-in-ended');
    });

    test('with a client that is gone says so', async () => {
      client = { id: 'deleted', secret: null };
      expect((await faultOf(read(provider, accountId))).reason).toBe('client-refused');
    });
  });

  test.each(
    id === 'google'
      ? (['admin_policy_enforced', 'org_internal'] as const)
      : (['AADSTS65001', 'AADSTS90094'] as const),
  )('an administrator has to approve (%s)', async (code) => {
    worldAccount(SECOND_ACCOUNT).adminApproval = code;
    user.account = SECOND_ACCOUNT;
    const before = structuredClone(tokens.accounts);
    const { reason } = await faultOf(provider.connect());
    // Google shows a page of its own and does not lead back: all that is known is that it did not load.
    expect(reason).toBe(id === 'google' ? 'client-refused' : 'admin-approval-needed');
    expect(tokens.accounts).toEqual(before);
    delete worldAccount(SECOND_ACCOUNT).adminApproval;
    await provider.connect();
    expect(tokens.accounts.size).toBe(2);
  });
});

describe('google only', () => {
  beforeEach(async () => await start('google'));

  test('an administrator has to approve, and Google leads back with the error', async () => {
    const connecting = (error: string) => {
      const launchWebAuthFlow = async ({ url }: { url: string }) => {
        const state = new URL(url).searchParams.get('state') ?? '';
        return `${fixture.REDIRECT_URI}?${new URLSearchParams({ error, state })}`;
      };
      return createGoogleProvider(deps({ launchWebAuthFlow })).connect();
    };
    for (const error of ['admin_policy_enforced', 'org_internal'])
      expect((await faultOf(connecting(error))).reason).toBe('admin-approval-needed');
  });

  test('a right that is unticked is missed at once, and nothing is stored', async () => {
    const provider = createGoogleProvider(deps());
    for (const scope of fixture.GOOGLE_SCOPES) {
      user.unticks = scope;
      expect((await faultOf(provider.connect())).reason).toBe('rights-missing');
      expect(tokens.accounts.size).toBe(0);
    }
    delete user.unticks;
    const { accountId } = await provider.connect();
    await expect(read(provider, accountId)).resolves.toBeGreaterThan(0);
  });

  test('disconnecting ends the grant at Google; without network it is forgotten here all the same', async () => {
    const provider = createGoogleProvider(deps());
    const { accountId } = await provider.connect();
    const { access } = tokens.accounts.get(accountId) ?? {};
    await provider.disconnect(accountId);
    expect(tokens.accounts.size).toBe(0);
    const headers = { authorization: `Bearer ${access?.token}` };
    const address = 'https://www.googleapis.com/calendar/v3/users/me/calendarList';
    expect((await world.fetch(address, { headers })).status).toBe(401);

    const again = await provider.connect();
    failing('google', 'oauth2.googleapis.com/revoke', { mode: 'reset' });
    await provider.disconnect(again.accountId);
    expect(tokens.accounts.size).toBe(0);
  });

  test('without a secret: a token of an hour, then silently another; nothing but the address is kept', async () => {
    client = { id: fixture.CLIENT_ID, secret: null };
    const provider = createGoogleProvider(deps());
    const { accountId, email } = await provider.connect();
    expect(tokens.accounts.get(accountId)?.grant).toEqual({ refreshToken: null, email });
    now += 2 * HOUR;
    world.passHours(2);
    await read(provider, accountId);
    expect(launches.map(({ interactive }) => interactive)).toEqual([true, false]);
  });
});

describe('outlook only', () => {
  let provider: SignInProvider;
  let accountId: AccountId;
  beforeEach(async () => {
    await start('outlook');
    provider = createOutlookProvider(deps());
    ({ accountId } = await provider.connect());
    launches.length = 0;
  });
  const refreshToken = () => tokens.accounts.get(accountId)?.grant.refreshToken;
  const later = (hours: number) => {
    now += hours * HOUR;
    world.passHours(hours);
  };

  test('the day is over 24 hours after the sign-in, however often it was renewed', async () => {
    const first = refreshToken();
    later(23);
    await read(provider, accountId);
    expect(refreshToken()).not.toBe(first);
    expect(launches).toEqual([]);
    later(2);
    await read(provider, accountId);
    expect(launches.map(({ interactive }) => interactive)).toEqual([false]);
    // A new day.
    later(23);
    await read(provider, accountId);
    expect(launches).toHaveLength(1);
  });

  test.each([
    ['AADSTS50196', 'rate-limited'],
    ['AADSTS90055', 'rate-limited'],
    ['AADSTS90033', 'provider-down'],
  ])('%s is trouble of Microsoft’s own, though it comes as the end of a grant', async (code, reason) => {
    const body = JSON.stringify({ error: 'invalid_grant', error_description: `${code}: Try again later.` });
    const failure = world.fail({ service: 'microsoft', path: '/token', status: 400, body });
    later(2);
    expect((await faultOf(read(provider, accountId))).reason).toBe(reason);
    expect(launches).toEqual([]);
    failure.stop();
    await read(provider, accountId);
  });

  test('where a refresh token works once, one that was lost on the way is made good silently', async () => {
    world.description.refreshTokensWorkOnce = true;
    later(2);
    await read(provider, accountId);
    expect(launches).toEqual([]);
    const { save } = tokens;
    tokens.save = () => Promise.reject(new Error('the worker is gone'));
    later(2);
    await faultOf(read(provider, accountId));
    tokens.save = save;
    await read(provider, accountId);
    expect(launches.map(({ interactive }) => interactive)).toEqual([false]);
  });
});

test('every test that docs/faults.md names for a sign-in is there', async () => {
  const read = async (path: string) => await readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
  const [, section = ''] = (await read('docs/faults.md')).split('\n## Sign-in\n');
  const files = new Map<string, string>();
  for (const [, letter = '', path = ''] of section.matchAll(/\b([A-Z]) `(tests\/[^`]+)`/g))
    files.set(letter, await read(path));
  const named = [...section.matchAll(/\b([A-Z]) "([^"]+)"/g)];
  const missing = named.filter(
    ([, letter = '', name = '']) => files.get(letter)?.includes(`'${name}'`) !== true,
  );
  expect(missing.map(([whole]) => whole)).toEqual([]);
  const rows = section.split('\n').filter((line) => /^\| (?!fault|---)/.test(line));
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter((row) => !named.some(([whole]) => row.includes(whole)))).toEqual([]);
});
