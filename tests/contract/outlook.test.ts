import { beforeEach, describe, expect, test } from 'vitest';
import { createOutlookProvider } from '../../lib/calendar/outlook/outlook-provider.ts';
import type { AccountId, CalendarId } from '../../lib/event/calendar-event.ts';
import { instanceKey } from '../../lib/event/calendar-event.ts';
import type { Instant } from '../../lib/event/instant.ts';
import allDay from '../fixtures/outlook/all-day.json' with { type: 'json' };
import cancelled from '../fixtures/outlook/cancelled-instance.json' with { type: 'json' };
import moved from '../fixtures/outlook/moved-instance.json' with { type: 'json' };
import timed from '../fixtures/outlook/timed.json' with { type: 'json' };
import { describeCalendarProvider } from './calendar-provider.contract.ts';
import type { ServiceDriver } from './calendar-provider.contract.ts';
import { createWorld, faultOf, NOW } from './calendar-provider-fakes.ts';
import type { World } from './calendar-provider-fakes.ts';

const TENANT = '9188040d-6c67-4c5b-b112-36a304b66dad';
const ACCOUNT = `outlook:${TENANT}.00000000-0000-0000-0000-000000000001` as AccountId;
const EMAIL = 'mira.maes@mentors.example';
const CALENDAR = 'AAMkAG/I2=+Aa==' as CalendarId;
const LIST_URL = 'https://graph.microsoft.com/v1.0/me/calendars';
const EVENTS_URL = 'https://graph.microsoft.com/v1.0/me/calendars/AAMkAG%2FI2%3D%2BAa%3D%3D/calendarView';
const AUTHORITY = 'https://login.microsoftonline.com/common/oauth2/v2.0';
const TOKEN_URL = `${AUTHORITY}/token`;
const WINDOW = { start: '2026-10-11T00:00:00.000Z' as Instant, end: '2027-01-10T00:00:00.000Z' as Instant };

const keyOf = (eventId: string, seriesId: string | null, originalStart: string | null) =>
  instanceKey({ accountId: ACCOUNT, calendarId: CALENDAR, eventId, seriesId, originalStart });

const nextLink = (url: string) => ({ '@odata.nextLink': `${url}?$top=100&$skiptoken=a%2Bb%3D&x=1` });

const calendars = (next?: string) => ({
  value: [
    { id: CALENDAR, name: 'Agenda', isDefaultCalendar: true, hexColor: '#0078d4' },
    { id: 'AAMkTeam', name: 'Team', isDefaultCalendar: false, hexColor: '' },
    { name: 'no id' },
  ],
  ...(next === undefined ? {} : nextLink(LIST_URL)),
});

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The answer to a code; the id token repeats the nonce of the sign-in that was opened last. */
function tokenAnswer(
  world: World,
  claims: Record<string, unknown> = {},
  more: Record<string, unknown> = {},
): Response {
  const idToken = {
    oid: '00000000-0000-0000-0000-000000000001',
    tid: TENANT,
    preferred_username: EMAIL,
    name: 'Mira Maes é',
    nonce: world.launches.at(-1)?.url.searchParams.get('nonce'),
    ...claims,
  };
  return Response.json({
    access_token: 'new-access',
    refresh_token: 'new-refresh',
    expires_in: 3600,
    scope: 'https://graph.microsoft.com/Calendars.Read openid profile',
    id_token: `${part({ alg: 'RS256' })}.${part(idToken)}.signature`,
    ...more,
  });
}

const refusal = (code: number, error: string) =>
  Response.json(
    { error, error_description: `AADSTS${code}: Very private text. Trace ID: 1` },
    { status: 400 },
  );

