import { describe, expect, test, vi } from 'vitest';
import { chooseCalendar, connectAccount, disconnectAccount } from '../../lib/app/connect-account.ts';
import { dropOrphans } from '../../lib/app/drop-orphans.ts';
import { refreshCalendars } from '../../lib/app/refresh-calendars.ts';
import { saveNote } from '../../lib/app/save-note.ts';
import { ProviderError } from '../../lib/calendar/calendar-provider.ts';
import type { AccountId, CalendarEvent, CalendarId } from '../../lib/event/calendar-event.ts';
import type { NoteId } from '../../lib/note/note.ts';
import type { Session } from '../../lib/session/session.ts';
import {
  NOW,
  at,
  buildSession,
  coachingEvent,
  mentoringEvent,
  seriesEvent,
  timed,
} from '../support/builders.ts';
import { calendar } from '../support/fake-provider.ts';
import { type MemoryWorkerDeps, contentOf, memoryWorkerDeps, put } from '../support/memory-deps.ts';

const GOOGLE = 'google:1001' as AccountId;
const PRIMARY = 'primary' as CalendarId;

async function connected(...events: CalendarEvent[]): Promise<MemoryWorkerDeps> {
  const deps = memoryWorkerDeps();
  deps.google.has('primary', events);
  await connectAccount(deps, 'google', null);
  return deps;
}

async function states(deps: MemoryWorkerDeps): Promise<Record<string, string>> {
  const sessions = (await contentOf(deps)).sessions as Session[];
  return Object.fromEntries(sessions.map(({ start, state }) => [start.slice(0, 16), state]));
}

describe('connecting', () => {
  test('stores the account and its calendars, chooses those of the user and reads them', async () => {
    const deps = memoryWorkerDeps();
    deps.google.calendars = [calendar('primary', { primary: true }), calendar('family', { own: false })];
    deps.google.has('primary', [mentoringEvent()]);
    await connectAccount(deps, 'google', null);
    const { accounts, calendars, sessions } = await contentOf(deps);
    expect(accounts).toMatchObject([
      { id: GOOGLE, provider: 'google', connectedAt: NOW, listedAt: NOW, fault: null },
    ]);
    expect(calendars).toMatchObject([
      { calendarId: 'family', chosen: false, lastReadAt: null },
      { calendarId: 'primary', chosen: true, lastReadAt: NOW },
    ]);
    expect(sessions).toHaveLength(1);
  });

  test.each(['consent-refused', 'client-id-missing', 'admin-approval-needed'] as const)(
    '%s: nothing is stored',
    async (reason) => {
      const deps = memoryWorkerDeps();
      deps.google.signsIn = new ProviderError(reason);
      const before = await contentOf(deps);
      await expect(connectAccount(deps, 'google', null)).rejects.toMatchObject({ reason });
      expect(await contentOf(deps)).toEqual(before);
    },
  );

  test('the list of calendars fails: the account is there and says why; the next refresh goes on', async () => {
    const deps = memoryWorkerDeps();
    deps.google.calendars = new ProviderError('provider-down');
    await connectAccount(deps, 'google', null);
    expect((await contentOf(deps)).accounts).toMatchObject([
      { fault: { reason: 'provider-down' }, listedAt: null },
    ]);
    deps.google.calendars = [calendar('primary', { primary: true })];
    deps.google.has('primary', [mentoringEvent()]);
    deps.pass(1);
    await refreshCalendars(deps, 'alarm');
    const { accounts, sessions } = await contentOf(deps);
    expect(accounts).toMatchObject([{ fault: null }]);
    expect(sessions).toHaveLength(1);
  });

  test('again: renews the sign-in, doubles nothing, keeps the choice of calendars', async () => {
    const deps = await connected(mentoringEvent());
    deps.google.fails('primary', 'sign-in-ended');
    await refreshCalendars(deps, 'alarm');
    deps.google.has('primary', [mentoringEvent()]);
    deps.pass(60);
    await connectAccount(deps, 'google', GOOGLE);
    const { accounts, calendars, sessions } = await contentOf(deps);
    expect(accounts).toMatchObject([{ connectedAt: NOW, fault: null, listedAt: deps.now() }]);
    expect(calendars).toHaveLength(1);
    expect(sessions).toMatchObject([{ state: 'active' }]);
  });

  test('over a row that this build cannot read: refused, and the row stays as it is', async () => {
    const deps = memoryWorkerDeps();
    const odd = { id: GOOGLE, provider: 'google', email: 7, addedLater: true };
    await put(deps, { accounts: [odd] });
    await expect(connectAccount(deps, 'google', null)).rejects.toMatchObject({ reason: 'unreadable' });
    expect((await contentOf(deps)).accounts).toEqual([odd]);
    // It is an account, though of another build: its sign-in is not taken from it.
    expect([...deps.google.grants]).toEqual([GOOGLE]);
    await dropOrphans(deps);
    expect([...deps.google.grants]).toEqual([GOOGLE]);
  });

  test('that cannot be stored leaves no sign-in behind that nobody could take back', async () => {
    const deps = memoryWorkerDeps();
    const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await expect(connectAccount(deps, 'google', null)).rejects.toMatchObject({ reason: 'full' });
    full.mockRestore();
    expect([...deps.google.grants]).toEqual([]);
  });

  test('cut off before the account is stored: the sign-in is forgotten at the next start, no other one is', async () => {
    const deps = await connected(mentoringEvent());
    await deps.outlook.connect();
    await dropOrphans(deps);
    expect([...deps.outlook.grants]).toEqual([]);
    expect([...deps.google.grants]).toEqual([GOOGLE]);
  });

  test('as somebody else, when an account was to be reconnected: refused, nothing changes', async () => {
    const deps = await connected(mentoringEvent());
    const before = await contentOf(deps);
    deps.google.signsIn = {
      accountId: 'google:2' as AccountId,
      provider: 'google',
      email: 'x@y.example',
      name: 'X',
    };
    await expect(connectAccount(deps, 'google', GOOGLE)).rejects.toMatchObject({ reason: 'wrong-account' });
    expect(await contentOf(deps)).toEqual(before);
  });
});

