/** What the user does with an engagement itself: its name, role and kind, and merging two of them. */
import type { SessionKind } from '../detection/verdict.ts';
import { AppError } from '../platform/app-error.ts';
import {
  type Engagement,
  type EngagementId,
  EngagementSchema,
  type Role,
  personKey,
} from '../session/engagement.ts';
import type { ActionId } from '../note/action.ts';
import type { GoalId } from '../session/goal.ts';
import type { Session } from '../session/session.ts';
import { type WriteTransaction, write } from '../storage/database.ts';
import { rangeOf } from '../storage/record-store.ts';
import { parseRow } from '../storage/rows.ts';
import { writeSessionPlan } from '../storage/session-plan.ts';
import type { AppDeps } from './deps.ts';

export class EngagementError extends AppError<'missing' | 'other-kind' | 'same'> {}

const MERGE_STORES: ('engagements' | 'sessions' | 'goals' | 'notes' | 'actions')[] = [
  'engagements',
  'sessions',
  'goals',
  'notes',
  'actions',
];
type MergeTransaction = WriteTransaction<typeof MERGE_STORES>;

/** Changes name or role. An empty name is ignored. */
export async function editEngagement(
  deps: AppDeps,
  id: EngagementId,
  fields: Partial<Pick<Engagement, 'name' | 'role'>>,
): Promise<void> {
  const now = deps.now();
  const name = fields.name?.trim();
  await write(await deps.db(), ['engagements'], 'strict', async (tx) => {
    const store = tx.objectStore('engagements');
    const row = parseRow(EngagementSchema, await store.get(id));
    if (!row) return;
    const next = {
      ...row,
      ...fields,
      name: name ? name : row.name,
      revision: row.revision + 1,
      updatedAt: now,
    };
    await store.put(next);
  });
}

/** The role that goes with a kind when the kind of an engagement changes. A manager stays a manager. */
export function roleFor(kind: SessionKind, role: Role): Role {
  if (role === 'manager') return role;
  const onOtherSide = role === 'mentee' || role === 'coachee';
  if (kind === 'mentoring') return onOtherSide ? 'mentee' : 'mentor';
  return onOtherSide ? 'coachee' : 'coach';
}

/** What is needed to separate two engagements again. */
export interface MergeUndo {
  fromId: EngagementId;
}

/**
 * Puts all of `fromId` into `intoId`: sessions, notes, goals (after those that are there), actions and people.
 * `fromId` stays as a pointer, by which its people and series still find the way, and with a list of what was moved.
 * One transaction: all or nothing.
 * @throws EngagementError `other-kind`: mentoring and coaching are never mixed; `same`; `missing`, also when one of
 *   them was merged before.
 */
export async function mergeEngagements(
  deps: AppDeps,
  fromId: EngagementId,
  intoId: EngagementId,
): Promise<MergeUndo> {
  if (fromId === intoId) throw new EngagementError('same');
  const now = deps.now();
  return await write(await deps.db(), MERGE_STORES, 'strict', async (tx) => {
    const { from, into } = await pair(tx, fromId, intoId);
    const goals = tx.objectStore('goals');
    const ofFrom = await goals.index('by-engagement').getAll(rangeOf(fromId));
    const taken = await goals.index('by-engagement').getAll(rangeOf(intoId));
    const offset = Math.max(-1, ...taken.map((goal) => goal.position)) + 1;
    for (const goal of ofFrom) {
      await goals.put({ ...goal, engagementId: intoId, position: goal.position + offset });
    }
    const actions = tx.objectStore('actions');
    const promises = await actions.index('by-engagement').getAll(rangeOf(fromId));
    for (const action of promises) await actions.put({ ...action, engagementId: intoId });
    const sessions = await tx.objectStore('sessions').index('by-engagement').getAll(rangeOf(fromId));
    const known = new Set(into.people.map(personKey));
    const people = [...into.people, ...from.people.filter((person) => !known.has(personKey(person)))];
    const merge = {
      intoPeople: into.people,
      sessions: sessions.map(({ id }) => id),
      goals: ofFrom.map(({ id, position }) => ({ id, position })),
      actions: promises.map(({ id }) => id),
    };
    const touch = (row: Engagement) => ({ revision: row.revision + 1, updatedAt: now });
    await moveSessions(tx, sessions, intoId, [
      { ...into, people, ...touch(into) },
      { ...from, mergedInto: intoId, merge, ...touch(from) },
    ]);
    return { fromId };
  });
}

/**
 * Separates an engagement from the one it was merged into, at any time: what came from it returns, also what was
 * written there since, and sessions met since with its people alone. Nothing happens when it was not merged.
 */
export async function undoMerge(deps: AppDeps, { fromId }: MergeUndo): Promise<void> {
  const now = deps.now();
  await write(await deps.db(), MERGE_STORES, 'strict', async (tx) => {
    const engagements = tx.objectStore('engagements');
    const from = parseRow(EngagementSchema, await engagements.get(fromId));
    if (!from || from.mergedInto === null || !from.merge) return;
    const into = parseRow(EngagementSchema, await engagements.get(from.mergedInto));
    if (!into) return;
    const { merge, ...pointer } = from;
    const goals = tx.objectStore('goals');
    for (const { id, position } of merge.goals) {
      const goal = await goals.get(id as GoalId);
      if (goal) await goals.put({ ...goal, engagementId: fromId, position });
    }
    const actions = tx.objectStore('actions');
    for (const id of merge.actions) {
      const action = await actions.get(id as ActionId);
      if (action) await actions.put({ ...action, engagementId: fromId });
    }
    const moved = new Set(merge.sessions);
    const belongs = ({ id, people }: Session) =>
      moved.has(id) ||
      (people.length > 0 &&
        people.every((person) => {
          const key = personKey(person);
          return from.personKeys.includes(key) && !into.personKeys.includes(key);
        }));
    const there = await tx.objectStore('sessions').index('by-engagement').getAll(rangeOf(into.id));
    const touch = (row: { revision: number }) => ({ revision: row.revision + 1, updatedAt: now });
    await moveSessions(tx, there.filter(belongs), fromId, [
      { ...into, people: merge.intoPeople, ...touch(into) },
      { ...pointer, mergedInto: null, ...touch(from) },
    ]);
  });
}

/** Sessions go to another engagement with what was written in them. */
async function moveSessions(
  tx: MergeTransaction,
  sessions: readonly Session[],
  engagementId: EngagementId,
  engagements: Engagement[],
): Promise<void> {
  await writeSessionPlan<typeof MERGE_STORES>(tx, {
    sessions: sessions.map((session) => ({ ...session, engagementId, revision: session.revision + 1 })),
    moved: sessions.map((session) => ({ sessionId: session.id, engagementId })),
    engagements,
  });
}

async function pair(
  tx: MergeTransaction,
  fromId: EngagementId,
  intoId: EngagementId,
): Promise<{ from: Engagement; into: Engagement }> {
  const store = tx.objectStore('engagements');
  const from = parseRow(EngagementSchema, await store.get(fromId));
  const into = parseRow(EngagementSchema, await store.get(intoId));
  if (!from || !into || from.mergedInto !== null || into.mergedInto !== null)
    throw new EngagementError('missing');
  if (from.kind !== into.kind) throw new EngagementError('other-kind');
  return { from, into };
}
