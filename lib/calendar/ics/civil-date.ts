/**
 * Arithmetic on dates of the Gregorian calendar without zones. A day is a whole number, 0 for 1970-01-01; a wall
 * time is what a clock on the wall shows, in milliseconds from 1970-01-01T00:00 there. Months count from 1,
 * weekdays from 0 for Sunday.
 */

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export interface CivilDate {
  year: number;
  month: number;
  date: number;
}

/** The day of a date. Years run from March here, so that the leap day comes last. */
export function dayOf(year: number, month: number, date: number): number {
  const from = month < 3 ? year - 1 : year;
  const leaps = Math.floor(from / 4) - Math.floor(from / 100) + Math.floor(from / 400);
  return from * 365 + leaps + Math.floor(((month + 9) % 12) * 30.6 + 0.5) + date - 719_469;
}

/** The date of a day. */
export function civilOf(day: number): CivilDate {
  let year = Math.floor((day + 719_528) / 365.2425);
  if (day < dayOf(year, 1, 1)) year -= 1;
  else if (day >= dayOf(year + 1, 1, 1)) year += 1;
  const ofYear = day - dayOf(year, 1, 1);
  let month = Math.floor(ofYear / 29) + 1;
  while (month > 12 || day < dayOf(year, month, 1)) month -= 1;
  return { year, month, date: day - dayOf(year, month, 1) + 1 };
}

export function daysInMonth(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return isLeap(year) ? 29 : 28;
}

export function daysInYear(year: number): number {
  return isLeap(year) ? 366 : 365;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** 1970-01-01 was a Thursday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** The day of a wall time. */
export function dayOfWall(wall: number): number {
  return Math.floor(wall / DAY);
}

/** `2026-11-10` for a day of the years 0 to 9999. */
export function dateText(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}
