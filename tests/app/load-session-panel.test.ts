import { describe, expect, test } from 'vitest';
import { type SessionView, loadSessionPanel } from '../../lib/app/load-session-panel.ts';
import { loadPeople } from '../../lib/app/load-people.ts';
import { loadWeek } from '../../lib/app/load-week.ts';
import { minutesUntilRefresh } from '../../lib/app/next-refresh.ts';
import { runningNoteId } from '../../lib/app/save-note.ts';
import type { Account, Calendar, ProviderFault } from '../../lib/event/account.ts';
import { addMinutes } from '../../lib/event/instant.ts';
import type { NoteId } from '../../lib/note/note.ts';
import type { Engagement, EngagementId } from '../../lib/session/engagement.ts';
import type { Session, SessionId } from '../../lib/session/session.ts';
import {
  NOW,
  at,
  buildAccount,
  buildAction,
  buildCalendar,
  buildEngagement,
  buildGoal,
  buildNote,
  buildSession,
} from '../support/builders.ts';
import { type MemoryDeps, contentOf, memoryDeps, put } from '../support/memory-deps.ts';

const ZONE = 'Europe/Brussels';

/** Sessions of Lotte named by letters, with their starts. */
async function withSessions(
  starts: Record<string, string>,
  overrides: Partial<Session> = {},
): Promise<MemoryDeps> {
  const deps = memoryDeps();
  await put(deps, {
    engagements: [buildEngagement()],
    sessions: Object.entries(starts).map(([id, start]) =>
      buildSession({ id: id as SessionId, start: at(start), ...overrides }),
    ),
  });
  return deps;
}

async function view(
  deps: MemoryDeps,
  pinned: string | null = null,
  noteCount?: number,
): Promise<SessionView> {
  const panel = await loadSessionPanel(deps, pinned as SessionId | null, ZONE, noteCount);
  if (panel.state !== 'session') throw new Error(`the panel shows ${panel.state}`);
  return panel.view;
}

const shown = async (deps: MemoryDeps, pinned: string | null = null) =>
  (await view(deps, pinned)).briefing.session.id;

