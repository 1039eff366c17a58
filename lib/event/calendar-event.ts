/** A calendar entry, normalised from any provider. Only what later stages use belongs here. */
import * as z from 'zod/mini';
import { InstantSchema, PlainDateSchema } from './instant.ts';
import { isNobody } from './note-takers.ts';

export const AccountIdSchema = z.string().check(z.minLength(1)).brand<'AccountId'>();
/** `provider:subject`, the provider's own stable name for the account; never an e-mail address by choice. */
export type AccountId = z.infer<typeof AccountIdSchema>;

export const CalendarIdSchema = z.string().check(z.minLength(1)).brand<'CalendarId'>();
/** The provider's id of a calendar, unique within its account. */
export type CalendarId = z.infer<typeof CalendarIdSchema>;

export const InstanceKeySchema = z.string().check(z.minLength(1)).brand<'InstanceKey'>();
/** Names one calendar instance for good, also when it is moved: see `instanceKey`. */
export type InstanceKey = z.infer<typeof InstanceKeySchema>;

export const PersonSchema = z.looseObject({
  /** Lower-case address, or null when the calendar gives none. */
  email: z.nullable(z.string()),
  name: z.string(),
});
/** A person as a calendar names them. */
export type Person = z.infer<typeof PersonSchema>;

export const AttendeeSchema = z.object({
  email: z.nullable(z.string()),
  name: z.string(),
  /** This is the user. */
  self: z.boolean(),
  response: z.enum(['accepted', 'declined', 'tentative', 'needs-action']),
  /** A room or a device, not a person. */
  resource: z.boolean(),
});
export type Attendee = z.infer<typeof AttendeeSchema>;

export const EventTimeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('timed'),
    start: InstantSchema,
    end: InstantSchema,
    /** IANA zone in which the event was made; null when the provider does not say. */
    timeZone: z.nullable(z.string()),
  }),
  z.object({
    kind: z.literal('all-day'),
    startDate: PlainDateSchema,
    /** The first day after it, as iCalendar's DTEND (RFC 5545 §3.6.1). */
    endDate: PlainDateSchema,
  }),
]);
export type EventTime = z.infer<typeof EventTimeSchema>;

export const CallLinkSchema = z.object({
  url: z.string(),
  source: z.enum(['conference', 'url', 'location', 'description']),
  /** Names the call whatever form its address has, see `callKey`; null where the address names no room. */
  key: z._default(z.nullable(z.string()), null),
});
/** A web address on which the meeting takes place; always `https:`. Best first in an event. */
export type CallLink = z.infer<typeof CallLinkSchema>;

export const CalendarEventSchema = z.looseObject({
  key: InstanceKeySchema,
  accountId: AccountIdSchema,
  calendarId: CalendarIdSchema,
  /** The provider's id of this instance. */
  eventId: z.string().check(z.minLength(1)),
  /** The provider's id of the series; null for a single event. */
  seriesId: z.nullable(z.string()),
  /** Where the series would have put this instance (instant, or date when all-day); null for a single event. */
  originalStart: z.nullable(z.string()),
  iCalUid: z.nullable(z.string()),
  title: z.string(),
  /** Plain text. Markup of the provider has been taken out. */
  description: z.string(),
  location: z.string(),
  time: EventTimeSchema,
  status: z.enum(['confirmed', 'tentative', 'cancelled']),
  organizer: z.nullable(z.object({ email: z.nullable(z.string()), name: z.string(), self: z.boolean() })),
  attendees: z.array(AttendeeSchema),
  callLinks: z.array(CallLinkSchema),
  /** Changes whenever the provider changes the event (etag, change key). */
  revision: z.string(),
});
export type CalendarEvent = z.infer<typeof CalendarEventSchema>;

/**
 * The identity of an instance: account, calendar, series (or the event itself) and original start.
 * It stays the same when the instance is moved or renamed.
 */
export function instanceKey(parts: {
  accountId: AccountId;
  calendarId: CalendarId;
  eventId: string;
  seriesId: string | null;
  originalStart: string | null;
}): InstanceKey {
  const { accountId, calendarId, eventId, seriesId, originalStart } = parts;
  return JSON.stringify([accountId, calendarId, seriesId ?? eventId, originalStart ?? '']) as InstanceKey;
}

/** What the keys of all instances of an account begin with, or of one calendar of it. */
export function instancePrefix(owner: { accountId: AccountId; calendarId?: CalendarId }): string {
  const { accountId, calendarId } = owner;
  return `${JSON.stringify(calendarId === undefined ? [accountId] : [accountId, calendarId]).slice(0, -1)},`;
}

/** Whether an instance belongs to an account, or to one calendar of it. */
export function isInstanceOf(key: InstanceKey, accountId: AccountId, calendarId?: CalendarId): boolean {
  return key.startsWith(instancePrefix({ accountId, ...(calendarId === undefined ? {} : { calendarId }) }));
}

/** The identity of the series (or single event) that an instance belongs to. */
export function seriesKey(
  event: Pick<CalendarEvent, 'accountId' | 'calendarId' | 'eventId' | 'seriesId'>,
): string {
  return JSON.stringify([event.accountId, event.calendarId, event.seriesId ?? event.eventId]);
}

/** Everyone in the meeting but the user, rooms and note-takers; the organiser counts. Each address once. */
export function otherPeople(event: Pick<CalendarEvent, 'attendees' | 'organizer'>): Person[] {
  const people = new Map<string, Person>();
  const add = (email: string | null, name: string) => {
    const id = email ?? name.toLowerCase();
    if (id === '' || people.has(id) || (email !== null && isNobody(email))) return;
    people.set(id, { email, name: name === '' ? (email ?? '') : name });
  };
  for (const attendee of event.attendees) {
    if (!attendee.self && !attendee.resource) add(attendee.email, attendee.name);
  }
  const { organizer } = event;
  const organizerIsSelf =
    organizer?.self === true ||
    event.attendees.some((a) => a.self && a.email !== null && a.email === organizer?.email);
  if (organizer && !organizerIsSelf) add(organizer.email, organizer.name);
  return [...people.values()];
}

/** Whether the user has said no to the meeting. */
export function isDeclined(event: Pick<CalendarEvent, 'attendees'>): boolean {
  return event.attendees.some((attendee) => attendee.self && attendee.response === 'declined');
}
