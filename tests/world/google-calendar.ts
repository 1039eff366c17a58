/**
 * Google Calendar API v3 as far as a reader of calendars needs it: `calendarList.list` and `events.list`
 * with `singleEvents=true`. A parameter that the world does not know is refused, never ignored in silence.
 */
import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js';
import { expandEvent, toInstant, type WorldInstance } from './expand-recurrence.ts';
import { etagOf } from './google-etag.ts';
import { toGoogleEvent } from './google-event.ts';
import { bearerToken, json, type HttpRequest, type Reply } from './http-message.ts';
import { paginate } from './paginate.ts';
import type { TokenBook } from './token-book.ts';
import type { WorldAccount, WorldCalendar, WorldDescription } from './world-description.ts';

const SCOPES = 'https://www.googleapis.com/auth/';
const LIST_SCOPES = [
  'calendar',
  'calendar.readonly',
  'calendar.calendarlist',
  'calendar.calendarlist.readonly',
];
const EVENT_SCOPES = ['calendar', 'calendar.readonly', 'calendar.events', 'calendar.events.readonly'];
const LIST_PARAMETERS = ['maxResults', 'pageToken', 'minAccessRole', 'showHidden', 'showDeleted'];
const WINDOW_PARAMETERS = ['singleEvents', 'timeMin', 'timeMax', 'orderBy', 'timeZone', 'syncToken'];
const EVENT_PARAMETERS = [...WINDOW_PARAMETERS, 'maxResults', 'pageToken', 'showDeleted', 'eventTypes'];
const STANDARD_PARAMETERS = ['alt', 'prettyPrint', 'quotaUser', 'key', 'fields'];
const ROLES = ['freeBusyReader', 'reader', 'writer', 'owner'];

/** Answers `www.googleapis.com/calendar/v3/…`; `undefined` for a path that is not served. */
export function answerCalendarApi(
  request: HttpRequest,
  world: WorldDescription,
  book: TokenBook,
): Reply | undefined {
  const path = request.path.replace(/^\/calendar\/v3/, '');
  const calendarId = /^\/calendars\/([^/]+)\/events$/.exec(path)?.[1];
  const isList = path === '/users/me/calendarList';
  if (request.method !== 'GET' || path === request.path || (!isList && calendarId === undefined))
    return undefined;

  const grant = book.readAccessToken('google', bearerToken(request));
  const account = world.accounts.find(({ provider, id }) => provider === 'google' && id === grant?.accountId);
  if (!grant || !account) return unauthenticated();
  const needed = isList ? LIST_SCOPES : EVENT_SCOPES;
  if (!needed.some((scope) => grant.scopes.includes(SCOPES + scope))) return outOfScope();
  const known = [...STANDARD_PARAMETERS, ...(isList ? LIST_PARAMETERS : EVENT_PARAMETERS)];
  const unknown = [...request.query.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined) return refuse(400, 'badRequest', `The test world does not know "${unknown}".`);
  const reply = isList
    ? listCalendars(request.query, account, world)
    : listEvents(request.query, account, decodeURIComponent(calendarId ?? ''), world);
  return reply.status === 200 ? reduceToFields(reply, request.query.get('fields')) : reply;
}

function listCalendars(query: URLSearchParams, account: WorldAccount, world: WorldDescription): Reply {
  const least = ROLES.indexOf(query.get('minAccessRole') ?? 'freeBusyReader');
  const calendars = account.calendars.filter(({ accessRole }) => ROLES.indexOf(accessRole) >= least);
  const size = readSize(query, 100, 250);
  const page = size && paginate(calendars, query.get('pageToken') ?? undefined, size, world.pages);
  if (!page) return refuse(400, 'invalid', 'Invalid Value');
  const items = page.items.map(toListEntry);
  const answer: calendar_v3.Schema$CalendarList = {
    kind: 'calendar#calendarList',
    etag: etagOf(items),
    ...(page.next === undefined ? { nextSyncToken: `list-${account.id}` } : { nextPageToken: page.next }),
    items,
  };
  return json(answer);
}

function listEvents(
  query: URLSearchParams,
  account: WorldAccount,
  id: string,
  world: WorldDescription,
): Reply {
  const calendar = account.calendars.find(
    ({ id: own, primary }) => own === id || (id === 'primary' && primary),
  );
  if (!calendar) return refuse(404, 'notFound', 'Not Found');
  if (query.has('syncToken')) {
    return refuse(410, 'fullSyncRequired', 'Sync token is no longer valid, a full sync is required.');
  }
  if (query.get('singleEvents') !== 'true') {
    return query.get('orderBy') === 'startTime'
      ? refuse(400, 'badRequest', 'The requested ordering is not available for the particular query.')
      : refuse(400, 'badRequest', 'The test world serves singleEvents=true only.');
  }
  const from = readInstant(query.get('timeMin'));
  const to = readInstant(query.get('timeMax'));
  const size = readSize(query, 250, 2500);
  if (!from || !to || !size) return refuse(400, 'badRequest', 'Bad Request');
  if (Temporal.Instant.compare(from, to) >= 0) {
    return refuse(400, 'timeRangeEmpty', 'The specified time range is empty.');
  }
  const instances = instancesOf(calendar, { from, to }, query);
  const page = paginate(instances, query.get('pageToken') ?? undefined, size, world.pages);
  if (!page) return refuse(400, 'invalid', 'Invalid Value');
  const timeZone = query.get('timeZone') ?? calendar.timeZone;
  const items = page.items.map((instance) => toGoogleEvent(instance, account, calendar, timeZone));
  const answer: calendar_v3.Schema$Events = {
    kind: 'calendar#events',
    etag: etagOf(items),
    summary: calendar.name,
    updated:
      items
        .map(({ updated }) => updated ?? '')
        .toSorted()
        .at(-1) || '2026-01-05T08:00:00.000Z',
    timeZone,
    accessRole: calendar.accessRole,
    defaultReminders: [],
    ...(page.next === undefined ? { nextSyncToken: `events-${calendar.id}` } : { nextPageToken: page.next }),
    items,
  };
  return json(answer);
}

