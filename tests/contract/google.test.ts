import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { createGoogleProvider } from '../../lib/calendar/google/google-provider.ts';
import type { AccountId, CalendarId } from '../../lib/event/calendar-event.ts';
import { instanceKey } from '../../lib/event/calendar-event.ts';
import type { Instant } from '../../lib/event/instant.ts';
import allDay from '../fixtures/google/all-day.json' with { type: 'json' };
import cancelled from '../fixtures/google/cancelled-instance.json' with { type: 'json' };
import moved from '../fixtures/google/moved-instance.json' with { type: 'json' };
import timed from '../fixtures/google/timed.json' with { type: 'json' };
import { describeCalendarProvider } from './calendar-provider.contract.ts';
import type { ServiceDriver } from './calendar-provider.contract.ts';
import { createWorld, faultOf, NOW } from './calendar-provider-fakes.ts';
import type { World } from './calendar-provider-fakes.ts';
import { loadGoogleProvider } from './google-transport-hook.ts';

const ACCOUNT = 'google:Mira.Maes@mentors.example' as AccountId;
const EMAIL = 'Mira.Maes@mentors.example';
const CALENDAR = 'c_9f#team/1@group.calendar.example' as CalendarId;
const LIST_URL = 'https://www.googleapis.com/calendar/v3/users/me/calendarList';
const EVENTS_URL =
  'https://www.googleapis.com/calendar/v3/calendars/c_9f%23team%2F1%40group.calendar.example/events';
const TOKEN_URL = 'https://oauth2.googleapis.com/token';
const REVOKE_URL = 'https://oauth2.googleapis.com/revoke';
const EVENTS_SCOPE = 'https://www.googleapis.com/auth/calendar.events.readonly';
const LIST_SCOPE = 'https://www.googleapis.com/auth/calendar.calendarlist.readonly';
const WINDOW = { start: '2026-10-11T00:00:00.000Z' as Instant, end: '2027-01-10T00:00:00.000Z' as Instant };

let create: typeof createGoogleProvider;
beforeAll(async () => {
  create = await loadGoogleProvider();
});

const keyOf = (eventId: string, seriesId: string | null, originalStart: string | null) =>
  instanceKey({ accountId: ACCOUNT, calendarId: CALENDAR, eventId, seriesId, originalStart });

const calendars = (primary = EMAIL, next?: string) => ({
  kind: 'calendar#calendarList',
  items: [
    { id: primary, summary: EMAIL, summaryOverride: 'Agenda', primary: true, backgroundColor: '#9fe1e7' },
    { id: CALENDAR, summary: 'Team', backgroundColor: 'url(javascript:0)' },
    { id: 'gone@group.calendar.example', summary: 'Gone', deleted: true },
    { summary: 'no id' },
  ],
  ...(next === undefined ? {} : { nextPageToken: next }),
});

const tokenAnswer = (scope = `${LIST_SCOPE} ${EVENTS_SCOPE}`) =>
  Response.json({
    access_token: 'new-access',
    refresh_token: 'new-refresh',
    expires_in: 3600,
    scope,
    token_type: 'Bearer',
  });