describe('which session is shown', () => {
  test.each<[string, Record<string, string>, string]>([
    ['the running one', { running: '2026-11-10 08:30', next: '2026-11-10 09:10' }, 'running'],
    ['of two that overlap the one that began last', { a: '2026-11-10 08:15', b: '2026-11-10 08:45' }, 'b'],
    ['one that begins this very minute', { ended: '2026-11-10 08:00', begins: '2026-11-10 09:00' }, 'begins'],
    ['one that ended 15 minutes ago', { ended: '2026-11-10 07:45', next: '2026-11-10 13:00' }, 'ended'],
    ['the next once it is longer ago', { ended: '2026-11-10 07:44', next: '2026-11-10 13:00' }, 'next'],
    [
      'the next within half an hour, even then',
      { ended: '2026-11-10 07:50', next: '2026-11-10 09:30' },
      'next',
    ],
    [
      'the next, weeks ahead',
      { past: '2026-10-01 09:00', next: '2026-12-20 09:00', later: '2027-01-03 09:00' },
      'next',
    ],
    ['the last when nothing is ahead', { first: '2026-08-01 09:00', last: '2026-10-01 09:00' }, 'last'],
  ])('%s', async (_, starts, expected) => {
    expect(await shown(await withSessions(starts))).toBe(expected);
  });

  test('never one that is cancelled, gone or dismissed', async () => {
    for (const state of ['cancelled', 'gone', 'dismissed'] as const) {
      const deps = await withSessions({ off: '2026-11-10 08:30' }, { state });
      expect(await loadSessionPanel(deps, null, ZONE)).toEqual({ state: 'first-run' });
      await put(deps, {
        sessions: [buildSession({ id: 'next' as SessionId, start: at('2026-11-20 09:00') })],
      });
      expect(await shown(deps)).toBe('next');
    }
  });

  test('the pinned one, with the one that would be shown beside it', async () => {
    const deps = await withSessions({ running: '2026-11-10 08:30', later: '2026-11-20 09:00' });
    const panel = await loadSessionPanel(deps, 'later' as SessionId, ZONE);
    expect(panel).toMatchObject({
      state: 'session',
      view: { briefing: { session: { id: 'later' } } },
      suggested: { id: 'running', name: 'Lotte Maes' },
    });
    expect(await loadSessionPanel(deps, 'running' as SessionId, ZONE)).toMatchObject({ suggested: null });
  });

  test('a pinned one that is no longer there gives way', async () => {
    const deps = await withSessions({ running: '2026-11-10 08:30' });
    expect(await shown(deps, 'nowhere')).toBe('running');
  });

  test('none: first run without an account, else no session, with the health of the accounts', async () => {
    const deps = memoryDeps();
    expect(await loadSessionPanel(deps, null, ZONE)).toEqual({ state: 'first-run' });
    await put(deps, { accounts: [buildAccount()], calendars: [buildCalendar({ lastReadAt: NOW })] });
    expect(await loadSessionPanel(deps, null, ZONE)).toMatchObject({
      state: 'no-session',
      accounts: [{ health: { state: 'healthy', readAt: NOW } }],
    });
  });

  test('a row that cannot be read breaks nothing and stays where it is', async () => {
    const deps = await withSessions({ next: '2026-11-20 09:00' });
    const unreadable = {
      id: 'odd',
      start: at('2026-11-10 08:30'),
      engagementId: 'engagement-lotte',
      state: 'new-state',
    };
    await put(deps, {
      sessions: [unreadable],
      goals: [{ ...buildGoal(), text: 7 }],
      notes: [{ ...buildNote({ sessionId: 'next' as SessionId }), text: null }],
      actions: [{ ...buildAction(), owner: 'nobody' }],
      engagements: [{ id: 'odd-engagement', personKeys: [] }],
      accounts: [{ id: 'odd-account' }],
    });
    expect(await shown(deps)).toBe('next');
    expect(await loadPeople(deps)).toHaveLength(1);
    expect((await contentOf(deps)).sessions).toContainEqual(unreadable);
  });
});

describe('previous and next', () => {
  test('walk through every session once, also those that start together, and skip what is not shown', async () => {
    const deps = await withSessions({
      a: '2026-11-01 09:00',
      b: '2026-11-05 09:00',
      c: '2026-11-05 09:00',
      d: '2026-11-05 09:00',
      e: '2026-11-09 09:00',
    });
    await put(deps, {
      sessions: [
        buildSession({ id: 'cancelled' as SessionId, start: at('2026-11-05 09:00'), state: 'cancelled' }),
        buildSession({
          id: 'dismissed' as SessionId,
          start: at('2026-11-06 09:00'),
          state: 'dismissed',
          written: true,
        }),
        buildSession({
          id: 'kept' as SessionId,
          start: at('2026-11-07 09:00'),
          state: 'gone',
          written: true,
        }),
      ],
    });
    const walk = async (from: string, side: 'previous' | 'next') => {
      const seen = [from];
      for (
        let link = (await view(deps, from))[side];
        link && seen.length < 20;
        link = (await view(deps, link.id))[side]
      ) {
        seen.push(link.id);
      }
      return seen;
    };
    expect(await walk('a', 'next')).toEqual(['a', 'b', 'c', 'd', 'kept', 'e']);
    expect(await walk('e', 'previous')).toEqual(['e', 'kept', 'd', 'c', 'b', 'a']);
  });
});

