/**
 * Recurrence as RFC 5545 §3.3.10 and §3.8.5 tell it, worked out the slow way: every second, minute, hour or day from
 * the start on is looked at, and stays when no part of the rule rejects it. Shares no code with lib/calendar/ics.
 */
import { fromEpoch } from '../../lib/event/instant.ts';

/** A series as an iCalendar entry would give it. */
export interface OracleSeries {
  /** DTSTART on the wall clock of `timeZone` (`2026-03-02T09:00:00`), or a date for all-day. */
  start: string;
  /** IANA zone. Of no effect for all-day. */
  timeZone: string;
  /** Values of RRULE. */
  rules: readonly string[];
  /** On the same wall clock, dates, or with an offset. */
  rdates?: readonly string[];
  /** The same; a date takes the whole day away from a timed series. */
  exdates?: readonly string[];
}

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const FREQUENCIES = ['SECONDLY', 'MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
type Frequency = (typeof FREQUENCIES)[number];

interface Rule {
  freq: Frequency;
  interval: number;
  count: number;
  until: string | null;
  weekStart: number;
  lists: ReadonlyMap<string, readonly number[]>;
  byDay: readonly { nth: number; weekday: number }[];
  positions: readonly number[];
}

/**
 * The starts of a series up to and including `until`, a date or time on its wall clock, in order, each once: instants
 * of fixed width, or dates for all-day.
 */
export function recurrenceStarts(series: OracleSeries, until: string): string[] {
  const allDay = !series.start.includes('T');
  const timeZone = allDay ? 'UTC' : series.timeZone;
  const start = Temporal.PlainDateTime.from(series.start);
  const last = until.includes('T')
    ? Temporal.PlainDateTime.from(until)
    : Temporal.PlainDate.from(until).toPlainDateTime('23:59:59');
  const write = (wall: Temporal.PlainDateTime) =>
    allDay ? wall.toPlainDate().toString() : instantOf(wall, timeZone);
  const isIn = (wall: Temporal.PlainDateTime) => Temporal.PlainDateTime.compare(wall, last) <= 0;

  const found = new Set<string>();
  if (series.rules.length === 0 && isIn(start)) found.add(write(start));
  for (const text of series.rules) {
    const walls = ruleStarts(readRule(text), start, timeZone, last);
    for (const wall of walls.filter(isIn)) found.add(write(wall));
  }
  for (const text of series.rdates ?? []) {
    const wall = readWall(text, timeZone);
    if (isIn(wall)) found.add(write(wall));
  }
  for (const text of series.exdates ?? []) {
    if (allDay || text.includes('T')) found.delete(write(readWall(text, timeZone)));
    else for (const one of found) if (wallOf(one, timeZone).toString().startsWith(text)) found.delete(one);
  }
  return [...found].toSorted();
}

/**
 * The instant at which a wall clock shows `wall` (§3.3.5): the first of two; where the clock jumps over it, the time
 * that the offset before the jump gives.
 */
export function instantOf(wall: Temporal.PlainDateTime, timeZone: string): string {
  return fromEpoch(wall.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds);
}

function wallOf(instant: string, timeZone: string): Temporal.PlainDateTime {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDateTime();
}

function readWall(text: string, timeZone: string): Temporal.PlainDateTime {
  return /T.*(?:Z|[+-]\d\d:\d\d)$/.test(text) ? wallOf(text, timeZone) : Temporal.PlainDateTime.from(text);
}

function readRule(text: string): Rule {
  const parts = new Map(text.split(';').map((part) => part.split('=') as [string, string]));
  const numbers = (name: string) => parts.get(name)?.split(',').map(Number);
  const lists = new Map<string, readonly number[]>();
  for (const name of ['BYSECOND', 'BYMINUTE', 'BYHOUR', 'BYMONTHDAY', 'BYYEARDAY', 'BYWEEKNO', 'BYMONTH']) {
    const list = numbers(name);
    if (list) lists.set(name, list);
  }
  const byDay = (parts.get('BYDAY')?.split(',') ?? []).map((day) => ({
    nth: Number(day.slice(0, -2)),
    weekday: WEEKDAYS.indexOf(day.slice(-2)) + 1,
  }));
  return {
    freq: parts.get('FREQ') as Frequency,
    interval: Number(parts.get('INTERVAL') ?? 1),
    count: Number(parts.get('COUNT') ?? Infinity),
    until: parts.get('UNTIL') ?? null,
    weekStart: WEEKDAYS.indexOf(parts.get('WKST') ?? 'MO') + 1,
    lists,
    byDay,
    positions: numbers('BYSETPOS') ?? [],
  };
}

function ruleStarts(
  rule: Rule,
  start: Temporal.PlainDateTime,
  timeZone: string,
  last: Temporal.PlainDateTime,
): Temporal.PlainDateTime[] {
  // DTSTART is the first of a series and counts, whatever the rule says; so does a wall clock that is jumped over.
  // Only a series that ends before it begins has nothing left: services write that when all of it is deleted.
  if (isAfterUntil(start, rule.until, timeZone)) return [];
  const starts = [start];
  // A set that BYSETPOS picks from begins with its period, which may be before DTSTART.
  let period: Temporal.PlainDateTime[] = [];
  let key = '';
  const finish = () => {
    for (const wall of pick(period, rule.positions)) {
      if (Temporal.PlainDateTime.compare(wall, start) <= 0) continue;
      if (isAfterUntil(wall, rule.until, timeZone) || starts.length >= rule.count) continue;
      starts.push(wall);
    }
    period = [];
  };
  // To the end of the last period: what comes after `last` can move a position that is counted from the end.
  const lastPeriod = periodStart(rule, last);
  for (let day = periodStart(rule, start).toPlainDate(); ; day = day.add({ days: 1 })) {
    if (Temporal.PlainDateTime.compare(periodStart(rule, day.toPlainDateTime()), lastPeriod) > 0) break;
    if (starts.length >= rule.count) break;
    if (!isDayIn(rule, day, start)) continue;
    for (const wall of timesOf(rule, day, start, last)) {
      const here = periodStart(rule, wall).toString();
      if (here !== key) finish();
      key = here;
      period.push(wall);
    }
  }
  finish();
  return starts;
}

function isSubDaily(freq: Frequency): boolean {
  return FREQUENCIES.indexOf(freq) < FREQUENCIES.indexOf('DAILY');
}

/** Where the period of FREQ begins that `wall` lies in. */
function periodStart({ freq, weekStart }: Rule, wall: Temporal.PlainDateTime): Temporal.PlainDateTime {
  const midnight = wall.toPlainDate().toPlainDateTime();
  switch (freq) {
    case 'SECONDLY':
      return wall;
    case 'MINUTELY':
      return wall.round({ smallestUnit: 'minute', roundingMode: 'floor' });
    case 'HOURLY':
      return wall.round({ smallestUnit: 'hour', roundingMode: 'floor' });
    case 'DAILY':
      return midnight;
    case 'WEEKLY':
      return midnight.subtract({ days: (midnight.dayOfWeek - weekStart + 7) % 7 });
    case 'MONTHLY':
      return midnight.with({ day: 1 });
    case 'YEARLY':
      return midnight.with({ month: 1, day: 1 });
  }
}

/** INTERVAL: whole periods between the one of DTSTART and the one of `wall`. */
function isPeriodIn(rule: Rule, wall: Temporal.PlainDateTime, start: Temporal.PlainDateTime): boolean {
  const units = {
    SECONDLY: 'seconds',
    MINUTELY: 'minutes',
    HOURLY: 'hours',
    DAILY: 'days',
    WEEKLY: 'weeks',
    MONTHLY: 'months',
    YEARLY: 'years',
  } as const;
  const unit = units[rule.freq];
  const from = periodStart(rule, start);
  return from.until(periodStart(rule, wall), { largestUnit: unit })[unit] % rule.interval === 0;
}

function isDayIn(rule: Rule, day: Temporal.PlainDate, start: Temporal.PlainDateTime): boolean {
  const { freq, lists, byDay } = rule;
  if (!isSubDaily(freq) && !isPeriodIn(rule, day.toPlainDateTime(), start)) return false;
  const months = lists.get('BYMONTH');
  const monthDays = lists.get('BYMONTHDAY');
  const yearDays = lists.get('BYYEARDAY');
  const weeks = lists.get('BYWEEKNO');
  if (months && !months.includes(day.month)) return false;
  if (monthDays && !has(monthDays, day.day, day.daysInMonth)) return false;
  if (yearDays && !has(yearDays, day.dayOfYear, day.daysInYear)) return false;
  if (weeks && !isInWeeks(weeks, day, rule.weekStart)) return false;
  if (byDay.length > 0 && !byDay.some((one) => isWeekdayIn(rule, one, day))) return false;

  // What the rule leaves open is taken from DTSTART.
  const open = byDay.length === 0 && !monthDays && !yearDays;
  if (freq === 'WEEKLY' && byDay.length === 0) return day.dayOfWeek === start.dayOfWeek;
  if (freq === 'MONTHLY' && open) return day.day === start.day;
  if (freq === 'YEARLY' && open) {
    if (weeks) return day.dayOfWeek === start.dayOfWeek;
    return day.day === start.day && (months !== undefined || day.month === start.month);
  }
  return true;
}

/** 1 is the first, -1 the last of `size`. */
function has(list: readonly number[], position: number, size: number): boolean {
  return list.includes(position) || list.includes(position - size - 1);
}

/** Weeks belong to the year in which most of their days lie; -1 is the last of that year. */
function isInWeeks(weeks: readonly number[], day: Temporal.PlainDate, weekStart: number): boolean {
  const first = day.subtract({ days: (day.dayOfWeek - weekStart + 7) % 7 });
  const { year, dayOfYear } = first.add({ days: 3 });
  return has(weeks, Math.floor((dayOfYear - 1) / 7) + 1, weeksIn(year, weekStart));
}

const weekCounts = new Map<string, number>();

/** How many weeks have their fourth day in `year`. */
function weeksIn(year: number, weekStart: number): number {
  const key = `${year} ${weekStart}`;
  let count = weekCounts.get(key);
  if (count === undefined) {
    count = 0;
    for (let day = Temporal.PlainDate.from({ year, month: 1, day: 1 }); day.year === year;) {
      if ((day.dayOfWeek - weekStart + 7) % 7 === 3) count += 1;
      day = day.add({ days: 1 });
    }
    weekCounts.set(key, count);
  }
  return count;
}

/** `2MO` counts within the month, in a yearly rule without BYMONTH within the year. */
function isWeekdayIn(
  rule: Rule,
  { nth, weekday }: { nth: number; weekday: number },
  day: Temporal.PlainDate,
): boolean {
  if (day.dayOfWeek !== weekday) return false;
  if (nth === 0) return true;
  const ofYear = rule.freq === 'YEARLY' && !rule.lists.has('BYMONTH');
  const position = ofYear ? day.dayOfYear : day.day;
  const size = ofYear ? day.daysInYear : day.daysInMonth;
  return nth > 0
    ? Math.floor((position - 1) / 7) + 1 === nth
    : -(Math.floor((size - position) / 7) + 1) === nth;
}

function timesOf(
  rule: Rule,
  day: Temporal.PlainDate,
  start: Temporal.PlainDateTime,
  last: Temporal.PlainDateTime,
): Temporal.PlainDateTime[] {
  const { freq, lists } = rule;
  const rank = FREQUENCIES.indexOf(freq);
  const choose = (name: string, below: Frequency, of: number, size: number) => {
    const all = Array.from({ length: size }, (_, value) => value);
    const list = lists.get(name);
    if (list) return all.filter((value) => list.includes(value));
    return rank >= FREQUENCIES.indexOf(below) ? [of] : all;
  };
  // Minutes and seconds of hours long before or after are not worth a look: no period of such a rule reaches there.
  const isFar = (hour: number) => {
    const wall = day.toPlainDateTime({ hour });
    const [from, to] = [start, last].map((edge) =>
      edge.round({ smallestUnit: 'hour', roundingMode: 'floor' }),
    );
    if (!from || !to || !isSubDaily(freq)) return false;
    return Temporal.PlainDateTime.compare(wall, from) < 0 || Temporal.PlainDateTime.compare(wall, to) > 0;
  };
  const times: Temporal.PlainDateTime[] = [];
  for (const hour of choose('BYHOUR', 'DAILY', start.hour, 24)) {
    if (isFar(hour)) continue;
    for (const minute of choose('BYMINUTE', 'HOURLY', start.minute, 60)) {
      for (const second of choose('BYSECOND', 'MINUTELY', start.second, 60)) {
        const wall = day.toPlainDateTime({ hour, minute, second });
        if (!isSubDaily(freq) || isPeriodIn(rule, wall, start)) times.push(wall);
      }
    }
  }
  return times;
}

function pick<Item>(set: readonly Item[], positions: readonly number[]): Item[] {
  if (positions.length === 0) return [...set];
  return set.filter((_, index) => has(positions, index + 1, set.length));
}

/** UNTIL is the last moment that counts: an instant, a wall-clock time, or a whole day. */
function isAfterUntil(wall: Temporal.PlainDateTime, until: string | null, timeZone: string): boolean {
  if (until === null) return false;
  const [, year, month, day, time = ''] = /^(\d{4})(\d\d)(\d\d)(.*)$/.exec(until) ?? [];
  const date = `${year}-${month}-${day}`;
  if (time === '') return wall.toPlainDate().toString() > date;
  const iso = `${date}T${time.slice(1, 3)}:${time.slice(3, 5)}:${time.slice(5, 7)}`;
  if (time.endsWith('Z')) return instantOf(wall, timeZone) > `${iso}.000Z`;
  return Temporal.PlainDateTime.compare(wall, iso) > 0;
}