const driver = (): ServiceDriver => ({
  create: (deps) => create(deps),
  client: { id: 'client.apps.example', secret: 'the-secret' },
  accountId: ACCOUNT,
  email: EMAIL,
  calendarId: CALENDAR,
  tokenUrl: TOKEN_URL,
  revokeUrl: REVOKE_URL,
  authorizeUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
  listUrl: LIST_URL,
  eventsUrl: EVENTS_URL,
  page: (items, next) => ({
    kind: 'calendar#events',
    items,
    ...(next === undefined ? {} : { nextPageToken: next }),
  }),
  next: 'page+2/=',
  asksForNext: ({ url }) => url.searchParams.get('pageToken') === 'page+2/=',
  calendars: (next) => calendars(EMAIL, next),
  events: {
    timed: {
      raw: timed,
      expected: {
        key: keyOf('7ab3', null, null),
        eventId: '7ab3',
        seriesId: null,
        originalStart: null,
        iCalUid: '7ab3@google.example',
        title: 'Mentoring – Jonas ☕',
        description: 'Goals for Q4:\n- hire\n- delegate\nNotes (https://docs.example/d/1?a=b&c=d)',
        time: {
          kind: 'timed',
          start: '2026-11-10T13:00:00.000Z' as Instant,
          end: '2026-11-10T14:00:00.000Z' as Instant,
          timeZone: 'Europe/Brussels',
        },
        status: 'confirmed',
        organizer: { email: 'mira.maes@mentors.example', name: 'Mira Maes', self: true },
        attendees: [
          {
            email: 'mira.maes@mentors.example',
            name: 'Mira Maes',
            self: true,
            response: 'accepted',
            resource: false,
          },
          { email: 'jonas@startup.example', name: '', self: false, response: 'tentative', resource: false },
          {
            email: 'room-2@resource.example',
            name: 'Room 2',
            self: false,
            response: 'needs-action',
            resource: true,
          },
        ],
        callLinks: [
          { url: 'https://meet.google.com/abc-defg-hij', source: 'conference', key: 'meet:abc-defg-hij' },
          { url: 'https://us02web.zoom.us/j/123456789?pwd=x', source: 'location', key: 'zoom:123456789' },
        ],
        revision: '"3517"',
      },
    },
    moved: {
      raw: moved,
      expected: {
        key: keyOf('series1_20261112T090000Z', 'series1', '2026-11-12T09:00:00.000Z'),
        seriesId: 'series1',
        originalStart: '2026-11-12T09:00:00.000Z',
        time: {
          kind: 'timed',
          start: '2026-11-13T15:30:00.000Z' as Instant,
          end: '2026-11-13T16:30:00.000Z' as Instant,
          timeZone: 'Europe/Brussels',
        },
      },
    },
    cancelled: {
      raw: cancelled,
      expected: {
        key: keyOf('series1_20261119T090000Z', 'series1', '2026-11-19T09:00:00.000Z'),
        status: 'cancelled',
        title: '',
        time: {
          kind: 'timed',
          start: '2026-11-19T09:00:00.000Z' as Instant,
          end: '2026-11-19T09:00:00.000Z' as Instant,
          timeZone: null,
        },
      },
    },
    allDay: {
      raw: allDay,
      expected: {
        title: 'Leadership off-site',
        time: { kind: 'all-day', startDate: '2026-11-16', endDate: '2026-11-18' } as never,
        status: 'tentative',
      },
    },
  },
  unusable: [
    null,
    'garbage',
    { summary: 'Very private: no id', start: timed.start, end: timed.end },
    { id: 'no-start', summary: 'Very private' },
    { ...timed, id: 'backwards', end: { dateTime: '2026-11-10T12:00:00Z' } },
    { ...timed, id: 'nonsense', start: { dateTime: 'tomorrow at nine' } },
    { ...timed, id: 'no-such-day', start: { date: '2026-02-30' }, end: { date: '2026-03-01' } },
  ],
  forbidden: {
    rights: {
      error: {
        code: 403,
        errors: [{ domain: 'global', reason: 'insufficientPermissions' }],
        message: 'Very private',
      },
    },
    rate: { error: { code: 403, errors: [{ domain: 'usageLimits', reason: 'userRateLimitExceeded' }] } },
  },
  scriptSignIn: ({ network }, account) => {
    network.on(TOKEN_URL, tokenAnswer());
    network.on(LIST_URL, Response.json(calendars(account === 'other' ? 'someone@else.example' : EMAIL)));
  },
  denied: { error: 'access_denied' },
});

describeCalendarProvider('Google', driver);

