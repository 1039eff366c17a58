/** Parsing a large calendar file and expanding its recurrences, against node-ical over the same text and window. */
import nodeIcal from 'node-ical';
import { expandIcs } from '../../lib/calendar/ics/expand-ics.ts';
import { parseIcs } from '../../lib/calendar/ics/parse-ics.ts';
import { readIcsEvents } from '../../lib/calendar/ics/read-ics-events.ts';
import type { AccountId, CalendarId } from '../../lib/event/calendar-event.ts';
import { addDays, toEpoch, toInstant } from '../../lib/event/instant.ts';
import { type BenchRow, median } from './ratio.ts';

const RUNS = 7;
const ENTRIES = 10_000;
const DAYS = 90;
const START = toInstant('2026-03-02T00:00:00Z');
const WINDOW = { start: START, end: addDays(START, DAYS) };
const OWNER = { accountId: 'ics:bench' as AccountId, calendarId: 'calendar' as CalendarId, emails: [] };

/** All that this process reads a floating time or a date by; node-ical takes no other. */
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * The row of ICS, and for what it is worth the same with every occurrence made into an event of the product.
 * @throws when the two do not find about the same occurrences: then they did not do the same work.
 */
export async function benchIcs(): Promise<BenchRow[]> {
  const text = largeCalendar();
  const times = { expand: [] as number[], events: [] as number[], base: [] as number[] };
  // The first round warms up.
  for (let run = 0; run <= RUNS; run += 1) {
    const theirs = timed(() => countWithNodeIcal(text));
    const ours = timed(
      () => expandIcs(parseIcs(text), { window: WINDOW, deviceTimeZone: ZONE }).instances.length,
    );
    const events = timed(
      () =>
        readIcsEvents(parseIcs(text), { owner: OWNER, window: WINDOW, deviceTimeZone: ZONE }).events.length,
    );
    if (Math.abs(ours.count - theirs.count) > theirs.count / 500 || events.count !== ours.count) {
      throw new Error(`${ours.count} and ${events.count} occurrences, but ${theirs.count} with node-ical`);
    }
    if (run === 0) continue;
    times.base.push(theirs.milliseconds);
    times.expand.push(ours.milliseconds);
    times.events.push(events.milliseconds);
  }
  const name = `${ENTRIES.toLocaleString('en')} entries of a calendar file (${(text.length / 1e6).toFixed(1)} MB)`;
  const shared = { baseline: `node-ical, ${DAYS} days too`, base: median(times.base), runs: RUNS };
  return [
    { ...shared, name: `parsing and expanding ${name}`, ours: median(times.expand), limit: 0.5 },
    { ...shared, name: `the same, up to normalised events`, ours: median(times.events), limit: null },
  ];
}

function timed(run: () => number): { count: number; milliseconds: number } {
  const start = performance.now();
  const count = run();
  return { count, milliseconds: performance.now() - start };
}

function countWithNodeIcal(text: string): number {
  // Its window has both ends in it.
  const [from, to] = [new Date(toEpoch(WINDOW.start)), new Date(toEpoch(WINDOW.end) - 1)];
  let count = 0;
  for (const entry of Object.values(nodeIcal.sync.parseICS(text))) {
    if (entry?.type !== 'VEVENT') continue;
    count += nodeIcal.expandRecurringEvent(entry, { from, to, expandOngoing: true }).length;
  }
  return count;
}

const TITLES = [
  'Weekly sync operations',
  'Budget review',
  'Mentoring Lotte',
  'Overleg directie',
  'Coaching Sam',
];
const AGENDA =
  'Agenda: 1. Where do we stand? 2. What blocks us? 3. Who does what by when?\\n\\nPlease read the attached report ' +
  'before the meeting\\, and add your points to the shared list.';

const ZONES = ['Europe/Brussels', 'America/New_York', 'Romance Standard Time'] as const;

/** The calendar of someone who has used it for two years: of ten entries four recur, one changes an instance. */
function largeCalendar(): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Beforehand//Benchmark//EN',
    'X-WR-CALNAME:Large',
  ];
  lines.push(...timeZone(ZONES[0], ['+0100', '+0200'], ['3;BYDAY=-1SU', '10;BYDAY=-1SU']));
  lines.push(...timeZone(ZONES[1], ['-0500', '-0400'], ['3;BYDAY=2SU', '11;BYDAY=1SU']));
  lines.push(...timeZone(ZONES[2], ['+0100', '+0200'], ['3;BYDAY=-1SU', '10;BYDAY=-1SU']));
  for (let at = 0; at < ENTRIES; at += 1) lines.push(...entry(at));
  lines.push('END:VCALENDAR', '');
  return lines.flatMap(fold).join('\r\n');
}

