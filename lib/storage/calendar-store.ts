/** Accounts, their calendars and the events last read from them. */
import { type Account, AccountSchema, type Calendar, CalendarSchema } from '../event/account.ts';
import type { AccountId, CalendarEvent, CalendarId, InstanceKey } from '../event/calendar-event.ts';
import type { IDBPObjectStore } from 'idb';
import type { Database, Schema, StoreName } from './database.ts';
import { parseRow, parseRows } from './rows.ts';

/** All accounts, oldest connection first. */
export async function loadAccounts(db: Database): Promise<Account[]> {
  const { rows } = parseRows(AccountSchema, await db.getAll('accounts'));
  return rows.toSorted((a, b) => a.connectedAt.localeCompare(b.connectedAt));
}

/** One account, or undefined. */
export async function loadAccount(db: Database, id: AccountId): Promise<Account | undefined> {
  return parseRow(AccountSchema, await db.get('accounts', id));
}

/** The calendars of all accounts, the primary one of each first, then by name. */
export async function loadCalendars(db: Database): Promise<Calendar[]> {
  const { rows } = parseRows(CalendarSchema, await db.getAll('calendars'));
  return rows.toSorted((a, b) => Number(b.primary) - Number(a.primary) || a.name.localeCompare(b.name));
}

/** What a reading changed in the event store. */
export interface EventChanges {
  put: CalendarEvent[];
  remove: InstanceKey[];
  /** Stored events that are in the calendar still, though the reading could not understand them. */
  kept: InstanceKey[];
}

/** Compares a whole reading of one calendar with what is stored. Rows that are equal are left alone. */
export async function diffEvents(
  store: IDBPObjectStore<Schema, StoreName[], 'events', 'readwrite'>,
  accountId: AccountId,
  calendarId: CalendarId,
  events: readonly CalendarEvent[],
  skippedIds: readonly string[],
): Promise<EventChanges> {
  const stored = new Map<InstanceKey, string>();
  const notUnderstood = new Set(skippedIds);
  const kept: InstanceKey[] = [];
  for (const event of await store.index('by-calendar').getAll([accountId, calendarId])) {
    stored.set(event.key, JSON.stringify(event));
    if (notUnderstood.has(event.eventId)) kept.push(event.key);
  }
  const put = events.filter((event) => stored.get(event.key) !== JSON.stringify(event));
  const seen = new Set([...events.map((event) => event.key), ...kept]);
  return { put, kept, remove: [...stored.keys()].filter((key) => !seen.has(key)) };
}
