/** Values of iCalendar properties (RFC 5545 §3.3). Each reader gives null for what it cannot read. */
import { DAY, HOUR, MINUTE, SECOND, dayOf, daysInMonth } from './civil-date.ts';

/** A date or a time as it is written. */
export interface IcsTime {
  kind: 'date' | 'utc' | 'local';
  /** Milliseconds from 1970-01-01T00:00 to what a clock on the wall shows there; midnight for a date. */
  wall: number;
  /** TZID of a local time; null where it floats. */
  zone: string | null;
}

/** A DURATION: whole days by the calendar, then exact time. Both have the same sign. */
export interface IcsDuration {
  days: number;
  milliseconds: number;
}

const TIME = /^(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d)(?::?(\d\d))?(Z)?)?$/i;

/** A DATE or DATE-TIME; with `dateOnly` (VALUE=DATE) the time of day is left off. A leap second counts as the one before. */
export function readTime(text: string, zone: string | null, dateOnly = false): IcsTime | null {
  const match = TIME.exec(text.trim());
  if (match === null) return null;
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || date < 1 || date > daysInMonth(year, month)) return null;
  const midnight = dayOf(year, month, date) * DAY;
  if (match[4] === undefined || dateOnly) return { kind: 'date', wall: midnight, zone: null };
  const [hour, minute, second] = [Number(match[4]), Number(match[5]), Number(match[6] ?? 0)];
  if (hour > 23 || minute > 59 || second > 60) return null;
  const wall = midnight + hour * HOUR + minute * MINUTE + Math.min(second, 59) * SECOND;
  return match[7] === undefined ? { kind: 'local', wall, zone } : { kind: 'utc', wall, zone: null };
}

const DURATION = /^([+-])?P(?=\d|T\d)(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i;

/** A DURATION such as `PT1H30M`, `P2W` or `-P1D`. */
export function readDuration(text: string): IcsDuration | null {
  const match = DURATION.exec(text.trim());
  if (match === null) return null;
  const part = (index: number, unit: number) =>
    (match[1] === '-' ? -unit : unit) * Math.min(Number(match[index] ?? 0), 1e9);
  return {
    days: part(2, 7) + part(3, 1),
    milliseconds: part(4, HOUR) + part(5, MINUTE) + part(6, SECOND),
  };
}

/** A UTC-OFFSET such as `+0100`, in milliseconds east of UTC; less than a day. */
export function readOffset(text: string): number | null {
  const match = /^([+-])(\d\d):?(\d\d)(?::?(\d\d))?$/.exec(text.trim());
  if (match === null) return null;
  const size = Number(match[2]) * HOUR + Number(match[3]) * MINUTE + Number(match[4] ?? 0) * SECOND;
  if (size >= DAY) return null;
  return match[1] === '-' ? -size : size;
}

/** TEXT without its escapes. */
export function readText(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\([nN;,:"\\])/g, (_whole, sign: string) =>
    sign === 'n' || sign === 'N' ? '\n' : sign,
  );
}

/** A parameter's value without its marks (RFC 6868). */
export function readParameter(text: string): string {
  if (!text.includes('^')) return text;
  return text.replace(/\^([n'^])/g, (_whole, sign: string) =>
    sign === 'n' ? '\n' : sign === "'" ? '"' : '^',
  );
}
