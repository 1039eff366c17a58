/** Any legal rule gives what the slow evaluator (tests/support/recurrence-oracle.ts) finds. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expandIcs } from '../../lib/calendar/ics/expand-ics.ts';
import { parseIcs } from '../../lib/calendar/ics/parse-ics.ts';
import { fromEpoch, toEpoch, toInstant, type Instant } from '../../lib/event/instant.ts';
import { buildIcs, localTime } from '../support/build-ics.ts';
import { instantOf, recurrenceStarts, type OracleSeries } from '../support/recurrence-oracle.ts';

const SEED = 5545;
const RUNS = 600;
const PATIENCE = 120_000;

interface Sample extends OracleSeries {
  /** The window: wall-clock times of `timeZone`, or dates in UTC for all-day. */
  from: string;
  to: string;
}

const FREQUENCIES = ['SECONDLY', 'MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
type Frequency = (typeof FREQUENCIES)[number];

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
/** Zones without summer time: how often an hour comes that is not or comes twice is told nowhere for hourly rules. */
const STEADY = ['UTC', 'Asia/Kolkata'];
const ZONES = [...STEADY, 'Europe/Brussels', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia'];
const TIMES = ['00:00:00', '01:45:00', '02:15:00', '02:30:00', '09:00:00', '16:20:30', '23:59:59'];

const list = (from: number, to: number, maxLength = 3) =>
  fc.uniqueArray(
    fc.integer({ min: from, max: to }).filter((value) => value !== 0),
    { minLength: 1, maxLength },
  );
/** Mostly left out, so that rules still match something. */
const rarely = <Value>(values: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: values });

const weekdays = (most: number) =>
  fc
    .uniqueArray(
      fc.tuple(
        fc.constantFrom(...WEEKDAYS),
        most === 0 ? fc.constant(0) : fc.integer({ min: -most, max: most }),
      ),
      {
        minLength: 1,
        maxLength: 4,
        selector: ([day, nth]) => `${nth}${day}`,
      },
    )
    .map((days) => days.map(([day, nth]) => `${nth === 0 ? '' : nth}${day}`));

type Parts = Record<string, string>;

/** The parts that RFC 5545 allows for a frequency, without those whose meaning together it leaves open. */
function partsOf(freq: Frequency, allDay: boolean): fc.Arbitrary<Parts> {
  const rank = FREQUENCIES.indexOf(freq);
  const subDaily = rank < FREQUENCIES.indexOf('DAILY');
  const none = fc.constant(undefined);
  return fc
    .record({
      INTERVAL: rarely(fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 5, max: 40 }))),
      WKST: rarely(fc.constantFrom(...WEEKDAYS)),
      BYMONTH: rarely(list(1, 12)),
      BYWEEKNO: freq === 'YEARLY' ? rarely(fc.oneof(list(-53, 53), list(2, 51))) : none,
      BYYEARDAY: freq === 'YEARLY' || subDaily ? rarely(list(-366, 366, 6)) : none,
      BYMONTHDAY: freq === 'WEEKLY' ? none : rarely(list(-31, 31, 4)),
      BYDAY: rarely(
        freq === 'MONTHLY'
          ? fc.oneof(weekdays(0), weekdays(5))
          : freq === 'YEARLY'
            ? fc.oneof(weekdays(0), weekdays(5), weekdays(53))
            : weekdays(0),
      ),
      BYHOUR: allDay
        ? none
        : rarely(fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 1, maxLength: 3 })),
      BYMINUTE: allDay
        ? none
        : rarely(fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { minLength: 1, maxLength: 3 })),
      BYSECOND: allDay
        ? none
        : rarely(fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { minLength: 1, maxLength: 2 })),
      BYSETPOS: rarely(list(-4, 4, 2)),
    })
    .map((record) => {
      const parts: Parts = {};
      for (const [name, value] of Object.entries(record)) {
        if (value !== undefined) parts[name] = String(value);
      }
      return settle(parts, freq);
    });
}

