import { describe, expect, test } from 'vitest';
import {
  addGoal,
  editGoal,
  moveGoal,
  rateGoal,
  restoreRatings,
  setGoalState,
} from '../../lib/app/edit-goals.ts';
import { addAction, editAction, setActionDone } from '../../lib/app/edit-actions.ts';
import { ACTION_TEXT_LIMIT, type ActionId } from '../../lib/note/action.ts';
import type { EngagementId } from '../../lib/session/engagement.ts';
import { GOAL_TEXT_LIMIT, type Goal, type GoalId } from '../../lib/session/goal.ts';
import type { SessionId } from '../../lib/session/session.ts';
import { loadGoals } from '../../lib/storage/record-store.ts';
import { NOW, buildAction, buildGoal, buildSession } from '../support/builders.ts';
import { type MemoryDeps, contentOf, memoryDeps, put } from '../support/memory-deps.ts';

const LOTTE = 'engagement-lotte' as EngagementId;
const GOAL = 'goal-1' as GoalId;
const ACTION = 'action-1' as ActionId;

async function goals(deps: MemoryDeps): Promise<Goal[]> {
  return await loadGoals(await deps.db(), LOTTE);
}
const order = async (deps: MemoryDeps) => (await goals(deps)).map(({ text }) => text);

describe('goals', () => {
  test('come at the end of the list of their engagement', async () => {
    const deps = memoryDeps();
    await put(deps, { goals: [buildGoal({ engagementId: 'other' as EngagementId, position: 9 })] });
    for (const text of ['One', '  Two ', 'Three']) await addGoal(deps, LOTTE, { text });
    expect((await goals(deps)).map(({ text, position, aim, state }) => [text, position, aim, state])).toEqual(
      [
        ['One', 0, 8, 'open'],
        ['Two', 1, 8, 'open'],
        ['Three', 2, 8, 'open'],
      ],
    );
  });

  test('without text there is none', async () => {
    const deps = memoryDeps();
    expect(await addGoal(deps, LOTTE, { text: ' \n' })).toBeNull();
    expect(await goals(deps)).toEqual([]);
  });

  test.each(['text', 'measure', 'objective'] as const)('a %s that is too long is refused', async (field) => {
    const deps = memoryDeps();
    await put(deps, { goals: [buildGoal()] });
    const fields = { text: 'Goal', [field]: 'x'.repeat(GOAL_TEXT_LIMIT + 1) };
    await expect(addGoal(deps, LOTTE, fields)).rejects.toMatchObject({ reason: 'limit' });
    await expect(editGoal(deps, GOAL, fields)).rejects.toMatchObject({ reason: 'limit' });
    expect(await goals(deps)).toEqual([buildGoal()]);
    await editGoal(deps, GOAL, { [field]: 'x'.repeat(GOAL_TEXT_LIMIT) });
    expect((await goals(deps))[0]?.[field]).toHaveLength(GOAL_TEXT_LIMIT);
  });

  test('keep their text when it is edited away', async () => {
    const deps = memoryDeps();
    await put(deps, { goals: [buildGoal({ text: 'Kept' })] });
    await editGoal(deps, GOAL, { text: '  ', measure: 'Signed' });
    expect(await goals(deps)).toMatchObject([{ text: 'Kept', measure: 'Signed', revision: 2 }]);
  });

  test('close and open again with their history', async () => {
    const deps = memoryDeps();
    await put(deps, { goals: [buildGoal({ ratings: [{ value: 3, at: NOW }] })] });
    await setGoalState(deps, GOAL, 'reached');
    expect(await goals(deps)).toMatchObject([{ state: 'reached', ratings: [{ value: 3 }] }]);
    await setGoalState(deps, GOAL, 'open');
    expect(await goals(deps)).toMatchObject([{ state: 'open', ratings: [{ value: 3 }] }]);
  });
});

describe('ratings', () => {
  test('within ten minutes replace the one before; later ones are added', async () => {
    const deps = memoryDeps();
    await put(deps, { goals: [buildGoal()] });
    await rateGoal(deps, GOAL, 4);
    deps.pass(9.9);
    await rateGoal(deps, GOAL, 5);
    const second = deps.now();
    deps.pass(10);
    await rateGoal(deps, GOAL, 6);
    expect((await goals(deps))[0]?.ratings).toEqual([
      { value: 5, at: second },
      { value: 6, at: deps.now() },
    ]);
  });

  test('can be put back as they were', async () => {
    const deps = memoryDeps();
    const ratings = [{ value: 2, at: NOW }];
    await put(deps, { goals: [buildGoal({ ratings })] });
    await rateGoal(deps, GOAL, 9);
    await restoreRatings(deps, GOAL, ratings);
    expect(await goals(deps)).toMatchObject([{ ratings }]);
  });

  test.each([-1, 11, 4.5, Number.NaN])('%s is none: it would make the goal unreadable', async (value) => {
    const deps = memoryDeps();
    await put(deps, { goals: [buildGoal()] });
    await expect(rateGoal(deps, GOAL, value)).rejects.toThrow(RangeError);
    expect(await goals(deps)).toEqual([buildGoal()]);
  });
});

