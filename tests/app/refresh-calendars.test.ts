import { afterEach, describe, expect, test, vi } from 'vitest';
import { chooseCalendar, connectAccount } from '../../lib/app/connect-account.ts';
import { loadAccountStatus } from '../../lib/app/load-session-panel.ts';
import { minutesUntilRefresh } from '../../lib/app/next-refresh.ts';
import { refreshCalendars } from '../../lib/app/refresh-calendars.ts';
import { watchRecord } from '../../lib/app/watch-record.ts';
import { ProviderError } from '../../lib/calendar/calendar-provider.ts';
import type { Account, Calendar, ProviderFault } from '../../lib/event/account.ts';
import { addDays, addMinutes } from '../../lib/event/instant.ts';
import type { Session } from '../../lib/session/session.ts';
import { type Database, StorageError } from '../../lib/storage/database.ts';
import {
  NOW,
  buildAccount,
  buildCalendar,
  buildSession,
  coachingEvent,
  mentoringEvent,
  seriesEvent,
} from '../support/builders.ts';
import { calendar } from '../support/fake-provider.ts';
import { type MemoryWorkerDeps, contentOf, memoryWorkerDeps, put } from '../support/memory-deps.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

async function start(): Promise<MemoryWorkerDeps> {
  const deps = memoryWorkerDeps();
  await put(deps, { accounts: [buildAccount()], calendars: [buildCalendar()] });
  return deps;
}

async function accountOf(deps: MemoryWorkerDeps): Promise<Account> {
  return (await contentOf(deps)).accounts[0] as Account;
}

async function calendarOf(deps: MemoryWorkerDeps, id = 'primary'): Promise<Calendar | undefined> {
  return ((await contentOf(deps)).calendars as Calendar[]).find(({ calendarId }) => calendarId === id);
}

const titles = async (deps: MemoryWorkerDeps) =>
  ((await contentOf(deps)).sessions as Session[]).map(({ title }) => title).toSorted();

describe('paging', () => {
  test('reads on over short and empty pages to the end', async () => {
    const deps = await start();
    deps.google.has('primary', [mentoringEvent()], [], [coachingEvent()]);
    expect(await refreshCalendars(deps, 'alarm')).toBeNull();
    expect(await titles(deps)).toEqual(['Coaching session Noé Peeters', 'Mentoring Lotte Maes']);
    expect(await calendarOf(deps)).toMatchObject({ lastReadAt: NOW, fault: null });
  });

  test('asks for one window, 30 days back and 60 ahead, on every page', async () => {
    const deps = await start();
    deps.google.has('primary', [], []);
    await refreshCalendars(deps, 'alarm');
    const window = { start: addDays(NOW, -30), end: addDays(NOW, 60) };
    expect(deps.google.windows).toEqual([window, window]);
  });

  test('page 3 of 5 fails: nothing changes but the health, and the next refresh recovers', async () => {
    const deps = await start();
    deps.google.has('primary', [mentoringEvent()]);
    await refreshCalendars(deps, 'alarm');
    const before = await contentOf(deps);
    const down = new ProviderError('provider-down');
    deps.google.has('primary', [coachingEvent()], [], down, [], []);
    deps.pass(20);
    expect(await refreshCalendars(deps, 'alarm')).toBe('provider-down');
    const fault = {
      reason: 'provider-down',
      since: deps.now(),
      retryAt: addMinutes(deps.now(), 1),
      attempts: 1,
    };
    expect(await contentOf(deps)).toEqual({
      ...before,
      calendars: [{ ...(before.calendars[0] as Calendar), fault }],
    });
    const since = deps.now();
    deps.pass(20);
    await refreshCalendars(deps, 'alarm');
    expect((await calendarOf(deps))?.fault).toMatchObject({ reason: 'provider-down', since, attempts: 2 });
    deps.pass(2);
    deps.google.has('primary', [mentoringEvent()], [coachingEvent()]);
    expect(await refreshCalendars(deps, 'alarm')).toBeNull();
    expect(await calendarOf(deps)).toMatchObject({ fault: null, lastReadAt: deps.now() });
    expect(await titles(deps)).toHaveLength(2);
  });

  test('another reason starts a new time of trouble', async () => {
    const deps = await start();
    deps.google.fails('primary', 'provider-down');
    await refreshCalendars(deps, 'alarm');
    deps.pass(20);
    deps.google.fails('primary', 'unreadable-answer');
    await refreshCalendars(deps, 'alarm');
    expect((await calendarOf(deps))?.fault).toMatchObject({ reason: 'unreadable-answer', since: deps.now() });
  });

  test('pages that never end are not believed', async () => {
    const deps = await start();
    deps.google.has('primary', [mentoringEvent()]);
    deps.google.pagesLoop = true;
    expect(await refreshCalendars(deps, 'alarm')).toBe('unreadable-answer');
    expect(await titles(deps)).toEqual([]);
  });

  test('an instance that comes on two pages is one', async () => {
    const deps = await start();
    deps.google.has('primary', [mentoringEvent()], [mentoringEvent({ location: 'Room 4' })]);
    await refreshCalendars(deps, 'alarm');
    expect((await contentOf(deps)).sessions).toMatchObject([{ location: 'Room 4' }]);
  });

  test('what the provider could not read is counted, and the rest is there', async () => {
    const deps = await start();
    deps.google.skipped = 2;
    deps.google.has('primary', [mentoringEvent()]);
    await refreshCalendars(deps, 'alarm');
    expect(await calendarOf(deps)).toMatchObject({ skipped: 2 });
    expect(await titles(deps)).toHaveLength(1);
  });
});