function timeZone(
  name: string,
  offsets: readonly [string, string],
  months: readonly [string, string],
): string[] {
  const observance = (kind: string, from: string, to: string, rule: string) => [
    `BEGIN:${kind}`,
    `TZOFFSETFROM:${from}`,
    `TZOFFSETTO:${to}`,
    'DTSTART:19700301T020000',
    `RRULE:FREQ=YEARLY;BYMONTH=${rule}`,
    `END:${kind}`,
  ];
  const [winter, summer] = offsets;
  return [
    'BEGIN:VTIMEZONE',
    `TZID:${name}`,
    ...observance('DAYLIGHT', winter, summer, months[0]),
    ...observance('STANDARD', summer, winter, months[1]),
    'END:VTIMEZONE',
  ];
}

/** Ten kinds in turn; an entry of the last kind changes an instance of the series before it. */
function entry(at: number): string[] {
  const kind = at % 10;
  const group = Math.floor(at / 10);
  const zone = ZONES[group % ZONES.length];
  const hour = 8 + (group % 9);
  const somewhere = Temporal.PlainDate.from('2025-01-06').add({ days: (group * 7 + kind) % 700 });
  // Two years from 2025 on. What the start of a series is that does not fit its rule, RFC 5545 leaves open.
  const first = kind === 6 ? secondTuesday(somewhere) : somewhere;
  const date = (days: number) => first.add({ days }).toString().replaceAll('-', '');
  const clock = (days: number, later = 0) => `${date(days)}T${String(hour + later).padStart(2, '0')}0000`;
  const local = (name: string, days: number, later = 0) => `${name};TZID=${zone}:${clock(days, later)}`;
  const timed = [local('DTSTART', 0), local('DTEND', 0, 1)];
  const wholeDay = [`DTSTART;VALUE=DATE:${date(0)}`, `DTEND;VALUE=DATE:${date(1)}`];
  switch (kind) {
    case 3:
      return vevent(at, [`DTSTART:${clock(0)}Z`, `DTEND:${clock(0, 1)}Z`]);
    case 4:
      return vevent(at, wholeDay);
    case 5:
      return vevent(at, [...timed, 'RRULE:FREQ=WEEKLY;COUNT=40', local('EXDATE', 14)]);
    case 6:
      return vevent(at, [...timed, 'RRULE:FREQ=MONTHLY;BYDAY=2TU,-1FR;UNTIL=20270101T000000Z']);
    case 7:
      return vevent(at, [...wholeDay, 'RRULE:FREQ=YEARLY']);
    case 8:
      return vevent(at, [...timed, 'RRULE:FREQ=WEEKLY;INTERVAL=2']);
    case 9: {
      // One day further than the series, at the same place of its ten.
      const [id, start, end] = [local('RECURRENCE-ID', 27), local('DTSTART', 28), local('DTEND', 28, 1)];
      return vevent(at - 1, [id, start, end, 'SEQUENCE:1']);
    }
    default:
      return vevent(at, timed);
  }
}

function secondTuesday(inMonth: Temporal.PlainDate): Temporal.PlainDate {
  const first = inMonth.with({ day: 1 });
  return first.add({ days: 7 + ((9 - first.dayOfWeek) % 7) });
}

function vevent(at: number, lines: readonly string[]): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:entry-${at}@large.example`,
    'DTSTAMP:20260201T120000Z',
    ...lines,
    `SUMMARY:${TITLES[at % TITLES.length]} ${at}`,
    `DESCRIPTION:${AGENDA}`,
    'LOCATION:https://meet.google.com/abc-defg-hij',
    'ORGANIZER;CN=Katrien Maes:mailto:katrien.maes@large.example',
    `ATTENDEE;CN="Person ${at % 40}";PARTSTAT=ACCEPTED:mailto:person${at % 40}@guests.example`,
    'STATUS:CONFIRMED',
    'END:VEVENT',
  ];
}

/** At most 75 characters a line, as RFC 5545 §3.1 wants of text in ASCII. */
function fold(line: string): string[] {
  const [first = '', ...rest] = line.match(/^.{1,75}|.{1,74}/gs) ?? [''];
  return [first, ...rest.map((part) => ` ${part}`)];
}