describe('moving a goal', () => {
  async function list(...texts: string[]): Promise<MemoryDeps> {
    const deps = memoryDeps();
    const state = (text: string) => (text.startsWith('closed') ? 'reached' : 'open');
    await put(deps, {
      goals: texts.map((text, position) =>
        buildGoal({ id: text as GoalId, text, position, state: state(text) }),
      ),
    });
    return deps;
  }

  test('goes past closed ones to the next open one, and back', async () => {
    const deps = await list('a', 'closed', 'b', 'c');
    await moveGoal(deps, 'b' as GoalId, 'up');
    expect(await order(deps)).toEqual(['b', 'closed', 'a', 'c']);
    await moveGoal(deps, 'b' as GoalId, 'down');
    expect(await order(deps)).toEqual(['a', 'closed', 'b', 'c']);
  });

  test('stops at both ends', async () => {
    const deps = await list('a', 'b');
    await moveGoal(deps, 'a' as GoalId, 'up');
    await moveGoal(deps, 'b' as GoalId, 'down');
    expect(await order(deps)).toEqual(['a', 'b']);
  });

  test('works also where two goals came to the same place', async () => {
    const deps = await list('a', 'b', 'c');
    await put(deps, { goals: [buildGoal({ id: 'b' as GoalId, text: 'b', position: 0 })] });
    await moveGoal(deps, 'b' as GoalId, 'up');
    expect(await order(deps)).toEqual(['b', 'a', 'c']);
    await moveGoal(deps, 'b' as GoalId, 'down');
    expect(await order(deps)).toEqual(['a', 'b', 'c']);
  });
});

describe('actions', () => {
  const promise = {
    engagementId: LOTTE,
    sessionId: null,
    text: ' Call Sami ',
    owner: 'me',
    due: null,
  } as const;

  test('are stored; without text there is none', async () => {
    const deps = memoryDeps();
    expect(await addAction(deps, { ...promise, text: ' ' })).toBeNull();
    await addAction(deps, promise);
    expect((await contentOf(deps)).actions).toMatchObject([
      { text: 'Call Sami', doneAt: null, createdAt: NOW },
    ]);
  });

  test('make their session a written one, and belong where it belongs now', async () => {
    const deps = memoryDeps();
    await put(deps, { sessions: [buildSession({ engagementId: 'moved-to' as EngagementId })] });
    const added = await addAction(deps, { ...promise, sessionId: 'session-1' as SessionId });
    expect(added).toMatchObject({ engagementId: 'moved-to' });
    const { actions, sessions } = await contentOf(deps);
    expect(actions).toEqual([added]);
    expect(sessions).toMatchObject([{ written: true, revision: 2 }]);
  });

  test('close once, and open again', async () => {
    const deps = memoryDeps();
    await put(deps, { actions: [buildAction()] });
    await setActionDone(deps, ACTION, true);
    deps.pass(60);
    await setActionDone(deps, ACTION, true);
    expect((await contentOf(deps)).actions).toMatchObject([{ doneAt: NOW }]);
    await setActionDone(deps, ACTION, false);
    expect((await contentOf(deps)).actions).toMatchObject([{ doneAt: null }]);
  });

  test('keep their text when it is edited away or too long', async () => {
    const deps = memoryDeps();
    await put(deps, { actions: [buildAction({ text: 'Kept' })] });
    await editAction(deps, ACTION, { text: ' ', owner: 'them' });
    await expect(editAction(deps, ACTION, { text: 'x'.repeat(ACTION_TEXT_LIMIT + 1) })).rejects.toMatchObject(
      {
        reason: 'limit',
      },
    );
    expect((await contentOf(deps)).actions).toMatchObject([{ text: 'Kept', owner: 'them' }]);
    await expect(
      addAction(deps, { ...promise, text: 'x'.repeat(ACTION_TEXT_LIMIT + 1) }),
    ).rejects.toMatchObject({
      reason: 'limit',
    });
  });
});

describe('two windows', () => {
  test('that change different fields of a goal both keep theirs', async () => {
    const deps = memoryDeps();
    await put(deps, { goals: [buildGoal({ text: 'Goal', measure: '' })] });
    expect(await editGoal(deps, GOAL, { text: 'Goal, said better' }, { text: 'Goal' })).toBeNull();
    expect(await editGoal(deps, GOAL, { measure: 'Signed' }, { measure: '' })).toBeNull();
    expect(await goals(deps)).toMatchObject([{ text: 'Goal, said better', measure: 'Signed' }]);
  });

  test('that change the same field: the second is told what the first wrote, and changes nothing', async () => {
    const deps = memoryDeps();
    await put(deps, { goals: [buildGoal({ text: 'Goal', aim: 8 })] });
    await editGoal(deps, GOAL, { text: 'First' }, { text: 'Goal' });
    const before = await goals(deps);
    const second = { text: 'Second', aim: 9 };
    expect(await editGoal(deps, GOAL, second, { text: 'Goal', aim: 8 })).toEqual({ text: 'First' });
    expect(await goals(deps)).toEqual(before);
    // Having seen it, it may.
    expect(await editGoal(deps, GOAL, second, { text: 'First', aim: 8 })).toBeNull();
    expect(await goals(deps)).toMatchObject([{ text: 'Second', aim: 9 }]);
  });

  test('that write the same agree', async () => {
    const deps = memoryDeps();
    await put(deps, { goals: [buildGoal({ text: 'Goal' })] });
    await editGoal(deps, GOAL, { text: 'Same' }, { text: 'Goal' });
    expect(await editGoal(deps, GOAL, { text: ' Same ' }, { text: 'Goal' })).toBeNull();
  });

  test('that change the same promise: the second is told', async () => {
    const deps = memoryDeps();
    await put(deps, { actions: [buildAction({ text: 'Call Sami', owner: 'me', due: null })] });
    expect(await editAction(deps, ACTION, { owner: 'them' }, { owner: 'me' })).toBeNull();
    expect(
      await editAction(deps, ACTION, { owner: 'me', text: 'Call' }, { owner: 'them', text: 'x' }),
    ).toEqual({
      text: 'Call Sami',
    });
    expect((await contentOf(deps)).actions).toMatchObject([{ text: 'Call Sami', owner: 'them' }]);
  });
});
