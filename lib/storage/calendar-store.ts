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

/**
 * The events of one calendar that begin on one day. A row per day, not per event: a first reading writes thousands of
 * events, and a browser takes about as long for a small row as for a large one.
 */
export interface EventDay {
  accountId: AccountId;
  calendarId: CalendarId;
  /** YYYY-MM-DD: in UTC, or as it stands for all-day events. */
  day: string;
  events: CalendarEvent[];
}

type EventStore = IDBPObjectStore<Schema, StoreName[], 'events', 'readwrite'>;

/** What a reading changes in the event store. */
export interface EventChanges {
  /** New and changed events. */
  put: CalendarEvent[];
  remove: InstanceKey[];
  /** Stored events that are in the calendar still, though the reading could not understand them. */
  kept: InstanceKey[];
  /** The rows that differ now, as they are to be stored; one without events is to be deleted. */
  days: EventDay[];
}

/** Compares a whole reading of one calendar with what is stored. Rows that are equal are left alone. */
export async function diffEvents(
  store: EventStore,
  accountId: AccountId,
  calendarId: CalendarId,
  events: readonly CalendarEvent[],
  skippedIds: readonly string[],
): Promise<EventChanges> {
  const notUnderstood = new Set(skippedIds);
  const stored = await store.getAll(eventRange(accountId, calendarId));
  const before = new Map<InstanceKey, string>();
  const days = new Map<string, CalendarEvent[]>();
  const seen = new Set<InstanceKey>();
  const add = (event: CalendarEvent) => {
    const day = dayOf(event);
    const others = days.get(day);
    if (others) others.push(event);
    else days.set(day, [event]);
    seen.add(event.key);
  };
  for (const event of events) add(event);
  const kept: InstanceKey[] = [];
  for (const event of stored.flatMap((row) => row.events)) {
    before.set(event.key, JSON.stringify(event));
    // An entry of a calendar file is named by its series.
    if (!notUnderstood.has(event.eventId) && !notUnderstood.has(event.seriesId ?? '')) continue;
    kept.push(event.key);
    if (!seen.has(event.key)) add(event);
  }
  const rows = new Map(stored.map((row) => [row.day, row]));
  const changed: EventDay[] = [];
  for (const day of new Set([...rows.keys(), ...days.keys()])) {
    const row = rows.get(day);
    // A calendar may list them in any order.
    const now = (days.get(day) ?? []).toSorted((a, b) => (a.key < b.key ? -1 : 1));
    if (row === undefined || JSON.stringify(row.events) !== JSON.stringify(now))
      changed.push({ ...row, accountId, calendarId, day, events: now });
  }
  return {
    put: events.filter((event) => {
      const was = before.get(event.key);
      return was === undefined || was !== JSON.stringify(event);
    }),
    remove: [...before.keys()].filter((key) => !seen.has(key)),
    kept,
    days: changed,
  };
}

/** Stores what `diffEvents` found. */
export async function saveEventDays(store: EventStore, days: readonly EventDay[]): Promise<void> {
  await Promise.all(
    days.map((row) =>
      row.events.length > 0 ? store.put(row) : store.delete([row.accountId, row.calendarId, row.day]),
    ),
  );
}

/** Every stored event, of all calendars. */
export async function allEvents(store: EventStore): Promise<CalendarEvent[]> {
  return (await store.getAll()).flatMap((row) => row.events);
}

/** Forgets the events of an account, or of one of its calendars. */
export async function deleteEvents(
  store: EventStore,
  accountId: AccountId,
  calendarId: CalendarId | null,
): Promise<void> {
  await store.delete(eventRange(accountId, calendarId));
}

/** The rows of an account or calendar: an array sorts behind every text in the place where it stands. */
function eventRange(accountId: AccountId, calendarId: CalendarId | null): IDBKeyRange {
  const from = calendarId === null ? [accountId] : [accountId, calendarId];
  return IDBKeyRange.bound(from, [...from, []]);
}

function dayOf({ time }: CalendarEvent): string {
  return time.kind === 'timed' ? time.start.slice(0, 10) : time.startDate;
}
