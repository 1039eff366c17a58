/** calendar → event → detection → session: reads every chosen calendar and reconciles it with the record. */
import { type CalendarProvider, ProviderError } from '../calendar/calendar-provider.ts';
import {
  type Account,
  AccountSchema,
  type Calendar,
  CalendarSchema,
  type FaultRecord,
  type ProviderFault,
  WINDOW_DAYS,
  nextFault,
  stopsAccount,
} from '../event/account.ts';
import type { AccountId, CalendarEvent } from '../event/calendar-event.ts';
import { type Instant, addDays, addMinutes, minutesBetween } from '../event/instant.ts';
import { loadAccounts, loadCalendars } from '../storage/calendar-store.ts';
import { StorageError, type WriteTransaction, write } from '../storage/database.ts';
import { parseRow } from '../storage/rows.ts';
import { applyReading } from './apply-reading.ts';
import type { AppDeps } from './deps.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** Longest a list of calendars is used before it is asked for again. */
const LIST_EVERY_MINUTES = 6 * 60;
/** More pages than any real calendar has in 90 days; a provider that goes on is not to be believed. */
const MOST_PAGES = 200;
/** How long to leave a provider alone that asked for it without saying how long. */
const DEFAULT_RETRY_MINUTES = 5;

/** Why a refresh is made: only the user's own wish does not wait for a provider's back-off. */
export type RefreshCause = 'alarm' | 'open' | 'user';

/**
 * Reads all chosen calendars, one after the other, one commit each. Only one refresh runs at a time; a failure of one
 * calendar, of whatever kind, leaves its events as they were, is kept as its health, and does not stop the others.
 * Rejects only when the record cannot be read at all.
 * @returns the first fault met, or null when every calendar was read.
 */
export async function refreshCalendars(
  deps: WorkerDeps,
  cause: RefreshCause,
  only: AccountId | null = null,
): Promise<ProviderFault | null> {
  return await deps.exclusively('refresh', async () => {
    let first: ProviderFault | null = null;
    for (const account of await loadAccounts(await deps.db())) {
      if (only !== null && account.id !== only) continue;
      const fault = await refreshAccount(deps, account, cause);
      first ??= fault;
    }
    return first;
  });
}

async function refreshAccount(
  deps: WorkerDeps,
  account: Account,
  cause: RefreshCause,
): Promise<ProviderFault | null> {
  const unasked = cause !== 'user';
  if (unasked && account.fault !== null && stopsAccount(account.fault.reason)) return account.fault.reason;
  if (unasked && isTooEarly(account.fault, deps.now())) return null;
  const provider = deps.providers[account.provider];
  const { listedAt } = account;
  if (listedAt === null || minutesBetween(listedAt, deps.now()) > LIST_EVERY_MINUTES) {
    const fault = await attempt(() => listCalendars(deps, account.id, provider));
    if (fault) {
      await keepAccountFault(deps, account.id, fault);
      return fault.reason;
    }
  }
  let first: ProviderFault | null = null;
  let failing = account.fault !== null;
  for (const calendar of await loadCalendars(await deps.db())) {
    if (calendar.accountId !== account.id || !calendar.chosen) continue;
    if (unasked && isTooEarly(calendar.fault, deps.now())) continue;
    const fault = await attempt(() => readCalendar(deps, provider, calendar));
    if (!fault) {
      // Whatever becomes of the others: the account can be read.
      if (failing) await keepAccountFault(deps, account.id, null);
      failing = false;
      continue;
    }
    first ??= fault.reason;
    if (stopsAccount(fault.reason)) {
      await keepAccountFault(deps, account.id, fault);
      return first;
    }
    await keepCalendarFault(deps, calendar, fault);
  }
  return first;
}

