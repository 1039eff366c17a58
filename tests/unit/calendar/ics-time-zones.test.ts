/** Entries made in another zone than the user's lie at the same instants on every device; days never shift. */
import { describe, expect, test } from 'vitest';
import { parseIcs } from '../../../lib/calendar/ics/parse-ics.ts';
import { readIcsEvents } from '../../../lib/calendar/ics/read-ics-events.ts';
import type { AccountId, CalendarId } from '../../../lib/event/calendar-event.ts';
import { toInstant } from '../../../lib/event/instant.ts';
import { wrapIcs } from '../../support/build-ics.ts';

const OWNER = { accountId: 'ics:1' as AccountId, calendarId: 'c' as CalendarId, emails: [] };
const DEVICES = [
  'Asia/Tokyo',
  'Europe/Brussels',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Etc/GMT+12',
];

interface Zone {
  name: string;
  windows: string;
  /** Lines of its VTIMEZONE in the years of the table: when the offset changes, from what, to what. */
  rules: readonly (readonly [at: string, rule: string, from: string, to: string])[];
}

const BRUSSELS: Zone = {
  name: 'Europe/Brussels',
  windows: 'Romance Standard Time',
  rules: [
    ['19810329T020000', 'FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU', '+0100', '+0200'],
    ['19961027T030000', 'FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU', '+0200', '+0100'],
  ],
};
const NEW_YORK: Zone = {
  name: 'America/New_York',
  windows: 'Eastern Standard Time',
  rules: [
    ['20070311T020000', 'FREQ=YEARLY;BYMONTH=3;BYDAY=2SU', '-0500', '-0400'],
    ['20071104T020000', 'FREQ=YEARLY;BYMONTH=11;BYDAY=1SU', '-0400', '-0500'],
  ],
};
const KOLKATA: Zone = {
  name: 'Asia/Kolkata',
  windows: 'India Standard Time',
  rules: [['19700101T000000', '', '+0530', '+0530']],
};
const LORD_HOWE: Zone = {
  name: 'Australia/Lord_Howe',
  windows: 'Lord Howe Standard Time',
  rules: [
    ['20080406T020000', 'FREQ=YEARLY;BYMONTH=4;BYDAY=1SU', '+1100', '+1030'],
    ['20081005T020000', 'FREQ=YEARLY;BYMONTH=10;BYDAY=1SU', '+1030', '+1100'],
  ],
};
const APIA: Zone = {
  name: 'Pacific/Apia',
  windows: 'Samoa Standard Time',
  rules: [
    ['20100926T000000', '', '-1100', '-1000'],
    ['20111230T000000', '', '-1000', '+1400'],
    ['20120401T040000', '', '+1400', '+1300'],
  ],
};

interface Row {
  about: string;
  zone: Zone;
  /** Wall clocks of the first one. */
  start: string;
  end: string;
  rule?: string;
  expected: readonly string[];
}