describe('faults', () => {
  const second = buildCalendar({
    calendarId: 'second' as Calendar['calendarId'],
    name: 'Second',
    primary: false,
  });

  test('one calendar fails, the others are read', async () => {
    const deps = await start();
    await put(deps, { calendars: [second] });
    deps.google.fails('primary', 'calendar-missing');
    deps.google.has('second', [mentoringEvent({ calendarId: second.calendarId })]);
    expect(await refreshCalendars(deps, 'alarm')).toBe('calendar-missing');
    expect(await calendarOf(deps, 'second')).toMatchObject({ lastReadAt: NOW, fault: null });
    expect((await accountOf(deps)).fault).toBeNull();
    expect(await titles(deps)).toHaveLength(1);
  });

  test('an ended sign-in stops the account but not the other one; alarms leave it, the user may try', async () => {
    const deps = await start();
    const other = { accountId: 'outlook:1001' as Account['id'] };
    await put(deps, {
      accounts: [buildAccount({ id: other.accountId, provider: 'outlook' })],
      calendars: [second, buildCalendar(other)],
    });
    deps.google.fails('primary', 'sign-in-ended');
    deps.outlook.has('primary', [mentoringEvent(other)]);
    expect(await refreshCalendars(deps, 'alarm')).toBe('sign-in-ended');
    expect(deps.google.asked).toEqual(['read primary 0']);
    expect((await accountOf(deps)).fault).toEqual({ reason: 'sign-in-ended', since: NOW, retryAt: null });
    expect((await calendarOf(deps))?.fault).toBeNull();
    expect(await titles(deps)).toHaveLength(1);

    deps.pass(20);
    expect(await refreshCalendars(deps, 'alarm')).toBe('sign-in-ended');
    expect(deps.google.asked).toHaveLength(1);
    await refreshCalendars(deps, 'user');
    expect((await accountOf(deps)).fault).toMatchObject({ since: NOW });
    deps.google.has('primary', []);
    expect(await refreshCalendars(deps, 'user')).toBeNull();
    expect((await accountOf(deps)).fault).toBeNull();
  });

  test.each([
    ['rate-limited', 90, 1.5],
    ['rate-limited', null, 5],
    ['provider-down', 600, 10],
  ] as const)(
    '%s with Retry-After %s: alarms wait %s minutes, the user does not',
    async (reason, seconds, minutes) => {
      const deps = await start();
      deps.google.fails('primary', reason, seconds);
      await refreshCalendars(deps, 'alarm');
      deps.pass(minutes - 0.1);
      await refreshCalendars(deps, 'alarm');
      expect(deps.google.asked).toHaveLength(1);
      await refreshCalendars(deps, 'user');
      expect(deps.google.asked).toHaveLength(2);
      // Two failures in a row by now: the wait is the longer one of the provider's and ours.
      deps.pass(Math.max(minutes, 2));
      await refreshCalendars(deps, 'alarm');
      expect(deps.google.asked).toHaveLength(3);
    },
  );

  test('a back-off asked for when listing the calendars holds too', async () => {
    const deps = await start();
    await put(deps, { accounts: [buildAccount({ listedAt: null })] });
    deps.google.calendars = new ProviderError('rate-limited', { retryAfterSeconds: 120 });
    expect(await refreshCalendars(deps, 'alarm')).toBe('rate-limited');
    deps.pass(1);
    await refreshCalendars(deps, 'alarm');
    expect(deps.google.asked).toEqual(['list']);
    deps.google.calendars = [calendar('primary', { primary: true })];
    expect(await refreshCalendars(deps, 'user')).toBeNull();
    expect((await accountOf(deps)).fault).toBeNull();
  });

  test.each([
    [new StorageError('unavailable'), 'storage-failed'],
    [new TypeError('a mistake of ours'), 'unreadable-answer'],
  ])(
    'what is no fault of the provider (%s) stops nothing else and is kept as health',
    async (error, reason) => {
      const deps = await start();
      await put(deps, { calendars: [second] });
      const { readPage } = deps.google;
      deps.google.readPage = async (input) => {
        if (input.calendarId !== second.calendarId) throw error;
        return await readPage.call(deps.google, input);
      };
      deps.google.has('second', [mentoringEvent({ calendarId: second.calendarId })]);
      expect(await refreshCalendars(deps, 'alarm')).toBe(reason);
      expect((await calendarOf(deps))?.fault).toMatchObject({
        reason,
        since: NOW,
        retryAt: addMinutes(NOW, 1),
      });
      expect(await calendarOf(deps, 'second')).toMatchObject({ lastReadAt: NOW, fault: null });
    },
  );

  test('health that cannot be stored does not keep the others from being read', async () => {
    const deps = await start();
    await put(deps, { calendars: [second] });
    deps.google.fails('primary', 'provider-down');
    const db = await deps.db();
    const transaction = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    const opened: Database[] = [];
    // After the reading of the first calendar the store is full, once: that is when its health is written.
    deps.db = async () => opened.pop() ?? db;
    const { readPage } = deps.google;
    deps.google.readPage = async (input) => {
      if (input.calendarId !== second.calendarId) opened.push({ transaction } as unknown as Database);
      return await readPage.call(deps.google, input);
    };
    expect(await refreshCalendars(deps, 'alarm')).toBe('provider-down');
    expect((await calendarOf(deps))?.fault).toBeNull();
    expect(await calendarOf(deps, 'second')).toMatchObject({ lastReadAt: NOW });
  });

  test('a fault of the account is over once a calendar was read, whatever becomes of the others', async () => {
    const deps = await start();
    const ended = { reason: 'sign-in-ended', since: NOW, retryAt: null } as const;
    await put(deps, { accounts: [buildAccount({ fault: ended })], calendars: [second] });
    deps.google.fails('primary', 'provider-down');
    expect(await refreshCalendars(deps, 'user')).toBe('provider-down');
    expect((await accountOf(deps)).fault).toBeNull();
    expect((await calendarOf(deps))?.fault).toMatchObject({ reason: 'provider-down' });
  });

  test('a fault of the account is over once its calendars were listed', async () => {
    const deps = await start();
    const offline = { reason: 'offline', since: NOW, retryAt: null } as const;
    await put(deps, { accounts: [buildAccount({ fault: offline, listedAt: null })] });
    deps.google.fails('primary', 'provider-down');
    await refreshCalendars(deps, 'alarm');
    expect((await accountOf(deps)).fault).toBeNull();
  });

  test('opening a page asks no sooner than an alarm', async () => {
    const deps = await start();
    deps.google.fails('primary', 'rate-limited', 90);
    await refreshCalendars(deps, 'open');
    await refreshCalendars(deps, 'open');
    expect(deps.google.asked).toHaveLength(1);
    deps.google.fails('primary', 'sign-in-ended');
    await refreshCalendars(deps, 'user');
    expect(await refreshCalendars(deps, 'open')).toBe('sign-in-ended');
    expect(deps.google.asked).toHaveLength(2);
  });
});