describe('what is shown of it', () => {
  const noteOf = (session: string, text: string, overrides = {}) =>
    buildNote({ id: `note-${text}` as NoteId, sessionId: session as SessionId, text, ...overrides });

  test('"last time" is of earlier sessions only, whenever it was written, newest session first', async () => {
    const deps = await withSessions({
      one: '2026-10-01 09:00',
      two: '2026-10-15 09:00',
      now: '2026-11-10 09:00',
      later: '2026-11-20 09:00',
    });
    await put(deps, {
      notes: [
        noteOf('one', 'written afterwards', { createdAt: at('2026-11-09 09:00') }),
        noteOf('two', 'second', { createdAt: at('2026-10-15 09:30') }),
        noteOf('two', 'first', { createdAt: at('2026-10-15 09:10') }),
        noteOf('two', ' '),
        noteOf('later', 'prepared', { createdAt: at('2026-11-08 09:00') }),
        noteOf('now', 'now', { id: runningNoteId('now' as SessionId) }),
        noteOf('now', 'beside'),
      ],
    });
    const panel = await view(deps);
    const texts = panel.briefing.previous.map(({ session, notes }) => [
      session.id,
      notes.map(({ text }) => text),
    ]);
    expect(texts).toEqual([
      ['two', ['first', 'second']],
      ['one', ['written afterwards']],
    ]);
    expect(panel.note).toMatchObject({ text: 'now' });
    expect(panel.otherNotes).toMatchObject([{ text: 'beside' }]);
    expect(panel.moreNotes).toBe(false);
    expect((await view(deps, 'one')).briefing.previous).toEqual([]);
  });

  test('notes of a cancelled or dismissed session are still read', async () => {
    const deps = await withSessions({ now: '2026-11-10 09:00' });
    for (const state of ['cancelled', 'gone', 'dismissed'] as const) {
      const id = state as string as SessionId;
      await put(deps, {
        sessions: [buildSession({ id, state, start: at('2026-10-01 09:00'), written: true })],
        notes: [noteOf(id, state)],
      });
    }
    expect((await view(deps)).briefing.previous).toHaveLength(3);
  });

  test('more notes are there than were read', async () => {
    const deps = await withSessions({ old: '2026-10-01 09:00', now: '2026-11-10 09:00' });
    const texts = ['a', 'b', 'c'];
    await put(deps, {
      notes: texts.map((text, index) => noteOf('old', text, { createdAt: at(`2026-10-01 09:0${index}`) })),
    });
    const two = await view(deps, null, 2);
    expect(two.moreNotes).toBe(true);
    expect(two.briefing.previous[0]?.notes.map(({ text }) => text)).toEqual(['b', 'c']);
    const three = await view(deps, null, 3);
    expect(three.moreNotes).toBe(false);
    expect(three.briefing.previous[0]?.notes.map(({ text }) => text)).toEqual(texts);
  });

  test('its number counts the sessions that took place; the merged engagement is the one shown', async () => {
    const deps = await withSessions({ one: '2026-10-01 09:00', two: '2026-11-10 09:00' });
    await put(deps, {
      sessions: [buildSession({ id: 'off' as SessionId, start: at('2026-10-08 09:00'), state: 'cancelled' })],
    });
    expect((await view(deps)).briefing.number).toBe(2);
    expect((await view(deps, 'off')).briefing.number).toBeNull();
    const into = 'into' as EngagementId;
    await put(deps, {
      engagements: [buildEngagement({ mergedInto: into }), buildEngagement({ id: into, name: 'Lotte M.' })],
    });
    expect((await view(deps)).briefing.engagement).toMatchObject({ id: into, name: 'Lotte M.' });
  });

  test('it can be merged with engagements of its kind that are not merged yet', async () => {
    const deps = await withSessions({ now: '2026-11-10 09:00' });
    const other = (id: string, overrides: Partial<Engagement> = {}) =>
      buildEngagement({ id: id as EngagementId, name: id, ...overrides });
    await put(deps, {
      engagements: [
        other('b'),
        other('a'),
        other('c', { kind: 'coaching' }),
        other('d', { mergedInto: 'a' as EngagementId }),
      ],
    });
    expect((await view(deps)).mergeable.map(({ name }) => name)).toEqual(['a', 'b']);
  });
});

