import { describe, expect, test } from 'vitest';
import { subscribeToChanges } from '../../lib/storage/changes.ts';
import {
  type Database,
  StorageError,
  databaseGetter,
  openDatabase,
  write,
} from '../../lib/storage/database.ts';
import { migrations } from '../../lib/storage/migrations/index.ts';
import { findSession, loadSessionsBetween } from '../../lib/storage/record-store.ts';
import { parseRows } from '../../lib/storage/rows.ts';
import { SessionSchema } from '../../lib/session/session.ts';
import { at, buildGoal, buildNote, buildSession } from '../support/builders.ts';

const NEXT = migrations.length + 1;

/** A connection that behaves as no page of ours does: it does not let go. */
async function stubborn(name: string, version: number): Promise<IDBDatabase> {
  const { promise, resolve, reject } = Promise.withResolvers<IDBDatabase>();
  const request = indexedDB.open(name, version);
  request.addEventListener('success', () => resolve(request.result));
  request.addEventListener('error', () => reject(request.error ?? new Error('not opened')));
  return await promise;
}

async function remove(name: string): Promise<'removed' | 'blocked'> {
  const { promise, resolve } = Promise.withResolvers<'removed' | 'blocked'>();
  const request = indexedDB.deleteDatabase(name);
  request.onsuccess = () => resolve('removed');
  request.onblocked = () => resolve('blocked');
  return await promise;
}

describe('opening', () => {
  test('an older window in the way: says so, and leaves nothing open once it can upgrade', async () => {
    const name = 'blocked';
    (await openDatabase({ name })).close();
    const old = await stubborn(name, migrations.length);
    let closed = 0;
    const blocked = openDatabase({ name, upTo: NEXT, onClosed: () => (closed += 1) });
    await expect(blocked).rejects.toMatchObject({ reason: 'blocked' });
    old.close();
    const db = await openDatabase({ name, upTo: NEXT });
    expect(db.version).toBe(NEXT);
    db.close();
    expect(await remove(name)).toBe('removed');
    // Nobody holds the first one: it must not be there to be told of the removal.
    expect(closed).toBe(0);
  });

  test('a page of ours lets a newer build upgrade at once', async () => {
    const name = 'blocking';
    let closed = 0;
    await openDatabase({ name, onClosed: () => (closed += 1) });
    const newer = await openDatabase({ name, upTo: NEXT });
    expect({ closed, version: newer.version }).toEqual({ closed: 1, version: NEXT });
  });

  test('a store written by a newer build: says so, and changes nothing in it', async () => {
    const name = 'newer';
    const newer = await openDatabase({ name, upTo: NEXT });
    await newer.put('notes', buildNote());
    newer.close();
    const error = await openDatabase({ name }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StorageError);
    expect(error).toMatchObject({ reason: 'newer-version' });
    const again = await openDatabase({ name, upTo: NEXT });
    expect(await again.getAll('notes')).toEqual([buildNote()]);
  });

  test('a getter opens once, again after the connection was closed, and again after a failure', async () => {
    const opened: { onClosed?: () => void }[] = [];
    let fails = true;
    const get = databaseGetter(async (options = {}) => {
      opened.push(options);
      if (fails) throw new StorageError('blocked');
      return { number: opened.length } as unknown as Database;
    });
    await expect(get()).rejects.toMatchObject({ reason: 'blocked' });
    fails = false;
    expect(await Promise.all([get(), get()])).toEqual([{ number: 2 }, { number: 2 }]);
    opened.at(-1)?.onClosed?.();
    expect(await get()).toEqual({ number: 3 });
  });
});

describe('writing', () => {
  let names = 0;
  const fresh = async () => await openDatabase({ name: `write-${(names += 1)}` });

  /** What is announced while `work` runs; ends with an announcement of its own, so that none can be missed. */
  async function announced(work: () => Promise<unknown>): Promise<string[][]> {
    const heard: string[][] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const stop = subscribeToChanges((stores) => {
      if (stores.has('corrections')) resolve();
      else heard.push([...stores].toSorted());
    });
    await work();
    await write(await fresh(), ['corrections'], 'relaxed', async () => undefined);
    await promise;
    stop();
    return heard;
  }

  test('is all or nothing, and what was thrown is thrown', async () => {
    const db = await fresh();
    await db.put('notes', buildNote());
    const error = new Error('half way');
    const heard = await announced(async () => {
      const attempt = write(db, ['notes', 'goals'], 'strict', async (tx) => {
        await tx.objectStore('notes').put(buildNote({ text: 'Overwritten' }));
        await tx.objectStore('goals').put(buildGoal());
        throw error;
      });
      await expect(attempt).rejects.toBe(error);
    });
    expect(await db.getAll('notes')).toEqual([buildNote()]);
    expect(await db.getAll('goals')).toEqual([]);
    expect(heard).toEqual([]);
  });

  test('also when a request fails that nobody awaited', async () => {
    const db = await fresh();
    await db.put('notes', buildNote());
    const attempt = write(db, ['notes', 'goals'], 'strict', async (tx) => {
      await tx.objectStore('goals').put(buildGoal());
      tx.objectStore('notes')
        .add(buildNote({ text: 'Twice' }))
        .catch(() => undefined);
    });
    await expect(attempt).rejects.toBeInstanceOf(StorageError);
    expect(await db.getAll('goals')).toEqual([]);
  });

  test.each([
    ['QuotaExceededError', 'full'],
    ['VersionError', 'newer-version'],
    ['AbortError', 'unavailable'],
    ['DataCloneError', 'unavailable'],
  ])('%s is %s', async (name, reason) => {
    const db = await fresh();
    const attempt = write(db, ['notes'], 'strict', async () => {
      throw new DOMException('private text', name);
    });
    const error = await attempt.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ reason });
    expect(String(error)).not.toContain('private text');
  });

  test('on a closed connection is refused as unavailable', async () => {
    const db = await fresh();
    db.close();
    const attempt = write(db, ['notes'], 'strict', async () => undefined);
    await expect(attempt).rejects.toMatchObject({ reason: 'unavailable' });
  });

  test('is announced once it is stored: all its stores, or those that changed, or nothing', async () => {
    const db = await fresh();
    const put = async () => undefined;
    const heard = await announced(async () => {
      await write(db, ['notes', 'sessions'], 'strict', put);
      await write(db, ['notes', 'sessions'], 'strict', put, () => ['sessions']);
      await write(db, ['notes', 'sessions'], 'strict', put, () => []);
    });
    expect(heard).toEqual([['notes', 'sessions'], ['sessions']]);
  });
});

describe('rows that cannot be read', () => {
  test('are counted and left where they are; the others are read', async () => {
    const db = await openDatabase({ name: 'unreadable' });
    const odd = { ...buildSession(), id: 'odd', state: 'postponed' };
    await db.put('sessions', odd as never);
    await db.put('sessions', buildSession());
    const { rows, unreadable } = parseRows(SessionSchema, await db.getAll('sessions'));
    expect({ rows, unreadable }).toEqual({ rows: [buildSession()], unreadable: 1 });
    expect(await loadSessionsBetween(db, at('2026-11-10 00:00'), at('2026-11-11 00:00'))).toEqual([
      buildSession(),
    ]);
    expect(await findSession(db, at('2026-11-01 00:00'), 'later', () => true)).toEqual(buildSession());
    expect(await db.get('sessions', 'odd' as never)).toEqual(odd);
  });
});
