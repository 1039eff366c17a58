import { describe, expect, test } from 'vitest';
import { type BriefingRecord, UNMOVED_DAYS, buildBriefing } from '../../../lib/briefing/build-briefing.ts';
import type { PlainDate } from '../../../lib/event/instant.ts';
import type { Action, ActionId } from '../../../lib/note/action.ts';
import type { NoteId } from '../../../lib/note/note.ts';
import type { Goal } from '../../../lib/session/goal.ts';
import type { SessionId } from '../../../lib/session/session.ts';
import {
  at,
  buildAction,
  buildEngagement,
  buildGoal,
  buildNote,
  buildSession,
} from '../../support/builders.ts';

const ZONE = 'Europe/Brussels';
const NOW = at('2026-11-10 12:00');

function briefing(record: Partial<BriefingRecord>, now = NOW, zone = ZONE) {
  const whole: BriefingRecord = {
    session: buildSession(),
    engagement: buildEngagement(),
    earlierSessions: 3,
    goals: [],
    notes: [],
    noteSessions: new Map(),
    actions: [],
    ...record,
  };
  return buildBriefing(whole, now, zone);
}

describe('goals', () => {
  const rated = (...ratings: [number, string][]): Goal =>
    buildGoal({ ratings: ratings.map(([value, text]) => ({ value, at: at(text) })) });

  test.each<[string, Goal, number | null, number | null]>([
    ['never rated', rated(), null, null],
    ['rated today', rated([4, '2026-11-10 08:00']), 4, null],
    ['one day less than counts', rated([4, '2026-10-21 08:00']), 4, null],
    ['as many days as count', rated([4, '2026-10-20 08:00']), 4, UNMOVED_DAYS],
    ['rated the same again since', rated([4, '2026-09-01 08:00'], [4, '2026-11-09 08:00']), 4, 70],
    [
      'moved, and back',
      rated([4, '2026-09-01 08:00'], [5, '2026-09-08 08:00'], [4, '2026-10-01 08:00']),
      4,
      40,
    ],
    ['moved lately', rated([4, '2026-01-01 08:00'], [6, '2026-11-09 08:00']), 6, null],
  ])('%s', (_, goal, rating, unmovedDays) => {
    expect(briefing({ goals: [goal] }).goals).toEqual([
      { goal, rating, unmovedDays, firstRating: goal.ratings[0]?.value ?? null },
    ]);
  });

  test('the days are those of the wall clock: rated just before midnight is a day more', () => {
    const goal = rated([4, '2026-10-19 22:30']);
    expect(briefing({ goals: [goal] }, at('2026-11-09 22:30')).goals[0]?.unmovedDays).toBeNull();
    expect(briefing({ goals: [goal] }, at('2026-11-09 23:00')).goals[0]?.unmovedDays).toBe(21);
  });

  test('open ones in their order, closed ones apart', () => {
    const states = ['open', 'reached', 'open', 'dropped'] as const;
    const goals = states.map((state, position) =>
      buildGoal({ id: `${position}` as Goal['id'], state, position }),
    );
    const built = briefing({ goals });
    expect(built.goals.map(({ goal }) => goal.id)).toEqual(['0', '2']);
    expect(built.closedGoals.map(({ id }) => id)).toEqual(['1', '3']);
  });
});

describe('actions', () => {
  const due = (date: string | null, overrides: Partial<Action> = {}) =>
    buildAction({ id: `due-${date}` as ActionId, due: date as PlainDate | null, ...overrides });

  test('are late from midnight in the zone of the user, not of Greenwich', () => {
    const actions = [due('2026-11-10')];
    const lateAt = (now: string, zone = ZONE) => briefing({ actions }, at(now), zone).mine[0]?.daysLate;
    expect(lateAt('2026-11-10 22:59')).toBe(0);
    expect(lateAt('2026-11-10 23:00')).toBe(1);
    expect(lateAt('2026-11-10 23:00', 'America/New_York')).toBe(0);
    expect(lateAt('2026-11-12 12:00')).toBe(2);
  });

  test('count days rightly over the end of summer time', () => {
    const actions = [due('2026-10-24')];
    expect(briefing({ actions }, at('2026-10-25 22:59')).mine[0]?.daysLate).toBe(1);
    expect(briefing({ actions }, at('2026-10-25 23:00')).mine[0]?.daysLate).toBe(2);
  });

  test('by owner, the soonest due first, those without a date last and the oldest of them first', () => {
    const old = due(null, { id: 'old' as ActionId, createdAt: at('2026-01-01 00:00') });
    const actions = [
      due(null),
      old,
      due('2026-12-01'),
      due('2026-11-20'),
      due('2026-11-15', { owner: 'them' }),
    ];
    const built = briefing({ actions });
    expect(built.mine.map(({ action }) => action.id)).toEqual([
      'due-2026-11-20',
      'due-2026-12-01',
      'old',
      'due-null',
    ]);
    expect(built.theirs.map(({ action }) => action.id)).toEqual(['due-2026-11-15']);
  });

  test('closed today, or since the session began, can still be opened again', () => {
    const done = (id: string, text: string) => buildAction({ id: id as ActionId, doneAt: at(text) });
    const actions = [done('today', '2026-11-09 23:00'), done('yesterday', '2026-11-09 22:59')];
    expect(briefing({ actions }).justDone.map(({ id }) => id)).toEqual(['today']);
    const session = buildSession({ start: at('2026-11-09 22:30') });
    const built = briefing({ actions, session });
    expect(built.justDone.map(({ id }) => id)).toEqual(['today', 'yesterday']);
    expect(built.mine).toEqual([]);
  });
});

describe('notes of earlier sessions', () => {
  test('newest session first, within it as they were said, without empty ones and unknown sessions', () => {
    const session = (id: string, start: string) => buildSession({ id: id as SessionId, start: at(start) });
    const sessions = [session('older', '2026-10-01 09:00'), session('newer', '2026-10-15 09:00')];
    const note = (sessionId: string, text: string, createdAt: string) =>
      buildNote({ id: text as NoteId, sessionId: sessionId as SessionId, text, createdAt: at(createdAt) });
    const built = briefing({
      noteSessions: new Map(sessions.map((one) => [one.id, one])),
      notes: [
        note('newer', 'later', '2026-10-15 09:20'),
        note('older', 'old', '2026-11-01 09:20'),
        note('newer', 'earlier', '2026-10-15 09:10'),
        note('newer', ' \n', '2026-10-15 09:00'),
        note('unknown', 'nowhere', '2026-10-15 09:00'),
      ],
    });
    expect(built.previous.map(({ session: one, notes }) => [one.id, notes.map(({ text }) => text)])).toEqual([
      ['newer', ['earlier', 'later']],
      ['older', ['old']],
    ]);
  });
});

test('the number counts this session too; one that is off has none', () => {
  expect(briefing({}).number).toBe(4);
  expect(briefing({ session: buildSession({ state: 'cancelled' }) }).number).toBeNull();
  expect(briefing({}).phase).toBe('before');
  expect(briefing({}).today).toBe('2026-11-10');
});
