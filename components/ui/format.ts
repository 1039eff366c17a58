/** Times, dates and durations in words, in the language of the browser and the zone of the device. 24 h clock. */
import * as z from 'zod/mini';
import { browser } from 'wxt/browser';
import {
  type Instant,
  type PlainDate,
  PlainDateSchema,
  dateIn,
  daysBetween,
  minutesBetween,
  toInstant,
} from '../../lib/event/instant.ts';
import { deviceTimeZone } from '../../lib/platform/time-zone.ts';
import { i18n } from '#i18n';

const formats = new Map<string, Intl.DateTimeFormat>();

/** `09:05` */
export function time(instant: Instant): string {
  return show(instant, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** `10:23:41`, for "Saved". */
export function clockTime(instant: Instant): string {
  return show(instant, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
}

/** `Tue 20 Oct`; with the year when `today` lies in another one. */
export function shortDate(at: Instant | PlainDate, today?: PlainDate): string {
  return show(at, { weekday: 'short', day: 'numeric', month: 'short', ...year(at, today) });
}

/** `Tuesday 20 October`; with the year when `today` lies in another one. */
export function longDate(at: Instant | PlainDate, today?: PlainDate): string {
  return show(at, { weekday: 'long', day: 'numeric', month: 'long', ...year(at, today) });
}

/** `20 October`; with the year when `today` lies in another one. */
export function dayOfMonth(at: Instant | PlainDate, today?: PlainDate): string {
  return show(at, { day: 'numeric', month: 'long', ...year(at, today) });
}

/** `16 – 22 November`, from the first to the last day of it. */
export function dateRange(first: PlainDate, last: PlainDate): string {
  return format({ day: 'numeric', month: 'long' }, 'UTC').formatRange(noon(first), noon(last));
}

/** "Today", "Tomorrow", "Yesterday", else `Tue 20 Oct`. */
export function dayWord(at: Instant | PlainDate, today: PlainDate): string {
  const days = daysBetween(today, dateOf(at));
  if (days === 0) return i18n.t('formats.today');
  if (days === 1) return i18n.t('formats.tomorrow');
  if (days === -1) return i18n.t('formats.yesterday');
  return shortDate(at, today);
}

/** "Today, 14:00", "Tue 20 Oct, 14:00". */
export function dayAndTime(at: Instant, today: PlainDate): string {
  return i18n.t('formats.dayAndTime', { day: dayWord(at, today), time: time(at) });
}

/** As `dayAndTime`, inside a sentence: "today, 14:00". Names of days keep their capital. */
export function dayAndTimeWithin(at: Instant, today: PlainDate): string {
  const words = dayAndTime(at, today);
  const distance = Math.abs(daysBetween(today, dateOf(at)));
  return distance > 1 ? words : words.charAt(0).toLocaleLowerCase() + words.slice(1);
}

/** "14:00 to 15:00". */
export function timeRange(start: Instant, end: Instant): string {
  return i18n.t('formats.timeRange', { start: time(start), end: time(end) });
}

/** "today", "yesterday", "21 days ago"; for a later day "in 3 days". */
export function daysAgo(at: Instant | PlainDate, today: PlainDate): string {
  const days = daysBetween(dateOf(at), today);
  if (days === 0) return i18n.t('formats.todayWord');
  if (days === 1) return i18n.t('formats.yesterdayWord');
  return days > 0 ? i18n.t('formats.daysAgo', days) : i18n.t('formats.inDays', -days);
}

/** Whole minutes until `start`, rounded up: 9 stays 9 until the ninth has passed. Never below 0. */
export function minutesToGo(now: Instant, start: Instant): number {
  return Math.max(0, Math.ceil(minutesBetween(now, start)));
}

/** "45 min", "1 h", "1 h 30 min". */
export function durationHours(minutes: number): string {
  const whole = Math.round(minutes);
  const hours = Math.floor(whole / 60);
  const rest = whole % 60;
  if (hours === 0) return i18n.t('formats.minutes', { minutes: rest });
  if (rest === 0) return i18n.t('formats.hours', { hours });
  return i18n.t('formats.hoursAndMinutes', { hours, minutes: rest });
}

/** `23:41` or `1:02:03` of elapsed seconds. */
export function stopwatch(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const rest = `${two(Math.floor((whole % 3600) / 60))}:${two(whole % 60)}`;
  return hours === 0 ? rest : `${hours}:${rest}`;
}

/** "1,250" in the language of the browser. */
export function count(number: number): string {
  return new Intl.NumberFormat(language()).format(number);
}

/** "a, b and c" in the language of the browser. */
export function listOf(parts: readonly string[]): string {
  return new Intl.ListFormat(language(), { type: 'conjunction' }).format(parts);
}

/** What a person is called in a line: the first word of the name, the part before the @ of an address. */
export function firstName(name: string): string {
  return name.split('@')[0]?.trim().split(/\s+/)[0] || name;
}

/** The value of a date field; null when it is empty or no date. */
export function readDate(value: string): PlainDate | null {
  const parsed = z.safeParse(PlainDateSchema, value);
  return parsed.success ? parsed.data : null;
}

/** The moment that date and time fields name on this device; null when one of them is empty or wrong. */
export function readMoment(date: string, timeOfDay: string): Instant | null {
  const day = readDate(date);
  if (day === null || !/^\d{2}:\d{2}/.test(timeOfDay)) return null;
  const local = Temporal.PlainDateTime.from(`${day}T${timeOfDay}`);
  return toInstant(local.toZonedDateTime(deviceTimeZone()).toInstant().toString());
}

/** The calendar date of an instant on this device. */
export function dateOf(at: Instant | PlainDate): PlainDate {
  return isDate(at) ? at : dateIn(at, deviceTimeZone());
}

function isDate(at: Instant | PlainDate): at is PlainDate {
  return at.length === 10;
}

/** A plain date has no zone: it is shown in UTC from its noon, so that no zone can move it. */
function noon(date: PlainDate): number {
  return Date.parse(`${date}T12:00:00Z`);
}

function show(at: Instant | PlainDate, options: Intl.DateTimeFormatOptions): string {
  if (isDate(at)) return format(options, 'UTC').format(noon(at));
  return format(options, deviceTimeZone()).format(Date.parse(at));
}

function year(at: Instant | PlainDate, today: PlainDate | undefined): { year?: 'numeric' } {
  if (today === undefined || dateOf(at).slice(0, 4) === today.slice(0, 4)) return {};
  return { year: 'numeric' };
}

/** In English the product writes "Tue 20 Oct", whichever English the browser speaks. */
function language(): string {
  const own = browser.i18n.getUILanguage();
  return /^en\b/.test(own) ? 'en-GB' : own;
}

function format(options: Intl.DateTimeFormatOptions, timeZone: string): Intl.DateTimeFormat {
  const key = JSON.stringify([language(), timeZone, options]);
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(language(), { ...options, timeZone });
    formats.set(key, found);
  }
  return found;
}
