/** Finds the web addresses on which a meeting takes place. */
import type { CallLink } from '../event/calendar-event.ts';
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
      const target = unwrapLink(address);
      const key = target && callKey(target);
      // The calendar itself vouches for conference data: there any address on a service's host will do.
      if (target === null || (key === null && !(source === 'conference' && isCallHost(target.hostname))))
        continue;
      const { href } = target;
      if (links.size < MAX_LINKS && !links.has(key ?? href))
        links.set(key ?? href, { url: href, source, key });
    }
  }
  return [...links.values()].toSorted((a, b) => Number(a.key === null) - Number(b.key === null));
}

/** Addresses in running text; people also write `zoom.us/j/123`. */
const ADDRESS =
  /(?:https:\/\/|zoommtg:\/\/|(?<=^|[\s(<>[,;"'])(?:[a-z\d-]{1,63}\.){1,5}[a-z]{2,12}\/)[^\s<>"'`()[\]{}|\\^]+/gi;

function addressesIn(text: string): string[] {
  const found = text.match(ADDRESS) ?? [];
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
