/**
 * Microsoft Graph v1.0 as far as a reader of calendars needs it: `/me`, `/me/calendars` and `calendarView`.
 * A query option that the world does not know is refused, never ignored in silence.
 */
import { randomUUID } from 'node:crypto';
import type { Calendar, User } from '@microsoft/microsoft-graph-types';
import { expandEvent, toInstant, type WorldInstance } from './expand-recurrence.ts';
import { bearerToken, json, type HttpRequest, type Reply } from './http-message.ts';
import { toGraphEvent, type GraphPreferences } from './microsoft-event.ts';
import { shortScope } from './microsoft-sign-in.ts';
import { paginate } from './paginate.ts';
import type { TokenBook } from './token-book.ts';
import type { WorldAccount, WorldCalendar, WorldDescription } from './world-description.ts';

const ROOT = 'https://graph.microsoft.com/v1.0';
const CALENDAR_SCOPES = ['Calendars.Read', 'Calendars.ReadBasic', 'Calendars.ReadWrite'];
const LIST_OPTIONS = ['$select', '$top', '$skiptoken'];
const VIEW_OPTIONS = [...LIST_OPTIONS, 'startDateTime', 'endDateTime', '$orderby'];

/** Answers `graph.microsoft.com/v1.0/…`; `undefined` for a path that is not served. */
export function answerGraph(
  request: HttpRequest,
  world: WorldDescription,
  book: TokenBook,
): Reply | undefined {
  const path = /^\/v1\.0(\/me(?:\/.*)?)$/.exec(request.path)?.[1];
  const viewOf = /^\/me(?:\/calendar|\/calendars\/([^/]+))?\/calendarView$/i.exec(path ?? '');
  if (request.method !== 'GET' || (path !== '/me' && path !== '/me/calendars' && !viewOf)) return undefined;

  const grant = book.readAccessToken('microsoft', bearerToken(request));
  const account = world.accounts.find(
    ({ provider, id }) => provider === 'microsoft' && id === grant?.accountId,
  );
  if (!grant || !account) return unauthenticated(request);
  const scopes = grant.scopes.map(shortScope);
  if (path === '/me') return describeUser(request, account, scopes);
  if (!CALENDAR_SCOPES.some((scope) => scopes.includes(scope))) {
    return refuse(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
  }
  const known = viewOf ? VIEW_OPTIONS : LIST_OPTIONS;
  const unknown = [...request.query.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined) return refuse(400, 'BadRequest', `The test world does not know "${unknown}".`);
  if (!viewOf) return listCalendars(request, account, world);
  const calendarId = viewOf[1] === undefined ? undefined : decodeURIComponent(viewOf[1]);
  const calendar = account.calendars.find(({ id, primary }) =>
    calendarId === undefined ? primary : id === calendarId,
  );
  if (!calendar) return refuse(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
  return viewCalendar(request, account, calendar, world);
}

function describeUser(request: HttpRequest, account: WorldAccount, scopes: readonly string[]): Reply {
  if (!scopes.includes('User.Read')) {
    return refuse(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
  }
  const user: User = {
    id: account.id,
    displayName: account.name,
    mail: account.email,
    userPrincipalName: account.email,
  };
  const select = readSelect(request);
  return json({ '@odata.context': `${ROOT}/$metadata#users/$entity`, ...selectFields(user, select) });
}

function listCalendars(request: HttpRequest, account: WorldAccount, world: WorldDescription): Reply {
  const size = readTop(request);
  const page = size && paginate(account.calendars, skipToken(request), size, world.pages);
  if (!page) return badPage();
  const select = readSelect(request);
  return json({
    '@odata.context': `${ROOT}/$metadata#users('${account.id}')/calendars`,
    value: page.items.map((calendar) => selectFields(toGraphCalendar(calendar, account), select)),
    ...nextLink(request, page.next),
  });
}

function viewCalendar(
  request: HttpRequest,
  account: WorldAccount,
  calendar: WorldCalendar,
  world: WorldDescription,
): Reply {
  const from = readDateTime(request.query.get('startDateTime'));
  const to = readDateTime(request.query.get('endDateTime'));
  if (!from || !to) {
    const message = 'This request requires a time window specified by StartDateTime and EndDateTime.';
    return refuse(400, 'ErrorInvalidParameter', message);
  }
  if (Temporal.Instant.compare(from, to) > 0) {
    return refuse(400, 'ErrorInvalidParameter', "The 'EndDateTime' must not be before 'StartDateTime'.");
  }
  const order = request.query.get('$orderby');
  if (order !== null && !/^start\/dateTime(?: asc)?$/i.test(order)) {
    return refuse(400, 'BadRequest', 'The test world orders by start/dateTime only.');
  }
  const preferences = readPreferences(request);
  if (!preferences) return refuse(400, 'ErrorInvalidParameter', 'The time zone of the request is not known.');
  const instances = calendar.events
    .flatMap((event) => expandEvent(event, { from, to }, calendar.timeZone))
    .filter((instance) => isShown(instance, account))
    .toSorted((left, right) =>
      Temporal.Instant.compare(
        toInstant(left.start, calendar.timeZone),
        toInstant(right.start, calendar.timeZone),
      ),
    );
  const size = readTop(request);
  const page = size && paginate(instances, skipToken(request), size, world.pages);
  if (!page) return badPage();
  const select = readSelect(request);
  return json(
    {
      '@odata.context': `${ROOT}/$metadata#users('${account.id}')/calendars('${calendar.id}')/calendarView`,
      value: page.items.map((instance) =>
        selectFields(toGraphEvent(instance, account, calendar, preferences), select),
      ),
      ...nextLink(request, page.next),
    },
    200,
    preferences.applied.length > 0 ? { 'preference-applied': preferences.applied.join(', ') } : {},
  );
}

/** What the user's own calendar deleted is gone; what another organiser cancelled stays, as cancelled. */
function isShown({ cancelled, event }: WorldInstance, account: WorldAccount): boolean {
  return !cancelled || event.organiser.email !== account.email;
}

function toGraphCalendar(calendar: WorldCalendar, account: WorldAccount): Calendar & { id: string } {
  const canEdit = calendar.accessRole === 'owner' || calendar.accessRole === 'writer';
  return {
    id: calendar.id,
    name: calendar.name,
    color: 'auto',
    hexColor: calendar.colour,
    isDefaultCalendar: calendar.primary === true,
    changeKey: 'qwvV7dmzaEGPYB4iTPjyHgAAAAAGyQ==',
    canShare: calendar.accessRole === 'owner',
    canViewPrivateItems: true,
    canEdit,
    allowedOnlineMeetingProviders: ['teamsForBusiness'],
    defaultOnlineMeetingProvider: 'teamsForBusiness',
    isTallyingResponses: true,
    isRemovable: calendar.primary !== true,
    owner: { name: account.name, address: account.email },
  };
}

/** `Prefer` headers of the request; `undefined` when the time zone is unknown (Windows names are not served). */
function readPreferences(request: HttpRequest): GraphPreferences | undefined {
  const prefer = String(request.headers['prefer'] ?? '');
  const timeZone = /outlook\.timezone\s*=\s*"([^"]*)"/i.exec(prefer)?.[1];
  const immutableIds = /IdType\s*=\s*"ImmutableId"/i.test(prefer);
  const plainText = /outlook\.body-content-type\s*=\s*"text"/i.test(prefer);
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone ?? 'UTC');
  } catch {
    return undefined;
  }
  const applied = [
    ...(timeZone === undefined ? [] : [`outlook.timezone="${timeZone}"`]),
    ...(immutableIds ? ['IdType="ImmutableId"'] : []),
    ...(plainText ? ['outlook.body-content-type="text"'] : []),
  ];
  return { timeZone: timeZone ?? 'UTC', immutableIds, plainText, applied };
}