/** Reads one calendar to its end and applies it. */
async function readCalendar(deps: WorkerDeps, provider: CalendarProvider, calendar: Calendar): Promise<void> {
  const readAt = deps.now();
  const window = { start: addDays(readAt, -WINDOW_DAYS.back), end: addDays(readAt, WINDOW_DAYS.ahead) };
  const { accountId, calendarId } = calendar;
  const events: CalendarEvent[] = [];
  const tokens = new Set<string>();
  const skippedIds: string[] = [];
  let skipped = 0;
  let pageToken: string | null = null;
  do {
    const page = await provider.readPage({ accountId, calendarId, window, pageToken });
    for (const event of page.events) events.push(event);
    skipped += page.skipped;
    skippedIds.push(...page.skippedIds);
    pageToken = page.nextPageToken;
    if (pageToken !== null && (tokens.has(pageToken) || tokens.size >= MOST_PAGES)) {
      throw new ProviderError('unreadable-answer', { message: 'the pages of a calendar do not end' });
    }
    if (pageToken !== null) tokens.add(pageToken);
  } while (pageToken !== null);
  await applyReading(deps, { calendar, window, events, skipped, skippedIds, readAt });
}

/** Brings the stored list of an account's calendars up to date. New ones are chosen when they look like it. */
async function listCalendars(deps: AppDeps, accountId: AccountId, provider: CalendarProvider): Promise<void> {
  const listed = await provider.listCalendars(accountId);
  const now = deps.now();
  await write(await deps.db(), ['accounts', 'calendars'], 'relaxed', async (tx) => {
    const accounts = tx.objectStore('accounts');
    const account = parseRow(AccountSchema, await accounts.get(accountId));
    if (!account) return;
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
      const chosen = before?.chosen ?? (looksLikeSessions(name) || (first && own));
      const { lastReadAt, skipped } = before ?? { lastReadAt: null, skipped: 0 };
      await store.put({
        ...before,
        accountId,
        calendarId,
        name,
        primary,
        color,
        chosen,
        lastReadAt,
        skipped,
        fault,
      });
    }
    for (const missing of known.values()) {
      const row = parseRow(CalendarSchema, missing);
      if (!row) continue;
      if (row.chosen) await store.put({ ...row, fault: nextFault(row.fault, 'calendar-missing', now, null) });
      else await store.delete([accountId, missing.calendarId]);
    }
    await accounts.put({ ...account, listedAt: now, fault: null });
  });
}

/** A calendar of this name probably holds sessions; it is read from the start, besides the primary one. */
function looksLikeSessions(name: string): boolean {
  return /mentor|coach/i.test(name);
}

function isTooEarly(fault: FaultRecord | null, now: Instant): boolean {
  return fault !== null && fault.retryAt !== null && fault.retryAt > now;
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

function faultRecord(before: FaultRecord | null, error: ProviderError, now: Instant): FaultRecord {
  const wait =
    error.retryAfterSeconds === null
      ? error.reason === 'rate-limited'
        ? DEFAULT_RETRY_MINUTES
        : null
      : error.retryAfterSeconds / 60;
  return nextFault(before, error.reason, now, wait === null ? null : addMinutes(now, wait));
}

async function keepAccountFault(deps: AppDeps, id: AccountId, error: ProviderError | null): Promise<void> {
  const now = deps.now();
  await keep(deps, 'accounts', async (tx) => {
    const account = parseRow(AccountSchema, await tx.objectStore('accounts').get(id));
    const fault = error && account ? faultRecord(account.fault, error, now) : null;
    if (account) await tx.objectStore('accounts').put({ ...account, fault });
  });
}

async function keepCalendarFault(deps: AppDeps, calendar: Calendar, error: ProviderError): Promise<void> {
  const now = deps.now();
  await keep(deps, 'calendars', async (tx) => {
    const store = tx.objectStore('calendars');
    const row = parseRow(CalendarSchema, await store.get([calendar.accountId, calendar.calendarId]));
    if (row) await store.put({ ...row, fault: faultRecord(row.fault, error, now) });
  });
}

/** Health that cannot be stored must not keep the other calendars from being read. */
async function keep<Store extends 'accounts' | 'calendars'>(
  deps: AppDeps,
  store: Store,
  work: (tx: WriteTransaction<Store[]>) => Promise<void>,
): Promise<void> {
  await write(await deps.db(), [store], 'relaxed', work).catch(() => undefined);
}
