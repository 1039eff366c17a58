/** Builds valid calendar events, so that a test names only what it is about. */
import {
  CalendarEventSchema,
  instanceKey,
  type AccountId,
  type Attendee,
  type CalendarEvent,
  type CalendarId,
} from '../../lib/event/calendar-event.ts';
import { toInstant } from '../../lib/event/instant.ts';

/** The user of the tests. */
export const SELF_EMAIL = 'ingrid@ambit.example';

/** A guest from `'Lotte Maes <lotte@maes.example>'`; without an address one is made from the name. */
export function buildAttendee(text: string, overrides: Partial<Attendee> = {}): Attendee {
  const match = /^(.*?) ?<([^>]*)>$/u.exec(text);
  const name = match?.[1] ?? text;
  const slug = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '.');
  const email = match?.[2]?.toLowerCase() ?? `${slug}@people.example`;
  return { email, name, self: false, response: 'accepted', resource: false, ...overrides };
}

/** The user as a guest. */
export function buildSelf(overrides: Partial<Attendee> = {}): Attendee {
  return buildAttendee(`Ingrid Dahl <${SELF_EMAIL}>`, { self: true, ...overrides });
}

/**
 * A confirmed, timed, single event of 60 minutes on 10 November 2026, 14:00 in Brussels, organised by the user.
 * `key` follows from the ids unless given.
 */
export function buildEvent(overrides: Partial<CalendarEvent> = {}): CalendarEvent {
  const accountId = overrides.accountId ?? ('google:1001' as AccountId);
  const calendarId = overrides.calendarId ?? ('primary' as CalendarId);
  const eventId = overrides.eventId ?? 'event-1';
  const seriesId = overrides.seriesId ?? null;
  const originalStart = overrides.originalStart ?? (seriesId === null ? null : '2026-11-10T13:00:00.000Z');
  return CalendarEventSchema.parse({
    key: instanceKey({ accountId, calendarId, eventId, seriesId, originalStart }),
    iCalUid: `${seriesId ?? eventId}@calendar.example`,
    title: '',
    description: '',
    location: '',
    time: {
      kind: 'timed',
      start: toInstant('2026-11-10T13:00:00Z'),
      end: toInstant('2026-11-10T14:00:00Z'),
      timeZone: 'Europe/Brussels',
    },
    status: 'confirmed',
    organizer: { email: SELF_EMAIL, name: 'Ingrid Dahl', self: true },
    attendees: [],
    callLinks: [],
    revision: '"1"',
    ...overrides,
    accountId,
    calendarId,
    eventId,
    seriesId,
    originalStart,
  });
}
