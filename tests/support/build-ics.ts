/** Builds iCalendar texts, so that a test names only what it is about. */

/** A calendar of one entry. `start` is what follows `DTSTART`, such as `:20260303T080000Z`. */
export function buildIcs({
  start,
  lines = [],
  uid = 'uid-1',
}: {
  start: string;
  lines?: readonly string[];
  uid?: string;
}): string {
  return wrapIcs([
    'BEGIN:VEVENT',
    `UID:${uid}`,
    'DTSTAMP:20260101T000000Z',
    `DTSTART${start}`,
    ...lines,
    'END:VEVENT',
  ]);
}

/** A calendar around lines of components. */
export function wrapIcs(lines: readonly string[]): string {
  const all = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Beforehand tests//EN', ...lines, 'END:VCALENDAR'];
  return `${all.join('\r\n')}\r\n`;
}

/** Parameters and value of a property for a wall clock (`2026-03-03T09:00`) in a zone, or for a date. */
export function localTime(wall: string, timeZone: string): string {
  const digits = wall.replaceAll(/[-:]/g, '');
  if (!digits.includes('T')) return `;VALUE=DATE:${digits}`;
  const value = digits.padEnd('20260303T090000'.length, '0');
  return timeZone === 'UTC' ? `:${value}Z` : `;TZID=${timeZone}:${value}`;
}