describe('people', () => {
  test('come with the session to open: the next first, then the latest met; others not at all', async () => {
    const deps = memoryDeps();
    const person = (id: string) => buildEngagement({ id: id as EngagementId, name: id });
    const session = (id: string, engagement: string, start: string, overrides: Partial<Session> = {}) =>
      buildSession({
        id: id as SessionId,
        engagementId: engagement as EngagementId,
        start: at(start),
        ...overrides,
      });
    await put(deps, {
      engagements: [
        ...['met', 'met-long-ago', 'soon', 'sooner', 'nobody', 'dismissed', 'cancelled'].map(person),
        ...['removed', 'prepared', 'promised'].map(person),
        buildEngagement({ id: 'pointer' as EngagementId, mergedInto: 'soon' as EngagementId }),
      ],
      sessions: [
        session('1', 'met-long-ago', '2026-01-10 09:00'),
        session('2', 'met', '2026-10-10 09:00'),
        session('3', 'soon', '2026-11-01 09:00'),
        session('4', 'soon', '2026-11-20 09:00'),
        session('5', 'soon', '2026-11-27 09:00'),
        session('6', 'sooner', '2026-11-10 08:30'),
        session('7', 'dismissed', '2026-11-12 09:00', { state: 'dismissed', written: true }),
        session('8', 'cancelled', '2026-11-12 09:00', { state: 'cancelled', written: true }),
        session('9', 'removed', '2026-11-12 09:00', { state: 'dismissed', source: 'hand' }),
        session('10', 'prepared', '2026-11-12 09:00', { state: 'dismissed', source: 'hand' }),
        session('11', 'promised', '2026-11-12 09:00', { state: 'dismissed', written: true }),
        session('12', 'promised', '2026-11-13 09:00', { state: 'dismissed' }),
      ],
      goals: [buildGoal({ engagementId: 'prepared' as EngagementId })],
    });
    expect((await loadPeople(deps)).map(({ name, open, sessions }) => [name, open, sessions])).toEqual([
      ['sooner', '6', 1],
      ['soon', '4', 3],
      ['met', '2', 1],
      ['met-long-ago', '1', 1],
      ['cancelled', '8', 0],
      ['dismissed', '7', 0],
      ['prepared', '10', 0],
      ['promised', '11', 0],
    ]);
  });

  test('whose only session was removed are shown when nothing else is, if something was written of them', async () => {
    const deps = await withSessions({ a: '2026-11-20 09:00' }, { state: 'dismissed', source: 'hand' });
    expect(await loadSessionPanel(deps, null, ZONE)).toEqual({ state: 'first-run' });
    await put(deps, { goals: [buildGoal()] });
    expect((await view(deps)).briefing).toMatchObject({ session: { id: 'a' }, goals: [{}] });
    await put(deps, {
      engagements: [buildEngagement({ id: 'other' as EngagementId })],
      sessions: [
        buildSession({
          id: 'b' as SessionId,
          engagementId: 'other' as EngagementId,
          start: at('2026-11-27 09:00'),
        }),
      ],
    });
    expect(await shown(deps)).toBe('b');
  });

  test('have their other removed sessions in view, but not what rules alone took away', async () => {
    const deps = await withSessions({ now: '2026-11-10 09:00' });
    const dismissed = (id: string, start: string, fields: Partial<Session>) =>
      buildSession({ id: id as SessionId, start: at(start), state: 'dismissed', ...fields });
    await put(deps, {
      sessions: [
        dismissed('by-hand', '2026-11-12 09:00', { source: 'hand' }),
        dismissed('written', '2026-11-19 09:00', { written: true }),
        dismissed('by-rules', '2026-11-26 09:00', {}),
      ],
    });
    const ids = async (pinned: string) => (await view(deps, pinned)).removed.map(({ id }) => id);
    expect(await ids('now')).toEqual(['written', 'by-hand']);
    expect(await ids('written')).toEqual(['by-hand']);
  });
});