describe('Google only', () => {
  let world: World;
  beforeEach(() => {
    world = createWorld(driver().client);
  });
  const connected = (refreshToken: string | null, expiresAt = NOW) =>
    world.tokens.accounts.set(ACCOUNT, {
      access: { token: 'old-access', expiresAt },
      grant: { refreshToken, email: EMAIL },
    });
  const readPage = (pageToken: string | null = null) =>
    create(world.deps).readPage({ accountId: ACCOUNT, calendarId: CALENDAR, window: WINDOW, pageToken });

  test('asks for expanded instances of the window, cancelled ones too, and no entries that are no meetings', async () => {
    connected(null, NOW + 3_600_000);
    world.network.on(
      EVENTS_URL,
      Response.json({
        items: [
          { ...timed, id: 'b', eventType: 'birthday' },
          { id: 'd', status: 'cancelled' },
        ],
      }),
    );
    expect(await readPage('next 1')).toEqual({ events: [], skipped: 0, skippedIds: [], nextPageToken: null });
    const query = [...(world.network.calls[0]?.url.searchParams ?? [])].map((pair) => pair.join('='));
    expect(query.toSorted()).toEqual([
      'eventTypes=default',
      'eventTypes=fromGmail',
      'maxResults=250',
      'pageToken=next 1',
      'showDeleted=true',
      'singleEvents=true',
      `timeMax=${WINDOW.end}`,
      `timeMin=${WINDOW.start}`,
    ]);
  });

  test('asks for exactly two rights, offline, with a fresh consent', async () => {
    world.answerSignIn({ code: 'the-code' });
    driver().scriptSignIn(world);
    await create(world.deps).connect();
    const asked = world.launches[0]?.url.searchParams;
    expect(asked?.get('scope')).toBe(`${EVENTS_SCOPE} ${LIST_SCOPE}`);
    expect(asked?.get('access_type')).toBe('offline');
    expect(asked?.get('prompt')?.split(' ')).toContain('consent');
    expect(asked?.has('client_secret')).toBe(false);
    expect(world.network.callsTo(TOKEN_URL)[0]?.body.get('client_secret')).toBe('the-secret');
  });

  test('a right that the user unticked is missing', async () => {
    world.answerSignIn({ code: 'the-code' });
    world.network.on(TOKEN_URL, tokenAnswer(EVENTS_SCOPE));
    expect((await faultOf(create(world.deps).connect())).reason).toBe('rights-missing');
    expect(world.tokens.accounts.size).toBe(0);
  });

  test('a project without the Calendar API is a matter of the client', async () => {
    connected(null, NOW + 3_600_000);
    world.network.on(
      EVENTS_URL,
      Response.json({ error: { errors: [{ reason: 'accessNotConfigured' }] } }, { status: 403 }),
    );
    expect((await faultOf(readPage())).reason).toBe('client-refused');
  });

  test('a refresh token that has ended ends the sign-in', async () => {
    connected('old-refresh');
    world.network.on(
      TOKEN_URL,
      Response.json({ error: 'invalid_grant', error_description: 'Very private' }, { status: 400 }),
    );
    expect((await faultOf(readPage())).reason).toBe('sign-in-ended');
    expect(world.launches).toEqual([]);
  });

  test('keeps the refresh token when a renewal brings no new one', async () => {
    connected('old-refresh');
    world.network.on(TOKEN_URL, Response.json({ access_token: 'new-access', expires_in: 3600 }));
    world.network.on(EVENTS_URL, Response.json({ items: [] }));
    await readPage();
    expect(world.tokens.accounts.get(ACCOUNT)?.grant.refreshToken).toBe('old-refresh');
  });

  describe('another account than the expected one', () => {
    const OTHER = 'google:someone@else.example' as AccountId;
    const reconnectAsOther = async () => {
      world.answerSignIn({ code: 'the-code' });
      driver().scriptSignIn(world, 'other');
      const { reason } = await faultOf(create(world.deps).connect({ accountId: ACCOUNT, email: EMAIL }));
      expect(reason).toBe('wrong-account');
      return world.network.callsTo(REVOKE_URL).map(({ body }) => body.get('token'));
    };

    test('leaves no grant behind that nobody uses', async () => {
      world.network.on(REVOKE_URL, Response.json({}));
      expect(await reconnectAsOther()).toEqual(['new-refresh']);
    });

    test('but keeps its grants when it is connected itself: a revocation ends all of them', async () => {
      world.tokens.accounts.set(OTHER, {
        access: null,
        grant: { refreshToken: 'other-refresh', email: 'someone@else.example' },
      });
      expect(await reconnectAsOther()).toEqual([]);
      expect(world.tokens.accounts.get(OTHER)?.grant.refreshToken).toBe('other-refresh');
    });
  });

  test('disconnect revokes the grant after the tokens are gone', async () => {
    connected('old-refresh');
    world.network.on(REVOKE_URL, (call) => {
      expect(world.tokens.accounts.size).toBe(0);
      expect(call.body.get('token')).toBe('old-refresh');
      return Response.json({});
    });
    await create(world.deps).disconnect(ACCOUNT);
    expect(world.network.callsTo(REVOKE_URL)).toHaveLength(1);
  });

  describe('without a client secret', () => {
    const implicit = {
      access_token: 'new-access',
      token_type: 'Bearer',
      expires_in: '3599',
      scope: `${EVENTS_SCOPE} ${LIST_SCOPE}`,
    };
    beforeEach(() => {
      world = createWorld({ id: 'client.apps.example', secret: null });
    });

    test('signs in by the implicit flow', async () => {
      world.answerSignIn(implicit);
      world.network.on(LIST_URL, Response.json(calendars()));
      const account = await create(world.deps).connect();
      expect(account).toEqual({ accountId: ACCOUNT, provider: 'google', email: EMAIL, name: 'Agenda' });
      const asked = world.launches[0]?.url.searchParams;
      expect(asked?.get('response_type')).toBe('token');
      expect(asked?.has('code_challenge')).toBe(false);
      expect(world.tokens.accounts.get(ACCOUNT)).toEqual({
        access: { token: 'new-access', expiresAt: NOW + 3_599_000 },
        grant: { refreshToken: null, email: EMAIL },
      });
    });

    test('renews silently for the same account', async () => {
      connected(null);
      world.answerSignIn(implicit);
      world.network.on(LIST_URL, Response.json(calendars()));
      world.network.on(EVENTS_URL, Response.json({ items: [] }));
      await readPage();
      expect(world.launches[0]?.interactive).toBe(false);
      const asked = world.launches[0]?.url.searchParams;
      expect([asked?.get('prompt'), asked?.get('login_hint')]).toEqual(['none', EMAIL]);
      expect(world.network.callsTo(EVENTS_URL)[0]?.headers.get('authorization')).toBe('Bearer new-access');
    });

    test('a silent renewal that answers for another account ends the sign-in', async () => {
      connected(null);
      world.answerSignIn(implicit);
      world.network.on(LIST_URL, Response.json(calendars('someone@else.example')));
      expect((await faultOf(readPage())).reason).toBe('sign-in-ended');
      expect(world.tokens.accounts.get(ACCOUNT)?.access?.token).toBe('old-access');
    });

    test.each([
      ['the user is needed', new Error('User interaction required.'), 'sign-in-ended'],
      ['Google says so', { error: 'interaction_required' }, 'sign-in-ended'],
    ])('a silent renewal fails: %s', async (_, answer, reason) => {
      connected(null);
      world.answerSignIn(answer);
      expect((await faultOf(readPage())).reason).toBe(reason);
    });

    test('without network a silent renewal does not end the sign-in', async () => {
      connected(null);
      world.answerSignIn(new Error('Authorization page could not be loaded.'));
      world.network.on(TOKEN_URL, new TypeError('Failed to fetch'));
      expect((await faultOf(readPage())).reason).toBe('offline');
    });
  });
});
