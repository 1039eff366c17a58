/**
 * Recurrence rules (RFC 5545 §3.3.10) on wall times: zones come in when the caller turns these into instants.
 *
 * Where the RFC leaves room: the start always counts as the first occurrence, also where the rule does not name it;
 * a rule that ends before its start has no occurrence; a yearly rule by week number takes the weekday of the start
 * where it names none, and gives each day to the calendar year that it lies in.
 */
import {
  DAY,
  HOUR,
  MINUTE,
  SECOND,
  civilOf,
  dayOf,
  dayOfWall,
  daysInMonth,
  daysInYear,
  weekdayOf,
} from './civil-date.ts';
import { readTime } from './read-value.ts';
import type { IcsTime } from './read-value.ts';

/** Ordered from long to short. */
const FREQUENCIES = ['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY', 'MINUTELY', 'SECONDLY'] as const;
type Frequency = (typeof FREQUENCIES)[number];

const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

type Numbers = ReadonlySet<number> | null;

export interface Rule {
  frequency: Frequency;
  interval: number;
  count: number | null;
  until: IcsTime | null;
  weekStart: number;
  byMonth: Numbers;
  byMonthDay: Numbers;
  byYearDay: Numbers;
  byWeekNo: Numbers;
  /** Weekdays, each with its place in the month or year (`2TU`, `-1FR`) or 0: `place * 7 + weekday`. */
  byDay: Numbers;
  byHour: Numbers;
  byMinute: Numbers;
  bySecond: Numbers;
  bySetPos: Numbers;
}

/** Work that may still be done: a unit for every day, time or period that is looked at. */
export interface Budget {
  left: number;
}

