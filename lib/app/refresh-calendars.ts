/** calendar → event → detection → session: reads every chosen calendar and reconciles it with the record. */
import { type CalendarProvider, type EventPage, ProviderError } from '../calendar/calendar-provider.ts';
import { createMemo, detectSession, prepareContext } from '../detection/detect-session.ts';
import {
  type Account,
  AccountSchema,
  type Calendar,
  CalendarSchema,
  FRESH_MINUTES,
  type FaultRecord,
  type ProviderFault,
  WINDOW_DAYS,
  isWaiting,
  leastMinutesBetween,
  nextFault,
  stopsAccount,
} from '../event/account.ts';
import type { AccountId, CalendarEvent } from '../event/calendar-event.ts';
import { type Instant, addDays, minutesBetween } from '../event/instant.ts';
import { loadAccounts, loadCalendars } from '../storage/calendar-store.ts';
import { StorageError, type StoreName, type WriteTransaction, write } from '../storage/database.ts';
import { parseRow } from '../storage/rows.ts';
import { applyReading } from './apply-reading.ts';
import type { AppDeps } from './deps.ts';
import { forgetEvents } from './forget-events.ts';
import { minutesOfRest } from './next-refresh.ts';
import { RECORD_STORES, type RecordTransaction } from './record-transaction.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** Longest a list of calendars is used before it is asked for again. */
const LIST_EVERY_MINUTES = 6 * 60;
/** More pages than any real calendar has in 90 days; a provider that goes on is not to be believed. */
const MOST_PAGES = 200;
/** How long to leave a provider alone that asked for it without saying how long. */
const DEFAULT_RETRY_MINUTES = 5;
/** About how long it takes until a request is on its way. */
const SENDING_MS = 5;
/** A reading that fails after so long failed by silence; the adapters wait for 25 s. */
const SILENT_MINUTES = 20 / 60;
/** A first reading that takes longer says how far it is. */
const PROGRESS_AFTER_MINUTES = 1 / 60;

/**
 * Why a refresh is made. Only the user's own wish does not wait for a back-off; an alarm, and a page that opens, leave
 * calendars alone that are well and were read not long ago: they are there for another one.
 */
export type RefreshCause = 'alarm' | 'open' | 'start' | 'user';

/** One refresh: why, since when it was wanted, and how long what is well rests between two readings (minutes). */
interface Refresh {
  unasked: boolean;
  askedAt: Instant;
  rest: number;
  /** What is well is read when it was read longer ago than this (minutes). */
  fresh: number;
}

/**
 * Reads the chosen calendars, one after the other, one commit each. Only one refresh runs at a time, in the worker or
 * after its death in the next; a failure of one calendar, of whatever kind, leaves its events as they were, is kept as
 * its health, and does not stop the others. Rejects only when the record cannot be read at all.
 * @returns the first fault met, or null when every calendar was read.
 */
export async function refreshCalendars(
  deps: WorkerDeps,
  cause: RefreshCause,
  only: AccountId | null = null,
): Promise<ProviderFault | null> {
  const askedAt = deps.now();
  return await deps.exclusively('refresh', async () => {
    const rest = await minutesOfRest(deps, deps.timeZone());
    // Half of it, so that calendars that were read one after the other stay together.
    const fresh = { alarm: rest / 2, open: FRESH_MINUTES, start: 0, user: 0 }[cause];
    const refresh = { unasked: cause !== 'user', askedAt, rest, fresh };
    let first: ProviderFault | null = null;
    for (const account of await loadAccounts(await deps.db())) {
      if (only !== null && account.id !== only) continue;
      const fault = await refreshAccount(deps, account, refresh);
      first ??= fault;
    }
    return first;
  });
}

async function refreshAccount(
  deps: WorkerDeps,
  account: Account,
  refresh: Refresh,
): Promise<ProviderFault | null> {
  const { unasked, rest } = refresh;
  if (unasked && account.fault !== null && stopsAccount(account.fault.reason)) return account.fault.reason;
  if (unasked && isWaiting(account.fault, deps.now())) return null;
  const provider = deps.providers[account.provider];
  const { listedAt } = account;
  if (listedAt === null || minutesBetween(listedAt, deps.now()) > LIST_EVERY_MINUTES) {
    const fault = await attempt(() => listCalendars(deps, account.id, provider, rest));
    if (fault) {
      await keepAccountFault(deps, account.id, fault, rest);
      return fault.reason;
    }
  }
  let first: ProviderFault | null = null;
  let failing = account.fault !== null;
  const count = countEntries(deps, account.id);
  for (const calendar of await loadCalendars(await deps.db())) {
    if (calendar.accountId !== account.id || !calendar.chosen) continue;
    if (unasked && !isDue(account, calendar, refresh, deps.now())) continue;
    const startedAt = deps.now();
    const fault = ofCalendar(await attempt(() => readCalendar(deps, provider, calendar, count)));
    if (!fault) {
      // Whatever becomes of the others: the account can be read.
      if (failing) await keepAccountFault(deps, account.id, null, rest);
      failing = false;
      continue;
    }
    first ??= fault.reason;
    if (fault.atSignIn || stopsAccount(fault.reason)) {
      await keepAccountFault(deps, account.id, fault, rest);
      return first;
    }
    await keepCalendarFault(deps, calendar, fault, rest);
    // Who keeps silent would do so for each of the others, and whoever clicks meanwhile would wait.
    if (minutesBetween(startedAt, deps.now()) > SILENT_MINUTES) break;
  }
  return first;
}

