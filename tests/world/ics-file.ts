/**
 * A calendar of the world as an iCalendar file (RFC 5545), in the manner of each service that publishes one.
 */
import {
  expandEvent,
  isAllDay,
  readMoment,
  type WorldInstance,
  type WorldMoment,
} from './expand-recurrence.ts';
import type { WorldAttendee, WorldCalendar, WorldEvent, WorldException } from './world-description.ts';

/**
 * `google`: guests, X-GOOGLE-CONFERENCE · `outlook`: no guests, Windows zone names, the join text in the description ·
 * `icloud`: guests, an URL · `bare`: guests, zones without a VTIMEZONE.
 */
export type IcsManner = 'google' | 'outlook' | 'icloud' | 'bare';

const CREATED = '2026-01-05T08:00:00Z';
/** Octets of a line, its break not counted (RFC 5545 §3.1). */
const LINE = 75;

/** The whole calendar. The same calendar gives the same text. */
export function toIcsFile(calendar: WorldCalendar, manner: IcsManner): string {
  const lines = [
    'BEGIN:VCALENDAR',
    `PRODID:-//Test world//${manner}//EN`,
    'VERSION:2.0',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escape(calendar.name)}`,
    ...(manner === 'google' ? [`X-WR-TIMEZONE:${calendar.timeZone}`] : []),
    ...(manner === 'bare' ? [] : brusselsZone(zoneName('Europe/Brussels', manner))),
    ...calendar.events.flatMap((event) => eventLines(event, calendar, manner)),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

function eventLines(event: WorldEvent, calendar: WorldCalendar, manner: IcsManner): string[] {
  const { recurrence } = event;
  const start = readMoment(event.start);
  const master = { event, start, end: readMoment(event.end) };
  if (!recurrence) return component(master, [], manner);
  const { exceptions = [] } = recurrence;
  const days = ({ on }: WorldException) => withClockOf(start, Temporal.PlainDate.from(on));
  const series = [
    rule(event, start),
    ...exceptions
      .filter(({ cancelled }) => cancelled)
      .map((exception) => moment('EXDATE', days(exception), manner)),
  ];
  const overrides = exceptions
    .filter(({ cancelled }) => !cancelled)
    .flatMap((exception) => instancesOn(event, exception, calendar))
    .flatMap((instance) =>
      component(instance, [moment('RECURRENCE-ID', instance.originalStart, manner)], manner),
    );
  return [...component(master, series, manner), ...overrides];
}

/** The instance that an exception is about, with what it changes. */
function instancesOn(event: WorldEvent, exception: WorldException, calendar: WorldCalendar): WorldInstance[] {
  const only = { ...event, recurrence: { ...event.recurrence, exceptions: [exception] } } as WorldEvent;
  // Moved ones may lie anywhere.
  const from = Temporal.Instant.from('1970-01-01T00:00Z');
  const to = Temporal.Instant.from('2100-01-01T00:00Z');
  return expandEvent(only, { from, to }, calendar.timeZone).filter(({ kind }) => kind === 'exception');
}

function component(
  { event, start, end }: Pick<WorldInstance, 'event' | 'start' | 'end'>,
  more: string[],
  manner: IcsManner,
): string[] {
  const updated = compact(
    Temporal.Instant.from(event.updated ?? CREATED).toString({ smallestUnit: 'second' }),
  );
  const { raw } = event;
  return [
    'BEGIN:VEVENT',
    `UID:${escape(event.iCalUid)}`,
    `DTSTAMP:${updated}`,
    `LAST-MODIFIED:${updated}`,
    moment('DTSTART', start, manner),
    moment('DTEND', end, manner),
    ...more,
    ...(event.title === undefined ? [] : [`SUMMARY:${escape(event.title)}`]),
    ...descriptionOf(event, manner),
    ...(event.location === undefined ? [] : [`LOCATION:${escape(event.location)}`]),
    `STATUS:${(event.status ?? 'confirmed').toUpperCase()}`,
    ...(manner === 'outlook' ? [] : peopleOf(event)),
    ...(event.visibility === 'private' ? ['CLASS:PRIVATE'] : []),
    ...(typeof raw?.['ics'] === 'string' ? raw['ics'].split('\n') : []),
    'END:VEVENT',
  ];
}

function descriptionOf({ description = '', conference }: WorldEvent, manner: IcsManner): string[] {
  if (manner === 'outlook') {
    const plain = description.replaceAll(/<[^>]+>/g, '').replaceAll('&amp;', '&');
    const join = conference ? `\n________\nJoin: ${conference.url}\n________\n` : '';
    return [`DESCRIPTION:${escape(plain + join)}`, `X-ALT-DESC;FMTTYPE=text/html:${escape(description)}`];
  }
  const line = description === '' ? [] : [`DESCRIPTION:${escape(description)}`];
  if (!conference) return line;
  return [...line, `${manner === 'google' ? 'X-GOOGLE-CONFERENCE' : 'URL'}:${conference.url}`];
}

function peopleOf({ organiser, attendees = [] }: WorldEvent): string[] {
  return [
    `ORGANIZER;CN=${parameter(organiser.name)}:mailto:${organiser.email}`,
    ...attendees.map(
      (attendee) =>
        `ATTENDEE;CUTYPE=${attendee.resource ? 'RESOURCE' : 'INDIVIDUAL'};ROLE=REQ-PARTICIPANT` +
        `;PARTSTAT=${PART_STAT[attendee.response ?? 'needsAction']};CN=${parameter(attendee.name)}` +
        `:mailto:${attendee.email}`,
    ),
  ];
}

const PART_STAT: Record<NonNullable<WorldAttendee['response']>, string> = {
  accepted: 'ACCEPTED',
  declined: 'DECLINED',
  tentative: 'TENTATIVE',
  needsAction: 'NEEDS-ACTION',
};

function rule({ recurrence }: WorldEvent, start: WorldMoment): string {
  const { every = 'week', count, until } = recurrence ?? {};
  const parts = [every === 'month' ? 'FREQ=MONTHLY' : 'FREQ=WEEKLY'];
  if (every === 'two-weeks') parts.push('INTERVAL=2');
  if (count !== undefined) parts.push(`COUNT=${count}`);
  if (until !== undefined) {
    const last = withClockOf(start, Temporal.PlainDate.from(until));
    const text = isAllDay(last) ? last.toString() : last.toInstant().toString({ smallestUnit: 'second' });
    parts.push(`UNTIL=${compact(text)}`);
  }
  return `RRULE:${parts.join(';')}`;
}

/** The wall time of a series on another date. */
function withClockOf(start: WorldMoment, date: Temporal.PlainDate): WorldMoment {
  if (isAllDay(start)) return date;
  return date.toZonedDateTime({ timeZone: start.timeZoneId, plainTime: start.toPlainTime() });
}

function moment(name: string, at: WorldMoment, manner: IcsManner): string {
  if (isAllDay(at)) return `${name};VALUE=DATE:${compact(at.toString())}`;
  const local = at.toPlainDateTime().toString({ smallestUnit: 'second' });
  return `${name};TZID=${zoneName(at.timeZoneId, manner)}:${compact(local)}`;
}

function zoneName(timeZone: string, manner: IcsManner): string {
  return manner === 'outlook' && timeZone === 'Europe/Brussels' ? 'Romance Standard Time' : timeZone;
}

/** Summer time of the European Union since 1996. */
function brusselsZone(tzid: string): string[] {
  const observance = (kind: string, month: number, hour: string, from: string, to: string) => [
    `BEGIN:${kind}`,
    `TZOFFSETFROM:${from}`,
    `TZOFFSETTO:${to}`,
    `DTSTART:1970${String(month).padStart(2, '0')}${month === 3 ? '29' : '25'}T${hour}0000`,
    `RRULE:FREQ=YEARLY;BYMONTH=${month};BYDAY=-1SU`,
    `END:${kind}`,
  ];
  return [
    'BEGIN:VTIMEZONE',
    `TZID:${tzid}`,
    ...observance('DAYLIGHT', 3, '02', '+0100', '+0200'),
    ...observance('STANDARD', 10, '03', '+0200', '+0100'),
    'END:VTIMEZONE',
  ];
}

function compact(text: string): string {
  return text.replaceAll(/[-:]/g, '');
}

/** TEXT (RFC 5545 §3.3.11). */
function escape(text: string): string {
  return text.replaceAll(/[\\;,]/g, String.raw`\$&`).replaceAll(/\r?\n/g, String.raw`\n`);
}

function parameter(text: string): string {
  return `"${text.replaceAll('"', "'")}"`;
}

function fold(line: string): string {
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > LINE) {
      parts.push(part);
      part = ' ';
      octets = 1;
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join('\r\n');
}
