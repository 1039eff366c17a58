/** Calendar files and addresses behind the port. Each is an account with one calendar. */
import { type IcsSource, WINDOW_DAYS } from '../../event/account.ts';
import type { AccountId, CalendarId } from '../../event/calendar-event.ts';
import { addDays, fromEpoch } from '../../event/instant.ts';
import { ProviderError } from '../calendar-provider.ts';
import { readAddress } from '../finish-event.ts';
import { toProviderError } from '../send-request.ts';
import { type FeedAddress, readFeedAddress } from './feed-address.ts';
import { fetchFeed, readsByItself } from './ics-feed.ts';
import type { Feed, IcsDeps, IcsInput, IcsProvider, OpenedIcs } from './ics-source.ts';
import { type IcsCalendar, IcsError, parseIcs } from './parse-ics.ts';
import { guessOwnAddress, readIcsEvents } from './read-ics-events.ts';

/** The one calendar of every source. */
export const ICS_CALENDAR_ID = 'calendar' as CalendarId;

export function createIcsProvider(deps: IcsDeps): IcsProvider {
  const { sources } = deps;

  /** The calendar as it is now: a file as it was added, an address as its host has it. */
  const current = async (accountId: AccountId): Promise<IcsCalendar> => {
    const [account, feed, text] = await Promise.all([
      sources.loadAccount(accountId),
      sources.loadFeed(accountId),
      sources.loadText(accountId),
    ]);
    if (account?.ics?.kind === 'file' && text !== null) return parse(text, 'unreadable-answer');
    if (!account || !feed) throw new ProviderError('calendar-missing');
    if (feed.isNew && text !== null) {
      await sources.saveFeed(accountId, { ...feed, isNew: false });
      return parse(text, 'unreadable-answer');
    }
    const fetched = await fetchFeed(deps, feed.address, text === null ? null : feed);
    if (fetched === null) return parse(text ?? '', 'unreadable-answer');
    const calendar = parseFetched(fetched.text, 'unreadable-answer');
    // The text first: one that is newer than its mark is only fetched once more.
    if (fetched.text !== text) await sources.saveText(accountId, fetched.text);
    const { etag, lastModified } = fetched;
    if (etag !== feed.etag || lastModified !== feed.lastModified)
      await sources.saveFeed(accountId, { ...feed, etag, lastModified });
    return calendar;
  };

  const release = async (host: string, accountId: AccountId): Promise<void> => {
    if (await sources.isHostShared(host, accountId)) return;
    await deps.releaseHost(new URL(`https://${host}`).hostname);
  };

  const openAddress = async (entered: FeedAddress): Promise<OpenedIcs> => {
    const { address, host } = entered;
    const accountId = await idOf(address);
    try {
      const fetched = await fetchFeed(deps, address, null);
      const { text = '', etag = '', lastModified = '' } = fetched ?? {};
      const calendar = parseFetched(text, 'not-a-calendar');
      const byItself = readsByItself(new URL(address));
      const source: IcsSource = { kind: 'address', shown: host, readsByItself: byItself };
      const feed: Feed = { address, etag, lastModified, isNew: true };
      return describe(deps, accountId, calendar, { source, text, feed, email: namedIn(address) });
    } catch (error) {
      // Leave was given for a calendar that is not there.
      if (!(await sources.loadFeed(accountId))) await release(host, accountId);
      throw error;
    }
  };

  const openFile = async (name: string, text: string): Promise<OpenedIcs> => {
    const accountId = await idOf(`file:${name.toLowerCase()}`);
    const source: IcsSource = { kind: 'file', shown: name, readsByItself: true };
    const calendar = parse(text, 'not-a-calendar');
    return describe(deps, accountId, calendar, { source, text, feed: null, email: null });
  };

  return {
    id: 'ics',

    async open(input: IcsInput) {
      try {
        if (input.kind === 'file') return await openFile(input.name, input.text);
        const entered = readFeedAddress(input.address);
        if (!entered) throw new ProviderError('not-a-calendar');
        return await openAddress(entered);
      } catch (error) {
        throw toProviderError(error);
      }
    },

    async keep({ accountId, text, feed }) {
      await sources.saveText(accountId, text);
      if (feed) await sources.saveFeed(accountId, feed);
    },

    async disconnect(accountId) {
      try {
        const account = await sources.loadAccount(accountId);
        await sources.remove(accountId);
        if (account?.ics?.kind === 'address') await release(account.ics.shown, accountId);
      } catch {
        // What is left cannot be read without the account.
      }
    },

    async listCalendars(accountId) {
      try {
        const account = await sources.loadAccount(accountId);
        if (!account) throw new ProviderError('calendar-missing');
        const { name } = account;
        return [{ calendarId: ICS_CALENDAR_ID, name, primary: true, own: true, color: null }];
      } catch (error) {
        throw toProviderError(error);
      }
    },

    async readPage({ accountId, calendarId, window }) {
      try {
        const calendar = await current(accountId);
        const owner = { accountId, calendarId, emails: await sources.ownAddresses(accountId) };
        const read = readIcsEvents(calendar, { owner, window, deviceTimeZone: deps.timeZone() });
        const { events, skipped, skippedIds, cutShort } = read;
        return { events, skipped: skipped + cutShort, skippedIds, nextPageToken: null };
      } catch (error) {
        throw toProviderError(error);
      }
    },
  };
}