/** Rights that are missing for one calendar say nothing of the others: their account was let in. */
function ofCalendar(fault: ProviderError | null): ProviderError | null {
  const isItsOwn = fault?.reason === 'rights-missing' && !fault.atSignIn;
  return isItsOwn ? new ProviderError('calendar-forbidden') : fault;
}

/** Whether a calendar that nobody asked for is to be read now. */
function isDue(account: Account, calendar: Calendar, { askedAt, fresh }: Refresh, now: Instant): boolean {
  const { fault, lastReadAt } = calendar;
  if (isWaiting(fault, now)) return false;
  const least = leastMinutesBetween(account);
  if (least === null) return lastReadAt === null && fault === null;
  if (lastReadAt === null) return true;
  // Another refresh, which this one waited for, has read it meanwhile.
  if (lastReadAt > askedAt && lastReadAt <= now) return false;
  const ago = minutesBetween(lastReadAt, now);
  return fault !== null || ago < 0 || ago >= Math.max(least, fresh);
}

/** Counts the entries of an account's pages. What is read for the first time, and for long, is told to the pages. */
function countEntries(deps: WorkerDeps, accountId: AccountId): (page: number, calendar: Calendar) => void {
  const startedAt = deps.now();
  let entries = 0;
  return (page, { lastReadAt }) => {
    entries += page;
    const isLong = minutesBetween(startedAt, deps.now()) > PROGRESS_AFTER_MINUTES;
    if (lastReadAt === null && isLong) deps.reportProgress({ accountId, entries });
  };
}