const ROWS: readonly Row[] = [
  {
    about: 'every day over the start of summer time',
    zone: BRUSSELS,
    start: '20260327T090000',
    end: '20260327T100000',
    rule: 'FREQ=DAILY;COUNT=4',
    expected: [
      '2026-03-27T08:00Z/09:00Z',
      '2026-03-28T08:00Z/09:00Z',
      '2026-03-29T07:00Z/08:00Z',
      '2026-03-30T07:00Z/08:00Z',
    ],
  },
  {
    about: 'in the hour that is not',
    zone: BRUSSELS,
    start: '20260329T023000',
    end: '20260329T033000',
    expected: ['2026-03-29T01:30Z/01:30Z'],
  },
  {
    about: 'in that hour as one of a series: as long as the others',
    zone: BRUSSELS,
    start: '20260328T023000',
    end: '20260328T033000',
    rule: 'FREQ=DAILY;COUNT=3',
    expected: ['2026-03-28T01:30Z/02:30Z', '2026-03-29T01:30Z/02:30Z', '2026-03-30T00:30Z/01:30Z'],
  },
  {
    about: 'in the hour that comes twice: the first',
    zone: BRUSSELS,
    start: '20261024T023000',
    end: '20261024T033000',
    rule: 'FREQ=DAILY;COUNT=3',
    expected: ['2026-10-24T00:30Z/01:30Z', '2026-10-25T00:30Z/01:30Z', '2026-10-26T01:30Z/02:30Z'],
  },
  {
    about: 'over the night of a change',
    zone: BRUSSELS,
    start: '20261025T013000',
    end: '20261025T033000',
    expected: ['2026-10-24T23:30Z/2026-10-25T02:30Z'],
  },
  {
    about: 'every week, made in New York',
    zone: NEW_YORK,
    start: '20260301T193000',
    end: '20260301T203000',
    rule: 'FREQ=WEEKLY;COUNT=3',
    expected: [
      '2026-03-02T00:30Z/01:30Z',
      '2026-03-08T23:30Z/2026-03-09T00:30Z',
      '2026-03-15T23:30Z/2026-03-16T00:30Z',
    ],
  },
  {
    about: 'in its missing hour',
    zone: NEW_YORK,
    start: '20260307T021500',
    end: '20260307T024500',
    rule: 'FREQ=DAILY;COUNT=3',
    expected: ['2026-03-07T07:15Z/07:45Z', '2026-03-08T07:15Z/07:45Z', '2026-03-09T06:15Z/06:45Z'],
  },
  {
    about: 'in its double hour',
    zone: NEW_YORK,
    start: '20261031T011500',
    end: '20261031T014500',
    rule: 'FREQ=DAILY;COUNT=3',
    expected: ['2026-10-31T05:15Z/05:45Z', '2026-11-01T05:15Z/05:45Z', '2026-11-02T06:15Z/06:45Z'],
  },
  {
    about: 'the Monday of New York, which is Tuesday elsewhere',
    zone: NEW_YORK,
    start: '20260706T230000',
    end: '20260707T000000',
    rule: 'FREQ=WEEKLY;BYDAY=MO;COUNT=2',
    expected: ['2026-07-07T03:00Z/04:00Z', '2026-07-14T03:00Z/04:00Z'],
  },
  {
    about: 'half an hour off, no summer time',
    zone: KOLKATA,
    start: '20260327T100000',
    end: '20260327T110000',
    rule: 'FREQ=DAILY;COUNT=3',
    expected: ['2026-03-27T04:30Z/05:30Z', '2026-03-28T04:30Z/05:30Z', '2026-03-29T04:30Z/05:30Z'],
  },
  {
    about: 'the early morning of one day is the evening before',
    zone: KOLKATA,
    start: '20260701T020000',
    end: '20260701T030000',
    rule: 'FREQ=MONTHLY;COUNT=2',
    expected: ['2026-06-30T20:30Z/21:30Z', '2026-07-31T20:30Z/21:30Z'],
  },
  {
    about: 'a clock that goes back by half an hour',
    zone: LORD_HOWE,
    start: '20260404T014500',
    end: '20260404T021500',
    rule: 'FREQ=DAILY;COUNT=3',
    expected: ['2026-04-03T14:45Z/15:15Z', '2026-04-04T14:45Z/15:15Z', '2026-04-05T15:15Z/15:45Z'],
  },
  {
    about: 'a clock that goes forward by half an hour',
    zone: LORD_HOWE,
    start: '20261003T021500',
    end: '20261003T031500',
    rule: 'FREQ=DAILY;COUNT=3',
    expected: ['2026-10-02T15:45Z/16:45Z', '2026-10-03T15:45Z/16:45Z', '2026-10-04T15:15Z/16:15Z'],
  },
  {
    about: 'over the day that was not: 30 December 2011',
    zone: APIA,
    start: '20111228T090000',
    end: '20111228T100000',
    rule: 'FREQ=DAILY;UNTIL=20120101T090000',
    // Of the missing day comes what the day after has.
    expected: [
      '2011-12-28T19:00Z/20:00Z',
      '2011-12-29T19:00Z/20:00Z',
      '2011-12-30T19:00Z/20:00Z',
      '2011-12-31T19:00Z/20:00Z',
    ],
  },
  {
    about: 'a day ahead of everyone',
    zone: APIA,
    start: '20260701T080000',
    end: '20260701T090000',
    rule: 'FREQ=WEEKLY;COUNT=2',
    expected: ['2026-06-30T19:00Z/20:00Z', '2026-07-07T19:00Z/20:00Z'],
  },
];

function timeZone(zone: Zone, tzid: string): string[] {
  const observances = zone.rules.flatMap(([at, rule, from, to]) => [
    'BEGIN:STANDARD',
    `DTSTART:${at}`,
    ...(rule === '' ? [] : [`RRULE:${rule}`]),
    `TZOFFSETFROM:${from}`,
    `TZOFFSETTO:${to}`,
    'END:STANDARD',
  ]);
  return ['BEGIN:VTIMEZONE', `TZID:${tzid}`, ...observances, 'END:VTIMEZONE'];
}

function entry({ start, end, rule }: Row, tzid: string): string[] {
  return [
    'BEGIN:VEVENT',
    'UID:u',
    `DTSTART;TZID=${tzid}:${start}`,
    `DTEND;TZID=${tzid}:${end}`,
    ...(rule === undefined ? [] : [`RRULE:${rule}`]),
    'END:VEVENT',
  ];
}

