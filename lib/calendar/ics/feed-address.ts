/** Reads the address of a calendar as a person enters it. The address is a credential: nothing here repeats it. */
import { isFeedHost } from './feed-hosts.ts';

export interface FeedAddress {
  /** The address to read, `https:`; the same for every way of writing it. A credential. */
  address: string;
  /** All of it that may be shown. */
  host: string;
  /** The worker can read from this host by itself (docs/adr/0008). */
  knownHost: boolean;
}

/** `not-encrypted`: an `http:` address, on which anybody on the way could read the calendar. */
export type FeedAddressFault = 'not-an-address' | 'not-encrypted';

/** Longer than any address a service gives. */
const MOST_CHARACTERS = 2000;

/** What a person pasted as an address that can be read; null when it is none (see `feedAddressFault`). */
export function readFeedAddress(text: string): FeedAddress | null {
  const url = parse(text);
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.password !== '') return null;
  if (!isName(url.hostname)) return null;
  url.hash = '';
  const { host, hostname, port } = url;
  const knownHost = port === '' && isFeedHost(hostname);
  // Outlook shows two addresses side by side: a page, and the calendar itself.
  if (knownHost && hostname.startsWith('outlook.'))
    url.pathname = url.pathname.replace(/calendar\.html$/, 'calendar.ics');
  return { address: url.href, host, knownHost };
}

/** Why `readFeedAddress` gives null for this text; null when it does not. */
export function feedAddressFault(text: string): FeedAddressFault | null {
  if (readFeedAddress(text) !== null) return null;
  return parse(text)?.protocol === 'http:' ? 'not-encrypted' : 'not-an-address';
}

/** `webcal:` (and `webcals:`) only says that it is a calendar; a name without a scheme is taken as `https:`. */
function parse(text: string): URL | null {
  const trimmed = text.trim();
  if (trimmed.length > MOST_CHARACTERS) return null;
  const secure = trimmed.replace(/^webcals?:\/\//i, 'https://');
  return URL.parse(/^[\w.-]+\.[a-z]{2,}\/./i.test(secure) ? `https://${secure}` : secure);
}

/** A name of the public kind: neither an address in numbers nor a device of the own network. */
function isName(hostname: string): boolean {
  return /^(?:[a-z\d_-]+\.)+[a-z][a-z\d-]+$/.test(hostname) && !hostname.endsWith('.localhost');
}
