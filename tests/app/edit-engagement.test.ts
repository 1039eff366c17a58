import { describe, expect, test } from 'vitest';
import { applyReading } from '../../lib/app/apply-reading.ts';
import { editEngagement, mergeEngagements, roleFor, undoMerge } from '../../lib/app/edit-engagement.ts';
import { saveNote } from '../../lib/app/save-note.ts';
import { addDays } from '../../lib/event/instant.ts';
import type { ActionId } from '../../lib/note/action.ts';
import type { NoteId } from '../../lib/note/note.ts';
import type { Engagement, EngagementId } from '../../lib/session/engagement.ts';
import type { GoalId } from '../../lib/session/goal.ts';
import type { Session, SessionId } from '../../lib/session/session.ts';
import {
  at,
  buildAction,
  buildCalendar,
  buildEngagement,
  buildGoal,
  buildNote,
  buildSession,
  mentoringEvent,
} from '../support/builders.ts';
import { type MemoryDeps, contentOf, memoryDeps, put } from '../support/memory-deps.ts';

const LOTTE = 'engagement-lotte' as EngagementId;
const BY_NAME = 'engagement-by-name' as EngagementId;

/** Lotte twice: known by her address, and entered by hand under her first name. */
async function twoOfOne(): Promise<MemoryDeps> {
  const deps = memoryDeps();
  const person = { email: null, name: 'Lotte' };
  const own = { engagementId: BY_NAME, sessionId: 'by-name' as SessionId };
  await put(deps, {
    calendars: [buildCalendar()],
    engagements: [buildEngagement(), buildEngagement({ id: BY_NAME, name: 'Lotte', people: [person] })],
    sessions: [
      buildSession({ start: at('2026-11-03 13:00') }),
      buildSession({ id: own.sessionId, engagementId: BY_NAME, source: 'hand', people: [person] }),
    ],
    goals: [
      buildGoal({ position: 0 }),
      buildGoal({ id: 'goal-2' as GoalId, engagementId: BY_NAME, text: 'First of hers', position: 0 }),
      buildGoal({ id: 'goal-3' as GoalId, engagementId: BY_NAME, text: 'Second of hers', position: 1 }),
    ],
    notes: [buildNote(), buildNote({ ...own, id: 'note-2' as NoteId, text: 'By hand.' })],
    actions: [
      buildAction(),
      buildAction({ ...own, id: 'action-2' as ActionId }),
      buildAction({ id: 'action-3' as ActionId, engagementId: BY_NAME }),
    ],
  });
  return deps;
}

async function comparable(deps: MemoryDeps): Promise<unknown> {
  return Object.entries(await contentOf(deps)).map(([name, rows]) => [
    name,
    (rows as Record<string, unknown>[]).map(({ revision: _, updatedAt: __, ...row }) => row),
  ]);
}