const driver = (): ServiceDriver => ({
  create: createOutlookProvider,
  client: { id: '11111111-2222-3333-4444-555555555555', secret: null },
  accountId: ACCOUNT,
  email: EMAIL,
  calendarId: CALENDAR,
  tokenUrl: TOKEN_URL,
  revokeUrl: null,
  authorizeUrl: `${AUTHORITY}/authorize`,
  listUrl: LIST_URL,
  eventsUrl: EVENTS_URL,
  page: (value, next) => ({ value, ...(next === undefined ? {} : nextLink(EVENTS_URL)) }),
  next: 'a+b=',
  asksForNext: ({ url }) =>
    url.searchParams.get('$skiptoken') === 'a+b=' && url.searchParams.get('x') === '1',
  calendars,
  events: {
    timed: {
      raw: timed,
      expected: {
        key: keyOf('AAMkSingle=', null, null),
        eventId: 'AAMkSingle=',
        seriesId: null,
        originalStart: null,
        iCalUid: '040000008200E00074C5B7101A82E008',
        title: 'Coaching – Élise',
        description: 'Volgende keer: doelen\nAgenda (https://docs.example/d/1)',
        location: 'Room 2',
        time: {
          kind: 'timed',
          start: '2026-11-10T13:00:00.000Z' as Instant,
          end: '2026-11-10T14:00:00.000Z' as Instant,
          timeZone: 'Europe/Paris',
        },
        status: 'confirmed',
        organizer: { email: 'elise@firm.example', name: 'Élise Roux', self: false },
        attendees: [
          {
            email: 'mira.maes@mentors.example',
            name: 'Mira Maes',
            self: true,
            response: 'declined',
            resource: false,
          },
          {
            email: 'elise@firm.example',
            name: 'Élise Roux',
            self: false,
            response: 'accepted',
            resource: false,
          },
          { email: 'room2@firm.example', name: 'Room 2', self: false, response: 'accepted', resource: true },
        ],
        callLinks: [
          {
            url: 'https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc%40thread.v2/0?context=%7b%22Tid%22%3a%221%22%7d',
            source: 'conference',
            key: 'teams:19:meeting_abc@thread.v2',
          },
        ],
        revision: 'W/"qwv1"',
      },
    },
    moved: {
      raw: moved,
      expected: {
        key: keyOf('AAMkException=', 'AAMkMaster=', '2026-11-12T09:00:00.000Z'),
        seriesId: 'AAMkMaster=',
        originalStart: '2026-11-12T09:00:00.000Z',
        time: {
          kind: 'timed',
          start: '2026-11-13T15:30:00.000Z' as Instant,
          end: '2026-11-13T16:30:00.000Z' as Instant,
          timeZone: null,
        },
      },
    },
    cancelled: {
      raw: cancelled,
      expected: { status: 'cancelled', seriesId: 'AAMkMaster=', title: 'Cancelled: 1:1' },
    },
    allDay: {
      raw: allDay,
      expected: {
        time: { kind: 'all-day', startDate: '2026-11-16', endDate: '2026-11-18' } as never,
        status: 'confirmed',
      },
    },
  },
  unusable: [
    null,
    17,
    { subject: 'Very private: no id', start: timed.start, end: timed.end },
    { id: 'no-start', subject: 'Very private' },
    { ...timed, id: 'backwards', end: { dateTime: '2026-11-10T12:00:00.0000000', timeZone: 'UTC' } },
    { ...timed, id: 'nonsense', start: { dateTime: 'tomorrow', timeZone: 'UTC' } },
    {
      ...timed,
      id: 'unknown-zone',
      start: { dateTime: '2026-11-10T12:00:00', timeZone: 'tzone://Microsoft/Custom' },
    },
  ],
  forbidden: {
    rights: { error: { code: 'ErrorAccessDenied', message: 'Very private' } },
    rate: { error: { code: 'ApplicationThrottled' } },
  },
  scriptSignIn: (world, account) => {
    world.network.on(TOKEN_URL, () => tokenAnswer(world, account === 'other' ? { oid: 'someone-else' } : {}));
  },
  denied: { error: 'access_denied', error_description: 'AADSTS65004: User declined to consent.' },
});

describeCalendarProvider('Outlook', driver);