describe('one calendar of several', () => {
  /** Three calendars, of which the second one fails. */
  async function three(reason: ProviderFault): Promise<MemoryWorkerDeps> {
    const deps = await start();
    deps.google.calendars = ['primary', 'second', 'third'].map((id) =>
      calendar(id, { name: `Mentoring ${id}`, primary: id === 'primary', own: true }),
    );
    deps.google.has('primary', []);
    deps.google.fails('second', reason);
    deps.google.has('third', []);
    return deps;
  }

  test('may not be read: the others are, now and later, and so is it when it may be', async () => {
    const deps = await three('rights-missing');
    await connectAccount(deps, 'google', null);
    const faults = async () =>
      ((await contentOf(deps)).calendars as Calendar[]).map(({ calendarId, fault }) => [
        calendarId,
        fault?.reason,
      ]);
    const forbidden = [
      ['primary', undefined],
      ['second', 'calendar-forbidden'],
      ['third', undefined],
    ];
    expect(await faults()).toEqual(forbidden);
    deps.google.asked.length = 0;
    deps.pass(60);
    await refreshCalendars(deps, 'alarm');
    expect(deps.google.asked).toEqual(['read primary 0', 'read second 0', 'read third 0']);
    expect((await contentOf(deps)).accounts).toMatchObject([{ fault: null }]);
    deps.google.has('second', []);
    await refreshCalendars(deps, 'user');
    expect((await faults()).flat()).not.toContain('calendar-forbidden');
  });

  test('keeps silent until the time is up: the others are left for the next time', async () => {
    const deps = await three('provider-down');
    const { readPage } = deps.google;
    deps.google.readPage = async (input) => {
      if (input.calendarId === 'second') deps.pass(25 / 60);
      return await readPage.call(deps.google, input);
    };
    await connectAccount(deps, 'google', null);
    expect(deps.google.asked.filter((asked) => asked.startsWith('read'))).toEqual([
      'read primary 0',
      'read second 0',
    ]);
    deps.google.readPage = readPage;
    deps.pass(20);
    await refreshCalendars(deps, 'alarm');
    expect(deps.google.asked).toContain('read third 0');
  });
});

