/** Points in time and calendar dates as the whole product stores them. */
import * as z from 'zod/mini';

/**
 * An instant in UTC with exactly three decimals, e.g. `2026-11-10T13:00:00.000Z`.
 * The fixed width makes text order equal to time order, which the database's indexes rely on.
 */
export const InstantSchema = z
  .string()
  .check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/))
  .brand<'Instant'>();
export type Instant = z.infer<typeof InstantSchema>;

/** A calendar date without a zone, e.g. `2026-11-10` (ISO 8601). */
export const PlainDateSchema = z
  .string()
  .check(z.regex(/^\d{4}-\d{2}-\d{2}$/))
  .brand<'PlainDate'>();
export type PlainDate = z.infer<typeof PlainDateSchema>;

/**
 * Writes any ISO 8601 time with an offset as an `Instant`.
 * @throws RangeError when `text` is not a time with an offset.
 */
export function toInstant(text: string): Instant {
  return fromEpoch(Temporal.Instant.from(text).epochMilliseconds);
}

/** The `Instant` at `milliseconds` since 1970-01-01T00:00Z. */
export function fromEpoch(milliseconds: number): Instant {
  return new Date(milliseconds).toISOString() as Instant;
}

/** Milliseconds since 1970-01-01T00:00Z. */
export function toEpoch(instant: Instant): number {
  return Date.parse(instant);
}

/** `instant` moved by `minutes` (may be negative). */
export function addMinutes(instant: Instant, minutes: number): Instant {
  return fromEpoch(toEpoch(instant) + minutes * 60_000);
}

/** `instant` moved by whole days of 24 hours (may be negative). */
export function addDays(instant: Instant, days: number): Instant {
  return addMinutes(instant, days * 24 * 60);
}

/** Minutes from `from` to `to`, fractions kept; negative when `to` is earlier. */
export function minutesBetween(from: Instant, to: Instant): number {
  return (toEpoch(to) - toEpoch(from)) / 60_000;
}

/** The calendar date that a clock on the wall in `timeZone` (IANA) shows at `instant`. */
export function dateIn(instant: Instant, timeZone: string): PlainDate {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString() as PlainDate;
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: PlainDate, to: PlainDate): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days;
}