function instancesOf(
  calendar: WorldCalendar,
  window: { from: Temporal.Instant; to: Temporal.Instant },
  query: URLSearchParams,
): WorldInstance[] {
  const types = query.getAll('eventTypes');
  const deleted = (calendar.deleted ?? []).map((event) => ({ ...event, status: 'cancelled' as const }));
  const instances = [...calendar.events, ...deleted]
    .filter(
      ({ raw }) =>
        types.length === 0 ||
        types.includes(typeof raw?.['eventType'] === 'string' ? raw['eventType'] : 'default'),
    )
    .flatMap((event) => expandEvent(event, window, calendar.timeZone))
    .filter(({ cancelled }) => !cancelled || query.get('showDeleted') === 'true');
  if (query.get('orderBy') !== 'startTime') return instances;
  return instances.toSorted((left, right) =>
    Temporal.Instant.compare(
      toInstant(left.start, calendar.timeZone),
      toInstant(right.start, calendar.timeZone),
    ),
  );
}

function toListEntry(calendar: WorldCalendar): calendar_v3.Schema$CalendarListEntry {
  const entry: calendar_v3.Schema$CalendarListEntry = {
    kind: 'calendar#calendarListEntry',
    id: calendar.id,
    summary: calendar.name,
    timeZone: calendar.timeZone,
    colorId: '14',
    backgroundColor: calendar.colour,
    foregroundColor: '#000000',
    ...(calendar.selected === false ? {} : { selected: true }),
    accessRole: calendar.accessRole,
    defaultReminders: [],
    ...(calendar.primary ? { primary: true } : {}),
    conferenceProperties: { allowedConferenceSolutionTypes: ['hangoutsMeet'] },
  };
  return { etag: etagOf(entry), ...entry };
}

function readInstant(text: string | null): Temporal.Instant | undefined {
  try {
    return Temporal.Instant.from(text ?? '');
  } catch {
    return undefined;
  }
}

/** `maxResults` within the API's bounds; 0 when it is no positive number. */
function readSize(query: URLSearchParams, usual: number, most: number): number {
  const text = query.get('maxResults');
  if (text === null) return usual;
  return /^[1-9]\d*$/.test(text) ? Math.min(Number(text), most) : 0;
}

/** Partial responses, to the depth of `items(id,start),nextPageToken`; what is deeper comes whole. */
function reduceToFields(reply: Reply, fields: string | null): Reply {
  if (fields === null || fields === '*') return reply;
  const masks = splitMask(fields);
  const reduced = pick(JSON.parse(reply.body) as Record<string, unknown>, masks);
  const itemMask = masks.find((mask) => /^items[(/]/.test(mask))?.replace(/^items\/|^items\((.*)\)$/, '$1');
  if (itemMask !== undefined && Array.isArray(reduced['items'])) {
    const items = reduced['items'] as Record<string, unknown>[];
    reduced['items'] = items.map((item) => pick(item, splitMask(itemMask)));
  }
  return { ...reply, body: JSON.stringify(reduced) };
}

function pick(value: Record<string, unknown>, masks: readonly string[]): Record<string, unknown> {
  const names = masks.map((mask) => mask.split(/[(/]/)[0]?.trim());
  return Object.fromEntries(Object.entries(value).filter(([name]) => names.includes(name)));
}

/** Splits at the commas that stand in no bracket. */
function splitMask(fields: string): string[] {
  const masks = [''];
  let depth = 0;
  for (const character of fields) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === ',' && depth === 0) masks.push('');
    else masks[masks.length - 1] += character;
  }
  return masks;
}

function unauthenticated(): Reply {
  return refuse(401, 'authError', 'Request had invalid authentication credentials.', 'UNAUTHENTICATED', {
    'www-authenticate': 'Bearer realm="https://accounts.google.com/", error="invalid_token"',
  });
}

function outOfScope(): Reply {
  const message = 'Request had insufficient authentication scopes.';
  return refuse(403, 'insufficientPermissions', message, 'PERMISSION_DENIED');
}

function refuse(
  code: number,
  reason: string,
  message: string,
  status?: string,
  headers: Record<string, string> = {},
): Reply {
  const errors = [{ message, domain: 'global', reason }];
  return json(
    { error: { code, message, errors, ...(status === undefined ? {} : { status }) } },
    code,
    headers,
  );
}
