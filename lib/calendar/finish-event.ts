/** The last step of both normalisers: identity, call links, and the check that the result is an event. */
import * as z from 'zod/mini';
import { instanceKey } from '../event/calendar-event.ts';
import type { AccountId, CalendarEvent, CalendarId, EventTime } from '../event/calendar-event.ts';
import { toInstant } from '../event/instant.ts';
import type { Instant } from '../event/instant.ts';
import type { EventPage } from './calendar-provider.ts';
import { findCallLinks } from './find-call-links.ts';

/** Whose event it is. */
export interface EventOwner {
  accountId: AccountId;
  calendarId: CalendarId;
  /** The user's own addresses, lower case; the one that names the account first. */
  emails: readonly string[];
}

/** Whether an address is the user's own. */
export function isOwner(email: string | null, owner: EventOwner): boolean {
  return email !== null && owner.emails.includes(email);
}

export interface NormalizedPage {
  events: CalendarEvent[];
  /** Events that could not be understood. */
  skipped: number;
  /** The ids of those of them that had a readable one. */
  skippedIds: string[];
}

const NamedSchema = z.object({ id: z.string().check(z.minLength(1)) });

/** What a normaliser makes of one entry: an event, nothing by intent, or null where it is unusable. */
export type Normalized = CalendarEvent | 'ignored' | null;

/** Normalises a whole page; an entry that makes the normaliser fail is skipped and counted like any unusable one. */
export function normalizeAll(
  items: readonly unknown[],
  normalize: (item: unknown) => Normalized,
): NormalizedPage {
  const page: NormalizedPage = { events: [], skipped: 0, skippedIds: [] };
  for (const item of items) {
    const result = attempt(() => normalize(item));
    if (result === null) {
      page.skipped += 1;
      const named = z.safeParse(NamedSchema, item);
      if (named.success) page.skippedIds.push(named.data.id);
    } else if (result !== 'ignored') page.events.push(result);
  }
  return page;
}

/** A page whose entries are understood when they are first looked at: by then the next page can be on its way. */
export function pageOf(normalize: () => NormalizedPage, nextPageToken: string | null): EventPage {
  let normalized: NormalizedPage | undefined;
  const read = () => (normalized ??= normalize());
  return {
    get events() {
      return read().events;
    },
    get skipped() {
      return read().skipped;
    },
    get skippedIds() {
      return read().skippedIds;
    },
    nextPageToken,
  };
}

/** What a normaliser reads from an entry. */
export type EventParts = Pick<
  CalendarEvent,
  | 'eventId'
  | 'seriesId'
  | 'originalStart'
  | 'iCalUid'
  | 'title'
  | 'description'
  | 'location'
  | 'time'
  | 'status'
  | 'organizer'
  | 'attendees'
  | 'revision'
> & {
  /** Addresses that the calendar itself gives for joining, best first. */
  conference: readonly string[];
  /** The event's own address, if the calendar knows such a thing. */
  url?: string;
};

/**
 * A CalendarEvent, or null when the parts have no id. Nothing else is looked at again: the normalisers read each part
 * on its own, and tests hold what they make against the schema.
 */
export function finishEvent(owner: EventOwner, parts: EventParts): CalendarEvent | null {
  const { conference, url = '', ...rest } = parts;
  const { accountId, calendarId } = owner;
  const { eventId, seriesId, originalStart, location, description } = parts;
  if (eventId === '') return null;
  return {
    ...rest,
    accountId,
    calendarId,
    key: instanceKey({ accountId, calendarId, eventId, seriesId, originalStart }),
    callLinks: findCallLinks({ conference, url, location, description }),
  };
}

/** Times of a timed event; a missing end counts as the start. Null when the end lies before it. */
export function timedFrom(start: Instant, end: Instant | null, timeZone: string | null): EventTime | null {
  if (end !== null && end < start) return null;
  return { kind: 'timed', start, end: end ?? start, timeZone };
}

/** Dates of an all-day event; a missing or equal end means one day. Null for no dates, or an end before the start. */
export function allDayFrom(start: string, end: string | null): EventTime | null {
  const first = attempt(() => Temporal.PlainDate.from(start));
  if (first === null) return null;
  const after = end === null ? first : attempt(() => Temporal.PlainDate.from(end));
  if (after === null) return null;
  const order = Temporal.PlainDate.compare(after, first);
  if (order < 0 || first.year < 0 || after.year > 9998) return null;
  const last = order === 0 ? first.add({ days: 1 }) : after;
  return { kind: 'all-day', startDate: first.toString(), endDate: last.toString() } as EventTime;
}

/** An ISO 8601 time with an offset as an instant of the years 1900 to 9999, or null. */
export function readInstant(text: string | null | undefined): Instant | null {
  if (!text) return null;
  const instant = attempt(() => toInstant(text));
  return instant !== null && instant >= '1900' && instant < ':' ? instant : null;
}

/** A lower-case address, or null where the text is none. */
export function readAddress(text: string | null | undefined): string | null {
  const address = text?.trim().toLowerCase() ?? '';
  return address === '' ? null : address;
}

/** A part of untrusted input that may be missing or wrong: then it reads as undefined. */
export function lenient<Schema extends z.ZodMiniType>(schema: Schema) {
  return z.catch(z.optional(z.nullable(schema)), undefined);
}

function attempt<Value>(run: () => Value): Value | null {
  try {
    return run();
  } catch {
    return null;
  }
}
