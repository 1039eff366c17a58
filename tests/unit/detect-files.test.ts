/** What `npm run detect` makes of rows and calendar files, next to what the extension makes of them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IcsError, parseIcs } from '../../lib/calendar/ics/parse-ics.ts';
import { guessOwnAddress, readIcsEvents } from '../../lib/calendar/ics/read-ics-events.ts';
import { detectSession, prepareContext } from '../../lib/detection/detect-session.ts';
import {
  CalendarEventSchema,
  type AccountId,
  type CalendarEvent,
  type CalendarId,
} from '../../lib/event/calendar-event.ts';
import { toInstant } from '../../lib/event/instant.ts';
import { readIcsFile } from '../../scripts/detect-ics.ts';
import { RowError, readRow } from '../../scripts/detect-row.ts';
import { CORPUS, readCorpus } from '../fixtures/ics/corpus.ts';
import { wrapIcs } from '../support/build-ics.ts';
import { MODEL } from '../support/detection-model.ts';

const times = { start: '2026-11-10T14:00:00+01:00', end: '2026-11-10T15:00:00+01:00' };

function readEvent(event: object): CalendarEvent {
  return readRow(JSON.stringify({ id: 'a', userRole: 'coach', event: { ...times, ...event } })).event;
}

describe('a row', () => {
  test('is read as a calendar service would give it', () => {
    const row = {
      id: 'row 1',
      userRole: 'mentee',
      event: {
        ...times,
        title: ' Mentoring \u001bLotte ',
        description: '<p>Goals</p><p>Next step</p>',
        organizer: { email: 'Ingrid@Ambit.example', name: 'Ingrid' },
        attendees: [
          { email: ' ingrid@ambit.example', name: 'Ingrid', self: true, responseStatus: 'accepted' },
          { email: 'lotte@maes.example', name: 'Lotte', self: false, responseStatus: 'needsAction' },
          { email: null, name: '', self: false, responseStatus: 'declined' },
        ],
        location: 'Gent',
        meetingUrl: 'https://zoom.us/j/123456789',
        recurrence: 'RRULE:FREQ=WEEKLY',
        allDay: false,
        status: 'tentative',
        colour: 'red',
      },
    };
    const { id, event } = readRow(JSON.stringify(row));
    expect(id).toBe('row 1');
    expect(event).toMatchObject({
      title: 'Mentoring Lotte',
      description: 'Goals\nNext step',
      organizer: { email: 'ingrid@ambit.example', self: true },
      attendees: [
        { email: 'ingrid@ambit.example', self: true, response: 'accepted' },
        { email: 'lotte@maes.example', self: false, response: 'needs-action' },
      ],
      location: 'Gent',
      callLinks: [{ url: 'https://zoom.us/j/123456789' }],
      time: { kind: 'timed', start: '2026-11-10T13:00:00.000Z', end: '2026-11-10T14:00:00.000Z' },
      status: 'tentative',
    });
    expect(event.seriesId).not.toBeNull();
  });

  test('may say null where nothing is known', () => {
    const names =
      'title description organizer attendees location meetingUrl recurrence end allDay status'.split(' ');
    const event = readEvent(Object.fromEntries(names.map((name) => [name, null])));
    expect(event).toEqual(readRow(JSON.stringify({ id: 'a', event: { start: times.start } })).event);
    expect(event).toMatchObject({ title: '', attendees: [], seriesId: null, status: 'confirmed' });
    expect(event.time).toMatchObject({ start: '2026-11-10T13:00:00.000Z', end: '2026-11-10T13:00:00.000Z' });
  });

  test.each([
    ['dates', { start: '2026-11-10', end: '2026-11-12', allDay: true }, '2026-11-12'],
    ['dates that do not say so', { start: '2026-11-10', end: '2026-11-12', allDay: null }, '2026-11-12'],
    ['times', { start: '2026-11-10T00:00:00+01:00', end: '2026-11-11T00:00:00+01:00', allDay: true }, '2026-11-11'],
    ['the same date twice', { start: '2026-11-10', end: '2026-11-10', allDay: true }, '2026-11-11'],
    ['no end', { start: '2026-11-10', end: null, allDay: true }, '2026-11-11'],
  ])('lasts whole days by %s', (_, event, endDate) => {
    expect(readEvent(event).time).toEqual({ kind: 'all-day', startDate: '2026-11-10', endDate });
  }); // prettier-ignore

  test('gives an event, or a fault that holds no word of it, whatever stands in it', () => {
    const odd = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('', times.start, times.end, '2026-11-10', '9999-12-31T23:59:59-12:00', 'https://[', '<a href="'),
    ); // prettier-ignore
    const people = fc.array(
      fc.record({ email: odd, name: odd, self: odd, responseStatus: odd }, { requiredKeys: [] }),
    );
    const events = fc.record(
      {
        title: odd,
        description: odd,
        organizer: fc.oneof(odd, fc.record({ email: odd, name: odd })),
        attendees: fc.oneof(odd, people),
        location: odd,
        meetingUrl: odd,
        recurrence: odd,
        start: fc.oneof(odd, fc.constant(times.start)),
        end: odd,
        allDay: odd,
        status: odd,
      },
      { requiredKeys: [] },
    );
    const rows = fc.record({ id: fc.oneof(odd, fc.string({ minLength: 1 })), event: fc.oneof(odd, events) });
    const lines = fc.oneof(rows.map((row) => JSON.stringify(row)), odd.map((row) => JSON.stringify(row)), fc.string()); // prettier-ignore
    const [place, fault] = [
      String.raw`(?:this line|id|event(?:\.\w+(?:\[\d+\](?:\.\w+)?)?(?:\.\w+)?)?)`,
      '(?:is missing|is not JSON|lies before event.start|should (?:not be empty|be (?:an? (?:text|list|object)|true or false|an ISO 8601 time with an offset)))',
    ];
    const known = new RegExp(
      `^(?:${place} ${fault}|event.start and event.end should be dates in their order)$`,
    );
    fc.assert(
      fc.property(lines, (line) => {
        try {
          const { id, event } = readRow(line);
          expect(id).not.toBe('');
          expect(CalendarEventSchema.parse(event)).toEqual(event);
        } catch (error) {
          expect(error).toBeInstanceOf(RowError);
          expect((error as RowError).message).toMatch(known);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

const bytes = (text: string) => new TextEncoder().encode(text);
const idsOf = (...lines: string[]) => readIcsFile(bytes(wrapIcs(lines))).found.map(({ id }) => id);

const TITLE = 'Séance de coaching';

/** An entry on 10 November, 13:00 to 14:00 UTC, but for what the lines say. */
function entry(...lines: string[]): string[] {
  const plain = ['DTSTART:20261110T130000Z', 'DTEND:20261110T140000Z', `SUMMARY:${TITLE}`];
  const said = new Set(lines.map((line) => line.split(':')[0]));
  return ['BEGIN:VEVENT', ...plain.filter((line) => !said.has(line.split(':')[0])), ...lines, 'END:VEVENT'];
}

