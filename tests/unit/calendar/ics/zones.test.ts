import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseIcs } from '../../../../lib/calendar/ics/parse-ics.ts';
import { Zones, runtimeZone } from '../../../../lib/calendar/ics/zones.ts';
import { calendar } from './ics-text.ts';

const NAMES = [
  'Europe/Brussels',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Casablanca',
  'America/St_Johns',
  'Europe/Dublin',
];

const wallOf = (text: string) => Date.parse(`${text}Z`);
const time = (zone: string | null) => ({ kind: 'local' as const, wall: 0, zone });

test('wall times become the instants that Temporal gives', () => {
  const minutes = fc.integer({
    min: wallOf('1975-01-01T00:00') / 60_000,
    max: wallOf('2036-01-01T00:00') / 60_000,
  });
  fc.assert(
    fc.property(fc.constantFrom(...NAMES), minutes, (name, minute) => {
      const wall = minute * 60_000;
      const zoned = Temporal.PlainDateTime.from(new Date(wall).toISOString().slice(0, -1)).toZonedDateTime(
        name,
      );
      const zone = runtimeZone(name);
      expect(zone.toUtc(wall)).toBe(zoned.epochMilliseconds);
      expect(zone.toWall(zoned.epochMilliseconds)).toBe(
        zoned.epochMilliseconds + zoned.offsetNanoseconds / 1e6,
      );
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ['a gap, by the offset before it', 'Europe/Brussels', '2026-03-29T02:30', '2026-03-29T01:30'],
  ['an overlap, the first of two', 'Europe/Brussels', '2026-10-25T02:30', '2026-10-25T00:30'],
  ['half an hour of summer', 'Australia/Lord_Howe', '2026-10-04T02:15', '2026-10-03T15:45'],
  ['a day that never was', 'Pacific/Apia', '2011-12-30T12:00', '2011-12-30T22:00'],
])('%s', (_name, zone, wall, utc) => {
  expect(runtimeZone(zone).toUtc(wallOf(wall))).toBe(wallOf(utc));
});

describe('a TZID', () => {
  const zones = () => new Zones(parseIcs(calendar()), 'Asia/Tokyo');

  test.each([
    ['Europe/Brussels', 'Europe/Brussels'],
    ['W. Europe Standard Time', 'Europe/Berlin'],
    ['/freeassociation.sourceforge.net/Europe/Brussels', 'Europe/Brussels'],
    ['/freeassociation.sourceforge.net/Tzfile/America/Argentina/Salta', 'America/Argentina/Salta'],
    ['/citadel.org/20210210_1/America/New_York', 'America/New_York'],
  ])('%s is %s', (tzid, name) => {
    const asked = zones();
    expect(asked.of(time(tzid), 0).name).toBe(name);
    expect(asked.unknown.size).toBe(0);
  });

  test('that nobody knows is the device, and reported', () => {
    const asked = zones();
    expect(asked.of(time('Somewhere/Else'), 0).name).toBe('Asia/Tokyo');
    expect([...asked.unknown]).toEqual(['Somewhere/Else']);
  });
});

describe('a VTIMEZONE', () => {
  const observance = (kind: string, start: string, from: string, to: string, ...lines: string[]) => [
    `BEGIN:${kind}`,
    `DTSTART:${start}`,
    `TZOFFSETFROM:${from}`,
    `TZOFFSETTO:${to}`,
    ...lines,
    `END:${kind}`,
  ];
  const given = (tzid: string, ...lines: string[]) =>
    calendar('BEGIN:VTIMEZONE', `TZID:${tzid}`, ...lines, 'END:VTIMEZONE');
  const utcOf = (text: string, tzid: string, wall: string, scope = 0) =>
    new Date(new Zones(parseIcs(text), 'UTC').of(time(tzid), scope).toUtc(wallOf(wall)))
      .toISOString()
      .slice(0, 16);

  const summer = observance(
    'DAYLIGHT',
    '16010325T020000',
    '+0100',
    '+0200',
    'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  );
  const winter = observance(
    'STANDARD',
    '16011028T030000',
    '+0200',
    '+0100',
    'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  );

  test('with rules since 1601, as Outlook writes them', () => {
    const text = given('Customized Time Zone', ...summer, ...winter);
    const zone = new Zones(parseIcs(text), 'UTC').of(time('Customized Time Zone'), 0);
    expect(zone.name).toBe(null);
    const brussels = runtimeZone('Europe/Brussels');
    for (let wall = wallOf('1997-01-01T00:00'); wall < wallOf('2037-01-01T00:00'); wall += 5 * 3_600_000) {
      expect(zone.toUtc(wall)).toBe(brussels.toUtc(wall));
    }
  });

  test('wins over the name that it has', () => {
    const text = given('Europe/Brussels', ...observance('STANDARD', '19700101T000000', '+0500', '+0500'));
    expect(utcOf(text, 'Europe/Brussels', '2026-07-01T12:00')).toBe('2026-07-01T07:00');
  });

  test('counts in its own VCALENDAR first', () => {
    const five = given('X', ...observance('STANDARD', '19700101T000000', '+0500', '+0500'));
    const two = given('X', ...observance('STANDARD', '19700101T000000', '-0200', '-0200'));
    expect(utcOf(five + two, 'X', '2026-07-01T12:00', 0)).toBe('2026-07-01T07:00');
    expect(utcOf(five + two, 'X', '2026-07-01T12:00', 1)).toBe('2026-07-01T14:00');
  });

  test('ends its rules by UNTIL in UTC, and may add dates', () => {
    const text = given(
      'X',
      ...observance('STANDARD', '20200101T000000', '+0000', '+0000'),
      ...observance(
        'DAYLIGHT',
        '20200401T000000',
        '+0000',
        '+0100',
        'RRULE:FREQ=YEARLY;UNTIL=20210401T000000Z',
      ),
      ...observance('STANDARD', '20200901T000000', '+0100', '+0000', 'RDATE:20210901T000000,20220901T000000'),
    );
    const noon = (date: string) => utcOf(text, 'X', `${date}T12:00`).slice(11);
    expect(['2021-05-01', '2021-10-01', '2022-05-01'].map(noon)).toEqual(['11:00', '12:00', '12:00']);
  });

  test('before its first observance holds the offset that this one ended', () => {
    const text = given('X', ...observance('STANDARD', '20200101T000000', '+0300', '+0200'));
    expect(utcOf(text, 'X', '2019-06-01T12:00')).toBe('2019-06-01T09:00');
  });

  test('that changes every second is no endless work', () => {
    const text = given(
      'X',
      ...observance('STANDARD', '19000101T000000', '+0100', '+0100', 'RRULE:FREQ=SECONDLY'),
    );
    expect(utcOf(text, 'X', '2026-06-01T12:00')).toBe('2026-06-01T11:00');
  });
});
