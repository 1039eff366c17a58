/**
 * Published calendars of the test world: every calendar of the description at an address that nobody can guess, on
 * four hosts. As the real ones they let no web page read them: there are no CORS headers.
 */
import { createHash } from 'node:crypto';
import { toIcsFile, type IcsManner } from './ics-file.ts';
import type { HttpRequest, Reply, Service } from './http-message.ts';
import type { WorldCalendar, WorldDescription } from './world-description.ts';

/** Host → how it writes. The last one is a host that Beforehand does not know. */
const MANNERS = {
  'calendar.google.com': 'google',
  'outlook.office365.com': 'outlook',
  'p42-caldav.icloud.com': 'icloud',
  'agenda.gemeente.example': 'bare',
} as const satisfies Record<string, IcsManner>;
export type IcsHost = keyof typeof MANNERS;

/** The secret part of a calendar's addresses. */
export function icsSecret(accountId: string, calendarId: string): string {
  return createHash('sha256').update(`${accountId} ${calendarId}`).digest('hex').slice(0, 32);
}

/** Where a calendar is published on a host, as that service writes it. */
export function icsAddress(
  world: WorldDescription,
  accountId: string,
  calendarId: string,
  host: IcsHost,
): string {
  const secret = icsSecret(accountId, calendarId);
  const email = world.accounts.find(({ id }) => id === accountId)?.email ?? '';
  switch (host) {
    case 'calendar.google.com':
      return `https://${host}/calendar/ical/${encodeURIComponent(email)}/private-${secret}/basic.ics`;
    case 'outlook.office365.com':
      return `https://${host}/owa/calendar/${secret.slice(0, 16)}@tilia.example/${secret}/calendar.ics`;
    case 'p42-caldav.icloud.com':
      return `https://${host}/published/2/${secret}`;
    case 'agenda.gemeente.example':
      return `https://${host}/feeds/${secret}.ics`;
  }
}

export function icsService(world: WorldDescription): Service {
  return {
    name: 'ics',
    hosts: Object.keys(MANNERS),
    answer: (request) => {
      if (request.path === '/robots.txt') return text('User-agent: *\nDisallow: /\n');
      const calendar = request.method === 'GET' ? findCalendar(world, request.path) : undefined;
      return calendar && answerFeed(request, toIcsFile(calendar, MANNERS[request.host as IcsHost]));
    },
  };
}

function findCalendar(world: WorldDescription, path: string): WorldCalendar | undefined {
  for (const account of world.accounts) {
    const found = account.calendars.find(({ id }) => path.includes(icsSecret(account.id, id)));
    if (found) return found;
  }
  return undefined;
}

/** Whole, or 304 for who has it already (RFC 9110 §13.1.2). */
function answerFeed(request: HttpRequest, file: string): Reply {
  const etag = `"${createHash('sha1').update(file).digest('hex')}"`;
  const headers = { 'content-type': 'text/calendar; charset=utf-8', 'cache-control': 'no-cache', etag };
  const known = request.headers['if-none-match'];
  if (known === etag) return { status: 304, headers, body: '' };
  return { status: 200, headers, body: file };
}

function text(body: string): Reply {
  return { status: 200, headers: { 'content-type': 'text/plain' }, body };
}
