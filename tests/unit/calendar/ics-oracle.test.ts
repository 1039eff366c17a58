/** The slow evaluator that the engine is measured by is itself right. */
import { describe, expect, test } from 'vitest';
import { RFC_EXAMPLES, publishedStarts } from '../../fixtures/ics/rfc-examples.ts';
import { instantOf, recurrenceStarts } from '../../support/recurrence-oracle.ts';

const NEW_YORK = 'America/New_York';
const inNewYork = (wall: string) => instantOf(Temporal.PlainDateTime.from(wall), NEW_YORK);

describe('the oracle finds what RFC 5545 publishes:', () => {
  const rows = RFC_EXAMPLES.flatMap((example) =>
    example.rules.map((rule) => ({ ...example, rule, example })),
  );

  test.each(rows)('$about · $rule', ({ example, rule, start, exdates = [], endless }) => {
    const expected = publishedStarts(example);
    const last = expected.at(-1) ?? '';
    const until = endless ? last.slice(0, 10) : `${Number(last.slice(0, 4)) + 3}-01-01`;
    const found = recurrenceStarts({ start, timeZone: NEW_YORK, rules: [rule], exdates }, until);
    expect(found).toEqual(expected.map(inNewYork));
  });

  test('its list of nearly forty', () => {
    expect(RFC_EXAMPLES.length).toBeGreaterThanOrEqual(39);
    expect(rows.length).toBeGreaterThanOrEqual(42);
  });
});

test('1 pm in New York is the last of a rule that ends at 17:00 UTC', () => {
  const rules = ['FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z'];
  expect(recurrenceStarts({ start: '1997-09-02T09:00', timeZone: NEW_YORK, rules }, '1997-09-03')).toEqual([
    '1997-09-02T13:00:00.000Z',
    '1997-09-02T16:00:00.000Z',
  ]);
});

describe('what the examples leave out', () => {
  const brussels = (start: string, rule: string, last: string) =>
    recurrenceStarts({ start, timeZone: 'Europe/Brussels', rules: [rule] }, last);

  test('a clock time that is jumped over is read with the offset before the jump, one that comes twice is the first', () => {
    expect(brussels('2026-03-28T02:30', 'FREQ=DAILY', '2026-03-30')).toEqual([
      '2026-03-28T01:30:00.000Z',
      '2026-03-29T01:30:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
    expect(brussels('2026-10-24T02:30', 'FREQ=DAILY', '2026-10-26')).toEqual([
      '2026-10-24T00:30:00.000Z',
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
  });

  test('BYSETPOS counts in the whole period, also what lies before the start or after the last day asked for', () => {
    const rule = 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1';
    expect(brussels('2026-03-31T09:00', rule, '2026-05-28')).toEqual([
      '2026-03-31T07:00:00.000Z',
      '2026-04-30T07:00:00.000Z',
    ]);
    expect(brussels('2026-03-04T09:00', 'FREQ=WEEKLY;BYDAY=MO,WE;BYSETPOS=1', '2026-03-12')).toEqual([
      '2026-03-04T08:00:00.000Z',
      '2026-03-09T08:00:00.000Z',
    ]);
  });

  test('29 February, week 53, the last Friday, dates', () => {
    const dates = (start: string, rule: string, last: string) =>
      recurrenceStarts({ start, timeZone: 'UTC', rules: [rule] }, last);
    expect(dates('2024-02-29', 'FREQ=YEARLY', '2032-12-31')).toEqual([
      '2024-02-29',
      '2028-02-29',
      '2032-02-29',
    ]);
    expect(dates('2020-12-28', 'FREQ=YEARLY;BYWEEKNO=53', '2033-01-01')).toEqual([
      '2020-12-28',
      '2026-12-28',
      '2032-12-27',
    ]);
    expect(dates('2026-01-30', 'FREQ=MONTHLY;BYDAY=-1FR;COUNT=3', '2027-01-01')).toEqual([
      '2026-01-30',
      '2026-02-27',
      '2026-03-27',
    ]);
    expect(dates('2026-01-31', 'FREQ=MONTHLY', '2026-05-31')).toEqual([
      '2026-01-31',
      '2026-03-31',
      '2026-05-31',
    ]);
  });

  test('EXDATE does not give COUNT another one; RDATE adds, twice the same is one', () => {
    const series = {
      start: '2026-03-02T09:00',
      timeZone: 'Europe/Brussels',
      rules: ['FREQ=DAILY;COUNT=3'],
      rdates: ['2026-03-09T10:00', '2026-03-03T09:00'],
      exdates: ['2026-03-03'],
    };
    expect(recurrenceStarts(series, '2026-12-31')).toEqual([
      '2026-03-02T08:00:00.000Z',
      '2026-03-04T08:00:00.000Z',
      '2026-03-09T09:00:00.000Z',
    ]);
  });
});