/** Takes away what the RFC forbids or leaves open. */
function settle(parts: Parts, freq: Frequency): Parts {
  const result = { ...parts };
  if (result['BYWEEKNO'] !== undefined) {
    // Which days a week number may share with months and days of the year, and numbered weekdays with it.
    for (const name of ['BYMONTH', 'BYMONTHDAY', 'BYYEARDAY']) delete result[name];
    result['BYDAY'] = result['BYDAY']?.replaceAll(/-?\d+/g, '') ?? 'MO';
    // To which year the days of the first and last week count that lie in the neighbouring one.
    const edge = result['BYWEEKNO'].split(',').some((week) => [1, 52, 53].includes(Math.abs(Number(week))));
    if (edge) for (const name of ['INTERVAL', 'BYSETPOS']) delete result[name];
  }
  const numbered = /\d/.test(result['BYDAY'] ?? '');
  // Numbered weekdays only narrow down what other days are named.
  if (numbered) for (const name of ['BYMONTHDAY', 'BYYEARDAY']) delete result[name];
  const others = Object.keys(result).some((name) => name.startsWith('BY') && name !== 'BYSETPOS');
  if (!others || freq === 'SECONDLY') delete result['BYSETPOS'];
  return result;
}

const day = (base: string, days: number) => Temporal.PlainDate.from(base).add({ days }).toString();

const samples: fc.Arbitrary<Sample> = fc
  .record({
    freq: fc.constantFrom<Frequency>(
      'HOURLY',
      'MINUTELY',
      'SECONDLY',
      ...FREQUENCIES.slice(3),
      ...FREQUENCIES.slice(3),
    ),
    allDay: fc.boolean(),
    zone: fc.constantFrom(...ZONES),
    steady: fc.constantFrom(...STEADY),
    time: fc.constantFrom(...TIMES),
    // Around the changes of the clocks in 2026, and anywhere.
    date: fc.oneof(
      fc.constantFrom('2026-03-07', '2026-03-28', '2026-04-04', '2026-10-03', '2026-10-24', '2026-10-31'),
      fc.integer({ min: 0, max: 4000 }).map((days) => day('2019-01-01', days)),
      fc.constantFrom('2024-02-29', '2020-12-31', '2026-01-31', '2011-12-28'),
    ),
    end: fc.oneof(
      fc.constant(null),
      fc.integer({ min: 1, max: 40 }),
      fc.tuple(fc.constantFrom('date', 'utc', 'local'), fc.integer({ min: 0, max: 900 })),
    ),
    // In days, or in the steps of a rule that repeats within a day.
    ahead: fc.oneof(fc.integer({ min: -30, max: 30 }), fc.integer({ min: -30, max: 700 })),
    length: fc.integer({ min: 1, max: 500 }),
    extra: fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 2 }),
    except: fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 3 }),
    exceptByDate: fc.boolean(),
  })
  .chain((base) => {
    const subDaily = FREQUENCIES.indexOf(base.freq) < FREQUENCIES.indexOf('DAILY');
    const allDay = base.allDay && !subDaily;
    return partsOf(base.freq, allDay).map((parts) => makeSample(base, parts, subDaily, allDay));
  });

interface Base {
  freq: Frequency;
  zone: string;
  steady: string;
  time: string;
  date: string;
  end: number | readonly [string, number] | null;
  ahead: number;
  length: number;
  extra: readonly number[];
  except: readonly number[];
  exceptByDate: boolean;
}

function makeSample(base: Base, given: Parts, subDaily: boolean, allDay: boolean): Sample {
  const timeZone = subDaily ? base.steady : base.zone;
  const start = allDay ? base.date : `${base.date}T${base.time}`;
  const unit = (subDaily ? STEPS[base.freq] : null) ?? 'days';
  const at = (steps: number, from = start) => {
    const wall = Temporal.PlainDateTime.from(from).add({ [unit]: steps });
    return allDay ? wall.toPlainDate().toString() : wall.toString({ smallestUnit: 'second' });
  };
  const parts: Parts = { FREQ: base.freq, ...given };
  if (typeof base.end === 'number') parts['COUNT'] = String(base.end);
  else if (base.end !== null) {
    const [form, steps] = base.end;
    const digits = at(steps).replaceAll(/[-:]/g, '');
    parts['UNTIL'] =
      form === 'date' ? digits.slice(0, 8) : `${digits}${form === 'utc' && !allDay ? 'Z' : ''}`;
  }
  const from = at(base.ahead);
  const rule = Object.entries(parts).map(([name, value]) => `${name}=${value}`);
  const series = {
    start,
    timeZone,
    rules: [rule.join(';')],
    rdates: base.extra.map((steps) => at(steps + 1)),
  };
  const early = recurrenceStarts(series, at(60));
  const except = base.except.flatMap((index) => early[index] ?? []);
  const exdates = except.map((one) => (allDay ? one : exceptionOf(one, timeZone, base.exceptByDate)));
  return { ...series, exdates, from, to: at(base.length, from) };
}

