import { describe, expect, test } from 'vitest';
import { MOST_BYTES, decodeIcs, readIcsFile } from '../../../../lib/calendar/ics/ics-text.ts';

const TEXT = 'BEGIN:VCALENDAR\r\nX-WR-CALNAME:Séances à Liège\r\nEND:VCALENDAR\r\n';

const utf16 = (text: string, littleEndian: boolean) => {
  const bytes = new Uint8Array(2 + text.length * 2);
  const view = new DataView(bytes.buffer);
  for (const [index, unit] of [0xfeff, ...Array.from(text, (sign) => sign.charCodeAt(0))].entries())
    view.setUint16(index * 2, unit, littleEndian);
  return bytes;
};

describe('the text of a file', () => {
  test.each([
    ['UTF-8', new TextEncoder().encode(TEXT)],
    ['UTF-8 with a mark', new TextEncoder().encode(`\ufeff${TEXT}`)],
    ['UTF-16, little end first', utf16(TEXT, true)],
    ['UTF-16, big end first', utf16(TEXT, false)],
    ['Windows-1252', Uint8Array.from(TEXT, (sign) => sign.charCodeAt(0))],
  ])('is the same in %s', async (_, bytes) => {
    expect(await readIcsFile(new File([bytes], 'sessions.ics'))).toBe(TEXT);
  });

  test('is put together where a line was folded within a character', () => {
    const bytes = [...new TextEncoder().encode('SUMMARY:Caf\u00e9')];
    bytes.splice(-1, 0, 13, 10, 32);
    expect(decodeIcs(Uint8Array.from(bytes))).toBe('SUMMARY:Café');
  });

  test('is not read when it is too big, or gone', async () => {
    expect(await readIcsFile(new File([new Uint8Array(MOST_BYTES + 1)], 'big.ics'))).toEqual({
      fault: 'too-big',
    });
    const gone = new File([], 'gone.ics');
    gone.bytes = async () => {
      throw new DOMException('gone', 'NotFoundError');
    };
    expect(await readIcsFile(gone)).toEqual({ fault: 'not-a-calendar' });
  });
});
