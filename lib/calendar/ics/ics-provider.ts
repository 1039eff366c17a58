/** Calendar files and addresses behind the port. Each is an account with one calendar. */
import { type IcsSource, WINDOW_DAYS } from '../../event/account.ts';
import type { AccountId, CalendarId } from '../../event/calendar-event.ts';
import { addDays, fromEpoch } from '../../event/instant.ts';
import { ProviderError } from '../calendar-provider.ts';
import { readAddress } from '../finish-event.ts';
import { toProviderError } from '../send-request.ts';
import { type FeedAddress, readFeedAddress } from './feed-address.ts';
import { fetchFeed, readsByItself } from './ics-feed.ts';
import type { Feed, IcsDeps, IcsInput, IcsProvider, IcsReading, OpenedIcs } from './ics-source.ts';
import type { IcsFault } from './parse-ics.ts';

/** The one calendar of every source. */
export const ICS_CALENDAR_ID = 'calendar' as CalendarId;

/** A text that was read, and what is to be kept of it when it proves good. */
interface Current {
  text: string;
  /** It comes from the network just now. */
  fetched: boolean;
  keep(): Promise<void>;
}

export function createIcsProvider(deps: IcsDeps): IcsProvider {
  const { sources } = deps;

  /** The calendar as it is now: a file as it was added, an address as its host has it. */
  const current = async (accountId: AccountId): Promise<Current> => {
    const [account, feed, text] = await Promise.all([
      sources.loadAccount(accountId),
      sources.loadFeed(accountId),
      sources.loadText(accountId),
    ]);
    const asBefore = { text: text ?? '', fetched: false, keep: async () => undefined };
    if (account?.ics?.kind === 'file' && text !== null) return asBefore;
    if (!account || !feed) throw new ProviderError('calendar-missing');
    if (feed.isNew && text !== null) {
      return { ...asBefore, keep: () => sources.saveFeed(accountId, { ...feed, isNew: false }) };
    }
    const answer = await fetchFeed(deps, feed.address, text === null ? null : feed);
    if (answer === null) return asBefore;
    const keep = async () => {
      // The text first: one that is newer than its mark is only fetched once more.
      if (answer.text !== text) await sources.saveText(accountId, answer.text);
      const { etag, lastModified } = answer;
      if (etag !== feed.etag || lastModified !== feed.lastModified)
        await sources.saveFeed(accountId, { ...feed, etag, lastModified });
    };
    return { text: answer.text, fetched: true, keep };
  };

  const release = async (host: string, accountId: AccountId): Promise<void> => {
    if (await sources.isHostShared(host, accountId)) return;
    await deps.releaseHost(new URL(`https://${host}`).hostname);
  };

  /** What is shown of a source, and who it belongs to. */
  const describe = async (
    accountId: AccountId,
    {
      source,
      text,
      feed,
      email,
    }: { source: IcsSource; text: string; feed: Feed | null; email: string | null },
  ): Promise<OpenedIcs> => {
    const now = fromEpoch(deps.now());
    const reading = await deps.read({
      text,
      owner: { accountId, calendarId: ICS_CALENDAR_ID, emails: [] },
      window: { start: addDays(now, -WINDOW_DAYS.back), end: addDays(now, WINDOW_DAYS.ahead) },
      deviceTimeZone: deps.timeZone(),
    });
    const { busyOnly, name, ownAddress } = usable(reading, 'not-a-calendar', source.kind === 'address');
    const unnamed = source.kind === 'file' ? source.shown.replace(/\.\w{1,10}$/, '') : source.shown;
    return {
      accountId,
      email: email ?? ownAddress ?? '',
      name: name?.trim() || unnamed,
      ics: busyOnly ? { ...source, busyOnly } : source,
      text,
      feed,
    };
  };

  const openAddress = async (entered: FeedAddress): Promise<OpenedIcs> => {
    const { address, host } = entered;
    const accountId = await idOf(address);
    try {
      const fetched = await fetchFeed(deps, address, null);
      const { text = '', etag = '', lastModified = '' } = fetched ?? {};
      const byItself = readsByItself(new URL(address));
      const source: IcsSource = { kind: 'address', shown: host, readsByItself: byItself };
      const feed: Feed = { address, etag, lastModified, isNew: true };
      return await describe(accountId, { source, text, feed, email: namedIn(address) });
    } catch (error) {
      // Leave was given for a calendar that is not there.
      if (!(await sources.loadFeed(accountId))) await release(host, accountId);
      throw error;
    }
  };

  const openFile = async (name: string, text: string): Promise<OpenedIcs> => {
    const accountId = await idOf(`file:${name.toLowerCase()}`);
    const source: IcsSource = { kind: 'file', shown: name, readsByItself: true };
    return await describe(accountId, { source, text, feed: null, email: null });
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
        const { text, fetched, keep } = await current(accountId);
        const owner = { accountId, calendarId, emails: await sources.ownAddresses(accountId) };
        const reading = await deps.read({ text, owner, window, deviceTimeZone: deps.timeZone() });
        const { events, skipped, skippedIds, cutShort } = usable(reading, 'unreadable-answer', fetched);
        await keep();
        return { events, skipped: skipped + cutShort, skippedIds, nextPageToken: null };
      } catch (error) {
        throw toProviderError(error);
      }
    },
  };
}

/**
 * A reading that holds a calendar. What broke off on its way is refused too: it would look as if the rest had been
 * deleted.
 * @throws ProviderError `otherwise` for what is no calendar, `too-big` for what is beyond the limits,
 *   `unreadable-answer` for what broke off.
 */
function usable(
  reading: IcsReading,
  otherwise: 'not-a-calendar' | 'unreadable-answer',
  fetched: boolean,
): Exclude<IcsReading, { fault: IcsFault }> {
  if (reading.fault !== null)
    throw new ProviderError(reading.fault === 'not-a-calendar' ? otherwise : 'too-big');
  if (fetched && reading.truncated) throw new ProviderError('unreadable-answer');
  return reading;
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
