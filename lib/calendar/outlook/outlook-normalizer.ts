/** Microsoft Graph's event resource → CalendarEvent. Rules: learn.microsoft.com/graph/api/resources/event. */
import * as z from 'zod/mini';
import type { Attendee, EventTime } from '../../event/calendar-event.ts';
import type { Instant } from '../../event/instant.ts';
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
import { meetingUid } from './meeting-uid.ts';

const text = lenient(z.string());
const flag = lenient(z.boolean());

const PointSchema = lenient(z.object({ dateTime: text, timeZone: text }));
type Point = z.infer<typeof PointSchema>;

const AddressSchema = lenient(z.object({ address: text, name: text }));
const ResponseSchema = lenient(z.object({ response: text }));

const EventSchema = z.object({
  id: z.string().check(z.minLength(1)),
  '@odata.etag': text,
  changeKey: text,
  subject: text,
  body: lenient(z.object({ contentType: text, content: text })),
  location: lenient(z.object({ displayName: text, locationUri: text })),
  start: PointSchema,
  end: PointSchema,
  isAllDay: flag,
  isCancelled: flag,
  isOrganizer: flag,
  type: text,
  seriesMasterId: text,
  originalStart: text,
  originalStartTimeZone: text,
  iCalUId: text,
  organizer: lenient(z.object({ emailAddress: AddressSchema })),
  attendees: lenient(
    z.array(lenient(z.object({ emailAddress: AddressSchema, type: text, status: ResponseSchema }))),
  ),
  responseStatus: ResponseSchema,
  onlineMeeting: lenient(z.object({ joinUrl: text })),
  onlineMeetingUrl: text,
});
type GraphEvent = z.infer<typeof EventSchema>;

/** The properties that are asked for: what the schema above reads. */
export const EVENT_PROPERTIES: readonly string[] = Object.keys(EventSchema.shape).filter(
  (name) => !name.startsWith('@'),
);

/** Normalises the `value` of a calendar view whose times were asked for in UTC. */
export function normalizeGraphEvents(items: readonly unknown[], owner: EventOwner): NormalizedPage {
  return normalizeAll(items, (item) => normalizeGraphEvent(item, owner));
}

function normalizeGraphEvent(item: unknown, owner: EventOwner): Normalized {
  const parsed = z.safeParse(EventSchema, item);
  if (!parsed.success) return null;
  const event = parsed.data;
  // A view holds instances; the description of a series is none.
  if (event.type === 'seriesMaster') return 'ignored';
  const time = timeOf(event);
  if (time === null) return null;

  const seriesId = event.seriesMasterId || null;
  return finishEvent(owner, {
    eventId: event.id,
    seriesId,
    originalStart: seriesId === null ? null : originalStartOf(event, time),
    iCalUid: event.iCalUId ? meetingUid(event.iCalUId) : null,
    title: limitText(event.subject ?? ''),
    description: descriptionOf(event),
    location: limitText(event.location?.displayName || event.location?.locationUri || ''),
    time,
    status: event.isCancelled === true ? 'cancelled' : 'confirmed',
    organizer: organizerOf(event, owner),
    attendees: attendeesOf(event, owner),
    conference: [event.onlineMeeting?.joinUrl, event.onlineMeetingUrl].filter(
      (url) => typeof url === 'string',
    ),
    url: event.location?.locationUri ?? '',
    revision: event['@odata.etag'] || event.changeKey || '',
  });
}

function timeOf(event: GraphEvent): EventTime | null {
  if (event.isAllDay === true) {
    // Midnight to midnight without a zone of its own: the dates are taken as they are written, never shifted.
    return allDayFrom(event.start?.dateTime?.slice(0, 10) ?? '', event.end?.dateTime?.slice(0, 10) ?? null);
  }
  const start = pointToInstant(event.start);
  if (start === null) return null;
  const end = event.end ? pointToInstant(event.end) : start;
  return end === null ? null : timedFrom(start, end, toTimeZone(event.originalStartTimeZone));
}

/** Graph writes the local time and names its zone beside it; UTC is asked for, another zone is understood. */
function pointToInstant(point: Point): Instant | null {
  const local = point?.dateTime;
  if (!local) return null;
  if (/(?:Z|[+-]\d\d:\d\d)$/.test(local)) return readInstant(local);
  const name = point.timeZone;
  if (!name || name === 'UTC') return readInstant(`${local}Z`);
  const zone = toTimeZone(name);
  if (zone === null) return null;
  // finish-event's normalizeAll counts what this throws for a malformed time.
  return readInstant(Temporal.PlainDateTime.from(local).toZonedDateTime(zone).toInstant().toString());
}

/**
 * Where the series would have put the instance. Graph gives an instant in UTC also for all-day events, up to
 * half a day beside the midnight that is meant: the nearest midnight is taken.
 */
function originalStartOf(event: GraphEvent, time: EventTime): string {
  const original = readInstant(event.originalStart);
  if (original === null) return time.kind === 'all-day' ? time.startDate : time.start;
  if (time.kind === 'timed') return original;
  return Temporal.Instant.from(original).add({ hours: 12 }).toString().slice(0, 10);
}

function descriptionOf({ body }: GraphEvent): string {
  const content = body?.content ?? '';
  return body?.contentType?.toLowerCase() === 'text' ? limitText(content) : htmlToText(content);
}

function organizerOf(event: GraphEvent, owner: EventOwner) {
  const person = event.organizer?.emailAddress;
  if (!person) return null;
  const email = readAddress(person.address);
  return { email, name: person.name ?? '', self: event.isOrganizer === true || isOwner(email, owner) };
}

function attendeesOf(event: GraphEvent, owner: EventOwner): Attendee[] {
  const attendees = (event.attendees ?? []).flatMap((attendee): Attendee[] => {
    const email = readAddress(attendee?.emailAddress?.address);
    const name = attendee?.emailAddress?.name ?? '';
    if (!attendee || (email === null && name === '')) return [];
    const self = isOwner(email, owner);
    // The list may lag behind; the user's own answer stands in responseStatus.
    const response = (self ? event.responseStatus?.response : null) ?? attendee.status?.response;
    return [{ email, name, self, response: toResponse(response), resource: attendee.type === 'resource' }];
  });
  const { responseStatus } = event;
  // Invited through a list or another address: the user is a guest all the same, and may have declined.
  const invited = event.isOrganizer !== true && ANSWERS.has(responseStatus?.response ?? '');
  const [email] = owner.emails;
  if (invited && email !== undefined && !attendees.some(({ self }) => self)) {
    attendees.push({
      email,
      name: '',
      self: true,
      response: toResponse(responseStatus?.response),
      resource: false,
    });
  }
  return attendees;
}

const ANSWERS = new Map<string, Attendee['response']>([
  ['accepted', 'accepted'],
  ['tentativelyAccepted', 'tentative'],
  ['declined', 'declined'],
  ['notResponded', 'needs-action'],
]);

function toResponse(response: string | null | undefined): Attendee['response'] {
  if (response === 'organizer') return 'accepted';
  return ANSWERS.get(response ?? '') ?? 'needs-action';
}
