/** What the user does with goals. Every change is durable when its promise resolves, and can be undone. */
import type { PlainDate } from '../event/instant.ts';
import type { EngagementId } from '../session/engagement.ts';
import { type Goal, type GoalId, GOAL_TEXT_LIMIT, GoalSchema } from '../session/goal.ts';
import { StorageError, type WriteTransaction, write } from '../storage/database.ts';
import { rangeOf } from '../storage/record-store.ts';
import { parseRow, parseRows } from '../storage/rows.ts';
import type { AppDeps } from './deps.ts';
import { findConflicts } from './find-conflicts.ts';

/** The rating a new goal aims for; the user may change it. */
const DEFAULT_AIM = 8;

export interface GoalFields {
  text: string;
  measure: string;
  objective: string;
  targetDate: PlainDate | null;
  aim: number;
}

/**
 * Adds a goal at the end of the list. Without text nothing is stored and null is returned.
 * @throws StorageError `limit` when a text is longer than GOAL_TEXT_LIMIT.
 */
export async function addGoal(
  deps: AppDeps,
  engagementId: EngagementId,
  fields: Partial<GoalFields> & { text: string },
): Promise<Goal | null> {
  const text = fields.text.trim();
  if (text === '') return null;
  checkLength(text, fields.measure, fields.objective);
  const now = deps.now();
  return await write(await deps.db(), ['goals'], 'strict', async (tx) => {
    const others = await goalsOf(tx, engagementId);
    const goal: Goal = {
      id: deps.newId() as GoalId,
      engagementId,
      text,
      measure: fields.measure ?? '',
      objective: fields.objective ?? '',
      targetDate: fields.targetDate ?? null,
      aim: fields.aim ?? DEFAULT_AIM,
      ratings: [],
      state: 'open',
      position: Math.max(-1, ...others.map((other) => other.position)) + 1,
      revision: 1,
      createdAt: now,
      updatedAt: now,
    };
    await tx.objectStore('goals').put(goal);
    return goal;
  });
}

/**
 * Changes the fields that are given and no other; an empty text is ignored.
 * @param seen what these fields held when the user began to change them. When one of them was changed meanwhile, by
 * another window, nothing is stored and the answer is what those fields hold now; null when all went well.
 * @throws StorageError `limit` when a text is too long.
 */
export async function editGoal(
  deps: AppDeps,
  id: GoalId,
  fields: Partial<GoalFields>,
  seen: Partial<GoalFields> = {},
): Promise<Partial<GoalFields> | null> {
  checkLength(fields.text, fields.measure, fields.objective);
  const { text: given, ...rest } = fields;
  const text = given?.trim();
  const changes: Partial<GoalFields> = text ? { ...rest, text } : rest;
  let others: Partial<GoalFields> | null = null;
  await change(deps, id, (goal) => {
    others = findConflicts<Goal, keyof GoalFields>(goal, changes, seen);
    return others ? null : { ...goal, ...changes };
  });
  return others;
}

/**
 * Adds a rating of 0 to 10 to the goal's history. A second rating within ten minutes replaces the first: that is
 * someone who still makes up their mind.
 * @throws RangeError when `value` is not a whole number from 0 to 10: the goal could not be read any more.
 */
export async function rateGoal(deps: AppDeps, id: GoalId, value: number): Promise<void> {
  if (!Number.isInteger(value) || value < 0 || value > 10) throw new RangeError('a rating goes from 0 to 10');
  const at = deps.now();
  await change(deps, id, (goal) => {
    const latest = goal.ratings.at(-1);
    const recent = latest !== undefined && Date.parse(at) - Date.parse(latest.at) < 10 * 60_000;
    const kept = recent ? goal.ratings.slice(0, -1) : goal.ratings;
    return { ...goal, ratings: [...kept, { value, at }] };
  });
}

/** Puts the ratings back as they were; the undo of `rateGoal`. */
export async function restoreRatings(deps: AppDeps, id: GoalId, ratings: Goal['ratings']): Promise<void> {
  await change(deps, id, (goal) => ({ ...goal, ratings }));
}

/** Closes a goal as reached or dropped, or opens it again. Its history stays. */
export async function setGoalState(deps: AppDeps, id: GoalId, state: Goal['state']): Promise<void> {
  await change(deps, id, (goal) => ({ ...goal, state }));
}

/** Moves an open goal one place up or down among the open ones; at the end of the list nothing happens. */
export async function moveGoal(deps: AppDeps, id: GoalId, direction: 'up' | 'down'): Promise<void> {
  const now = deps.now();
  await write(await deps.db(), ['goals'], 'strict', async (tx) => {
    const store = tx.objectStore('goals');
    const goal = parseRow(GoalSchema, await store.get(id));
    if (!goal) return;
    const goals = await goalsOf(tx, goal.engagementId);
    const open = goals.filter((other) => other.state === 'open');
    const at = open.findIndex((other) => other.id === id);
    const neighbour = open[at + (direction === 'up' ? -1 : 1)];
    if (at < 0 || !neighbour) return;
    const order = goals.map((other) =>
      other.id === id ? neighbour : other.id === neighbour.id ? goal : other,
    );
    // Counted anew: two goals that came together from different lists may have had the same place.
    for (const [position, other] of order.entries()) {
      if (other.position === position) continue;
      await store.put({ ...other, position, revision: other.revision + 1, updatedAt: now });
    }
  });
}

async function goalsOf(tx: WriteTransaction<'goals'[]>, engagementId: EngagementId): Promise<Goal[]> {
  const raw = await tx.objectStore('goals').index('by-engagement').getAll(rangeOf(engagementId));
  return parseRows(GoalSchema, raw).rows;
}

/** @param edit answers null to leave the goal as it is. */
async function change(deps: AppDeps, id: GoalId, edit: (goal: Goal) => Goal | null): Promise<void> {
  const now = deps.now();
  await write(await deps.db(), ['goals'], 'strict', async (tx) => {
    const store = tx.objectStore('goals');
    const goal = parseRow(GoalSchema, await store.get(id));
    const edited = goal && edit(goal);
    if (edited) await store.put({ ...edited, revision: goal.revision + 1, updatedAt: now });
  });
}

function checkLength(...texts: (string | undefined)[]): void {
  if (texts.some((text) => text !== undefined && text.length > GOAL_TEXT_LIMIT))
    throw new StorageError('limit');
}
