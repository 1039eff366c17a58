/** Small iCalendar texts for the tests beside this file. */

/** A VCALENDAR around lines. */
export function calendar(...lines: readonly string[]): string {
  return ['BEGIN:VCALENDAR', ...lines, 'END:VCALENDAR', ''].join('\r\n');
}

/** A VEVENT with UID `a` unless the lines name one. */
export function vevent(...lines: readonly string[]): string {
  const uid = lines.some((line) => line.startsWith('UID:')) ? [] : ['UID:a'];
  return ['BEGIN:VEVENT', ...uid, ...lines, 'END:VEVENT'].join('\r\n');
}