/** A time without offset is UTC. */
function readDateTime(text: string | null): Temporal.Instant | undefined {
  try {
    return Temporal.Instant.from(/(?:Z|[+-]\d\d:\d\d)$/i.test(text ?? '') ? (text ?? '') : `${text}Z`);
  } catch {
    return undefined;
  }
}

/** `$top` within the API's bounds; 10 when absent, 0 when it is no positive number. */
function readTop(request: HttpRequest): number {
  const text = request.query.get('$top');
  if (text === null) return 10;
  return /^[1-9]\d*$/.test(text) ? Math.min(Number(text), 1000) : 0;
}

function readSelect(request: HttpRequest): string[] | undefined {
  return request.query
    .get('$select')
    ?.split(',')
    .map((name) => name.trim());
}

/** The fields asked for; the id and OData's own fields always come along. */
function selectFields(value: object, select: readonly string[] | undefined): Record<string, unknown> {
  const entries = Object.entries(value);
  const kept = entries.filter(([name]) => name === 'id' || name.startsWith('@') || select?.includes(name));
  return Object.fromEntries(select ? kept : entries);
}

function skipToken(request: HttpRequest): string | undefined {
  return request.query.get('$skiptoken') ?? undefined;
}

function nextLink(request: HttpRequest, next: string | undefined): { '@odata.nextLink'?: string } {
  if (next === undefined) return {};
  const query = new URLSearchParams(request.query);
  query.set('$skiptoken', next);
  return { '@odata.nextLink': `https://graph.microsoft.com${request.path}?${query}` };
}

function unauthenticated(request: HttpRequest): Reply {
  const token = bearerToken(request);
  const message =
    token === undefined ? 'Access token is empty.' : 'Lifetime validation failed, the token is expired.';
  return refuse(401, 'InvalidAuthenticationToken', message, {
    'www-authenticate':
      'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"',
  });
}

function badPage(): Reply {
  return refuse(400, 'BadRequest', 'The $top or $skiptoken of the request is not valid.');
}

function refuse(status: number, code: string, message: string, headers: Record<string, string> = {}): Reply {
  const innerError = {
    date: new Date().toISOString().slice(0, 19),
    'request-id': randomUUID(),
    'client-request-id': randomUUID(),
  };
  return json({ error: { code, message, innerError } }, status, headers);
}