describe('a calendar file', () => {
  const nothingKnown = prepareContext(MODEL);

  /** What a verdict is made of, and the verdict. */
  function judged(event: CalendarEvent) {
    const { iCalUid, title, description, organizer, attendees, callLinks } = event;
    const recurs = event.seriesId !== null;
    const verdict = detectSession(event, nothingKnown);
    return { iCalUid, title, description, organizer, attendees, callLinks, recurs, verdict };
  }

  test.each(CORPUS)('$file is judged as the extension judges what it shows of it', ({ file, window }) => {
    const text = readCorpus(file);
    const calendar = parseIcs(text);
    const [start, end] = window ?? ['2026-03-01', '2026-04-01'];
    const shown = readIcsEvents(calendar, {
      owner: {
        accountId: 'ics:1' as AccountId,
        calendarId: 'calendar' as CalendarId,
        emails: [guessOwnAddress(calendar) ?? []].flat(),
      },
      window: { start: toInstant(`${start}T00:00:00Z`), end: toInstant(`${end}T00:00:00Z`) },
      deviceTimeZone: 'Europe/Brussels',
    });
    const { found, faults } = readIcsFile(bytes(text));
    const verdicts = found.map(({ event }) => judged(event));
    for (const event of shown.events) expect(verdicts).toContainEqual(judged(event));
    expect(faults).toHaveLength(shown.skipped + Number(calendar.truncated));
  });

  test('gives each UID once, in the order of the file, the newest where it comes again', () => {
    const lines = [
      ...entry('UID:b', 'SUMMARY:New', 'SEQUENCE:2'),
      ...entry('UID:a', 'RRULE:FREQ=DAILY'),
      ...entry('UID:b', 'SUMMARY:Old', 'SEQUENCE:1'),
      ...entry('UID:__proto__'),
    ];
    const { found, faults } = readIcsFile(bytes(wrapIcs(lines)));
    expect(found.map(({ id, event }) => `${id} ${event.title}`)).toEqual([
      'b New',
      `a ${TITLE}`,
      `__proto__ ${TITLE}`,
    ]);
    expect(faults).toEqual([]);
  });

  test('gives an instance of its own where title or description are, wherever it stands', () => {
    const instance = (date: string, ...lines: string[]) =>
      entry('UID:a', `RECURRENCE-ID:202611${date}T130000Z`, ...lines);
    const changed = [
      ...instance('17', 'SUMMARY:Mentoring'),
      ...instance('18', 'DTSTART:20261119T090000Z', 'DTEND:20261119T100000Z'),
      ...instance('19', 'DESCRIPTION:Bring the plan'),
      ...instance('20', 'SUMMARY:Mentoring'),
    ];
    const ids = ['a', 'a|2026-11-17T13:00:00.000Z', 'a|2026-11-19T13:00:00.000Z'];
    const master = entry('UID:a', 'RRULE:FREQ=DAILY');
    expect(idsOf(...master, ...changed)).toEqual(ids);
    expect(idsOf(...changed, ...master)).toEqual(ids);
    expect(idsOf(...instance('17', 'SUMMARY:Mentoring'), ...instance('18'))).toEqual(['a', 'a|2026-11-18T13:00:00.000Z']);
  }); // prettier-ignore

  const NO_UID = 'this entry has no UID';
  const NO_TIMES = 'this entry has no times that can be read, or too long a UID';
  const NOWHEN = 'this entry ends before it starts, or lies outside the years 1 to 9999';
  const ENTRIES: [fault: string | null, make: (uid: string) => string[]][] = [
    [null, (uid) => entry(`UID:${uid}`)],
    [null, (uid) => entry(`UID:${uid}`, 'RRULE:FREQ=WEEKLY', 'EXDATE:20261110T130000Z')],
    [null, (uid) => entry('SUMMARY:Séance de', '  coaching', `UID:${uid}`)],
    [NO_UID, () => entry('BEGIN:VALARM', 'UID:alarm', 'END:VALARM')],
    [NO_UID, () => entry('UID: ')],
    [NO_TIMES, (uid) => entry(`UID:${uid}`, 'DTSTART:yester', ' day')],
    [NO_TIMES, (uid) => entry(`UID:${uid}`, 'DTEND:later')],
    [NO_TIMES, (uid) => entry(`UID:${uid.repeat(1_001)}`)],
    [NOWHEN, (uid) => entry(`UID:${uid}`, 'DTEND:20261110T125959Z')],
    [NOWHEN, (uid) => entry(`UID:${uid}`, 'DTSTART:00001110T130000Z', 'DTEND:00001110T140000Z')],
    [NOWHEN, (uid) => entry(`UID:${uid}`, 'DTSTART:99991231T130000Z', 'DTEND:99991231T140000Z')],
  ];
  const ENCODINGS: Record<string, (text: string) => Uint8Array> = {
    'UTF-8': bytes,
    'UTF-8 with a mark': (text) => bytes(`\ufeff${text}`),
    'UTF-16, little end first': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
    'UTF-16, big end first': (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
    'Windows-1252': (text) => Buffer.from(text, 'latin1'),
  };

  test.each(Object.entries(ENCODINGS))('in %s has a verdict or a line with its fault for each entry', (_, encode) => {
    const ends = fc.constantFrom('\r\n', '\n', '\r');
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ENTRIES), { maxLength: 12 }), ends, (entries, end) => {
        const [ids, faults, lines]: [string[], { line: number; fault: string }[], string[]] = [[], [], []];
        for (const [index, [fault, make]] of entries.entries()) {
          // A calendar begins with three lines of its own.
          if (fault === null) ids.push(`${index}`);
          else faults.push({ line: lines.length + 4, fault });
          lines.push(...make(`${index}`));
        }
        const reading = readIcsFile(encode(wrapIcs(lines).replaceAll('\r\n', end)));
        expect(reading.found.map(({ id }) => id)).toEqual(ids);
        expect(reading.faults).toEqual(faults);
        for (const { event } of reading.found) expect(event.title).toBe(TITLE);
      }),
    );
  }); // prettier-ignore

  test('that was cut off gives what is there, and says so at its last line', () => {
    const whole = wrapIcs([...entry('UID:a'), ...entry('UID:b')]);
    const { found, faults } = readIcsFile(bytes(whole.slice(0, whole.lastIndexOf('SUMMARY') + 9)));
    expect(found.map(({ id }) => id)).toEqual(['a']);
    expect(faults).toEqual([
      { line: 10, fault: NO_UID },
      { line: 13, fault: 'the calendar does not end: it may have been cut off' },
    ]);
  });

  test('that is none is refused', () => {
    for (const text of ['', 'Dear Lotte,\n', entry('UID:a').join('\n')])
      expect(() => readIcsFile(bytes(text))).toThrow(IcsError);
  });
});