describe('waiting after a failure', () => {
  /** The minutes after which the alarms ask again, `count` times. */
  async function waits(deps: MemoryWorkerDeps, count: number): Promise<number[]> {
    const found: number[] = [];
    for (let attempt = 0; attempt < count; attempt += 1) {
      await refreshCalendars(deps, 'alarm');
      const asked = deps.google.asked.length;
      const minutes = await minutesUntilRefresh(deps, deps.timeZone());
      found.push(minutes ?? 0);
      deps.pass((minutes ?? 0) - 0.01);
      await refreshCalendars(deps, 'alarm');
      expect(deps.google.asked).toHaveLength(asked);
      deps.pass(0.01);
    }
    return found;
  }

  test('it doubles up to the usual time between two readings; the alarm and the record agree', async () => {
    const deps = await start();
    deps.google.fails('primary', 'provider-down');
    expect(await waits(deps, 7)).toEqual([1, 2, 4, 8, 16, 20, 20]);
  });

  test('chance takes off up to half of it', async () => {
    const deps = await start();
    deps.google.fails('primary', 'provider-down');
    deps.chance = () => 0.5;
    expect(await waits(deps, 4)).toEqual([0.75, 1.5, 3, 6]);
  });

  test('near a session it is never longer than the time between two readings there', async () => {
    const deps = await start();
    await put(deps, { sessions: [buildSession({ start: addMinutes(NOW, 20) })] });
    deps.google.fails('primary', 'provider-down');
    expect(await waits(deps, 5)).toEqual([1, 2, 4, 5, 5]);
  });

  test('a worker that comes after one that died goes on with it', async () => {
    const first = await start();
    first.google.fails('primary', 'provider-down');
    await refreshCalendars(first, 'alarm');
    first.pass(1);
    await refreshCalendars(first, 'alarm');

    // Nothing but the database is left.
    const second = Object.assign(memoryWorkerDeps(), { db: first.db });
    second.google.fails('primary', 'provider-down');
    second.at(addMinutes(first.now(), 1.9));
    await refreshCalendars(second, 'alarm');
    expect(second.google.asked).toEqual([]);
    second.pass(0.1);
    await refreshCalendars(second, 'alarm');
    expect(second.google.asked).toHaveLength(1);
    expect((await calendarOf(second))?.fault).toMatchObject({
      attempts: 3,
      since: NOW,
      retryAt: addMinutes(second.now(), 4),
    });
  });

  test('a success ends it: the next failure waits a minute again', async () => {
    const deps = await start();
    deps.google.fails('primary', 'provider-down');
    await waits(deps, 3);
    deps.google.has('primary', []);
    await refreshCalendars(deps, 'alarm');
    deps.google.fails('primary', 'provider-down');
    deps.pass(20);
    expect(await waits(deps, 2)).toEqual([1, 2]);
  });

  test('a wish for longer than a day is not believed, nor a time that a wrong clock has left', async () => {
    const deps = await start();
    deps.google.fails('primary', 'rate-limited', 999_999_999);
    await refreshCalendars(deps, 'alarm');
    expect((await calendarOf(deps))?.fault?.retryAt).toBe(addDays(NOW, 1));
    deps.at(addDays(NOW, -400));
    await refreshCalendars(deps, 'alarm');
    expect(deps.google.asked).toHaveLength(2);
  });

  test('an alarm that is there for a failing calendar leaves alone what is well', async () => {
    const deps = await start();
    const second = buildCalendar({ calendarId: 'second' as Calendar['calendarId'], primary: false });
    await put(deps, { calendars: [second] });
    deps.google.fails('second', 'provider-down');
    await refreshCalendars(deps, 'alarm');
    deps.pass(1);
    await refreshCalendars(deps, 'alarm');
    expect(deps.google.asked).toEqual(['read primary 0', 'read second 0', 'read second 0']);
    deps.pass(19);
    await refreshCalendars(deps, 'alarm');
    expect(deps.google.asked.slice(3)).toEqual(['read primary 0', 'read second 0']);
  });
});

