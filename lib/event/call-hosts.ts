/** Which addresses lie on which hosts: what the lists of call services and of link wrappers share. */

/** The longest address that is looked at; a wrapped Teams address takes about 1,500 characters. */
const MAX_LENGTH = 4_000;

/**
 * The address where it may be compared at all: `https:`, no user name, no port, of bearable length; else null.
 * A host that only looks like another keeps its own name (`xn--…`, a dot at the end), and so matches no list.
 */
export function plainAddress(address: string | URL): URL | null {
  const url = String(address).length > MAX_LENGTH ? null : URL.parse(address);
  return url?.protocol === 'https:' && url.port + url.username + url.password === '' ? url : null;
}

const SIGNS: Readonly<Record<string, string>> = {
  '.': String.raw`\.`,
  '*.': String.raw`(?:[\w-]+\.){0,9}`,
  '*': '[^/?#&]+',
  '**': '[^?#]*[^/?#]',
};

/**
 * A list of hosts or `host/path`, with blanks between, as the source of a regular expression. A dot is a dot, `*.` a
 * domain with its subdomains, `*` one part of a path and `**` the rest of it without a last slash; brackets and `\w`
 * are as ever.
 */
export function addressPattern(list: string): string {
  return `(?:${list.trim().replace(/\*\.|\*\*|[.*]|\s+/g, (sign) => SIGNS[sign] ?? '|')})`;
}
