/** Makes readable plain text of the HTML that calendars give, in one pass and without trusting it. */
import { unwrapLink } from './unwrap-link.ts';

const MAX_CHARACTERS = 20_000;

/** Elements whose content is not for reading. */
const DROPPED = new Set(['script', 'style', 'title', 'template', 'noscript', 'svg', 'iframe', 'textarea']);

/** Elements that stand on lines of their own. */
const BLOCKS = new Set(
  (
    'address article aside blockquote center dd details div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 ' +
    'header hr li main nav ol p pre section table tbody thead tr ul'
  ).split(' '),
);

/** HTML's names for U+00A0 to U+00FF, in order. */
const LATIN_1 = (
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro ' +
  'para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil ' +
  'Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave ' +
  'Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml ' +
  'igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute ' +
  'thorn yuml'
).split(' ');

const ENTITIES = new Map<string, string>([
  ...LATIN_1.map((name, index): [string, string] => [name, String.fromCharCode(0xa0 + index)]),
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['ndash', '–'],
  ['mdash', '—'],
  ['hellip', '…'],
  ['lsquo', '‘'],
  ['rsquo', '’'],
  ['sbquo', '‚'],
  ['ldquo', '“'],
  ['rdquo', '”'],
  ['bdquo', '„'],
  ['bull', '•'],
  ['euro', '€'],
  ['trade', '™'],
  ['oelig', 'œ'],
  ['OElig', 'Œ'],
  ['zwj', '\u200d'],
  ['zwnj', '\u200c'],
]);

/**
 * Plain text of `html`: blocks on lines of their own, at most one empty line between them, entities decoded
 * once, scripts and styles dropped, a link followed by its address in brackets where the two differ. At most
 * 20,000 characters are kept. Time grows with the length of the input only, whatever it holds.
 *
 * With `keepNewlines`, line ends in the text count (Google's descriptions mix both).
 */
export function htmlToText(html: string, options: { keepNewlines?: boolean } = {}): string {
  const out = new TextWriter(options.keepNewlines ?? false);
  /** From here on every `<` is text: the last tag never ended. */
  let unterminated = false;
  let position = 0;
  while (position < html.length && !out.full) {
    const open = unterminated ? -1 : html.indexOf('<', position);
    if (open !== position) {
      const end = open === -1 ? html.length : open;
      out.text(html, position, end);
      position = end;
      continue;
    }
    const tag = readTag(html, open);
    if (tag === 'unterminated') {
      unterminated = true;
    } else if (tag === null) {
      out.text('<', 0, 1);
      position += 1;
    } else {
      position = tag.end;
      if (tag.name === '' || tag.closing) out.endOf(tag.name);
      else if (DROPPED.has(tag.name)) position = endOfElement(html, tag.end, tag.name);
      else out.startOf(tag.name, tag.href);
    }
  }
  return out.finish();
}

/** Text as it is, within the limit and without control characters. */
export function limitText(text: string): string {
  return cut(stripControls(text.replace(/\r\n?/g, '\n'))).trim();
}

interface Tag {
  /** Lower case; empty for a comment or declaration. */
  name: string;
  closing: boolean;
  href: string | null;
  /** Where the text goes on. */
  end: number;
}