describe('without a network', () => {
  test('is looked for every two minutes, and waits of before stay as they were', async () => {
    const deps = await start();
    deps.google.fails('primary', 'provider-down');
    await refreshCalendars(deps, 'alarm');
    deps.pass(1);
    await refreshCalendars(deps, 'alarm');
    deps.google.fails('primary', 'offline');
    deps.pass(2);
    const asked = deps.google.asked.length;
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await refreshCalendars(deps, 'alarm');
      expect(await minutesUntilRefresh(deps, deps.timeZone())).toBe(2);
      deps.pass(2);
    }
    expect(deps.google.asked).toHaveLength(asked + 10);
    deps.google.fails('primary', 'provider-down');
    await refreshCalendars(deps, 'alarm');
    expect((await calendarOf(deps))?.fault).toMatchObject({
      attempts: 3,
      retryAt: addMinutes(deps.now(), 4),
    });
  });

  test('is no failure: the account says how old it is, and nothing is written again and again', async () => {
    const deps = await start();
    deps.google.has('primary', [mentoringEvent()]);
    await refreshCalendars(deps, 'alarm');
    deps.google.fails('primary', 'offline');
    deps.pass(20);
    expect(await refreshCalendars(deps, 'alarm')).toBe('offline');
    const [status] = await loadAccountStatus(await deps.db(), deps.now());
    expect(status?.health).toEqual({ state: 'offline', since: deps.now(), readAt: NOW });
    const before = await contentOf(deps);
    const written = vi.spyOn(IDBObjectStore.prototype, 'put');
    deps.pass(2);
    await refreshCalendars(deps, 'alarm');
    expect(written).not.toHaveBeenCalled();
    expect(await contentOf(deps)).toEqual(before);
  });

  test('a page that sees the network come back has it read at once', async () => {
    const deps = await start();
    deps.google.fails('primary', 'offline');
    await refreshCalendars(deps, 'alarm');
    deps.google.has('primary', [mentoringEvent()]);
    expect(await refreshCalendars(deps, 'open')).toBeNull();
    expect(await calendarOf(deps)).toMatchObject({ fault: null, lastReadAt: NOW });
    expect(await titles(deps)).toHaveLength(1);
  });

  test('what a provider asked for holds through it', async () => {
    const deps = await start();
    deps.google.fails('primary', 'rate-limited', 3600);
    await refreshCalendars(deps, 'alarm');
    deps.google.fails('primary', 'offline');
    deps.pass(10);
    await refreshCalendars(deps, 'user');
    expect(deps.google.asked).toHaveLength(2);
    deps.pass(10);
    await refreshCalendars(deps, 'open');
    expect(deps.google.asked).toHaveLength(2);
  });
});