describe('the week', () => {
  test('is Monday to Sunday in the zone of the user; sessions that lack notes are counted', async () => {
    const deps = await withSessions({
      'sunday-before': '2026-11-08 22:59',
      monday: '2026-11-08 23:00',
      today: '2026-11-10 07:00',
      ahead: '2026-11-13 09:00',
      sunday: '2026-11-15 22:59',
      'monday-after': '2026-11-15 23:00',
    });
    await put(deps, {
      sessions: [buildSession({ id: 'monday' as SessionId, start: at('2026-11-08 23:00'), written: true })],
      notes: [buildNote({ sessionId: 'monday' as SessionId })],
    });
    const { review } = await loadWeek(deps, 0, ZONE);
    expect(review.week).toMatchObject({ number: 46, year: 2026, monday: '2026-11-09', sunday: '2026-11-15' });
    expect(
      review.sessions.map(({ session, lacksNotes, today, notes, name }) => [
        session.id,
        lacksNotes,
        today,
        notes,
        name,
      ]),
    ).toEqual([
      ['monday', false, false, 1, 'Lotte Maes'],
      ['today', true, true, 0, 'Lotte Maes'],
      ['ahead', false, false, 0, 'Lotte Maes'],
      ['sunday', false, false, 0, 'Lotte Maes'],
    ]);
    expect(review.lacking).toBe(1);
    expect((await loadWeek(deps, -1, ZONE)).review.sessions.map(({ session }) => session.id)).toEqual([
      'sunday-before',
    ]);
    expect((await loadWeek(deps, 1, ZONE)).review.sessions.map(({ session }) => session.id)).toEqual([
      'monday-after',
    ]);
  });

  test('a text of spaces only, or an action alone, is no note', async () => {
    const deps = await withSessions({ past: '2026-11-09 09:00' }, { written: true });
    await put(deps, { notes: [buildNote({ sessionId: 'past' as SessionId, text: ' \n' })] });
    expect((await loadWeek(deps, 0, ZONE)).review).toMatchObject({ lacking: 1, sessions: [{ notes: 0 }] });
  });
});

test('without an account nothing is to be read; with one the next session decides', async () => {
  const deps = await withSessions({ next: '2026-11-10 09:40' });
  expect(await minutesUntilRefresh(deps, ZONE)).toBeNull();
  await put(deps, { accounts: [buildAccount()] });
  expect(await minutesUntilRefresh(deps, ZONE)).toBe(5);
});

describe('the next reading', () => {
  const until = async (account: Partial<Account>, calendars: Partial<Calendar>[]) => {
    const deps = memoryDeps();
    await put(deps, {
      accounts: [buildAccount(account)],
      calendars: calendars.map((calendar, index) =>
        buildCalendar({ calendarId: `c${index}` as Calendar['calendarId'], ...calendar }),
      ),
    });
    deps.pass(9);
    return await minutesUntilRefresh(deps, ZONE);
  };
  const fault = (reason: ProviderFault) => ({ reason, since: addMinutes(NOW, 9), retryAt: null });

  test.each<[string, Partial<Account>, Partial<Calendar>[], number]>([
    ['is counted from the last one', {}, [{ lastReadAt: NOW }], 11],
    ['does not look at calendars that are not chosen', {}, [{ lastReadAt: NOW }, { chosen: false }], 11],
    [
      'comes soon after a calendar failed',
      {},
      [{ lastReadAt: NOW, fault: { ...fault('provider-down'), retryAt: addMinutes(NOW, 10) } }],
      1,
    ],
    ['comes soon after the list failed', { fault: fault('offline') }, [{ lastReadAt: NOW }], 2],
    ['comes at once while there is no list', { listedAt: null }, [], 0.5],
    ['waits while only the user can help', { fault: fault('sign-in-ended') }, [{ lastReadAt: null }], 20],
  ])('%s', async (_, account, calendars, expected) => {
    expect(await until(account, calendars)).toBe(expected);
  });
});