/** What is shown of a source, and who it belongs to. */
function describe(
  deps: IcsDeps,
  accountId: AccountId,
  calendar: IcsCalendar,
  { source, text, feed, email }: { source: IcsSource; text: string; feed: Feed | null; email: string | null },
): OpenedIcs {
  const now = fromEpoch(deps.now());
  const window = { start: addDays(now, -WINDOW_DAYS.back), end: addDays(now, WINDOW_DAYS.ahead) };
  const owner = { accountId, calendarId: ICS_CALENDAR_ID, emails: [] };
  const { busyOnly } = readIcsEvents(calendar, { owner, window, deviceTimeZone: deps.timeZone() });
  const unnamed = source.kind === 'file' ? source.shown.replace(/\.\w{1,10}$/, '') : source.shown;
  return {
    accountId,
    email: email ?? guessOwnAddress(calendar) ?? '',
    name: calendar.name?.trim() || unnamed,
    ics: busyOnly ? { ...source, busyOnly } : source,
    text,
    feed,
  };
}

/** @throws ProviderError `otherwise` for what is no calendar, `too-big` for what is beyond the limits. */
function parse(text: string, otherwise: 'not-a-calendar' | 'unreadable-answer'): IcsCalendar {
  try {
    return parseIcs(text);
  } catch (error) {
    const isTooBig = error instanceof IcsError && error.reason !== 'not-a-calendar';
    throw new ProviderError(isTooBig ? 'too-big' : otherwise);
  }
}

/** As `parse`; what breaks off on its way is refused too: it would look as if the rest had been deleted. */
function parseFetched(text: string, otherwise: 'not-a-calendar' | 'unreadable-answer'): IcsCalendar {
  const calendar = parse(text, otherwise);
  if (calendar.truncated) throw new ProviderError('unreadable-answer');
  return calendar;
}

async function idOf(source: string): Promise<AccountId> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(source));
  return `ics:${new Uint8Array(digest).toHex().slice(0, 32)}` as AccountId;
}

/** Google's secret addresses name the account; those of further calendars name a group, which is nobody. */
function namedIn(address: string): string | null {
  const path = /^https:\/\/calendar\.google\.com\/calendar\/ical\/([^/]+)\/private-/.exec(address)?.[1];
  const email = readAddress(path?.replace(/%40/i, '@'));
  return email === null || !/^[^@]+@[^@]+$/.test(email) || /@(?:group|import)\./.test(email) ? null : email;
}
