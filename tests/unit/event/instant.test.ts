import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import {
  InstantSchema,
  type PlainDate,
  addDays,
  addMinutes,
  dateIn,
  daysBetween,
  minutesBetween,
  toEpoch,
  toInstant,
} from '../../../lib/event/instant.ts';
import { at } from '../../support/builders.ts';

describe('an instant', () => {
  test.each([
    ['2026-11-10T14:00:00+01:00', '2026-11-10T13:00:00.000Z'],
    ['2026-11-10T13:00:00Z', '2026-11-10T13:00:00.000Z'],
    ['2026-11-10T13:00:00.1234567Z', '2026-11-10T13:00:00.123Z'],
    ['2026-11-10T00:30:00+05:45', '2026-11-09T18:45:00.000Z'],
  ])('%s is stored as %s', (text, expected) => {
    expect(toInstant(text)).toBe(expected);
    expect(z.safeParse(InstantSchema, expected).success).toBe(true);
  });

  test.each(['2026-11-10', '2026-11-10T13:00:00', 'tomorrow', ''])('%j is none', (text) => {
    expect(() => toInstant(text)).toThrow(RangeError);
  });

  test.each(['2026-11-10T13:00:00Z', '2026-11-10T13:00:00.000+00:00', '2026-11-10T13:00:00.0000Z'])(
    '%s would break the order of the index',
    (text) => {
      expect(z.safeParse(InstantSchema, text).success).toBe(false);
    },
  );

  test('is ordered as text as it is in time', () => {
    const dates = fc.date({ min: new Date('1900-01-01'), max: new Date('2999-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(dates, dates, (a, b) => {
        const [first, second] = [toInstant(a.toISOString()), toInstant(b.toISOString())];
        expect(Math.sign(toEpoch(first) - toEpoch(second))).toBe(
          first < second ? -1 : first > second ? 1 : 0,
        );
      }),
    );
  });

  test('moves by minutes and by days of 24 hours, forward and back', () => {
    expect(addMinutes(at('2026-12-31 23:30'), 45)).toBe(at('2027-01-01 00:15'));
    expect(addDays(at('2026-03-29 00:30'), -1)).toBe(at('2026-03-28 00:30'));
    expect(minutesBetween(at('2026-11-10 13:00'), at('2026-11-10 12:30'))).toBe(-30);
  });
});

describe('a date', () => {
  test.each([
    ['2026-11-10 23:00', 'Europe/Brussels', '2026-11-11'],
    ['2026-11-10 22:59', 'Europe/Brussels', '2026-11-10'],
    ['2026-07-10 22:00', 'Europe/Brussels', '2026-07-11'],
    ['2026-11-10 02:00', 'America/New_York', '2026-11-09'],
  ])('at %s in %s it is %s', (now, zone, date) => {
    expect(dateIn(at(now), zone)).toBe(date);
  });

  test('is counted in whole days, over summer time and leap days too', () => {
    const days = (from: string, to: string) => daysBetween(from as PlainDate, to as PlainDate);
    expect(days('2026-10-24', '2026-10-26')).toBe(2);
    expect(days('2028-02-28', '2028-03-01')).toBe(2);
    expect(days('2026-11-10', '2026-11-09')).toBe(-1);
  });
});
