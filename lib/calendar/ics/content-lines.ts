/** The outermost layer of iCalendar: text → unfolded content lines → name, parameters, value (RFC 5545 §3.1). */

const [TAB, CR, SPACE] = [9, 13, 32];

/** Calls `read` with every unfolded line that is not empty. Lines may end in CRLF, LF or CR. */
export function eachLine(source: string, read: (line: string) => void): void {
  const text = /\r(?!\n)/.test(source) ? source.replace(/\r\n?/g, '\n') : source;
  let position = 0;
  while (position < text.length) {
    let { line, next } = physicalLine(text, position);
    if (isFold(text, next)) {
      const parts = [line];
      while (isFold(text, next)) {
        ({ line, next } = physicalLine(text, next + 1));
        parts.push(line);
      }
      line = parts.join('');
    }
    if (line !== '') read(line);
    position = next;
  }
}

function physicalLine(text: string, position: number): { line: string; next: number } {
  const end = text.indexOf('\n', position);
  if (end === -1) return { line: text.slice(position), next: text.length };
  const last = end > position && text.charCodeAt(end - 1) === CR ? end - 1 : end;
  return { line: text.slice(position, last), next: end + 1 };
}

function isFold(text: string, position: number): boolean {
  const sign = text.charCodeAt(position);
  return sign === SPACE || sign === TAB;
}

/** A property as it is written, without its name. */
export interface Property {
  /** Upper-case names; the first value where one comes twice. */
  parameters: ReadonlyMap<string, string>;
  value: string;
}

const NO_PARAMETERS: ReadonlyMap<string, string> = new Map();

/** The upper-case name of a line, or null for a line that is no property. Names longer than 64 signs are none. */
export function nameOf(line: string): string | null {
  const length = line.slice(0, 65).search(/[;:]/);
  return length < 1 ? null : line.slice(0, length).toUpperCase();
}

/** Parameters and value behind a name of `nameLength`; null when no value follows. */
export function readProperty(line: string, nameLength: number): Property | null {
  if (line[nameLength] === ':') return { parameters: NO_PARAMETERS, value: line.slice(nameLength + 1) };
  const parameters = new Map<string, string>();
  let position = nameLength;
  while (line[position] === ';') {
    const start = position + 1;
    position = endOfParameter(line, start);
    const parameter = line.slice(start, position);
    const equals = parameter.indexOf('=');
    const name = parameter.slice(0, Math.max(0, equals)).toUpperCase();
    if (!parameters.has(name)) parameters.set(name, parameter.slice(equals + 1).replaceAll('"', ''));
  }
  return line[position] === ':' ? { parameters, value: line.slice(position + 1) } : null;
}

/** The first `;` or `:` outside quotation marks. */
function endOfParameter(line: string, start: number): number {
  let position = start;
  let quoted = false;
  for (; position < line.length; position += 1) {
    const sign = line[position];
    if (sign === '"') quoted = !quoted;
    else if (!quoted && (sign === ';' || sign === ':')) break;
  }
  return position;
}
