/** Occurrences of an iCalendar file → CalendarEvent. Rules: RFC 5545, RFC 7986 and the extensions of Google and Microsoft. */
import { instanceKey } from '../../event/calendar-event.ts';
import type { Attendee, CalendarEvent } from '../../event/calendar-event.ts';
import type { ReadWindow } from '../calendar-provider.ts';
import { finishEvent, isOwner } from '../finish-event.ts';
import type { EventOwner } from '../finish-event.ts';
import { htmlToText, limitText } from '../html-to-text.ts';
import { expandIcs } from './expand-ics.ts';
import type { IcsInstance } from './expand-ics.ts';
import type { IcsCalendar, IcsEvent, IcsPerson } from './parse-ics.ts';

export interface IcsEvents {
  events: CalendarEvent[];
  /** Entries that could not be understood. */
  skipped: number;
  /** The UIDs of those of them that had one. */
  skippedIds: string[];
  /** Series of which not every occurrence could be worked out. */
  cutShort: number;
  /** Every title is just "Busy": the calendar was published at availability only. */
  busyOnly: boolean;
}

/** Every occurrence in the window as an event of `owner`. An instance is named by its UID and original start. */
export function readIcsEvents(
  calendar: IcsCalendar,
  options: { owner: EventOwner; window: ReadWindow; deviceTimeZone: string },
): IcsEvents {
  const { owner } = options;
  const { instances, skipped, skippedUids, cutShort } = expandIcs(calendar, options);
  const read: IcsEvents = {
    events: [],
    skipped,
    skippedIds: skippedUids,
    cutShort,
    busyOnly: isBusyOnly(calendar),
  };
  const drafts = new Map<IcsEvent, CalendarEvent | null>();
  for (const instance of instances) {
    let draft = drafts.get(instance.event);
    if (draft === undefined) {
      draft = describe(instance, owner);
      drafts.set(instance.event, draft);
      if (draft === null) {
        read.skipped += 1;
        read.skippedIds.push(instance.uid);
      }
    }
    if (draft !== null) read.events.push({ ...draft, ...namesOf(instance, owner), time: instance.time });
  }
  return read;
}

/** What tells the instances of one component apart, apart from their time. */
function namesOf({ uid, originalStart }: IcsInstance, { accountId, calendarId }: EventOwner) {
  const eventId = originalStart === null ? uid : `${uid}|${originalStart}`;
  const seriesId = originalStart === null ? null : uid;
  const key = instanceKey({ accountId, calendarId, eventId, seriesId, originalStart });
  return { eventId, seriesId, originalStart, key };
}

/** The event of a component, as its instance has it; others differ in name and time only. */
function describe(instance: IcsInstance, owner: EventOwner): CalendarEvent | null {
  const { event } = instance;
  const parts = {
    iCalUid: event.uid,
    title: limitText(event.summary),
    description: event.html === '' ? readDescription(event.description) : htmlToText(event.html),
    location: limitText(event.location),
    status: instance.status,
    organizer: organizerOf(event, owner),
    attendees: event.attendees.map((person) => toAttendee(person, owner)),
    conference: event.conference,
    url: event.url,
  };
  // Stamps are no help: many services set them anew for every answer, some never.
  const revision = `${event.sequence}-${hash(JSON.stringify(parts))}`;
  return finishEvent(owner, { ...parts, ...namesOf(instance, owner), time: instance.time, revision });
}

/** Google and Outlook put HTML into DESCRIPTION, which RFC 5545 knows as plain text. */
function readDescription(text: string): string {
  const isHtml = /<(?:\/?[a-z][a-z0-9]*[\s/>]|!--)|&(?:[a-z]{2,8}|#\d{1,7});/i.test(text.slice(0, 20_000));
  return isHtml ? htmlToText(text, { keepNewlines: true }) : limitText(text);
}

function organizerOf({ organizer }: IcsEvent, owner: EventOwner) {
  if (organizer === null) return null;
  const { email, name } = organizer;
  return { email, name, self: isOwner(email, owner) };
}

function toAttendee({ email, name, partStat, kind }: IcsPerson, owner: EventOwner): Attendee {
  return {
    email,
    name,
    self: isOwner(email, owner),
    response: RESPONSES.get(partStat) ?? 'needs-action',
    resource: kind === 'RESOURCE' || kind === 'ROOM',
  };
}

const RESPONSES = new Map<string, Attendee['response']>([
  ['ACCEPTED', 'accepted'],
  ['DECLINED', 'declined'],
  ['TENTATIVE', 'tentative'],
]);

/** 53 bits that change with the text (multiply and mix, in two halves). */
function hash(text: string): string {
  let low = 0x9e3779b9;
  let high = 0x85ebca6b;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high + code, 0x5bd1e995) ^ (high >>> 15);
  }
  return ((high & 0x1fffff) * 2 ** 32 + (low >>> 0)).toString(36);
}

/** What Outlook and Google write for a time of which they may tell nothing more, in the product's languages. */
const BUSY =
  /^(?:busy|tentative|free|away|out of office|working elsewhere|bezet|voorlopig|vrij|niet aanwezig|afwezig|werkt elders|occupée?|provisoire|libre|absente?(?: du bureau)?|travail ailleurs|gebucht|beschäftigt|belegt|mit vorbehalt|frei|abwesend|außer haus|an anderem ort tätig)$/i;

function isBusyOnly({ events }: IcsCalendar): boolean {
  return events.length > 0 && events.every(({ summary }) => BUSY.test(summary.trim()));
}

/** Fewer meetings with people in them tell nothing. */
const ENOUGH_MEETINGS = 3;
/** Nearly every one: the calendar's owner may have been left out of some that were shared by hand. */
const NEARLY_ALL = 0.9;

/**
 * The user's own address, as far as the calendar tells it: its name where that is an address (Google names a main
 * calendar so), else the one address that nearly all of at least three meetings have. Null when two would do.
 */
export function guessOwnAddress(calendar: IcsCalendar): string | null {
  const name = calendar.name?.toLowerCase() ?? '';
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(name)) return name;
  const counts = new Map<string, number>();
  let meetings = 0;
  for (const event of firstOfEach(calendar.events)) {
    if (event.attendees.length === 0) continue;
    meetings += 1;
    const people = event.attendees.filter(({ kind }) => kind !== 'RESOURCE' && kind !== 'ROOM');
    const addresses = new Set([...people, event.organizer].map((person) => person?.email ?? null));
    for (const email of addresses) if (email !== null) counts.set(email, (counts.get(email) ?? 0) + 1);
  }
  if (meetings < ENOUGH_MEETINGS) return null;
  const [first, second] = [...counts].toSorted((a, b) => b[1] - a[1]);
  if (first === undefined || first[1] < meetings * NEARLY_ALL || first[1] === second?.[1]) return null;
  return first[0];
}

/** One component for each UID: the overrides of a series are the same meeting again. */
function firstOfEach(events: readonly IcsEvent[]): Iterable<IcsEvent> {
  const first = new Map<string, IcsEvent>();
  for (const event of events) if (!first.has(event.uid)) first.set(event.uid, event);
  return first.values();
}
