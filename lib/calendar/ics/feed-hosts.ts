/**
 * The hosts that are known to hand out calendars as iCalendar addresses. The worker may read from them by itself;
 * `wxt.config.ts` puts them into the content security policy. Imports nothing: the build reads it too.
 */

/** Host names; `*.` stands for one name or more before it. */
export const FEED_HOSTS: readonly string[] = [
  'calendar.google.com',
  'outlook.office365.com',
  'outlook.office.com',
  'outlook.live.com',
  '*.icloud.com',
  'calendar.yahoo.com',
  'calendar.proton.me',
  // Fastmail
  'user.fm',
  'calendar.zoho.com',
  'calendar.zoho.eu',
  'calendar.zoho.in',
  'calendar.zoho.com.au',
  'calendar.zoho.jp',
  'app-share.mailbox.org',
  'posteo.de',
  'sync.infomaniak.com',
  'ics.teamup.com',
];

/** Whether `host` (lower case, without a port) is one of them. */
export function isFeedHost(host: string): boolean {
  return FEED_HOSTS.some((known) => (known.startsWith('*') ? host.endsWith(known.slice(1)) : host === known));
}