describe('Outlook only', () => {
  let world: World;
  beforeEach(() => {
    world = createWorld(driver().client);
  });
  const connected = (refreshToken: string | null = 'old-refresh', expiresAt = NOW) =>
    world.tokens.accounts.set(ACCOUNT, {
      access: { token: 'old-access', expiresAt },
      grant: { refreshToken, email: EMAIL },
    });
  const readPage = (pageToken: string | null = null) =>
    createOutlookProvider(world.deps).readPage({
      accountId: ACCOUNT,
      calendarId: CALENDAR,
      window: WINDOW,
      pageToken,
    });

  test('asks for the window in UTC, with immutable ids, on the first page and the next', async () => {
    connected('old-refresh', NOW + 3_600_000);
    world.network.on(
      EVENTS_URL,
      Response.json({ value: [], ...nextLink(EVENTS_URL) }),
      Response.json({ value: [] }),
    );
    const { nextPageToken } = await readPage();
    await readPage(nextPageToken);
    const [first, second] = world.network.calls;
    expect(Object.fromEntries(first?.url.searchParams ?? [])).toEqual({
      startDateTime: WINDOW.start,
      endDateTime: WINDOW.end,
      $top: '100',
      $select:
        'id,changeKey,subject,body,location,start,end,isAllDay,isCancelled,isOrganizer,type,seriesMasterId,' +
        'originalStart,originalStartTimeZone,iCalUId,organizer,attendees,responseStatus,onlineMeeting,onlineMeetingUrl',
    });
    expect(second?.url.href).toBe(nextLink(EVENTS_URL)['@odata.nextLink']);
    for (const call of [first, second]) {
      expect(call?.headers.get('prefer')).toBe('outlook.timezone="UTC", IdType="ImmutableId"');
      expect(call?.headers.get('authorization')).toBe('Bearer old-access');
      expect(call?.headers.has('sdkversion')).toBe(false);
    }
  });

  test.each([
    'https://graph.microsoft.com.evil.example/v1.0/me',
    'https://evil.example/https://graph.microsoft.com/v1.0/me',
    'http://graph.microsoft.com/v1.0/me',
    'https://graph.microsoft.com:8443/v1.0/me',
    'https://user@graph.microsoft.com/v1.0/me',
    '//evil.example/v1.0/me',
    'evil',
  ])('does not follow the next page to %s', async (link) => {
    connected('old-refresh', NOW + 3_600_000);
    expect((await faultOf(readPage(link))).reason).toBe('unreadable-answer');
    expect(world.network.calls).toEqual([]);
  });

  test('asks for exactly the rights that it needs, and never sends a secret', async () => {
    world = createWorld({ id: 'client', secret: 'the-secret' });
    world.answerSignIn({ code: 'the-code' });
    driver().scriptSignIn(world);
    const account = await createOutlookProvider(world.deps).connect();
    expect(account).toEqual({ accountId: ACCOUNT, provider: 'outlook', email: EMAIL, name: 'Mira Maes é' });
    const asked = world.launches[0]?.url.searchParams;
    expect(asked?.get('scope')).toBe('Calendars.Read offline_access openid profile');
    expect(asked?.get('response_mode')).toBe('query');
    expect(asked?.get('prompt')).toBe('select_account');
    expect(world.network.callsTo(TOKEN_URL)[0]?.body.has('client_secret')).toBe(false);
  });

  test.each([
    ['of another sign-in', { nonce: 'forged' }],
    ['without an account', { oid: undefined }],
    ['without a tenant', { tid: '' }],
  ])('an id token %s is no answer', async (_, claims) => {
    world.answerSignIn({ code: 'the-code' });
    world.network.on(TOKEN_URL, () => tokenAnswer(world, claims));
    expect((await faultOf(createOutlookProvider(world.deps).connect())).reason).toBe('unreadable-answer');
    expect(world.tokens.accounts.size).toBe(0);
  });

  test.each([undefined, '', 'a.b', 'a.!!!.c'])('the id token %j is no answer', async (idToken) => {
    world.answerSignIn({ code: 'the-code' });
    world.network.on(TOKEN_URL, () => tokenAnswer(world, {}, { id_token: idToken }));
    expect((await faultOf(createOutlookProvider(world.deps).connect())).reason).toBe('unreadable-answer');
  });

  test('a consent without calendars is too little', async () => {
    world.answerSignIn({ code: 'the-code' });
    world.network.on(TOKEN_URL, () => tokenAnswer(world, {}, { scope: 'openid profile' }));
    expect((await faultOf(createOutlookProvider(world.deps).connect())).reason).toBe('rights-missing');
  });

  test.each([
    [65001, 'consent_required', 'admin-approval-needed'],
    [90094, 'access_denied', 'admin-approval-needed'],
    [90095, 'access_denied', 'admin-approval-needed'],
    [65004, 'access_denied', 'consent-refused'],
    [700016, 'unauthorized_client', 'client-refused'],
    [50011, 'invalid_request', 'client-refused'],
    [99999999, 'access_denied', 'consent-refused'],
  ])('AADSTS%d in the window: %s → %s', async (code, error, reason) => {
    world.answerSignIn({ error, error_description: `AADSTS${code}: Very private` });
    expect((await faultOf(createOutlookProvider(world.deps).connect())).reason).toBe(reason);
  });

  test('a token address that wants another kind of client is a matter of the client', async () => {
    world.answerSignIn({ code: 'the-code' });
    world.network.on(TOKEN_URL, refusal(9002327, 'invalid_request'));
    expect((await faultOf(createOutlookProvider(world.deps).connect())).reason).toBe('client-refused');
  });

  describe.each([
    [700084, 'invalid_grant'],
    [70008, 'invalid_grant'],
    [50173, 'invalid_grant'],
    [70043, 'interaction_required'],
    [65001, 'invalid_grant'],
  ])('when the refresh token has ended with AADSTS%d %s', (code, error) => {
    beforeEach(() => {
      connected();
      world.network.on(TOKEN_URL, refusal(code, error));
    });

    test('one silent sign-in goes on with the same account', async () => {
      world.answerSignIn({ code: 'the-code' });
      world.network.on(TOKEN_URL, () => tokenAnswer(world));
      world.network.on(EVENTS_URL, Response.json({ value: [] }));
      await readPage();
      expect(world.launches).toHaveLength(1);
      expect(world.launches[0]?.interactive).toBe(false);
      const asked = world.launches[0]?.url.searchParams;
      expect([asked?.get('prompt'), asked?.get('login_hint')]).toEqual(['none', EMAIL]);
      expect(world.tokens.accounts.get(ACCOUNT)?.grant.refreshToken).toBe('new-refresh');
      world.network.expectFinished();
    });

    test('a silent sign-in that needs the user ends the sign-in', async () => {
      world.answerSignIn({ error: 'login_required', error_description: 'AADSTS50058: Very private' });
      expect((await faultOf(readPage())).reason).toBe('sign-in-ended');
      expect(world.launches).toHaveLength(1);
    });

    test('a silent sign-in as somebody else ends the sign-in', async () => {
      world.answerSignIn({ code: 'the-code' });
      world.network.on(TOKEN_URL, () => tokenAnswer(world, { oid: 'someone-else' }));
      expect((await faultOf(readPage())).reason).toBe('sign-in-ended');
      expect(world.tokens.accounts.get(ACCOUNT)?.grant.refreshToken).toBe('old-refresh');
    });
  });

  test('any other refusal of a renewal opens no silent sign-in', async () => {
    connected();
    world.network.on(TOKEN_URL, refusal(700016, 'unauthorized_client'));
    expect((await faultOf(readPage())).reason).toBe('client-refused');
    expect(world.launches).toEqual([]);
  });

  describe('an account whose sign-in name is not its address', () => {
    const UPN = 'mmaes@mentors.onmicrosoft.example';
    const listed = (id: string, address: string, isDefaultCalendar = false) => ({
      id,
      name: id,
      isDefaultCalendar,
      canEdit: true,
      owner: { address },
    });
    const signedIn = () =>
      world.tokens.accounts.set(ACCOUNT, {
        access: { token: 'old-access', expiresAt: NOW + 3_600_000 },
        grant: { refreshToken: 'old-refresh', email: UPN },
      });
    const list = async () => {
      signedIn();
      const value = [
        listed('Extra', EMAIL),
        listed('Agenda', 'Mira.Maes@Mentors.example', true),
        listed('Shared', 'els@mentors.example'),
        listed('Old', UPN),
      ];
      world.network.on(LIST_URL, Response.json({ value }));
      return await createOutlookProvider(world.deps).listCalendars(ACCOUNT);
    };

    test('learns the address from the default calendar: all calendars under it are own ones', async () => {
      expect((await list()).filter(({ own }) => own).map(({ name }) => name)).toEqual([
        'Extra',
        'Agenda',
        'Old',
      ]);
    });

    test('knows the user among the guests by it, also after a renewal', async () => {
      await list();
      world.clock.now = NOW + 3_600_000;
      world.network.on(TOKEN_URL, tokenAnswer(world));
      world.network.on(EVENTS_URL, Response.json({ value: [timed] }));
      const { events } = await readPage();
      expect(events[0]?.attendees.filter(({ self }) => self)).toMatchObject([
        { email: EMAIL, response: 'declined' },
      ]);
      expect(world.tokens.accounts.get(ACCOUNT)?.grant).toEqual({
        refreshToken: 'new-refresh',
        email: UPN,
        aliases: [EMAIL],
      });
    });

    test('a disconnect while the list is read brings nothing back', async () => {
      const provider = createOutlookProvider(world.deps);
      signedIn();
      world.network.on(LIST_URL, async () => {
        await provider.disconnect(ACCOUNT);
        return Response.json({ value: [listed('Agenda', EMAIL, true)] });
      });
      await provider.listCalendars(ACCOUNT);
      expect(world.tokens.accounts.size).toBe(0);
    });
  });

  test('knows the user among the guests by the address of the account', async () => {
    connected('old-refresh', NOW + 3_600_000);
    world.network.on(EVENTS_URL, Response.json({ value: [timed] }));
    const { events } = await readPage();
    expect(events[0]?.attendees.filter(({ self }) => self).map(({ email }) => email)).toEqual([EMAIL]);
  });
});
