/** Finds the web addresses on which a meeting takes place. */
import type { CallLink } from '../event/calendar-event.ts';
import { platformAt } from '../detection/platforms.ts';
import { callKey, isCallHost } from '../event/call-services.ts';
import { unwrapLink } from './unwrap-link.ts';

const MAX_LINKS = 10;

/**
 * Every call address of an event, each call once, best first: the conference data, then the event's own address, the
 * location and the description; one that names no room comes last. Only `https:` on a known host; a host that merely
 * looks like one never counts.
 */
export function findCallLinks(event: {
  conference: readonly string[];
  url?: string;
  location: string;
  description: string;
}): CallLink[] {
  const { conference, url = '', location, description } = event;
  const candidates: [source: CallLink['source'], addresses: readonly string[]][] = [
    ['conference', conference],
    ['url', addressesIn(url)],
    ['location', addressesIn(location)],
    ['description', addressesIn(description)],
  ];
  const links = new Map<string, CallLink>();
  for (const [source, addresses] of candidates) {
    for (const address of addresses) {
      const target = targetOf(address);
      // The calendar itself vouches for conference data: there any address on a service's host will do.
      if (target === null || (target.key === null && source !== 'conference')) continue;
      const { href, key } = target;
      if (links.size < MAX_LINKS && !links.has(key ?? href))
        links.set(key ?? href, { url: href, source, key });
    }
  }
  return [...links.values()].toSorted((a, b) => Number(a.key === null) - Number(b.key === null));
}

interface Target {
  href: string;
  key: string | null;
}

/** What addresses lead to: every instance of a series has the same one, and browsers are slow at reading them. */
const targets = new Map<string, Target | null>();
const TARGETS_LIMIT = 1_000;

/** The page on a call service's host that an address leads to; null for any other. */
function targetOf(address: string): Target | null {
  const known = targets.get(address);
  if (known !== undefined) return known;
  const url = unwrapLink(address);
  const key = url && callKey(url);
  // Platforms for coaching and mentoring have rooms of their own.
  const isKnown =
    url !== null && (key !== null || isCallHost(url.hostname) || platformAt(url.hostname) !== null);
  const target = isKnown ? { href: url.href, key } : null;
  if (targets.size >= TARGETS_LIMIT) targets.clear();
  targets.set(address, target);
  return target;
}

/** Addresses in running text; people also write `zoom.us/j/123`. */
const ADDRESS =
  /(?:https:\/\/|zoommtg:\/\/|(?<=^|[\s(<>[,;"'])(?:[a-z\d-]{1,63}\.){1,5}[a-z]{2,12}\/)[^\s<>"'`()[\]{}|\\^]+/gi;

function addressesIn(text: string): string[] {
  const found = text.includes('/') ? (text.match(ADDRESS) ?? []) : [];
  return found.map((address) => {
    const whole = /^\w+:/.test(address) ? address : `https://${address}`;
    return withoutFullStop(whole.replaceAll('&amp;', '&'));
  });
}

/** Punctuation at the end belongs to the sentence, not to the address. */
function withoutFullStop(address: string): string {
  let end = address.length;
  while (end > 0 && '.,;:!?*'.includes(address.charAt(end - 1))) end -= 1;
  return address.slice(0, end);
}
