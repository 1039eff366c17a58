/** From bytes, of a file or of a network, to the text that is kept. */

/** The most that is read of a file or an address, in bytes: `ICS_LIMITS` without the parser, for the pages. */
export const MOST_BYTES = 20_000_000;

const [LINE_FEED, RETURN, SPACE, TAB] = [10, 13, 32, 9];

/**
 * UTF-8 as text, without a byte order mark. Some write a fold (RFC 5545 §3.1) in the middle of a character: that one is
 * taken out, all others stay.
 */
export function decodeIcs(bytes: Uint8Array): string {
  const kept = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === RETURN || byte === LINE_FEED) {
      const blank = byte === RETURN && bytes[at + 1] === LINE_FEED ? at + 2 : at + 1;
      const isFold = bytes[blank] === SPACE || bytes[blank] === TAB;
      // Only the later bytes of a character look like this.
      if (isFold && ((bytes[blank + 1] ?? 0) & 0xc0) === 0x80) {
        at = blank;
        continue;
      }
    }
    kept[length] = byte;
    length += 1;
  }
  return new TextDecoder().decode(kept.subarray(0, length));
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
