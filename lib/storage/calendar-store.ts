/** Accounts, their calendars and the events last read from them. */
import { type Account, AccountSchema, type Calendar, CalendarSchema } from '../event/account.ts';
import {
  type AccountId,
  type CalendarEvent,
  CalendarEventSchema,
  type CalendarId,
  type InstanceKey,
} from '../event/calendar-event.ts';
import type { IDBPObjectStore } from 'idb';
import * as z from 'zod/mini';
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
 * The events of one calendar that begin on one day. A row per day, not per event, and the events as JSON: a first
 * reading writes thousands of events, and a browser takes longer to copy objects and to store many small rows than to
 * store a text; and whether anything changed is seen without reading what is stored.
 */
export interface EventDay {
  accountId: AccountId;
  calendarId: CalendarId;
  /** YYYY-MM-DD: in UTC, or as it stands for all-day events. */
  day: string;
  /** JSON of a list of `CalendarEvent`, in the order of their keys; empty for a row that is to be deleted. */
  json: string;
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
  const rows = new Map((await store.getAll(eventRange(accountId, calendarId))).map((row) => [row.day, row]));
  const days = Map.groupBy(events, dayOf);
  const seen = new Set(events.map(({ key }) => key));
  const notUnderstood = new Set(skippedIds);
  const before = new Map<InstanceKey, string>();
  const changed: CalendarEvent[] = [];
  const changes: EventChanges = { put: [], remove: [], kept: [], days: [] };
  for (const day of new Set([...rows.keys(), ...days.keys()])) {
    const row = rows.get(day);
    const now = days.get(day) ?? [];
    if (row !== undefined && row.json === toJson(now)) continue;
    for (const event of row ? eventsIn(row) : []) {
      before.set(event.key, JSON.stringify(event));
      // An entry of a calendar file is named by its series.
      if (notUnderstood.has(event.eventId) || notUnderstood.has(event.seriesId ?? '')) {
        changes.kept.push(event.key);
        if (!seen.has(event.key)) now.push(event);
      } else if (!seen.has(event.key)) changes.remove.push(event.key);
    }
    changed.push(...now);
    const json = toJson(now);
    if (row?.json !== json) changes.days.push({ ...row, accountId, calendarId, day, json });
  }
  // Known when every row has been looked at: an event may have left another day's.
  changes.put = changed.filter((event) => {
    const was = before.get(event.key);
    return was === undefined || was !== JSON.stringify(event);
  });
  return changes;
}

/** A calendar may list them in any order. */
function toJson(events: readonly CalendarEvent[]): string {
  return events.length === 0 ? '' : JSON.stringify(events.toSorted((a, b) => (a.key < b.key ? -1 : 1)));
}

/**
 * The events of a row, as they were stored: put into another order they would count as changed. What cannot be
 * understood is left out, and so the next reading writes the row anew.
 */
function eventsIn({ json }: EventDay): CalendarEvent[] {
  if (json === '') return [];
  try {
    const events: unknown = JSON.parse(json);
    return Array.isArray(events) ? events.filter(isEvent) : [];
  } catch {
    return [];
  }
}

function isEvent(value: unknown): value is CalendarEvent {
  return z.safeParse(CalendarEventSchema, value).success;
}

/** Stores what `diffEvents` found. */
export async function saveEventDays(store: EventStore, days: readonly EventDay[]): Promise<void> {
  await Promise.all(
    days.map((row) =>
      row.json !== '' ? store.put(row) : store.delete([row.accountId, row.calendarId, row.day]),
    ),
  );
}

/** Every stored event, of all calendars. */
export async function allEvents(store: EventStore): Promise<CalendarEvent[]> {
  return (await store.getAll()).flatMap(eventsIn);
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