describe('one commit per calendar', () => {
  const named = (id: string) =>
    buildCalendar({ calendarId: id as Calendar['calendarId'], name: id, primary: false });

  test('a fault in the second of three leaves it as it was, and the others are up to date', async () => {
    const deps = memoryWorkerDeps();
    await put(deps, { accounts: [buildAccount()], calendars: [named('a'), named('b'), named('c')] });
    const event = (id: string, title: string) =>
      mentoringEvent({ calendarId: id as Calendar['calendarId'], eventId: id, iCalUid: id, title });
    for (const id of ['a', 'b', 'c']) deps.google.has(id, [event(id, `Mentoring ${id}`)]);
    await refreshCalendars(deps, 'alarm');
    for (const id of ['a', 'b', 'c']) deps.google.has(id, [event(id, `Mentoring ${id} later`)]);
    deps.google.has('b', [event('b', 'Mentoring b later')], new ProviderError('provider-down'));
    deps.pass(20);
    let commits = 0;
    const stop = watchRecord(['events'], () => void (commits += 1));
    expect(await refreshCalendars(deps, 'alarm')).toBe('provider-down');
    expect(await titles(deps)).toEqual(['Mentoring a later', 'Mentoring b', 'Mentoring c later']);
    expect(await calendarOf(deps, 'a')).toMatchObject({ lastReadAt: deps.now(), fault: null });
    expect(await calendarOf(deps, 'b')).toMatchObject({
      lastReadAt: NOW,
      fault: { reason: 'provider-down' },
    });
    expect(await calendarOf(deps, 'c')).toMatchObject({ lastReadAt: deps.now(), fault: null });
    // Each of the two was told of by itself.
    await expect.poll(() => commits).toBe(2);
    stop();
  });

  test('a store that fails in the middle of a commit leaves nothing of it', async () => {
    const deps = await start();
    deps.google.has('primary', [mentoringEvent()], [coachingEvent()]);
    const before = await contentOf(deps);
    const { put: really } = IDBObjectStore.prototype;
    let writes = 0;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function once(
      this: IDBObjectStore,
      ...row: Parameters<IDBObjectStore['put']>
    ) {
      writes += 1;
      const request = really.apply(this, row);
      // As a full disk does.
      if (writes === 3) this.transaction.abort();
      return request;
    });
    expect(await refreshCalendars(deps, 'alarm')).toBe('storage-failed');
    expect(writes).toBeGreaterThan(3);
    vi.restoreAllMocks();
    const { calendars, ...rest } = await contentOf(deps);
    expect({ ...rest, calendars: before.calendars }).toEqual(before);
    expect(calendars).toMatchObject([{ lastReadAt: null, fault: { reason: 'storage-failed' } }]);
  });
});

describe('a big calendar', () => {
  /** 5,000 entries on 20 pages, one in ten of them a session. */
  function pages() {
    return Array.from({ length: 20 }, (_, page) =>
      Array.from({ length: 250 }, (_entry, place) => {
        const at = page * 250 + place;
        const start = addMinutes(addDays(NOW, -25), at * 20);
        return mentoringEvent({
          eventId: `e${at}`,
          title: at % 10 === 0 ? 'Mentoring Lotte Maes' : 'Stand-up',
          time: { kind: 'timed', start, end: addMinutes(start, 20), timeZone: 'Europe/Brussels' },
        });
      }),
    );
  }

  test(
    'of 5,000 entries says how far its first reading is, and is written once',
    { timeout: 60_000 },
    async () => {
      const deps = await start();
      deps.google.has('primary', ...pages());
      const { readPage } = deps.google;
      deps.google.readPage = async (input) => {
        deps.pass(0.006);
        return await readPage.call(deps.google, input);
      };
      expect(await refreshCalendars(deps, 'alarm')).toBeNull();
      // Nothing in the first second.
      expect(deps.progress).toEqual(Array.from({ length: 19 }, (_, page) => 250 * (page + 2)));
      expect((await contentOf(deps)).sessions).toHaveLength(500);

      const put = vi.spyOn(IDBObjectStore.prototype, 'put');
      const removed = vi.spyOn(IDBObjectStore.prototype, 'delete');
      const before = await contentOf(deps);
      deps.pass(20);
      await refreshCalendars(deps, 'alarm');
      // Nothing new: the time of the reading is all that is written.
      expect(put.mock.contexts.map((store) => (store as IDBObjectStore).name)).toEqual(['calendars']);
      expect(removed).not.toHaveBeenCalled();
      const { calendars: _, ...rest } = before;
      expect(await contentOf(deps)).toMatchObject(rest);
      expect(deps.progress).toHaveLength(19);
    },
  );

  test('is understood page by page, while the next one is on its way', async () => {
    const deps = await start();
    const order: string[] = [];
    deps.google.readPage = async ({ pageToken }) => {
      const at = Number(pageToken ?? 0);
      order.push(`asked for ${at}`);
      return {
        get events() {
          order.push(`understood ${at}`);
          return [];
        },
        skipped: 0,
        skippedIds: [],
        nextPageToken: at < 2 ? String(at + 1) : null,
      };
    };
    await refreshCalendars(deps, 'user');
    expect([...new Set(order)]).toEqual([
      'asked for 0',
      'asked for 1',
      'understood 0',
      'asked for 2',
      'understood 1',
      'understood 2',
    ]);
  });

  test.each([
    ['the same page again and again', () => '1'],
    ['two pages in turn', (at: number) => String((at + 1) % 2)],
    ['ever new pages', (at: number) => String(at + 1)],
  ])('that leads to %s is not believed', async (_, next) => {
    const deps = await start();
    deps.google.has('primary', [mentoringEvent()]);
    await refreshCalendars(deps, 'alarm');
    const before = await contentOf(deps);
    deps.google.readPage = async ({ pageToken }) => {
      const at = Number(pageToken ?? 0);
      return { events: [coachingEvent()], skipped: 0, skippedIds: [], nextPageToken: next(at) };
    };
    deps.pass(20);
    expect(await refreshCalendars(deps, 'alarm')).toBe('unreadable-answer');
    const { calendars: __, ...rest } = before;
    expect(await contentOf(deps)).toMatchObject(rest);
  });
});

