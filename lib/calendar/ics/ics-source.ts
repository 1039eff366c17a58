/** What the adapter of calendar files and addresses needs from the platform, and what it keeps of a source. */
import * as z from 'zod/mini';
import type { AccountId } from '../../event/calendar-event.ts';
import type { Account, IcsSource } from '../../event/account.ts';
import type { TabAnswer } from '../../platform/host-tab.ts';
import type { CalendarProvider, ReadWindow } from '../calendar-provider.ts';
import type { EventOwner } from '../finish-event.ts';
import type { IcsFault } from './parse-ics.ts';
import type { IcsEvents } from './read-ics-events.ts';

export const FeedSchema = z.object({
  /** A credential: who has it reads the calendar. Shown nowhere, in no error, no log, no export, no database. */
  address: z.string().check(z.minLength(1)),
  /** What the host gave with the text that is kept, to be asked whether that is still the one; empty for nothing. */
  etag: z.string(),
  lastModified: z.string(),
  /** The text that is kept was fetched while adding, and no reading has used it yet. */
  isNew: z.boolean(),
});
/** The address of a source (`storage.local`). */
export type Feed = z.infer<typeof FeedSchema>;

/** Where sources are kept. Nothing else in the product reads them. */
export interface IcsSourceStore {
  /** null for a file, and for an unknown account. */
  loadFeed(accountId: AccountId): Promise<Feed | null>;
  saveFeed(accountId: AccountId, feed: Feed): Promise<void>;
  /** The text that was read last, or null. */
  loadText(accountId: AccountId): Promise<string | null>;
  saveText(accountId: AccountId, text: string): Promise<void>;
  /** Removes address and text. An unknown account is no error. */
  remove(accountId: AccountId): Promise<void>;
  loadAccount(accountId: AccountId): Promise<Account | undefined>;
  /** The addresses that are known to be the user's, lower case: those of this account first, then of all others. */
  ownAddresses(accountId: AccountId): Promise<string[]>;
  /** Whether another source than this one is read from `host` (with its port). */
  isHostShared(host: string, except: AccountId): Promise<boolean>;
}

/** A text to be read, in a window of time, for its owner. */
export interface IcsRequest {
  text: string;
  owner: EventOwner;
  window: ReadWindow;
  /** IANA name: what times without a zone count in. */
  deviceTimeZone: string;
}

/** What a text holds, or why it is not read. */
export type IcsReading =
  | { fault: IcsFault }
  | (IcsEvents & {
      fault: null;
      /** As the calendar calls itself. */
      name: string | null;
      /** The user's address, as far as the calendar tells it. */
      ownAddress: string | null;
      /** The text stops before its calendar does. */
      truncated: boolean;
    });

export interface IcsDeps {
  /** `readIcsText`, where it holds nobody up. Rejects when it takes too long. */
  read(request: IcsRequest): Promise<IcsReading>;
  fetch: typeof fetch;
  /** Reads an address inside a tab of its host, for hosts that the policy does not let the worker reach. */
  fetchInTab(request: {
    address: string;
    headers: Record<string, string>;
    mostBytes: number;
    timeLimit: number;
  }): Promise<TabAnswer>;
  sources: IcsSourceStore;
  isHostAllowed(hostname: string): Promise<boolean>;
  /** Gives leave to read from a host back. Never rejects. */
  releaseHost(hostname: string): Promise<void>;
  /** Epoch milliseconds. */
  now(): number;
  /** IANA name of the user's time zone at this moment. */
  timeZone(): string;
}

/** What a person adds. */
export type IcsInput = { kind: 'address'; address: string } | { kind: 'file'; name: string; text: string };

/** A source that was read for the first time: it is a calendar. Nothing of it is kept yet. */
export interface OpenedIcs {
  accountId: AccountId;
  /** Empty where the source names nobody. */
  email: string;
  name: string;
  ics: IcsSource;
  text: string;
  /** null for a file. */
  feed: Feed | null;
}

/** Calendar files and addresses. */
export interface IcsProvider extends CalendarProvider {
  /** @throws ProviderError when it cannot be read or is no calendar. */
  open(input: IcsInput): Promise<OpenedIcs>;
  /** Keeps what was opened, in the place of what was there under that account. */
  keep(opened: OpenedIcs): Promise<void>;
}
