/** Finds the web addresses on which a meeting takes place. */
import type { CallLink } from '../event/calendar-event.ts';

interface CallService {
  /** Exact host names, or `*.` and the domain whose subdomains count too. */
  hosts: readonly string[];
  /** What an address in running text must look like to be a room and not a help page. */
  room: RegExp;
}

/** The services that are recognised. A line here is all that a new one needs. */
const CALL_SERVICES: readonly CallService[] = [
  { hosts: ['meet.google.com'], room: /^\/(?:[a-z]{3}-[a-z]{4}-[a-z]{3}\b|lookup\/.)/i },
  {
    hosts: ['teams.microsoft.com', 'teams.live.com', 'teams.cloud.microsoft'],
    room: /^\/(?:l\/(?:meetup-join|meeting)\/|meet\/|dl\/launcher\/)./i,
  },
  { hosts: ['*.zoom.us', '*.zoom.com'], room: /^\/(?:j|s|w|wc|my|meeting)\/./i },
  { hosts: ['*.webex.com'], room: /\/(?:meet|join|m|j\.php|webappng\/.+\/meeting)\b/i },
  { hosts: ['whereby.com'], room: /^\/./ },
  { hosts: ['meet.jit.si'], room: /^\/./ },
];

/** Pages that wrap the address they lead to, and the parameter that holds it. */
const REDIRECTS: readonly { hosts: readonly string[]; path: RegExp; parameters: readonly string[] }[] = [
  {
    hosts: ['*.safelinks.protection.outlook.com', '*.safelinks.protection.office365.us'],
    path: /^\//,
    parameters: ['url'],
  },
  { hosts: ['statics.teams.cdn.office.net'], path: /safelinks/, parameters: ['url'] },
  { hosts: ['www.google.com', 'google.com'], path: /^\/url$/, parameters: ['q', 'url'] },
];

/** Wrapped more often than this is no honest address. */
const MAX_UNWRAPS = 8;
const MAX_LINKS = 10;
/** The longest address that is looked at; a wrapped Teams address takes about 1,500 characters. */
const MAX_LENGTH = 4_000;

/**
 * Every call address of an event, once each, best first: the conference data, then the location, then the
 * description. Only `https:` on a known host; a host that merely looks like one never counts.
 */
export function findCallLinks(event: {
  conference: readonly string[];
  location: string;
  description: string;
}): CallLink[] {
  const candidates: CallLink[] = [
    ...event.conference.map((url): CallLink => ({ url, source: 'conference' })),
    ...addressesIn(event.location).map((url): CallLink => ({ url, source: 'location' })),
    ...addressesIn(event.description).map((url): CallLink => ({ url, source: 'description' })),
  ];
  const links = new Map<string, CallLink>();
  for (const { url, source } of candidates) {
    if (links.size >= MAX_LINKS) break;
    const target = unwrapLink(url);
    if (target !== null && !links.has(target.href) && isCall(target, source === 'conference')) {
      links.set(target.href, { url: target.href, source });
    }
  }
  return [...links.values()];
}

/**
 * The address that a link leads to once the wrappers of mail programs are taken off; null when that is not a
 * plain `https:` address.
 */
export function unwrapLink(address: string): URL | null {
  let url = address.length > MAX_LENGTH ? null : URL.parse(address);
  for (let pass = 0; url !== null && pass < MAX_UNWRAPS; pass += 1) {
    if (url.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '')
      return null;
    const inner = wrappedIn(url);
    if (inner === null) return url;
    url = URL.parse(inner);
  }
  return null;
}

function wrappedIn(url: URL): string | null {
  const redirect = REDIRECTS.find(({ hosts, path }) => isOn(url, hosts) && path.test(url.pathname));
  if (redirect === undefined) return null;
  for (const parameter of redirect.parameters) {
    const value = url.searchParams.get(parameter);
    if (value !== null) return value;
  }
  return null;
}

/** The calendar itself vouches for conference data, so that any address on the service's host will do there. */
function isCall(url: URL, vouched: boolean): boolean {
  return CALL_SERVICES.some(({ hosts, room }) => isOn(url, hosts) && (vouched || room.test(url.pathname)));
}

function isOn(url: URL, hosts: readonly string[]): boolean {
  return hosts.some((host) =>
    host.startsWith('*.')
      ? url.hostname === host.slice(2) || url.hostname.endsWith(host.slice(1))
      : url.hostname === host,
  );
}

function addressesIn(text: string): string[] {
  const found = text.match(/https:\/\/[^\s<>"'`()[\]{}|\\^]+/gi) ?? [];
  return found.map(withoutFullStop);
}

/** Punctuation at the end belongs to the sentence, not to the address. */
function withoutFullStop(address: string): string {
  let end = address.length;
  while (end > 0 && '.,;:!?*'.includes(address.charAt(end - 1))) end -= 1;
  return address.slice(0, end);
}