describe('disconnecting', () => {
  const past = seriesEvent('2026-11-03 13:00');
  const ahead = seriesEvent('2026-11-17 13:00');

  test('sessions ahead leave and come back with their notes; past ones stay', async () => {
    const deps = await connected(past, ahead);
    const session = ((await contentOf(deps)).sessions as Session[]).find(
      (s) => s.start === at('2026-11-17 13:00'),
    );
    expect(session).toBeDefined();
    const note = { id: 'prep' as NoteId, text: 'Ask about the pilot.', type: 'note', private: true } as const;
    await saveNote(deps, { ...note, sessionId: (session as Session).id, baseRevision: 0 });
    const before = await contentOf(deps);

    await disconnectAccount(deps, GOOGLE);
    const { accounts, calendars, events, notes, engagements } = await contentOf(deps);
    expect({ accounts, calendars, events }).toEqual({ accounts: [], calendars: [], events: [] });
    expect({ notes, engagements }).toEqual({ notes: before.notes, engagements: before.engagements });
    expect(await states(deps)).toEqual({ '2026-11-03T13:00': 'active', '2026-11-17T13:00': 'gone' });
    expect(deps.google.asked.at(-1)).toBe(`disconnect ${GOOGLE}`);

    await connectAccount(deps, 'google', null);
    expect(await states(deps)).toEqual({ '2026-11-03T13:00': 'active', '2026-11-17T13:00': 'active' });
    const after = await contentOf(deps);
    expect(after.notes).toEqual(before.notes);
    expect((after.sessions as Session[]).map(({ id }) => id)).toEqual(
      (before.sessions as Session[]).map((s) => s.id),
    );
  });

  test('leaves sessions that another account has too, those entered by hand, and other accounts', async () => {
    const deps = await connected(mentoringEvent());
    const inOutlook = { accountId: 'outlook:1001' as AccountId, iCalUid: 'event-1@calendar.example' };
    deps.outlook.has('primary', [mentoringEvent(inOutlook)]);
    await connectAccount(deps, 'outlook', null);
    await put(deps, {
      sessions: [
        buildSession({ id: 'by-hand' as Session['id'], source: 'hand', start: at('2026-12-01 09:00') }),
      ],
    });
    await disconnectAccount(deps, GOOGLE);
    expect(await states(deps)).toEqual({ '2026-11-10T13:00': 'active', '2026-12-01T09:00': 'active' });
    expect((await contentOf(deps)).accounts).toMatchObject([{ id: 'outlook:1001' }]);
    deps.outlook.has('primary', [mentoringEvent({ ...inOutlook, time: timed('2026-11-11 13:00') })]);
    deps.pass(20);
    await refreshCalendars(deps, 'alarm');
    expect(await states(deps)).toEqual({ '2026-11-11T13:00': 'active', '2026-12-01T09:00': 'active' });
  });

  test('what the user took off the list stays off when the account comes back', async () => {
    const deps = await connected(ahead);
    const [session] = (await contentOf(deps)).sessions as Session[];
    await put(deps, { sessions: [{ ...(session as Session), state: 'cancelled' }] });
    await disconnectAccount(deps, GOOGLE);
    expect(await states(deps)).toEqual({ '2026-11-17T13:00': 'cancelled' });
  });

  test('an account that is not there: nothing happens', async () => {
    const deps = memoryWorkerDeps();
    await disconnectAccount(deps, GOOGLE);
    expect(deps.google.asked).toEqual([]);
  });
});