/** The tag at `start`; null when the `<` there is an ordinary character. */
function readTag(html: string, start: number): Tag | null | 'unterminated' {
  if (html.startsWith('<!--', start)) {
    const end = html.indexOf('-->', start + 4);
    return { name: '', closing: false, href: null, end: end === -1 ? html.length : end + 3 };
  }
  if (html[start + 1] === '!' || html[start + 1] === '?') {
    const end = html.indexOf('>', start);
    return end === -1 ? 'unterminated' : { name: '', closing: false, href: null, end: end + 1 };
  }
  const closing = html[start + 1] === '/';
  const nameStart = start + (closing ? 2 : 1);
  // A name is short; a bounded look keeps `<aaaa…` linear. `<https://…>` and `<a@b>` are text in angle brackets.
  const name = /^[a-z][a-z0-9-]*(?::[a-z][a-z0-9]*)?(?=[\s/>])/i
    .exec(html.slice(nameStart, nameStart + 24))?.[0]
    .toLowerCase();
  if (name === undefined || /^(?:https?|mailto):/.test(`${name}:`)) return null;

  let href: string | null = null;
  let position = nameStart + name.length;
  while (position < html.length) {
    const sign = html[position];
    if (sign === '>') return { name, closing, href, end: position + 1 };
    if (sign !== '=') {
      position += 1;
      continue;
    }
    const isHref = name === 'a' && /[\s"']href\s*$/i.test(html.slice(Math.max(0, position - 10), position));
    position += 1;
    while (isSpace(html[position])) position += 1;
    const quote = html[position];
    const valueStart = quote === '"' || quote === "'" ? position + 1 : position;
    const valueEnd =
      valueStart > position ? html.indexOf(quote as string, valueStart) : unquotedEnd(html, position);
    if (valueEnd === -1) return 'unterminated';
    if (isHref) href = decodeEntities(html.slice(valueStart, valueEnd));
    position = valueStart > position ? valueEnd + 1 : valueEnd;
  }
  return 'unterminated';
}

function unquotedEnd(html: string, start: number): number {
  let end = start;
  while (end < html.length && html[end] !== '>' && !isSpace(html[end])) end += 1;
  return end;
}

/** Behind the end tag of `name`, or the end of the text when there is none. */
function endOfElement(html: string, start: number, name: string): number {
  const pattern = new RegExp(`</${name}(?=[\\s/>])[^>]*>?`, 'gi');
  pattern.lastIndex = start;
  return pattern.exec(html) === null ? html.length : pattern.lastIndex;
}

/** Collects text; white space is only written once something follows it. */
class TextWriter {
  full = false;
  readonly #keepNewlines: boolean;
  #out = '';
  #newlines = 0;
  #space = false;
  #marker = '';
  #preformatted = 0;
  #link: { href: string; text: string } | null = null;

  constructor(keepNewlines: boolean) {
    this.#keepNewlines = keepNewlines;
  }

  text(source: string, start: number, end: number): void {
    const raw = source.slice(start, end);
    const text = raw.includes('&') ? decodeEntities(raw) : raw;
    // Words with one space between them stay together: most lines are written in one piece.
    for (const part of text.split(/(^\s+|\s+$|\s{2,}|[^\S ])/)) {
      if (part === '') continue;
      if (/^\s/.test(part)) this.#blank(part);
      else this.#word(part);
      if (this.full) return;
    }
  }

  startOf(name: string, href: string | null): void {
    if (name === 'br') this.#newlines = Math.min(2, this.#newlines + 1);
    if (name === 'td' || name === 'th') this.#space = true;
    if (BLOCKS.has(name)) this.#block();
    if (name === 'li') this.#marker = '- ';
    if (name === 'pre') this.#preformatted += 1;
    if (name === 'a') {
      this.#endLink();
      this.#link = href === null ? null : { href: href.trim(), text: '' };
    }
  }

  endOf(name: string): void {
    if (name === 'a') this.#endLink();
    if (BLOCKS.has(name)) this.#block();
    if (name === 'pre') this.#preformatted = Math.max(0, this.#preformatted - 1);
  }

  finish(): string {
    this.#endLink();
    return cut(this.#out);
  }

  #blank(part: string): void {
    const lines =
      this.#keepNewlines || this.#preformatted > 0 ? part.replace(/\r\n?/g, '\n').split('\n').length - 1 : 0;
    if (lines > 0) this.#newlines = Math.min(2, this.#newlines + lines);
    else this.#space = true;
  }

  #block(): void {
    this.#newlines = Math.max(1, this.#newlines);
  }

  #word(word: string): void {
    const clean = stripControls(word);
    if (clean === '') return;
    const gap =
      this.#out === '' ? '' : this.#newlines > 0 ? '\n'.repeat(this.#newlines) : this.#space ? ' ' : '';
    this.#newlines = 0;
    this.#space = false;
    this.#out += gap + this.#marker + clean;
    this.#marker = '';
    if (this.#link) this.#link.text += (this.#link.text === '' || gap === '' ? '' : ' ') + clean;
    if (this.#out.length > MAX_CHARACTERS) this.full = true;
  }

  #endLink(): void {
    const link = this.#link;
    this.#link = null;
    if (link === null || !/^https?:\/\//i.test(link.href)) return;
    const address = unwrapLink(link.href)?.href ?? link.href;
    if (sameAddress(link.text, address) || sameAddress(link.text, link.href)) return;
    this.#space = link.text !== '' || this.#space;
    this.#word(link.text === '' ? address : `(${address})`);
  }
}

function sameAddress(text: string, address: string): boolean {
  const plain = (value: string) => value.replace(/^https?:\/\//i, '').replace(/\/$/, '');
  return plain(text) === plain(address);
}

function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z][a-z0-9]{1,7}));?/gi,
    (whole, hex, decimal, name) => {
      if (name !== undefined) return ENTITIES.get(name as string) ?? whole;
      return fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex as string, 16));
    },
  );
}

function fromCodePoint(code: number): string {
  // Word writes its quotation marks by their Windows-1252 numbers; HTML reads them so too.
  if (code >= 0x80 && code < 0xa0) return new TextDecoder('windows-1252').decode(Uint8Array.of(code));
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return '\ufffd';
  return String.fromCodePoint(code);
}

/** Control characters but tab and line feed, and the marks that can reorder other text. */
function stripControls(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g, '');
}

/** The first 20,000 characters, never half of a pair. */
function cut(text: string): string {
  if (text.length <= MAX_CHARACTERS) return text;
  const end = /[\ud800-\udbff]/.test(text[MAX_CHARACTERS - 1] ?? '') ? MAX_CHARACTERS - 1 : MAX_CHARACTERS;
  return text.slice(0, end);
}

function isSpace(sign: string | undefined): boolean {
  return sign !== undefined && /\s/.test(sign);
}
