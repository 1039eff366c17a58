/** A calendar file → one event for each thing that it describes, wherever in time that lies. */
import { type IcsCalendar, type IcsEvent, parseIcs } from '../lib/calendar/ics/parse-ics.ts';
import { guessOwnAddress, type IcsEvents, readIcsEvents } from '../lib/calendar/ics/read-ics-events.ts';
import type { AccountId, CalendarEvent, CalendarId } from '../lib/event/calendar-event.ts';
import { toInstant } from '../lib/event/instant.ts';

export interface IcsReading {
  /** `id` is the UID; `UID|original start` for a changed instance. In the order of the file. */
  found: { id: string; event: CalendarEvent }[];
  /** What could not be read; `line` counts from 1. */
  faults: { line: number; fault: string }[];
}

const ALWAYS = { start: toInstant('0001-01-01T00:00:00Z'), end: toInstant('9999-12-31T00:00:00Z') };

/**
 * Every UID once, as the extension reads it, and once more for each instance whose title or description is its own.
 * @throws IcsError when it is no calendar, or one that the extension would refuse.
 */
export function readIcsFile(bytes: Uint8Array): IcsReading {
  const calendar = parseIcs(bytes);
  const emails = [guessOwnAddress(calendar) ?? []].flat();
  const owner = { accountId: 'ics:file' as AccountId, calendarId: 'calendar' as CalendarId, emails };
  const deviceTimeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const read = (events: IcsEvent[]) => {
    const part = { ...calendar, events, skipped: 0, skippedUids: [] };
    return readIcsEvents(part, { owner, window: ALWAYS, deviceTimeZone });
  };

  const named = calendar.events.filter(({ hasUid }) => hasUid);
  const changed = new Set(named.flatMap(({ uid, recurrenceId }) => (recurrenceId ? uid : [])));
  const alone = named.map((event) => standAlone(event, changed.has(event.uid)));
  const main = read(alone.filter(({ recurrenceId }) => recurrenceId === null));
  const instances = read(alone.filter(({ recurrenceId }) => recurrenceId !== null));

  const byUid = new Map<string, { id: string; event: CalendarEvent }[]>();
  const texts = new Set<string>();
  for (const event of [...main.events, ...instances.events]) {
    const uid = event.iCalUid as string;
    const of = byUid.get(uid);
    const text = JSON.stringify([uid, event.title, event.description]);
    if (of === undefined) byUid.set(uid, [{ id: uid, event }]);
    else if (!texts.has(text)) of.push({ id: event.eventId, event });
    texts.add(text);
  }
  const order = [...new Set(named.map(({ uid }) => uid))];
  const found = order.flatMap((uid) => byUid.get(uid) ?? []);
  const skipped = calendar.skipped + main.skipped + instances.skipped;
  const isWhole =
    skipped === 0 &&
    named.length === calendar.events.length &&
    byUid.size === order.length &&
    !calendar.truncated;
  return { found, faults: isWhole ? [] : findFaults(bytes, calendar, read) };
}

/** The component on the day that it stands on. A series remains one, without its other days. */
function standAlone(event: IcsEvent, isChanged: boolean): IcsEvent {
  const recurs = isChanged || event.rules.length > 0 || event.extraDates.length > 0;
  return {
    ...event,
    rules: [],
    exceptionRules: [],
    exceptDates: [],
    extraDates:
      recurs && event.recurrenceId === null ? [{ start: event.start, end: null, duration: null }] : [],
  };
}

/** Looks at each entry alone, since the parser counts no lines. */
function findFaults(
  bytes: Uint8Array,
  { truncated }: IcsCalendar,
  read: (events: IcsEvent[]) => IcsEvents,
): IcsReading['faults'] {
  const faults: IcsReading['faults'] = [];
  const encoding = bytes[0] === 0xff ? 'utf-16le' : bytes[0] === 0xfe ? 'utf-16be' : 'utf-8';
  const lines = new TextDecoder(encoding)
    .decode(bytes)
    .trimEnd()
    .split(/\r\n?|\n/);
  let begin: number | null = null;
  const close = (end: number) => {
    if (begin === null) return;
    const entry = parseIcs(['BEGIN:VCALENDAR', ...lines.slice(begin, end), 'END:VCALENDAR'].join('\n'));
    const fault = faultOf(entry, read);
    if (fault !== null) faults.push({ line: begin + 1, fault });
    begin = null;
  };
  for (const [index, line] of lines.entries()) {
    if (/^BEGIN:VEVENT\s*$/i.test(line)) {
      close(index);
      begin = index;
    } else if (/^END:V(?:EVENT|CALENDAR)\s*$/i.test(line)) close(index + 1);
  }
  close(lines.length);
  if (truncated)
    faults.push({ line: lines.length, fault: 'the calendar does not end: it may have been cut off' });
  return faults;
}

function faultOf(entry: IcsCalendar, read: (events: IcsEvent[]) => IcsEvents): string | null {
  const [event] = entry.events;
  if (event === undefined) return 'this entry has no times that can be read, or too long a UID';
  if (!event.hasUid) return 'this entry has no UID';
  if (read([standAlone(event, false)]).events.length > 0) return null;
  return 'this entry ends before it starts, or lies outside the years 1 to 9999';
}
