/**
 * The test world's calendars, read with the providers' own clients and types.
 */
import {
  AuthenticationHandler,
  Client,
  GraphError,
  PageIterator,
  type Context,
  type PageCollection,
} from '@microsoft/microsoft-graph-client';
import type { Calendar, Event } from '@microsoft/microsoft-graph-types';
import { auth, calendar, type calendar_v3 } from 'googleapis/build/src/apis/calendar/index.js';
import { afterEach, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../world/start-world.ts';
import type { WorldDescription } from '../world/world-description.ts';
import * as fixture from './world-fixture.ts';

let world: World;

afterEach(async () => {
  await world.close();
});

/** The official Google client; only its `fetch` is the world's. */
async function startGoogle(changes: Partial<WorldDescription> = {}, scopes = fixture.GOOGLE_SCOPES) {
  world = await startWorld(fixture.smallWorld(changes));
  const tokens = world.signIn(fixture.GOOGLE_ACCOUNT, fixture.CLIENT_ID, scopes);
  const client = new auth.OAuth2({
    clientId: fixture.CLIENT_ID,
    clientSecret: fixture.CLIENT_SECRET,
    transporterOptions: { fetchImplementation: world.fetch, retry: false },
  });
  client.setCredentials({ access_token: tokens.accessToken, refresh_token: tokens.refreshToken });
  return { api: calendar({ version: 'v3', auth: client }), client };
}

/** The official Graph client; only its last middleware, the one that sends, is the world's. */
async function startGraph(changes: Partial<WorldDescription> = {}, scopes = fixture.MICROSOFT_SCOPES) {
  world = await startWorld(fixture.smallWorld(changes));
  const { accessToken } = world.signIn(fixture.MICROSOFT_ACCOUNT, fixture.CLIENT_ID, scopes);
  const send = {
    execute: async (context: Context) => {
      context.response = await world.fetch(context.request, context.options);
    },
  };
  const authentication = new AuthenticationHandler({ getAccessToken: async () => accessToken });
  return Client.initWithMiddleware({ middleware: [authentication, send] });
}

const events = (api: calendar_v3.Calendar, more: calendar_v3.Params$Resource$Events$List = {}) =>
  api.events.list({
    calendarId: fixture.CALENDAR,
    singleEvents: true,
    timeMin: fixture.WINDOW.from,
    timeMax: fixture.WINDOW.to,
    ...more,
  });

const view = (client: Client, prefer: string[], query: Record<string, string | number> = {}) =>
  client
    .api(`/me/calendars/${fixture.CALENDAR}/calendarView`)
    .query({ startDateTime: fixture.WINDOW.from, endDateTime: fixture.WINDOW.to, ...query })
    .header('Prefer', prefer.join(', '));

const UTC = 'outlook.timezone="UTC"';
const IMMUTABLE = 'IdType="ImmutableId"';

describe('Google Calendar through googleapis', () => {
  it('lists the calendars over pages, one of them empty', async () => {
    const { api } = await startGoogle({ pages: { maxSize: 2, emptyPageAt: 1 } });
    const pages: calendar_v3.Schema$CalendarList[] = [];
    let pageToken: string | undefined;
    do {
      const { data } = await api.calendarList.list(pageToken === undefined ? {} : { pageToken });
      pages.push(data);
      pageToken = data.nextPageToken ?? undefined;
    } while (pageToken !== undefined);

    expect(pages.map(({ items }) => items?.map(({ id }) => id))).toEqual([['work', 'empty'], [], ['shared']]);
    expect(pages.map(({ nextSyncToken }) => nextSyncToken !== undefined)).toEqual([false, false, true]);
    expect(pages[0]?.items?.[0]).toMatchObject({
      kind: 'calendar#calendarListEntry',
      primary: true,
      selected: true,
      accessRole: 'owner',
      backgroundColor: '#336699',
      timeZone: 'Europe/Brussels',
    });
    expect(pages[0]?.items?.[1]).not.toHaveProperty('selected');
  });

  it('expands a series over the clock change, with its moved instance and without its cancelled one', async () => {
    const { api } = await startGoogle();
    const { data } = await events(api, { orderBy: 'startTime' });
    expect(data.kind).toBe('calendar#events');
    const items: calendar_v3.Schema$Event[] = data.items ?? [];
    expect(items.map(({ id, start }) => [id, start?.dateTime ?? start?.date])).toEqual([
      ['weekly_20261014T080000Z', '2026-10-14T10:00:00+02:00'],
      ['weekly_20261021T080000Z', '2026-10-21T10:00:00+02:00'],
      ['weekly_20261028T090000Z', '2026-10-29T15:30:00+01:00'],
      ['holiday', '2026-11-11'],
    ]);
    expect(items[2]).toMatchObject({
      kind: 'calendar#event',
      status: 'confirmed',
      summary: 'Mentoring Ada (moved)',
      description: '<p>Goals &amp; notes</p>',
      recurringEventId: 'weekly',
      originalStartTime: { dateTime: '2026-10-28T10:00:00+01:00', timeZone: 'Europe/Brussels' },
      end: { dateTime: '2026-10-29T16:30:00+01:00', timeZone: 'Europe/Brussels' },
      iCalUID: 'weekly@calendar.example',
      organizer: { email: 'mia@mentor.example', self: true },
      hangoutLink: 'https://meet.google.com/abc-defg-hij',
      conferenceData: { conferenceId: 'abc-defg-hij', conferenceSolution: { key: { type: 'hangoutsMeet' } } },
      eventType: 'default',
    });
    expect(items[2]?.attendees).toEqual([
      expect.objectContaining({ email: 'mia@mentor.example', self: true, organizer: true }),
      expect.objectContaining({ email: 'ada@brand.example', responseStatus: 'tentative' }),
    ]);
    expect(items[3]).toMatchObject({ start: { date: '2026-11-11' }, end: { date: '2026-11-12' } });
    expect(JSON.stringify(items)).not.toContain('"label":"mentoring"');
  });

  it('tells of cancelled instances and removed entries by identity only, and only when asked', async () => {
    const { api } = await startGoogle();
    world.removeEvent(fixture.GOOGLE_ACCOUNT, fixture.CALENDAR, 'holiday');
    const shown = (await events(api, { showDeleted: true })).data.items ?? [];
    const cancelled = shown.filter(({ status }) => status === 'cancelled');
    expect(cancelled).toEqual([
      {
        kind: 'calendar#event',
        etag: expect.stringMatching(/^".+"$/) as string,
        id: 'weekly_20261104T090000Z',
        status: 'cancelled',
        recurringEventId: 'weekly',
        originalStartTime: { dateTime: '2026-11-04T10:00:00+01:00', timeZone: 'Europe/Brussels' },
      },
      { kind: 'calendar#event', etag: expect.any(String) as string, id: 'holiday', status: 'cancelled' },
    ]);
    expect((await events(api)).data.items).toHaveLength(3);
  });

  it('reads events over short and empty pages, each instance once', async () => {
    const { api } = await startGoogle({ pages: { maxSize: 1, emptyPageAt: 2 } });
    const ids: (string | null | undefined)[][] = [];
    let pageToken: string | undefined;
    do {
      const { data } = await events(api, {
        maxResults: 250,
        eventTypes: ['default', 'fromGmail'],
        ...(pageToken === undefined ? {} : { pageToken }),
      });
      ids.push((data.items ?? []).map(({ id }) => id));
      pageToken = data.nextPageToken ?? undefined;
    } while (pageToken !== undefined);
    expect(ids.map((page) => page.length)).toEqual([1, 1, 0, 1, 1]);
    expect(new Set(ids.flat()).size).toBe(4);
    expect(new URLSearchParams(world.requests[0]?.search).getAll('eventTypes')).toEqual([
      'default',
      'fromGmail',
    ]);
  });

  it('changes the etag of what changed, and of nothing else', async () => {
    const { api } = await startGoogle();
    const before = (await events(api)).data.items ?? [];
    world.renameEvent(fixture.GOOGLE_ACCOUNT, fixture.CALENDAR, 'holiday', 'Day off');
    const after = (await events(api)).data.items ?? [];
    const changed = after.filter(({ etag }, index) => etag !== before[index]?.etag);
    expect(changed.map(({ summary }) => summary)).toEqual(['Day off']);
  });

  it('leaves out what ends before the window or starts at its end', async () => {
    const { api } = await startGoogle();
    const { data } = await events(api, { timeMin: '2026-10-14T09:00:00Z', timeMax: '2026-10-29T14:30:00Z' });
    expect(data.items?.map(({ id }) => id)).toEqual(['weekly_20261021T080000Z']);
  });

  it('sends raw fields as they are', async () => {
    const { api } = await startGoogle();
    const [calendarId, holiday] = [fixture.CALENDAR, world.description.accounts[0]?.calendars[0]?.events[1]];
    if (!holiday) throw new Error('the fixture has a holiday');
    world.upsertEvent(fixture.GOOGLE_ACCOUNT, calendarId, { ...holiday, raw: { start: 7, end: undefined } });
    const item = (await events(api)).data.items?.find(({ id }) => id === 'holiday');
    expect(item?.start).toBe(7);
    expect(item).not.toHaveProperty('end');
  });

  it('reduces the answer to the fields asked for', async () => {
    const { api } = await startGoogle();
    const { data } = await events(api, { fields: 'items(id,start(date,dateTime)),nextPageToken' });
    expect(Object.keys(data)).toEqual(['items']);
    expect(Object.keys(data.items?.[0] ?? {}).toSorted()).toEqual(['id', 'start']);
  });

  it('refuses an expired token with 401, and the client renews it by its refresh token', async () => {
    const { api, client } = await startGoogle();
    world.expireAccessTokens();
    const { status } = await events(api);
    expect(status).toBe(200);
    expect(
      world.requests.map(({ host, path, status: answered }) => [host, path.split('/').at(-1), answered]),
    ).toEqual([
      ['www.googleapis.com', 'events', 401],
      ['oauth2.googleapis.com', 'token', 200],
      ['www.googleapis.com', 'events', 200],
    ]);
    client.setCredentials({ access_token: 'unknown' });
    await expect(events(api)).rejects.toMatchObject({
      status: 401,
      response: {
        data: { error: { code: 401, status: 'UNAUTHENTICATED', errors: [{ reason: 'authError' }] } },
      },
    });
  });

  it('refuses a missing scope, an unknown calendar, a sync token and an unknown parameter', async () => {
    const { api } = await startGoogle({}, fixture.GOOGLE_SCOPES.slice(0, 1));
    const reason = async (call: Promise<unknown>): Promise<unknown> =>
      call.then(
        () => 'no error',
        (error: { status: number; response: { data: { error: { errors: { reason: string }[] } } } }) => [
          error.status,
          error.response.data.error.errors[0]?.reason,
        ],
      );
    expect(await reason(api.calendarList.list())).toEqual([403, 'insufficientPermissions']);
    expect(await reason(events(api, { calendarId: 'nowhere' }))).toEqual([404, 'notFound']);
    expect(await reason(events(api, { syncToken: 'old' }))).toEqual([410, 'fullSyncRequired']);
    expect(await reason(events(api, { q: 'coaching' }))).toEqual([400, 'badRequest']);
  });
});

describe('Microsoft Graph through its client', () => {
  it('lists the calendars over pages, one of them empty, by absolute next links', async () => {
    const client = await startGraph({ pages: { maxSize: 2, emptyPageAt: 1 } });
    const first = (await client.api('/me/calendars').get()) as PageCollection;
    expect(first['@odata.nextLink']).toMatch(/^https:\/\/graph\.microsoft\.com\/v1\.0\/me\/calendars\?/);
    const calendars: Calendar[] = [];
    await new PageIterator(client, first, (entry: Calendar) => calendars.push(entry) > 0).iterate();
    expect(calendars.map(({ id, isDefaultCalendar }) => [id, isDefaultCalendar])).toEqual([
      ['work', true],
      ['empty', false],
      ['shared', false],
    ]);
    expect(world.requests).toHaveLength(3);
  });

  it('expands a series over the clock change, in UTC, without the instance its owner cancelled', async () => {
    const client = await startGraph();
    const { value } = (await view(client, [UTC, IMMUTABLE], { $top: 50 }).get()) as { value: Event[] };
    expect(value.map(({ type, start, originalStart }) => [type, start, originalStart])).toEqual([
      ['occurrence', { dateTime: '2026-10-14T08:00:00.0000000', timeZone: 'UTC' }, '2026-10-14T08:00:00Z'],
      ['occurrence', { dateTime: '2026-10-21T08:00:00.0000000', timeZone: 'UTC' }, '2026-10-21T08:00:00Z'],
      ['exception', { dateTime: '2026-10-29T14:30:00.0000000', timeZone: 'UTC' }, '2026-10-28T09:00:00Z'],
      ['singleInstance', { dateTime: '2026-11-11T00:00:00.0000000', timeZone: 'UTC' }, undefined],
    ]);
    const [first, second, moved, holiday] = value;
    expect(first?.seriesMasterId).toBe(moved?.seriesMasterId);
    expect(new Set([first?.iCalUId, second?.iCalUId, moved?.iCalUId]).size).toBe(3);
    expect(holiday).toMatchObject({ isAllDay: true, seriesMasterId: null });
    expect(first).toMatchObject({
      '@odata.etag': expect.stringMatching(/^W\/".+"$/) as string,
      subject: 'Mentoring Ada',
      isOrganizer: true,
      isCancelled: false,
      responseStatus: { response: 'organizer' },
      isOnlineMeeting: true,
      onlineMeetingProvider: 'teamsForBusiness',
      onlineMeeting: { joinUrl: 'https://teams.microsoft.com/l/meetup-join/19%3ax/0' },
      originalStartTimeZone: 'Romance Standard Time',
      body: { contentType: 'html', content: expect.stringContaining('<p>Goals &amp; notes</p>') as string },
      bodyPreview: 'Goals & notes',
      attendees: [
        { emailAddress: { address: 'ada@brand.example' }, status: { response: 'tentativelyAccepted' } },
      ],
    });
    expect(first).not.toHaveProperty('label');
  });

  it('honours the preferences, and gives other ids without immutable ones', async () => {
    const client = await startGraph();
    const both = await (view(client, [UTC, IMMUTABLE])
      .responseType('raw' as never)
      .get() as Promise<Response>);
    expect(both.headers.get('preference-applied')).toBe(`${UTC}, ${IMMUTABLE}`);
    const immutable = ((await both.json()) as { value: Event[] }).value;
    const usual = ((await view(client, ['outlook.timezone="Europe/Brussels"']).get()) as { value: Event[] })
      .value;
    expect(usual[0]?.start).toEqual({ dateTime: '2026-10-14T10:00:00.0000000', timeZone: 'Europe/Brussels' });
    expect(usual[0]?.id).not.toBe(immutable[0]?.id);
    expect(usual[3]?.start?.dateTime).toBe('2026-11-11T00:00:00.0000000');
    const text = ((await view(client, ['outlook.body-content-type="text"']).get()) as { value: Event[] })
      .value;
    expect(text[0]?.body).toEqual({ contentType: 'text', content: 'Goals & notes' });
  });

  it('selects the fields asked for, over pages, and keeps id and etag', async () => {
    const client = await startGraph({ pages: { emptyPageAt: 1 } });
    const first = (await view(client, [UTC], { $select: 'subject,start', $top: 3 }).get()) as PageCollection;
    const found: Event[] = [];
    await new PageIterator(client, first, (event: Event) => found.push(event) > 0).iterate();
    expect(found.map(({ subject }) => subject)).toEqual([
      'Mentoring Ada',
      'Mentoring Ada',
      'Mentoring Ada (moved)',
      'Holiday',
    ]);
    expect(Object.keys(found[3] ?? {}).toSorted()).toEqual(['@odata.etag', 'id', 'start', 'subject']);
    expect(world.requests.map(({ query }) => query['$select'])).toEqual(Array(3).fill('subject,start'));
  });

  it('shows what another organiser cancelled, as cancelled', async () => {
    const client = await startGraph();
    const weekly = world.description.accounts[1]?.calendars[0]?.events[0];
    if (!weekly) throw new Error('the fixture has a series');
    world.upsertEvent(fixture.MICROSOFT_ACCOUNT, fixture.CALENDAR, {
      ...weekly,
      organiser: { name: 'Ada Brand', email: 'ada@brand.example' },
      attendees: [{ name: 'Mia Mentor', email: 'mia@consult.example', response: 'declined' }],
    });
    const { value } = (await view(client, [UTC]).get()) as { value: Event[] };
    expect(value[3]).toMatchObject({
      subject: 'Canceled: Mentoring Ada',
      isCancelled: true,
      isOrganizer: false,
      responseStatus: { response: 'declined' },
      type: 'exception',
    });
  });

  it('refuses an expired token with 401 in its own shape', async () => {
    const client = await startGraph();
    world.expireAccessTokens(fixture.MICROSOFT_ACCOUNT);
    const error: unknown = await view(client, [UTC])
      .get()
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(GraphError);
    expect(error).toMatchObject({ statusCode: 401, code: 'InvalidAuthenticationToken' });
    expect((error as GraphError).headers?.get('www-authenticate')).toMatch(/^Bearer /);
  });

  it('describes the user to who may read them, and refuses a view without a window', async () => {
    const reader = await startGraph({}, ['User.Read', 'https://graph.microsoft.com/Calendars.Read']);
    expect(await reader.api('/me').select('displayName').get()).toMatchObject({ displayName: 'Mia Mentor' });
    await expect(reader.api('/me/calendarView').get()).rejects.toMatchObject({
      code: 'ErrorInvalidParameter',
    });
    await expect(reader.api('/me/calendars/none/calendarView').get()).rejects.toMatchObject({
      statusCode: 404,
    });
    await world.close();
    const other = await startGraph();
    await expect(other.api('/me').get()).rejects.toMatchObject({ statusCode: 403 });
  });
});