const STEPS: Record<string, 'seconds' | 'minutes' | 'hours'> = {
  SECONDLY: 'seconds',
  MINUTELY: 'minutes',
  HOURLY: 'hours',
};

/** As an instant: a wall clock that comes twice would name the other of the two. */
function exceptionOf(instant: string, timeZone: string, byDate: boolean): string {
  const zoned = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
  return byDate ? zoned.toPlainDate().toString() : zoned.toInstant().toString();
}

function sourceOf(
  { start, timeZone, rules, rdates = [], exdates = [] }: Sample,
  lines: readonly string[],
): string {
  return buildIcs({
    start: localTime(start, timeZone),
    lines: [
      ...lines,
      ...rules.map((rule) => `RRULE:${rule}`),
      ...rdates.map((date) => `RDATE${localTime(date, timeZone)}`),
      ...exdates.map(
        (date) => `EXDATE${localTime(date.replace('Z', ''), date.endsWith('Z') ? 'UTC' : timeZone)}`,
      ),
    ],
  });
}

/** Where a date or wall clock of the sample lies. */
function instantIn({ timeZone }: Sample, wall: string): Instant {
  if (!wall.includes('T')) return toInstant(`${wall}T00:00:00Z`);
  return toInstant(instantOf(Temporal.PlainDateTime.from(wall), timeZone));
}

function startsIn(source: string, start: Instant, end: Instant, deviceTimeZone = 'UTC'): string[] {
  const { instances, cutShort, skipped } = expandIcs(parseIcs(source), {
    window: { start, end },
    deviceTimeZone,
  });
  expect({ cutShort, skipped }).toEqual({ cutShort: 0, skipped: 0 });
  return instances.map(({ originalStart }) => originalStart ?? 'none').toSorted();
}

function oracleStarts(sample: Sample): string[] {
  const [from, to] = [instantIn(sample, sample.from), instantIn(sample, sample.to)];
  const found = recurrenceStarts(sample, sample.to);
  return found.filter((start) => {
    const at = start.includes('T') ? start : instantIn(sample, start);
    return at >= from && at < to;
  });
}

describe(`any legal rule (fast-check seed ${SEED}, ${RUNS} runs)`, () => {
  test(
    'gives the occurrences that the oracle finds',
    () => {
      fc.assert(
        fc.property(samples, (sample) => {
          const source = sourceOf(sample, sample.start.includes('T') ? ['DURATION:PT0S'] : []);
          const [from, to] = [instantIn(sample, sample.from), instantIn(sample, sample.to)];
          expect(startsIn(source, from, to)).toEqual(oracleStarts(sample));
        }),
        { seed: SEED, numRuns: RUNS },
      );
    },
    PATIENCE,
  );

  test(
    'gives in two halves of a window what it gives in the whole',
    () => {
      const cut = fc.tuple(samples, fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean());
      fc.assert(
        fc.property(cut, ([sample, share, long]) => {
          const allDay = !sample.start.includes('T');
          const source = sourceOf(sample, [`DURATION:${long ? 'P3D' : allDay ? 'P1D' : 'PT1H'}`]);
          const [from, to] = [instantIn(sample, sample.from), instantIn(sample, sample.to)];
          const middle = fromEpoch(Math.round(toEpoch(from) + (toEpoch(to) - toEpoch(from)) * share));
          const whole = startsIn(source, from, to, 'Asia/Tokyo');
          const halves = [
            ...(middle > from ? startsIn(source, from, middle, 'Asia/Tokyo') : []),
            ...(middle < to ? startsIn(source, middle, to, 'Asia/Tokyo') : []),
          ];
          expect([...new Set(halves)].toSorted()).toEqual(whole);
          expect(new Set(whole).size).toBe(whole.length);
        }),
        { seed: SEED, numRuns: RUNS },
      );
    },
    PATIENCE,
  );

  test(
    'is tried where there is something to find',
    () => {
      const tried = fc.sample(samples, { seed: SEED, numRuns: 300 });
      const found = tried.map((sample) => oracleStarts(sample).length);
      expect(found.filter((count) => count > 0).length).toBeGreaterThan(150);
      expect(found.filter((count) => count > 5).length).toBeGreaterThan(60);
    },
    PATIENCE,
  );
});