/** The rule that a text spells, or null for one that is broken or beyond RFC 5545 (RSCALE, SKIP). */
export function parseRule(text: string): Rule | null {
  const parts = new Map<string, string>();
  for (const part of text.toUpperCase().split(';')) {
    const equals = part.indexOf('=');
    if (equals > 0) parts.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  const frequency = FREQUENCIES.find((name) => name === parts.get('FREQ'));
  const skip = parts.get('SKIP') ?? 'OMIT';
  if (frequency === undefined || skip !== 'OMIT' || (parts.get('RSCALE') ?? 'GREGORIAN') !== 'GREGORIAN') {
    return null;
  }
  let broken = false;
  const numbers = (name: string, lowest: number, highest: number, signed = false): Numbers => {
    const list = parts.get(name);
    if (list === undefined) return null;
    const values = list.split(',').map((item) => (/^\s*[+-]?\d+\s*$/.test(item) ? Number(item) : Number.NaN));
    const fits = (value: number) =>
      (value >= lowest && value <= highest) || (signed && value <= -lowest && value >= -highest);
    if (!values.every(fits)) broken = true;
    return new Set(values);
  };
  const one = (name: string): number | null => {
    const [value] = numbers(name, 1, Infinity) ?? [];
    return value === undefined ? null : Math.min(value, 1e9);
  };
  const until = parts.get('UNTIL');
  const weekStart = WEEKDAYS.indexOf(parts.get('WKST') ?? 'MO');
  const byDay = readWeekdays(parts, frequency);
  const rule: Rule = {
    frequency,
    interval: one('INTERVAL') ?? 1,
    count: one('COUNT'),
    until: until === undefined ? null : readTime(until, null),
    weekStart,
    byMonth: numbers('BYMONTH', 1, 12),
    byMonthDay: numbers('BYMONTHDAY', 1, 31, true),
    byYearDay: numbers('BYYEARDAY', 1, 366, true),
    byWeekNo: numbers('BYWEEKNO', 1, 53, true),
    byDay,
    byHour: numbers('BYHOUR', 0, 23),
    byMinute: numbers('BYMINUTE', 0, 59),
    bySecond: numbers('BYSECOND', 0, 60),
    bySetPos: numbers('BYSETPOS', 1, 366 * 86_400, true),
  };
  broken ||=
    weekStart === -1 || byDay?.has(Number.NaN) === true || (until !== undefined && rule.until === null);
  return broken ? null : rule;
}

function readWeekdays(parts: ReadonlyMap<string, string>, frequency: Frequency): Numbers {
  const list = parts.get('BYDAY');
  if (list === undefined) return null;
  const placed = frequency === 'MONTHLY' || (frequency === 'YEARLY' && !parts.has('BYWEEKNO'));
  return new Set(
    list.split(',').map((item) => {
      const match = /^\s*([+-]?\d{1,2})?\s*([A-Z]{2})\s*$/.exec(item);
      const weekday = WEEKDAYS.indexOf(match?.[2] ?? '');
      const place = Number(match?.[1] ?? 0);
      return weekday === -1 || Math.abs(place) > 53 ? Number.NaN : (placed ? place * 7 : 0) + weekday;
    }),
  );
}

/**
 * The occurrences of a rule from `from` up to and including `to`, in order, each once; `last` is where its UNTIL
 * ends it. Without COUNT the work depends on the length of that stretch only, not on how long ago the series began.
 * `complete` is false when the budget ran out or more than `limit` were found: the first ones are given then.
 */
export function expandRule(
  rule: Rule,
  start: number,
  options: { from: number; to: number; last: number; limit: number; budget: Budget },
): { walls: number[]; complete: boolean } {
  const { from, limit, budget } = options;
  const end = Math.min(options.to, options.last);
  const walls: number[] = [];
  if (start > end) return { walls, complete: true };
  if (start >= from) walls.push(start);
  // Times of day that are named are worked out beforehand; there can be 86,400 of them.
  budget.left -= (rule.byHour?.size ?? 1) * (rule.byMinute?.size ?? 1) * (rule.bySecond?.size ?? 1);
  if (budget.left < 0) return { walls, complete: false };

  const periods = new Periods(rule, start);
  const { first } = periods;
  let period = first;
  let left = rule.count === null ? Infinity : rule.count - 1;
  if (from > start && (rule.count === null || periods.single)) {
    const skipped = Math.max(0, Math.floor((periods.of(from) - first) / rule.interval) - 1);
    period += skipped * rule.interval;
    // The start is counted already, and lies in the first of the periods that are passed over.
    left -= Math.max(0, skipped - 1);
  }
  while (left > 0 && periods.startOf(period) <= end) {
    const { found, next } = periods.look(period, budget);
    for (const wall of rule.bySetPos === null ? found : pick(found, rule.bySetPos)) {
      if (wall <= start) continue;
      if (wall > end || left <= 0) return { walls, complete: true };
      left -= 1;
      if (wall < from) continue;
      if (walls.length >= limit) return { walls, complete: false };
      walls.push(wall);
    }
    budget.left -= 1 + found.length;
    if (budget.left < 0) return { walls, complete: false };
    period += Math.max(1, Math.ceil((next - period) / rule.interval)) * rule.interval;
  }
  return { walls, complete: true };
}

function pick(found: readonly number[], positions: ReadonlySet<number>): number[] {
  const picked = new Set<number>();
  for (const position of positions) {
    const wall = found[position > 0 ? position - 1 : found.length + position];
    if (wall !== undefined) picked.add(wall);
  }
  return [...picked].toSorted((a, b) => a - b);
}

const NOTHING: readonly number[] = [];

/** The years, months, weeks … of a rule, as whole numbers that rise by one, and what it names in each. */
class Periods {
  /** The period in which the series starts. */
  readonly first: number;
  /** The rule names nothing: every period has just one occurrence. */
  readonly single: boolean;
  readonly #rule: Rule;
  readonly #byMonth: Numbers;
  readonly #byMonthDay: Numbers;
  readonly #byDay: Numbers;
  /** Length of a period in milliseconds; 0 for months and years. */
  readonly #length: number;
  /** Where period 0 starts; weeks start on their own weekday. */
  readonly #origin: number;
  /** The times of day (or of the hour, of the minute) that are named, in order, in milliseconds. */
  readonly #times: readonly number[];

  constructor(rule: Rule, start: number) {
    this.#rule = rule;
    const { frequency, byMonth, byMonthDay, byYearDay, byWeekNo, byDay } = rule;
    const day = dayOfWall(start);
    const { month, date } = civilOf(day);

    // What the rule leaves out comes from the start (RFC 5545 §3.3.10).
    const yearly = frequency === 'YEARLY';
    const noDay = byMonthDay === null && byYearDay === null && byDay === null;
    this.#byMonthDay =
      noDay && ((yearly && byWeekNo === null) || frequency === 'MONTHLY') ? new Set([date]) : byMonthDay;
    this.#byMonth = yearly && noDay && byWeekNo === null && byMonth === null ? new Set([month]) : byMonth;
    this.#byDay =
      noDay && ((yearly && byWeekNo !== null) || frequency === 'WEEKLY') ? new Set([weekdayOf(day)]) : byDay;

    this.#length = {
      YEARLY: 0,
      MONTHLY: 0,
      WEEKLY: 7 * DAY,
      DAILY: DAY,
      HOURLY: HOUR,
      MINUTELY: MINUTE,
      SECONDLY: SECOND,
    }[frequency];
    this.#origin = frequency === 'WEEKLY' ? (rule.weekStart - weekdayOf(0)) * DAY : 0;
    this.#times = timesOf(rule, start, this.#length);
    this.first = this.of(start);
    this.single =
      this.#length > 0 &&
      (byMonth ?? byMonthDay ?? byYearDay ?? byWeekNo ?? byDay ?? rule.byHour ?? rule.byMinute) === null &&
      (rule.bySecond ?? rule.bySetPos) === null;
  }

  /** The period that a wall time lies in. */
  of(wall: number): number {
    if (this.#length > 0) return Math.floor((wall - this.#origin) / this.#length);
    const { year, month } = civilOf(dayOfWall(wall));
    return this.#rule.frequency === 'YEARLY' ? year : year * 12 + month - 1;
  }

  startOf(period: number): number {
    if (this.#length > 0) return period * this.#length + this.#origin;
    const year = this.#rule.frequency === 'YEARLY' ? period : Math.floor(period / 12);
    const month = this.#rule.frequency === 'YEARLY' ? 1 : (period % 12) + 1;
    return dayOf(year, month, 1) * DAY;
  }

  /** What the rule names in a period, in order, and the period from which there may be more. */
  look(period: number, budget: Budget): { found: readonly number[]; next: number } {
    const { frequency } = this.#rule;
    const next = period + 1;
    const start = this.startOf(period);
    if (this.#length > 0 && this.#length < DAY) return this.#lookWithinDay(period, start);

    const days: number[] = [];
    const year = frequency === 'YEARLY' ? period : Math.floor(period / 12);
    if (frequency === 'YEARLY') {
      for (let month = 1; month <= 12; month += 1) this.#addDaysOfMonth(days, year, month, budget);
    } else if (frequency === 'MONTHLY') this.#addDaysOfMonth(days, year, (period % 12) + 1, budget);
    else {
      const first = dayOfWall(start);
      for (let day = first; day < first + this.#length / DAY; day += 1) {
        if (this.#fits(day)) days.push(day);
      }
      budget.left -= 3;
    }
    const times = this.#times;
    if (days.length * times.length > budget.left) {
      budget.left = -1;
      return { found: NOTHING, next };
    }
    return { found: days.flatMap((day) => times.map((time) => day * DAY + time)), next };
  }

  /** Hours, minutes and seconds: a day, hour or minute that the rule leaves out is passed over as a whole. */
  #lookWithinDay(period: number, start: number): { found: readonly number[]; next: number } {
    const { byHour, byMinute, bySecond } = this.#rule;
    const day = dayOfWall(start);
    const passOver = (unit: number) => ({
      found: NOTHING,
      next: this.of((Math.floor(start / unit) + 1) * unit),
    });
    if (!this.#fits(day)) return passOver(DAY);
    if (byHour !== null && !byHour.has(Math.floor((start - day * DAY) / HOUR))) return passOver(HOUR);
    if (
      this.#length < HOUR &&
      byMinute !== null &&
      !byMinute.has(Math.floor(start / MINUTE) - Math.floor(start / HOUR) * 60)
    ) {
      return passOver(MINUTE);
    }
    const second = Math.floor(start / SECOND) - Math.floor(start / MINUTE) * 60;
    if (this.#length < MINUTE && bySecond !== null && !bySecond.has(second)) return passOver(SECOND);
    return { found: this.#times.map((time) => start + time), next: period + 1 };
  }

  #addDaysOfMonth(days: number[], year: number, month: number, budget: Budget): void {
    budget.left -= 1;
    if (this.#byMonth !== null && !this.#byMonth.has(month)) return;
    const first = dayOf(year, month, 1);
    const length = daysInMonth(year, month);
    budget.left -= length;
    for (let date = 1; date <= length; date += 1) {
      if (this.#fitsDate(first + date - 1, year, month, date)) days.push(first + date - 1);
    }
  }

  #fits(day: number): boolean {
    const { byYearDay, byWeekNo } = this.#rule;
    if ((this.#byMonth ?? this.#byMonthDay ?? byYearDay ?? byWeekNo) === null) return this.#fitsWeekday(day);
    const { year, month, date } = civilOf(day);
    if (this.#byMonth !== null && !this.#byMonth.has(month)) return false;
    return this.#fitsDate(day, year, month, date);
  }

  #fitsDate(day: number, year: number, month: number, date: number): boolean {
    const { byYearDay, byWeekNo, frequency } = this.#rule;
    const inMonth = daysInMonth(year, month);
    if (this.#byMonthDay !== null && !hasPlace(this.#byMonthDay, date, inMonth)) return false;
    if (byYearDay !== null && !hasPlace(byYearDay, day - dayOf(year, 1, 1) + 1, daysInYear(year)))
      return false;
    if (byWeekNo !== null && !this.#fitsWeek(day, byWeekNo)) return false;
    if (this.#byDay === null || this.#fitsWeekday(day)) return true;
    const byMonth = frequency === 'MONTHLY' || this.#byMonth !== null;
    const before = byMonth ? date - 1 : day - dayOf(year, 1, 1);
    const after = (byMonth ? inMonth : daysInYear(year)) - before - 1;
    const weekday = weekdayOf(day);
    const place = Math.floor(before / 7) + 1;
    const fromEnd = -Math.floor(after / 7) - 1;
    return this.#byDay.has(place * 7 + weekday) || this.#byDay.has(fromEnd * 7 + weekday);
  }

  #fitsWeekday(day: number): boolean {
    return this.#byDay === null || this.#byDay.has(weekdayOf(day));
  }

  /** A week belongs to the year that holds four of its days or more. */
  #fitsWeek(day: number, byWeekNo: ReadonlySet<number>): boolean {
    const monday = this.#startOfWeek(day);
    const { year } = civilOf(monday + 3);
    const first = this.#startOfWeek(dayOf(year, 1, 4));
    const weeks = (this.#startOfWeek(dayOf(year + 1, 1, 4)) - first) / 7;
    return hasPlace(byWeekNo, (monday - first) / 7 + 1, weeks);
  }

  #startOfWeek(day: number): number {
    return day - ((weekdayOf(day) - this.#rule.weekStart + 7) % 7);
  }
}

/** Whether a list names a place, counted from the front or, below zero, from the end. */
function hasPlace(places: ReadonlySet<number>, place: number, of: number): boolean {
  return places.has(place) || places.has(place - of - 1);
}

/** The times that a rule names within a day, or within an hour or minute where the rule goes by those. */
function timesOf(rule: Rule, start: number, length: number): number[] {
  const timeOfDay = start - dayOfWall(start) * DAY;
  const expand = (list: Numbers, unit: number, own: number, below: number): number[] => {
    if (length > 0 && length <= unit) return [0];
    return [...(list ?? [own])].filter((value) => value < below).map((value) => value * unit);
  };
  const hours = expand(rule.byHour, HOUR, Math.floor(timeOfDay / HOUR), 24);
  const minutes = expand(rule.byMinute, MINUTE, Math.floor(timeOfDay / MINUTE) % 60, 60);
  // No minute of a calendar has a second 60.
  const seconds = expand(rule.bySecond, SECOND, Math.floor(timeOfDay / SECOND) % 60, 60);
  return hours
    .flatMap((hour) => minutes.flatMap((minute) => seconds.map((second) => hour + minute + second)))
    .toSorted((a, b) => a - b);
}