/** Reads one calendar to its end and applies it. */
async function readCalendar(
  deps: WorkerDeps,
  provider: CalendarProvider,
  calendar: Calendar,
  count: (page: number, calendar: Calendar) => void,
): Promise<void> {
  const readAt = deps.now();
  const window = { start: addDays(readAt, -WINDOW_DAYS.back), end: addDays(readAt, WINDOW_DAYS.ahead) };
  const { accountId, calendarId } = calendar;
  const context = { ...prepareContext(await deps.model()), memo: createMemo() };
  const events: CalendarEvent[] = [];
  const skippedIds: string[] = [];
  let skipped = 0;
  const tokens = new Set<string>();
  const read = (pageToken: string | null) => {
    if (pageToken !== null && (tokens.has(pageToken) || tokens.size >= MOST_PAGES)) {
      throw new ProviderError('unreadable-answer', { message: 'the pages of a calendar do not end' });
    }
    if (pageToken !== null) tokens.add(pageToken);
    return provider.readPage({ accountId, calendarId, window, pageToken });
  };
  let pending: Promise<EventPage> | null = read(null);
  while (pending !== null) {
    const page: EventPage = await pending;
    // What takes time is done while the next page is on its way.
    pending = page.nextPageToken === null ? null : read(page.nextPageToken);
    if (pending !== null) await Promise.race([pending, pause(SENDING_MS)]);
    for (const event of page.events) {
      events.push(event);
      detectSession(event, context);
    }
    count(page.events.length, calendar);
    skipped += page.skipped;
    skippedIds.push(...page.skippedIds);
  }
  await applyReading(deps, { calendar, window, events, skipped, skippedIds, readAt }, context.memo);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Brings the stored list of an account's calendars up to date. New ones are chosen when they look like it. */
async function listCalendars(
  deps: WorkerDeps,
  accountId: AccountId,
  provider: CalendarProvider,
  rest: number,
): Promise<void> {
  const listed = await provider.listCalendars(accountId);
  const now = deps.now();
  const work = async (tx: RecordTransaction): Promise<StoreName[]> => {
    const changed: StoreName[] = ['accounts', 'calendars'];
    const accounts = tx.objectStore('accounts');
    const account = parseRow(AccountSchema, await accounts.get(accountId));
    if (!account) return [];
    const store = tx.objectStore('calendars');
    const range = IDBKeyRange.bound([accountId], [accountId, []] as never);
    const known = new Map((await store.getAll(range)).map((row) => [row.calendarId, row]));
    const first = known.size === 0;
    for (const { calendarId, name, primary, own, color } of listed) {
      const stored = known.get(calendarId);
      const before = parseRow(CalendarSchema, stored);
      known.delete(calendarId);
      // One that this build cannot read is left as it is.
      if (stored && !before) continue;
      const fault = before?.fault?.reason === 'calendar-missing' ? null : (before?.fault ?? null);
      const chosen = before?.chosen ?? (own && (first || looksLikeSessions(name)));
      const { missedOnce: _, ...kept } = before ?? { lastReadAt: null, skipped: 0 };
      await store.put({
        ...kept,
        accountId,
        calendarId,
        name,
        primary,
        color,
        chosen,
        fault,
      });
    }
    for (const missing of known.values()) {
      const row = parseRow(CalendarSchema, missing);
      if (!row) continue;
      // Missing once may be a mishap of the provider, which must not undo that the user has unticked it.
      if (!row.chosen && row.missedOnce === true) {
        await store.delete([accountId, missing.calendarId]);
        continue;
      }
      const wait = { asked: null, most: rest, chance: deps.chance() };
      const fault = nextFault(row.fault, 'calendar-missing', now, wait);
      // Missing still, its sessions ahead leave the lists until it is back.
      const isBelieved = row.missedOnce === true && row.lastReadAt !== null;
      await store.put({ ...row, fault, missedOnce: true, lastReadAt: isBelieved ? null : row.lastReadAt });
      if (!isBelieved) continue;
      await forgetEvents(tx, accountId, row.calendarId, now);
      changed.push('events', 'sessions');
    }
    await accounts.put({ ...account, listedAt: now, fault: null });
    return changed;
  };
  await write(await deps.db(), RECORD_STORES, 'relaxed', work, (changed) => changed);
}

/** A calendar of this name probably holds sessions; it is read from the start, besides the primary one. */
function looksLikeSessions(name: string): boolean {
  return /mentor|coach/i.test(name);
}

/** What went wrong, as a fault that can be shown. What nobody foresaw comes from an answer that nobody foresaw. */
async function attempt(work: () => Promise<void>): Promise<ProviderError | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof ProviderError) return error;
    return new ProviderError(error instanceof StorageError ? 'storage-failed' : 'unreadable-answer');
  }
}

function faultRecord(
  deps: WorkerDeps,
  before: FaultRecord | null,
  { reason, retryAfterSeconds }: ProviderError,
  rest: number,
): FaultRecord {
  const unsaid = reason === 'rate-limited' ? DEFAULT_RETRY_MINUTES : null;
  const asked = retryAfterSeconds === null ? unsaid : retryAfterSeconds / 60;
  return nextFault(before, reason, deps.now(), { asked, most: rest, chance: deps.chance() });
}

async function keepAccountFault(
  deps: WorkerDeps,
  id: AccountId,
  error: ProviderError | null,
  rest: number,
): Promise<void> {
  await keep(deps, 'accounts', async (tx) => {
    const account = parseRow(AccountSchema, await tx.objectStore('accounts').get(id));
    const fault = error && account ? faultRecord(deps, account.fault, error, rest) : null;
    if (!account || isSame(account.fault, fault)) return false;
    await tx.objectStore('accounts').put({ ...account, fault });
    return true;
  });
}

async function keepCalendarFault(
  deps: WorkerDeps,
  calendar: Calendar,
  error: ProviderError,
  rest: number,
): Promise<void> {
  await keep(deps, 'calendars', async (tx) => {
    const store = tx.objectStore('calendars');
    const row = parseRow(CalendarSchema, await store.get([calendar.accountId, calendar.calendarId]));
    const fault = faultRecord(deps, row?.fault ?? null, error, rest);
    if (!row || isSame(row.fault, fault)) return false;
    await store.put({ ...row, fault });
    return true;
  });
}

function isSame(one: FaultRecord | null, other: FaultRecord | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * Health that cannot be stored must not keep the other calendars from being read.
 * @param work resolves to whether it changed anything.
 */
async function keep<Store extends 'accounts' | 'calendars'>(
  deps: AppDeps,
  store: Store,
  work: (tx: WriteTransaction<Store[]>) => Promise<boolean>,
): Promise<void> {
  const changed = (didChange: boolean) => (didChange ? [store] : []);
  await write(await deps.db(), [store], 'relaxed', work, changed).catch(() => undefined);
}
