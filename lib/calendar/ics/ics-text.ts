/** From bytes, of a file or of a network, to the text that is kept. */

/** The most that is read of a file or an address, in bytes. */
export const MOST_BYTES = 20_000_000;

const [TAB, LF, CR, SPACE] = [9, 10, 13, 32];

/**
 * Text of an iCalendar file. A line may be folded in the middle of a UTF-8 sequence, so bytes are unfolded before
 * they are decoded. A byte order mark tells UTF-16; what is no UTF-8 at all is read as Windows-1252.
 */
export function decodeIcs(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const unfolded = unfoldBytes(bytes);
  const text = new TextDecoder().decode(unfolded);
  if (text.includes('\ufffd') && !/[\u0080-\ufffc]/.test(text)) {
    return new TextDecoder('windows-1252').decode(unfolded);
  }
  return text;
}

function unfoldBytes(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length);
  let length = 0;
  for (let position = 0; position < bytes.length; position += 1) {
    const byte = bytes[position] as number;
    if (byte === LF || byte === CR) {
      const next = byte === CR && bytes[position + 1] === LF ? position + 2 : position + 1;
      if (bytes[next] === SPACE || bytes[next] === TAB) {
        position = next;
        continue;
      }
    }
    out[length] = byte;
    length += 1;
  }
  return out.subarray(0, length);
}

/** The text of a file, or why it is not read. */
export async function readIcsFile(file: File): Promise<string | { fault: 'too-big' | 'not-a-calendar' }> {
  if (file.size > MOST_BYTES) return { fault: 'too-big' };
  try {
    return decodeIcs(await file.bytes());
  } catch {
    // It was moved or changed after it was chosen, or it is a folder.
    return { fault: 'not-a-calendar' };
  }
}
