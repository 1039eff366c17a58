/** Awkward calendars, with every occurrence worked out by hand (tests/fixtures/ics/corpus.ts). */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { expandIcs } from '../../../lib/calendar/ics/expand-ics.ts';
import { parseIcs } from '../../../lib/calendar/ics/parse-ics.ts';
import { guessOwnAddress, readIcsEvents } from '../../../lib/calendar/ics/read-ics-events.ts';
import {
  CalendarEventSchema,
  isDeclined,
  otherPeople,
  type AccountId,
  type CalendarId,
} from '../../../lib/event/calendar-event.ts';
import { toInstant } from '../../../lib/event/instant.ts';
import { CORPUS, readCorpus, type CorpusCase } from '../../fixtures/ics/corpus.ts';
import { showInstances } from '../../fixtures/ics/show-instance.ts';

const OWNER = {
  accountId: 'ics:1' as AccountId,
  calendarId: 'c' as CalendarId,
  emails: ['ingrid@ambit.example'],
};

function optionsOf({ window = ['2026-03-01', '2026-04-01'], device = 'Europe/Brussels' }: CorpusCase) {
  const [start, end] = window;
  const instant = (date: string) => toInstant(`${date}T00:00:00Z`);
  return { window: { start: instant(start), end: instant(end) }, deviceTimeZone: device };
}

function expand(one: CorpusCase, source: string | Uint8Array = readCorpus(one.file)) {
  return expandIcs(parseIcs(source), optionsOf(one));
}

function read(file: string) {
  const one = CORPUS.find((each) => each.file === file);
  if (!one) throw new Error(`There is no ${file} in the corpus.`);
  const calendar = parseIcs(readCorpus(file));
  return { calendar, ...readIcsEvents(calendar, { owner: OWNER, ...optionsOf(one) }) };
}

describe('the occurrences of', () => {
  test.each(CORPUS)('$file', (one) => {
    const expansion = expand(one);
    expect(showInstances(expansion.instances)).toEqual(one.expected);
    expect(expansion.unknownZones.toSorted()).toEqual(one.unknownZones ?? []);
    expect(expansion.skippedUids).toEqual(one.skippedUids ?? []);
    expect(expansion.skipped).toBe(one.skippedUids?.length ?? 0);
  });

  test.each(CORPUS)('$file, however its lines end', (one) => {
    const text = readCorpus(one.file);
    const crlf = text.replaceAll('\n', '\r\n');
    const forms = [
      crlf,
      text.replaceAll('\n', '\r'),
      `\uFEFF${crlf}`,
      new TextEncoder().encode(`\uFEFF${crlf}`),
    ];
    for (const form of forms) expect(showInstances(expand(one, form).instances)).toEqual(one.expected);
  });

  test.each(CORPUS)('$file, as events', (one) => {
    const { events } = readIcsEvents(parseIcs(readCorpus(one.file)), { owner: OWNER, ...optionsOf(one) });
    expect(events).toHaveLength(one.expected.length);
    expect(new Set(events.map(({ key }) => key)).size).toBe(events.length);
    for (const event of events) {
      expect(CalendarEventSchema.safeParse(event).success).toBe(true);
      expect(event.seriesId === null).toBe(event.originalStart === null);
      const { iCalUid, originalStart } = event;
      expect(event.eventId).toBe(originalStart === null ? iCalUid : `${iCalUid}|${originalStart}`);
    }
  });
});

test('every calendar of the folder is in the table, once, and there are enough', () => {
  const files = readdirSync(new URL('../../fixtures/ics/', import.meta.url));
  const calendars = files.filter((file) => file.endsWith('.ics')).map((file) => file.slice(0, -4));
  expect(CORPUS.map(({ file }) => file).toSorted()).toEqual(calendars.toSorted());
  expect(calendars.length).toBeGreaterThanOrEqual(60);
});