describe('the list of calendars', () => {
  test('is asked for again after six hours, and follows names and new calendars', async () => {
    const deps = await start();
    deps.google.calendars = [
      calendar('primary', { name: 'Ingrid (work)', primary: true }),
      calendar('family'),
      calendar('c3', { name: 'Coaching agenda' }),
    ];
    await refreshCalendars(deps, 'alarm');
    expect(deps.google.asked).not.toContain('list');
    deps.pass(6 * 60 + 1);
    await refreshCalendars(deps, 'alarm');
    expect(await calendarOf(deps)).toMatchObject({
      name: 'Ingrid (work)',
      chosen: true,
      lastReadAt: deps.now(),
    });
    expect(await calendarOf(deps, 'family')).toMatchObject({ chosen: false, lastReadAt: null });
    expect(await calendarOf(deps, 'c3')).toMatchObject({ chosen: true, lastReadAt: deps.now() });
  });

  test('leaves calendars that this build cannot read as they are, listed or not', async () => {
    const deps = await start();
    const odd = (calendarId: string) => ({ ...buildCalendar(), calendarId, chosen: 'sometimes' });
    await put(deps, { calendars: [odd('listed'), odd('missing')] });
    deps.google.calendars = [calendar('primary', { primary: true }), calendar('listed')];
    deps.pass(6 * 60 + 1);
    await refreshCalendars(deps, 'alarm');
    expect(await calendarOf(deps, 'listed')).toEqual(odd('listed'));
    expect(await calendarOf(deps, 'missing')).toEqual(odd('missing'));
  });

  test("keeps the user's choice", async () => {
    const deps = await start();
    await put(deps, { calendars: [buildCalendar({ chosen: false })] });
    deps.pass(6 * 60 + 1);
    await refreshCalendars(deps, 'alarm');
    expect(await calendarOf(deps)).toMatchObject({ chosen: false });
    expect(deps.google.asked).toEqual(['list']);
  });

  test('a chosen calendar that is missing says so and keeps its sessions; it recovers when it is back', async () => {
    const deps = await start();
    deps.google.has('primary', [mentoringEvent()]);
    await refreshCalendars(deps, 'alarm');
    deps.google.calendars = [];
    deps.google.fails('primary', 'calendar-missing');
    deps.pass(6 * 60 + 1);
    await refreshCalendars(deps, 'alarm');
    expect((await calendarOf(deps))?.fault).toMatchObject({ reason: 'calendar-missing', since: deps.now() });
    expect((await contentOf(deps)).sessions).toMatchObject([{ state: 'active' }]);
    deps.google.calendars = [calendar('primary', { primary: true })];
    deps.google.has('primary', [mentoringEvent()]);
    deps.pass(6 * 60 + 1);
    await refreshCalendars(deps, 'alarm');
    expect(await calendarOf(deps)).toMatchObject({ fault: null, chosen: true });
  });

  test('is believed the second time that it comes without a calendar, however reading that went before', async () => {
    const deps = await start();
    const [primary, ...all] = [
      calendar('primary', { primary: true }),
      calendar('team', { name: 'Mentoring' }),
    ];
    deps.google.calendars = [primary, ...all];
    const from = addDays(NOW, 5);
    const time = {
      kind: 'timed',
      start: from,
      end: addMinutes(from, 60),
      timeZone: 'Europe/Brussels',
    } as const;
    deps.google.has('team', [mentoringEvent({ calendarId: 'team' as Calendar['calendarId'], time })]);
    const nextList = async () => {
      deps.pass(6 * 60 + 1);
      await refreshCalendars(deps, 'alarm');
      return ((await contentOf(deps)).sessions as Session[]).map(({ state }) => state);
    };
    expect(await nextList()).toEqual(['active']);
    deps.google.fails('team', 'calendar-missing');
    await refreshCalendars(deps, 'user');
    deps.google.calendars = [primary];
    expect(await nextList()).toEqual(['active']);
    expect(await nextList()).toEqual(['gone']);
  });

  test('ticks nothing of other people, and nothing again that was unticked and then missing once', async () => {
    const deps = await start();
    const primary = calendar('primary', { primary: true });
    const team = calendar('team', { name: 'Coaching team', own: false });
    const mine = calendar('mine', { name: 'Coaching' });
    const chosen = async () => {
      deps.pass(6 * 60 + 1);
      await refreshCalendars(deps, 'alarm');
      const { calendars } = await contentOf(deps);
      return (calendars as Calendar[]).filter((one) => one.chosen).map(({ calendarId }) => calendarId);
    };
    deps.google.calendars = [primary, team, mine];
    expect(await chosen()).toEqual(['mine', 'primary']);
    await chooseCalendar(deps, buildAccount().id, 'mine' as Calendar['calendarId'], false);
    deps.google.calendars = [primary];
    await chosen();
    deps.google.calendars = [primary, team, mine];
    expect(await chosen()).toEqual(['primary']);
  });
});

