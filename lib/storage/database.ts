/** Opens the database and names what is in it. How rows are read and written is in the *-store.ts files. */
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames, openDB } from 'idb';
import type { Account, Calendar } from '../event/account.ts';
import type { AccountId, CalendarId, InstanceKey } from '../event/calendar-event.ts';
import type { Instant } from '../event/instant.ts';
import type { Correction } from '../detection/verdict.ts';
import type { Action, ActionId } from '../note/action.ts';
import type { Note, NoteId } from '../note/note.ts';
import { AppError } from '../platform/app-error.ts';
import type { Engagement, EngagementId } from '../session/engagement.ts';
import type { Goal, GoalId } from '../session/goal.ts';
import type { Session, SessionId } from '../session/session.ts';
import { announceChange } from './changes.ts';
import type { EventDay } from './calendar-store.ts';
import { migrations } from './migrations/index.ts';
import type { Migration } from './migrations/migration.ts';

/** Changing this name would leave every user's record behind. */
const DATABASE_NAME = 'beforehand';

export interface Schema extends DBSchema {
  accounts: { key: AccountId; value: Account };
  calendars: { key: [AccountId, CalendarId]; value: Calendar };
  events: { key: [AccountId, CalendarId, string]; value: EventDay };
  sessions: {
    key: SessionId;
    value: Session;
    indexes: {
      'by-start': Instant;
      'by-engagement': [EngagementId, Instant];
      'by-instance': InstanceKey;
      'by-series': string;
    };
  };
  engagements: { key: EngagementId; value: Engagement };
  goals: { key: GoalId; value: Goal; indexes: { 'by-engagement': [EngagementId, number] } };
  notes: {
    key: NoteId;
    value: Note;
    indexes: { 'by-session': [SessionId, Instant]; 'by-engagement': [EngagementId, Instant] };
  };
  actions: {
    key: ActionId;
    value: Action;
    indexes: { 'by-engagement': [EngagementId, Instant]; 'by-session': [SessionId, Instant] };
  };
  corrections: { key: string; value: Correction };
  icsSources: { key: AccountId; value: StoredIcs };
}

/** The text that was read last of a calendar file or address. */
export interface StoredIcs {
  accountId: AccountId;
  text: string;
}

export type StoreName = StoreNames<Schema>;
export type Database = IDBPDatabase<Schema>;
export type WriteTransaction<Stores extends StoreName[]> = IDBPTransaction<Schema, Stores, 'readwrite'>;

/**
 * - `blocked`: an older window of Beforehand is still open and holds the old version.
 * - `newer-version`: this build is older than the one that last wrote.
 * - `full`: the disk or the browser's quota is full; nothing was written.
 * - `unavailable`: the browser cannot open or use the store.
 * - `limit`: a text is longer than it may be; nothing was written.
 * - `unreadable`: what is stored there does not fit this build's schema; it was left as it is.
 */
export type StorageFault = 'blocked' | 'newer-version' | 'full' | 'unavailable' | 'limit' | 'unreadable';
export class StorageError extends AppError<StorageFault> {}

/** Turns what IndexedDB throws into a `StorageError`; leaves everything else as it is. */
export function toStorageError(error: unknown): unknown {
  if (!(error instanceof DOMException)) return error;
  if (error.name === 'QuotaExceededError') return new StorageError('full');
  if (error.name === 'VersionError') return new StorageError('newer-version');
  return new StorageError('unavailable', error.name);
}

/**
 * Opens (and where needed upgrades) the database.
 * @param options.name only tests give another name; `upTo` stops at an older schema version.
 * @throws StorageError `blocked`, `newer-version` or `unavailable`.
 */
export async function openDatabase(
  options: { name?: string; upTo?: number; onClosed?: () => void } = {},
): Promise<Database> {
  const version = options.upTo ?? migrations.length;
  return await new Promise<Database>((resolve, reject) => {
    let opened: Database | null = null;
    let isBlocked = false;
    const close = () => {
      opened?.close();
      options.onClosed?.();
    };
    openDB<Schema>(options.name ?? DATABASE_NAME, version, {
      upgrade(db, oldVersion, newVersion, tx) {
        const steps = migrations.slice(oldVersion, newVersion ?? version);
        // A step that fails takes the whole upgrade back; opening then rejects. Nobody awaits these two promises.
        tx.done.catch(() => undefined);
        void runSteps(steps, db as unknown as IDBPDatabase, tx as never).catch(() => tx.abort());
      },
      blocked: () => {
        isBlocked = true;
        reject(new StorageError('blocked'));
      },
      // A newer build wants to upgrade: let go at once, so that it need not wait for this page.
      blocking: close,
      terminated: close,
    }).then(
      (db) => {
        opened = db;
        // Whoever asked has been told; the next one who asks opens it anew.
        if (isBlocked) db.close();
        else resolve(db);
      },
      (error: unknown) => reject(toStorageError(error)),
    );
  });
}

async function runSteps(steps: readonly Migration[], ...[db, tx]: Parameters<Migration>): Promise<void> {
  for (const step of steps) await step(db, tx);
}

/**
 * A getter that opens the database at first use and again after the browser has closed it.
 * Pages and the worker each hold one.
 */
export function databaseGetter(open: typeof openDatabase = openDatabase): () => Promise<Database> {
  let current: Promise<Database> | null = null;
  return () => {
    current ??= open({ onClosed: () => (current = null) }).catch((error: unknown) => {
      current = null;
      throw error;
    });
    return current;
  };
}

/**
 * Runs `work` in one read-write transaction: all of it is stored, or nothing.
 * `work` may await only requests of the transaction. With `durability: 'strict'` the promise resolves after the
 * data has been flushed to disk; use it for everything the user types. Open pages are told which stores changed:
 * all of `stores`, or what `changed` says.
 * @throws StorageError when the store refuses; whatever `work` throws aborts the transaction and is rethrown.
 */
export async function write<Stores extends StoreName[], Result>(
  db: Database,
  stores: Stores,
  durability: 'strict' | 'relaxed',
  work: (tx: WriteTransaction<Stores>) => Promise<Result>,
  changed: (result: Result) => readonly StoreName[] = () => stores,
): Promise<Result> {
  let tx: WriteTransaction<Stores>;
  try {
    tx = db.transaction(stores, 'readwrite', { durability });
  } catch (error) {
    throw toStorageError(error);
  }
  // Both are awaited below; this keeps an abort from being reported as unhandled meanwhile.
  const done = tx.done.catch((error: unknown) => {
    throw toStorageError(error);
  });
  done.catch(() => undefined);
  let result: Result;
  try {
    result = await work(tx);
  } catch (error) {
    try {
      tx.abort();
    } catch {
      // It was aborted already: the failed request did that.
    }
    throw toStorageError(error);
  }
  await done;
  const announced = changed(result);
  if (announced.length > 0) announceChange(announced);
  return result;
}
