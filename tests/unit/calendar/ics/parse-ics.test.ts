import { describe, expect, test } from 'vitest';
import { ICS_LIMITS, IcsError, parseIcs } from '../../../../lib/calendar/ics/parse-ics.ts';
import { calendar, vevent } from './ics-text.ts';

const START = 'DTSTART:20260303T080000Z';
const bytes = (text: string) => new TextEncoder().encode(text);

function faultOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof IcsError) return error.reason;
    throw error;
  }
  return 'none';
}

describe('lines', () => {
  test.each([
    ['CRLF', '\r\n'],
    ['LF', '\n'],
    ['CR', '\r'],
  ])('end in %s, and fold with blanks and tabs', (_name, end) => {
    const text = calendar(vevent(START, 'SUMMARY:Coaching', ' ', ' \tSa', '\tm')).replaceAll('\r\n', end);
    for (const source of [text, bytes(text)]) {
      expect(parseIcs(source).events.map(({ summary }) => summary)).toEqual(['Coaching\tSam']);
    }
  });

  test('fold inside a character of several bytes', () => {
    const whole = bytes(calendar(vevent(START, 'SUMMARY:Coaching Zoë 🌱')));
    const fold = bytes('\r\n ');
    for (let at = 0; at <= whole.length; at += 1) {
      const before = whole[at - 1];
      const after = whole[at];
      // Only inside the title; a fold between lines would join them.
      if (before === undefined || after === undefined || (before < 0x80 && after < 0x80)) continue;
      const folded = new Uint8Array([...whole.slice(0, at), ...fold, ...whole.slice(at)]);
      if (after === 13) continue;
      expect(parseIcs(folded).events[0]?.summary).toBe('Coaching Zoë 🌱');
    }
  });

  test('in UTF-8 with a mark, UTF-16 and Windows-1252', () => {
    const text = calendar(vevent(START, 'SUMMARY:Zoë'));
    const latin = Uint8Array.from(text, (sign) => sign.charCodeAt(0));
    const utf16 = new Uint8Array([0xff, 0xfe, ...Array.from(text, (sign) => [sign.charCodeAt(0), 0]).flat()]);
    for (const source of [`\ufeff${text}`, bytes(`\ufeff${text}`), latin, utf16]) {
      expect(parseIcs(source).events[0]?.summary).toBe('Zoë');
    }
  });

  test('quoted parameters hold every separator, and RFC 6868 marks', () => {
    const line = `ATTENDEE;CN="Doe; Jane: PhD, ^'JD^'";PARTSTAT=accepted;CUTYPE=ROOM:MAILTO:Jane@X.example`;
    const [event] = parseIcs(calendar(vevent(START, line))).events;
    expect(event?.attendees).toEqual([
      { email: 'jane@x.example', name: 'Doe; Jane: PhD, "JD"', partStat: 'ACCEPTED', kind: 'ROOM' },
    ]);
  });

  test('escapes of a text are taken off once', () => {
    const [event] = parseIcs(calendar(vevent(START, String.raw`SUMMARY:a\, b\; c\\n d\Ne`))).events;
    expect(event?.summary).toBe('a, b; c\\n d\ne');
  });
});

describe('components', () => {
  test('what stands in an alarm is not of the event', () => {
    const alarm = ['BEGIN:VALARM', 'SUMMARY:Alarm', 'DURATION:PT5M', 'DESCRIPTION:Ring', 'END:VALARM'];
    const [event] = parseIcs(calendar(vevent(START, ...alarm, 'SUMMARY:Real'))).events;
    expect(event).toMatchObject({ summary: 'Real', duration: null, description: '' });
  });

  test('an alarm that never ends goes with its event', () => {
    const { events } = parseIcs(calendar(vevent(START, 'BEGIN:VALARM', 'X:1'), vevent(START, 'UID:b')));
    expect(events.map(({ uid }) => uid)).toEqual(['a', 'b']);
  });

  test('broken entries are counted by UID, those beside them are read', () => {
    const { events, skipped, skippedUids } = parseIcs(
      calendar(
        vevent('UID:none'),
        vevent('UID:end', START, 'DTEND:later'),
        vevent('UID:id', START, 'RECURRENCE-ID:then'),
        vevent('UID:good', START),
        vevent(`UID:${'x'.repeat(2_000)}`, START),
      ),
    );
    expect(events.map(({ uid }) => uid)).toEqual(['good']);
    expect({ skipped, skippedUids }).toEqual({ skipped: 4, skippedUids: ['none', 'end', 'id'] });
  });

  test('without UID an entry is named by its start and title', () => {
    const entry = (title: string) => `BEGIN:VEVENT\r\n${START}\r\nSUMMARY:${title}\r\nEND:VEVENT`;
    const uids = () => parseIcs(calendar(entry('A'), entry('B'))).events.map(({ uid }) => uid);
    expect(new Set(uids()).size).toBe(2);
    expect(uids()).toEqual(uids());
  });

  test('METHOD:CANCEL calls off what is in its own VCALENDAR', () => {
    const text = calendar(vevent(START), 'METHOD:CANCEL') + calendar(vevent('UID:b', START));
    expect(parseIcs(text).events.map(({ status }) => status)).toEqual(['cancelled', 'confirmed']);
  });

  test('a text that stops early says so', () => {
    const text = calendar(vevent(START), vevent('UID:b', START));
    expect(parseIcs(text).truncated).toBe(false);
    const cut = parseIcs(text.slice(0, -30));
    expect(cut.truncated).toBe(true);
    expect(cut.events).toHaveLength(2);
  });
});

describe('limits', () => {
  test.each([
    '',
    '<!doctype html><p>BEGIN:VCALENDAR',
    'BEGIN:VEVENT\nDTSTART:20260303\nEND:VEVENT',
    '\0'.repeat(99),
  ])('%j is no calendar', (text) => {
    expect(faultOf(() => parseIcs(text))).toBe('not-a-calendar');
  });

  test('too much is refused before it is read', () => {
    expect(faultOf(() => parseIcs(new Uint8Array(ICS_LIMITS.bytes + 1)))).toBe('too-big');
    const many = 'BEGIN:VEVENT\n'.repeat(ICS_LIMITS.entries + 1);
    expect(faultOf(() => parseIcs(`BEGIN:VCALENDAR\n${many}`))).toBe('too-many-entries');
  });

  test('a line of 10 MB, whole or folded at every character, gives an event with a shortened text', () => {
    const long = 'x'.repeat(10_000_000);
    const folded = '\n y'.repeat(3_000_000);
    for (const text of [long, folded, `;A="${long}`]) {
      const { events } = parseIcs(calendar(vevent(START, `DESCRIPTION:${text}`)));
      expect(events[0]?.description.length).toBeLessThanOrEqual(100_000);
    }
  });

  test('components nested a million deep', () => {
    const text = calendar(`${'BEGIN:X\nEND:Y\n'.repeat(500_000)}END:X`, vevent(START));
    expect(parseIcs(text).events).toHaveLength(1);
  });
});
