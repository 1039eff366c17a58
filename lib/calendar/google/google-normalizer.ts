/** Google's event resource → CalendarEvent. Rules: developers.google.com/workspace/calendar/api/v3/reference/events. */
import * as z from 'zod/mini';
import type { Attendee, EventTime } from '../../event/calendar-event.ts';
import {
  allDayFrom,
  finishEvent,
  isOwner,
  lenient,
  normalizeAll,
  readAddress,
  readInstant,
  timedFrom,
} from '../finish-event.ts';
import type { EventOwner, Normalized, NormalizedPage } from '../finish-event.ts';
import { htmlToText, limitText } from '../html-to-text.ts';
import { toTimeZone } from '../time-zone.ts';

const text = lenient(z.string());
const flag = lenient(z.boolean());

const PointSchema = lenient(z.object({ date: text, dateTime: text, timeZone: text }));
type Point = z.infer<typeof PointSchema>;

const EventSchema = z.object({
  id: z.string().check(z.minLength(1)),
  status: text,
  eventType: text,
  etag: text,
  updated: text,
  summary: text,
  description: text,
  location: text,
  start: PointSchema,
  end: PointSchema,
  originalStartTime: PointSchema,
  recurringEventId: text,
  iCalUID: text,
  hangoutLink: text,
  source: lenient(z.object({ url: text })),
  organizer: lenient(z.object({ email: text, displayName: text, self: flag })),
  attendees: lenient(
    z.array(
      lenient(
        z.object({
          email: text,
          displayName: text,
          self: flag,
          resource: flag,
          responseStatus: text,
        }),
      ),
    ),
  ),
  conferenceData: lenient(
    z.object({
      entryPoints: lenient(z.array(lenient(z.object({ entryPointType: text, uri: text })))),
    }),
  ),
});
type GoogleEvent = z.infer<typeof EventSchema>;

/** Entries that are no meetings: kept out of the request, and out of an answer that holds them all the same. */
const NO_MEETINGS = new Set(['birthday', 'focusTime', 'outOfOffice', 'workingLocation']);

/** Normalises the `items` of an events list. */
export function normalizeGoogleEvents(items: readonly unknown[], owner: EventOwner): NormalizedPage {
  return normalizeAll(items, (item) => normalizeGoogleEvent(item, owner));
}

function normalizeGoogleEvent(item: unknown, owner: EventOwner): Normalized {
  const parsed = z.safeParse(EventSchema, item);
  if (!parsed.success) return null;
  const event = parsed.data;
  if (NO_MEETINGS.has(event.eventType ?? '')) return 'ignored';

  const cancelled = event.status === 'cancelled';
  // A cancelled instance is only sure to carry its id, its series and the start that it would have had.
  const time =
    cancelled && !event.start ? timeOf(event.originalStartTime, null) : timeOf(event.start, event.end);
  // Any other deletion is only sure to carry its id: legal, but nothing to show.
  if (time === null && cancelled && !event.start && !event.originalStartTime) return 'ignored';
  if (time === null) return null;

  const seriesId = event.recurringEventId || null;
  return finishEvent(owner, {
    eventId: event.id,
    seriesId,
    originalStart: seriesId === null ? null : originalStartOf(event, time),
    iCalUid: event.iCalUID || null,
    title: limitText(event.summary ?? ''),
    description: htmlToText(event.description ?? '', { keepNewlines: true }),
    location: limitText(event.location ?? ''),
    time,
    status: cancelled ? 'cancelled' : event.status === 'tentative' ? 'tentative' : 'confirmed',
    organizer: organizerOf(event, owner),
    attendees: attendeesOf(event, owner),
    conference: conferenceOf(event),
    url: event.source?.url ?? '',
    revision: event.etag || event.updated || '',
  });
}

function timeOf(start: Point, end: Point): EventTime | null {
  if (start?.date) return allDayFrom(start.date, end?.date ?? null);
  const from = readInstant(start?.dateTime);
  if (from === null) return null;
  const until = end?.dateTime ? readInstant(end.dateTime) : from;
  return until === null ? null : timedFrom(from, until, toTimeZone(start?.timeZone));
}

/** An instance that was never moved may leave its original start out. */
function originalStartOf({ originalStartTime }: GoogleEvent, time: EventTime): string {
  const original = timeOf(originalStartTime, null) ?? time;
  return original.kind === 'all-day' ? original.startDate : original.start;
}

function organizerOf({ organizer }: GoogleEvent, owner: EventOwner) {
  if (!organizer) return null;
  const email = readAddress(organizer.email);
  return { email, name: organizer.displayName ?? '', self: organizer.self === true || isOwner(email, owner) };
}

function attendeesOf(event: GoogleEvent, owner: EventOwner): Attendee[] {
  return (event.attendees ?? []).flatMap((attendee) => {
    const email = readAddress(attendee?.email);
    const name = attendee?.displayName ?? '';
    if (!attendee || (email === null && name === '')) return [];
    return {
      email,
      name,
      self: attendee.self === true || isOwner(email, owner),
      response: RESPONSES.get(attendee.responseStatus ?? '') ?? 'needs-action',
      resource: attendee.resource === true,
    };
  });
}

const RESPONSES = new Map<string, Attendee['response']>([
  ['accepted', 'accepted'],
  ['declined', 'declined'],
  ['tentative', 'tentative'],
]);

function conferenceOf(event: GoogleEvent): string[] {
  const entries = event.conferenceData?.entryPoints ?? [];
  const video = entries.flatMap((entry) => (entry?.entryPointType === 'video' && entry.uri ? entry.uri : []));
  return event.hangoutLink ? [...video, event.hangoutLink] : video;
}
