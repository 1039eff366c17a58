/** Why what was pasted is not the address of a calendar, as far as that can be seen without asking anyone. */
import { checkFeedAddress } from '../../lib/app/add-ics-calendar.ts';

/** `…-page`: the address of the service's own page, which stands in the browser's address bar. */
export type AddressProblem =
  | 'empty'
  | Extract<ReturnType<typeof checkFeedAddress>, string>
  | 'google-page'
  | 'outlook-page'
  | 'icloud-page';

/** Null when nothing speaks against it. */
export function addressProblem(text: string): AddressProblem | null {
  if (text.trim() === '') return 'empty';
  const feed = checkFeedAddress(text);
  if (typeof feed === 'string') return feed;
  const { hostname, pathname } = new URL(feed.address);
  const isFile = pathname.endsWith('.ics');
  if (/^(www|calendar)\.google\.com$/.test(hostname) && !isFile) return 'google-page';
  if (/^outlook\.(office|office365|live|cloud)\./.test(hostname) && !isFile) return 'outlook-page';
  // What iCloud publishes has no ending, and lies on another host than its pages.
  if (/^(www\.)?icloud\.com$/.test(hostname)) return 'icloud-page';
  return null;
}