describe('what else the calendars say', () => {
  test('text is unfolded and unescaped', () => {
    const [event] = read('folding').events;
    expect(event?.iCalUid).toBe('folded');
    expect(event?.title).toBe('Eén gesprek met Zoë Schoutens, over doelen');
    expect(event?.description).toBe('First line\nSecond; with \\ and \nthird');
  });

  test('what stands in quotes or behind a backslash is no property', () => {
    const [event] = read('parameters').events;
    expect(event?.seriesId).toBeNull();
    expect(event?.organizer?.email).toBe('x@x.example');
    expect(event?.attendees).toMatchObject([{ email: 'y@y.example', name: 'a:b;c,d', response: 'accepted' }]);
  });

  test('an alarm keeps its properties to itself', () => {
    const [event] = read('other-components').events;
    expect(event).toMatchObject({ iCalUid: 'alarmed', description: 'After the alarms', status: 'confirmed' });
  });

  test('names and zones', () => {
    expect(read('lower-case-names').calendar.name).toBe('Lower');
    const google = read('google-private');
    expect(google.calendar).toMatchObject({ name: 'ingrid@ambit.example', timeZone: 'Europe/Brussels' });
    const zones = (file: string) => {
      const times = read(file).events.flatMap(({ time }) => (time.kind === 'timed' ? time.timeZone : []));
      return [...new Set(times)];
    };
    expect(zones('google-private')).toContain('Europe/Brussels');
    expect(zones('outlook-published')).toEqual(['Europe/Paris']);
    expect(zones('tzid-path')).toEqual(['Europe/Brussels', 'America/Argentina/Ushuaia', 'Asia/Kolkata']);
  });

  test('Google: people, the call, and whose calendar it is', () => {
    const { calendar, events } = read('google-private');
    const [first, , , moved] = events.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    expect(guessOwnAddress(calendar)).toBe('ingrid@ambit.example');
    expect(first?.callLinks[0]).toEqual({
      url: 'https://meet.google.com/abc-defg-hij',
      source: 'conference',
      key: 'meet:abc-defg-hij',
    });
    expect(first?.attendees.map(({ name, self, response }) => [name, self, response])).toEqual([
      ['Ingrid Dahl', true, 'accepted'],
      ['', false, 'needs-action'],
    ]);
    expect(first && otherPeople(first).map(({ email }) => email)).toEqual(['bram@aerts.example']);
    expect(first && isDeclined(first)).toBe(false);
    expect(moved?.iCalUid).toBe('googleseries1@google.com');
  });

  test('Outlook: a Teams call from the description', () => {
    const { events, busyOnly } = read('outlook-published');
    const first = events.find(({ originalStart }) => originalStart === '2026-03-17T08:00:00.000Z');
    expect(first?.callLinks[0]?.url).toContain('https://teams.microsoft.com/l/meetup-join/');
    expect(first?.attendees).toEqual([]);
    expect(busyOnly).toBe(false);
  });

  test('iCloud: the place in words', () => {
    expect(read('icloud').events[0]?.location).toContain('Kerkstraat 1, 9000 Gent, België');
  });

  test('a calendar that only says "Busy" is known as such', () => {
    expect(read('exchange-busy').busyOnly).toBe(true);
    expect(read('proton').busyOnly).toBe(false);
  });

  test('an event changes its revision when something of it changes', () => {
    const revision = (text: string) => {
      const { events } = readIcsEvents(parseIcs(text), {
        owner: OWNER,
        ...optionsOf({ file: '', expected: [] }),
      });
      return events[0]?.revision;
    };
    const text = readCorpus('plain-utc');
    expect(revision(text)).toBe(revision(text));
    expect(revision(text.replace('SUMMARY:Plain', 'SUMMARY:Other'))).not.toBe(revision(text));
    expect(revision(text.replace('UID:', 'LOCATION:Gent\nUID:'))).not.toBe(revision(text));
  });
});