describe('choosing calendars', () => {
  test('one that is no longer read loses its entries; chosen again it brings its sessions back', async () => {
    const deps = await connected(seriesEvent('2026-11-03 13:00'), seriesEvent('2026-11-17 13:00'));
    const ids = ((await contentOf(deps)).sessions as Session[]).map(({ id }) => id);
    await chooseCalendar(deps, GOOGLE, PRIMARY, false);
    expect(await states(deps)).toEqual({ '2026-11-03T13:00': 'active', '2026-11-17T13:00': 'gone' });
    const { events, calendars } = await contentOf(deps);
    expect(events).toEqual([]);
    expect(calendars).toMatchObject([{ chosen: false, lastReadAt: null }]);
    await chooseCalendar(deps, GOOGLE, PRIMARY, true);
    expect(await states(deps)).toEqual({ '2026-11-03T13:00': 'active', '2026-11-17T13:00': 'active' });
    expect(((await contentOf(deps)).sessions as Session[]).map(({ id }) => id)).toEqual(ids);
  });

  test('another calendar of the account is not touched', async () => {
    const deps = memoryWorkerDeps();
    deps.google.calendars = [calendar('primary', { primary: true }), calendar('coaching')];
    deps.google.has('primary', [mentoringEvent()]);
    deps.google.has('coaching', [
      coachingEvent({ calendarId: 'coaching' as CalendarId, time: timed('2026-11-12 10:00') }),
    ]);
    await connectAccount(deps, 'google', null);
    await chooseCalendar(deps, GOOGLE, PRIMARY, false);
    expect(await states(deps)).toEqual({ '2026-11-10T13:00': 'gone', '2026-11-12T10:00': 'active' });
    expect((await contentOf(deps)).events).toHaveLength(1);
  });

  test('a choice that is made already changes nothing', async () => {
    const deps = await connected(mentoringEvent());
    const before = await contentOf(deps);
    await chooseCalendar(deps, GOOGLE, PRIMARY, true);
    expect(await contentOf(deps)).toEqual(before);
  });
});
