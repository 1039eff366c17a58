import { describe, expect, test } from 'vitest';
import { refreshCalendars } from '../../lib/app/refresh-calendars.ts';
import { ProviderError } from '../../lib/calendar/calendar-provider.ts';
import type { Account, Calendar } from '../../lib/event/account.ts';
import { addDays } from '../../lib/event/instant.ts';
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
    const fault = { reason: 'provider-down', since: deps.now(), retryAt: null };
    expect(await contentOf(deps)).toEqual({
      ...before,
      calendars: [{ ...(before.calendars[0] as Calendar), fault }],
    });
    const since = deps.now();
    deps.pass(20);
    await refreshCalendars(deps, 'alarm');
    expect((await calendarOf(deps))?.fault).toEqual({ reason: 'provider-down', since, retryAt: null });
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
      deps.pass(minutes);
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
      expect((await calendarOf(deps))?.fault).toEqual({ reason, since: NOW, retryAt: null });
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