test('a session that cannot be read keeps its instance: no second one is made beside it', async () => {
  const deps = await start();
  const event = mentoringEvent();
  // Also where its start is odd, so that no reading of the days around finds it.
  const odd = { ...buildSession({ instanceKeys: [event.key] }), state: 'postponed', start: 7 };
  await put(deps, { sessions: [odd] });
  deps.google.has('primary', [event, coachingEvent()]);
  for (let reading = 0; reading < 2; reading += 1) {
    await refreshCalendars(deps, 'alarm');
    const { sessions, engagements } = await contentOf(deps);
    expect(sessions).toContainEqual(odd);
    expect(sessions).toHaveLength(2);
    expect(engagements).toMatchObject([{ name: 'Noé Peeters' }]);
  }
});

test('two refreshes at the same time run one after the other and make each session once', async () => {
  const deps = await start();
  deps.google.has('primary', [seriesEvent('2026-11-10 13:00')], [seriesEvent('2026-11-17 13:00')]);
  await Promise.all([refreshCalendars(deps, 'alarm'), refreshCalendars(deps, 'user')]);
  expect(await titles(deps)).toHaveLength(2);
  expect(deps.google.asked).toEqual(['read primary 0', 'read primary 1', 'read primary 0', 'read primary 1']);
});

test('pages that ask while a reading is under way are served by it', async () => {
  const deps = await start();
  const { readPage } = deps.google;
  deps.google.readPage = async (input) => {
    deps.pass(0.1);
    return await readPage.call(deps.google, input);
  };
  const second = buildCalendar({ calendarId: 'second' as Calendar['calendarId'], primary: false });
  await put(deps, { calendars: [second] });
  const first = refreshCalendars(deps, 'alarm');
  await Promise.all([first, refreshCalendars(deps, 'open'), refreshCalendars(deps, 'open')]);
  // The first calendar was begun at the moment they asked, the second one after it.
  expect(deps.google.asked.filter((asked) => asked === 'read second 0')).toHaveLength(1);
});

test('a calendar that is unchosen while it is read stays without entries', async () => {
  const deps = await start();
  const { readPage } = deps.google;
  deps.google.has('primary', [mentoringEvent()]);
  deps.google.readPage = async (input) => {
    await put(deps, { calendars: [buildCalendar({ chosen: false })] });
    return await readPage.call(deps.google, input);
  };
  await refreshCalendars(deps, 'alarm');
  const { sessions, events } = await contentOf(deps);
  expect({ sessions, events }).toEqual({ sessions: [], events: [] });
});