describe('merging', () => {
  test('takes everything along; goals come after those that are there', async () => {
    const deps = await twoOfOne();
    await mergeEngagements(deps, BY_NAME, LOTTE);
    const { sessions, goals, notes, actions, engagements } = await contentOf(deps);
    for (const rows of [sessions, notes, actions]) {
      expect((rows as { engagementId: string }[]).map(({ engagementId }) => engagementId)).toEqual(
        rows.map(() => LOTTE),
      );
    }
    expect(goals).toMatchObject([
      { id: 'goal-1', engagementId: LOTTE, position: 0 },
      { id: 'goal-2', engagementId: LOTTE, position: 1 },
      { id: 'goal-3', engagementId: LOTTE, position: 2 },
    ]);
    expect(engagements).toMatchObject([
      { id: BY_NAME, mergedInto: LOTTE },
      { id: LOTTE, mergedInto: null, people: [{ name: 'Lotte Maes' }, { name: 'Lotte' }] },
    ]);
  });

  test('the next session of either finds the merged one', async () => {
    const deps = await twoOfOne();
    await mergeEngagements(deps, BY_NAME, LOTTE);
    const window = { start: addDays(deps.now(), -30), end: addDays(deps.now(), 60) };
    const { accountId, calendarId } = buildCalendar();
    const byName = mentoringEvent({
      eventId: 'named',
      title: 'Mentoring Lotte',
      attendees: [],
      organizer: null,
      time: { kind: 'timed', start: at('2026-12-01 13:00'), end: at('2026-12-01 14:00'), timeZone: null },
    });
    const byAddress = mentoringEvent({
      eventId: 'addressed',
      time: { kind: 'timed', start: at('2026-12-08 13:00'), end: at('2026-12-08 14:00'), timeZone: null },
    });
    await applyReading(deps, {
      calendar: { accountId, calendarId },
      window,
      events: [byName, byAddress],
      skipped: 0,
      skippedIds: [],
      readAt: deps.now(),
    });
    const sessions = (await contentOf(deps)).sessions as Session[];
    expect(sessions).toHaveLength(4);
    expect(new Set(sessions.map(({ engagementId }) => engagementId))).toEqual(new Set([LOTTE]));
  });

  test('taken back: everything is where it was, with what was written since', async () => {
    const deps = await twoOfOne();
    const before = await comparable(deps);
    const undo = await mergeEngagements(deps, BY_NAME, LOTTE);
    await undoMerge(deps, undo);
    expect(await comparable(deps)).toEqual(before);
    // Once is enough: a second time changes nothing.
    await undoMerge(deps, undo);
    expect(await comparable(deps)).toEqual(before);

    const again = await mergeEngagements(deps, BY_NAME, LOTTE);
    await saveNote(deps, {
      id: 'since' as NoteId,
      sessionId: 'by-name' as SessionId,
      text: 'Since.',
      type: 'note',
      private: true,
      baseRevision: 0,
    });
    await editEngagement(deps, LOTTE, { name: 'Lotte M.' });
    await undoMerge(deps, again);
    const { notes, engagements } = await contentOf(deps);
    expect(notes).toContainEqual(expect.objectContaining({ text: 'Since.', engagementId: BY_NAME }));
    expect(engagements).toMatchObject([
      { id: BY_NAME, mergedInto: null },
      { id: LOTTE, name: 'Lotte M.' },
    ]);
  });

  test.each([
    ['the other kind', 'other-kind', { kind: 'coaching' }],
    ['one that was merged before', 'missing', { mergedInto: LOTTE }],
  ] as const)('%s is refused, and nothing changes', async (_, reason, overrides) => {
    const deps = await twoOfOne();
    await put(deps, { engagements: [buildEngagement({ id: BY_NAME, ...overrides })] });
    const before = await contentOf(deps);
    await expect(mergeEngagements(deps, BY_NAME, LOTTE)).rejects.toMatchObject({ reason });
    await expect(mergeEngagements(deps, LOTTE, BY_NAME)).rejects.toMatchObject({ reason });
    expect(await contentOf(deps)).toEqual(before);
  });

  test('with itself, or with one that is not there, is refused', async () => {
    const deps = await twoOfOne();
    await expect(mergeEngagements(deps, LOTTE, LOTTE)).rejects.toMatchObject({ reason: 'same' });
    const nobody = 'nobody' as EngagementId;
    await expect(mergeEngagements(deps, LOTTE, nobody)).rejects.toMatchObject({ reason: 'missing' });
  });
});

describe('editing', () => {
  test('changes name and role; an empty name is ignored', async () => {
    const deps = await twoOfOne();
    await editEngagement(deps, LOTTE, { name: ' Lotte M. ', role: 'manager' });
    await editEngagement(deps, LOTTE, { name: '  ' });
    const engagement = (await contentOf(deps)).engagements[1] as Engagement;
    expect(engagement).toMatchObject({ name: 'Lotte M.', role: 'manager', kind: 'mentoring' });
  });

  test.each([
    ['coaching', 'mentor', 'coach'],
    ['coaching', 'mentee', 'coachee'],
    ['mentoring', 'coach', 'mentor'],
    ['mentoring', 'coachee', 'mentee'],
    ['coaching', 'manager', 'manager'],
    ['mentoring', 'mentor', 'mentor'],
  ] as const)('in %s a %s is a %s', (kind, role, expected) => {
    expect(roleFor(kind, role)).toBe(expected);
  });
});