/** What a device shows of a calendar, in the order of time. */
function readOn(device: string, lines: readonly string[], zone?: string | null): string[] {
  const window = { start: toInstant('2011-01-01T00:00:00Z'), end: toInstant('2030-01-01T00:00:00Z') };
  const { events } = readIcsEvents(parseIcs(wrapIcs(lines)), {
    owner: OWNER,
    window,
    deviceTimeZone: device,
  });
  return events
    .map(({ time }) => {
      if (time.kind === 'all-day') return `${time.startDate}/${time.endDate}`;
      if (zone !== undefined) expect(time.timeZone).toBe(zone);
      const [start, end] = [time.start, time.end].map((instant) => `${instant.slice(0, 16)}Z`);
      return `${start}/${start?.slice(0, 10) === end?.slice(0, 10) ? end?.slice(11) : end}`;
    })
    .toSorted();
}

describe.each(ROWS)('$zone.name: $about', (row) => {
  const { zone, expected } = row;

  test('by its name, its Windows name or its own description, on every device', () => {
    const named = entry(row, zone.name);
    const inWindows = entry(row, zone.windows);
    const described = [...timeZone(zone, 'Where I live'), ...entry(row, 'Where I live')];
    const both = [...timeZone(zone, zone.name), ...named];
    for (const device of DEVICES) {
      expect(readOn(device, named, zone.name), device).toEqual(expected);
      expect(readOn(device, inWindows), device).toEqual(expected);
      expect(readOn(device, described), device).toEqual(expected);
      expect(readOn(device, both), device).toEqual(expected);
    }
  });
});

test('the table holds the zones that matter', () => {
  expect(new Set(ROWS.map(({ zone }) => zone.name)).size).toBe(5);
});

describe('all-day entries', () => {
  const days = (start: string, ...lines: string[]) => [
    'BEGIN:VEVENT',
    'UID:d',
    `DTSTART;VALUE=DATE:${start}`,
    ...lines,
    'END:VEVENT',
  ];

  test.each(DEVICES)('lie on their days in %s', (device) => {
    expect(readOn(device, days('20260329'))).toEqual(['2026-03-29/2026-03-30']);
    expect(readOn(device, days('20261025', 'DTEND;VALUE=DATE:20261028'))).toEqual(['2026-10-25/2026-10-28']);
    expect(readOn(device, days('20111229', 'RRULE:FREQ=DAILY;COUNT=3'))).toEqual([
      '2011-12-29/2011-12-30',
      '2011-12-30/2011-12-31',
      '2011-12-31/2012-01-01',
    ]);
    expect(readOn(device, days('20260304', 'RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3'))).toEqual([
      '2026-03-04/2026-03-05',
      '2026-03-31/2026-04-01',
      '2026-04-30/2026-05-01',
    ]);
    expect(
      readOn(device, days('20260329', 'RRULE:FREQ=WEEKLY;COUNT=3', 'EXDATE;VALUE=DATE:20260405')),
    ).toEqual(['2026-03-29/2026-03-30', '2026-04-12/2026-04-13']);
  });

  test('count as being in a window by the days of the device', () => {
    const calendar = parseIcs(wrapIcs(days('20260310')));
    const read = (device: string, start: string, end: string) =>
      readIcsEvents(calendar, {
        owner: OWNER,
        window: { start: toInstant(start), end: toInstant(end) },
        deviceTimeZone: device,
      }).events.length;
    // In Kiritimati, 14 hours ahead, 10 March is over at 10:00 UTC.
    expect(read('Pacific/Kiritimati', '2026-03-10T10:00:00Z', '2026-03-12T00:00:00Z')).toBe(0);
    expect(read('Pacific/Kiritimati', '2026-03-10T09:59:59Z', '2026-03-12T00:00:00Z')).toBe(1);
    expect(read('Pacific/Kiritimati', '2026-03-01T00:00:00Z', '2026-03-09T10:00:00Z')).toBe(0);
    expect(read('Pacific/Kiritimati', '2026-03-01T00:00:00Z', '2026-03-09T10:00:01Z')).toBe(1);
    expect(read('Etc/GMT+12', '2026-03-11T11:59:59Z', '2026-03-12T00:00:00Z')).toBe(1);
  });
});

test('only a floating time goes by the device', () => {
  const floating = ['BEGIN:VEVENT', 'UID:f', 'DTSTART:20260710T090000', 'DURATION:PT1H', 'END:VEVENT'];
  expect(readOn('Asia/Kolkata', floating)).toEqual(['2026-07-10T03:30Z/04:30Z']);
  expect(readOn('America/New_York', floating)).toEqual(['2026-07-10T13:00Z/14:00Z']);
});
