/** Writes the outcome of session planning, inside the caller's transaction. */
import type { Engagement, EngagementId } from '../session/engagement.ts';
import type { SessionPlan } from '../session/plan-sessions.ts';
import type { Session, SessionId } from '../session/session.ts';
import type { StoreName, WriteTransaction } from './database.ts';
import { rangeOf } from './record-store.ts';

type PlanStores = ['sessions', 'engagements', 'notes', 'actions'];
type PlanTransaction = WriteTransaction<PlanStores>;

/**
 * Stores new and changed sessions and engagements, and takes along what was written in moved sessions.
 * An instance never gets a second session: one that a row holds which cannot be read is left out.
 * @param wider a transaction over at least sessions, engagements, notes and actions.
 */
export async function writeSessionPlan<Stores extends StoreName[]>(
  wider: PlanStores[number] extends Stores[number] ? WriteTransaction<Stores> : never,
  plan: SessionPlan,
): Promise<void> {
  // idb's transaction type is invariant in its stores; the parameter type has made sure that ours are among them.
  const tx = wider as unknown as PlanTransaction;
  const doubled = await doubledSessions(tx, plan);
  const sessions = plan.sessions.filter((session) => !doubled.includes(session));
  const homeless = (engagement: Engagement) =>
    doubled.some(({ engagementId }) => engagementId === engagement.id) &&
    sessions.every(({ engagementId }) => engagementId !== engagement.id);
  const engagements = plan.engagements.filter((engagement) => !homeless(engagement));
  await Promise.all(engagements.map((engagement) => tx.objectStore('engagements').put(engagement)));
  await Promise.all(sessions.map((session) => tx.objectStore('sessions').put(session)));
  for (const { sessionId, engagementId } of plan.moved) await moveWritings(tx, sessionId, engagementId);
}

/**
 * New sessions of an instance that a stored row holds already. The plan did not know of that row because this build
 * cannot read it; a second session beside it would come twice as soon as one can.
 */
async function doubledSessions(tx: PlanTransaction, plan: SessionPlan): Promise<Session[]> {
  const store = tx.objectStore('sessions');
  const byInstance = store.index('by-instance');
  const keys = plan.sessions.flatMap(({ instanceKeys }) => instanceKeys).toSorted();
  const [first, last] = [keys[0], keys.at(-1)];
  // A calendar that is read for the first time.
  if (first === undefined || last === undefined) return [];
  if ((await byInstance.count(IDBKeyRange.bound(first, last))) === 0) return [];
  const doubled = await Promise.all(
    plan.sessions.map(async (session) => {
      if ((await store.getKey(session.id)) !== undefined) return [];
      const holders = await Promise.all(session.instanceKeys.map((key) => byInstance.getKey(key)));
      // A session of this plan has given it away.
      const others = holders.filter((holder) => plan.sessions.every(({ id }) => id !== holder));
      return others.some((holder) => holder !== undefined) ? [session] : [];
    }),
  );
  return doubled.flat();
}

/** Notes and actions of a session follow it to another engagement. */
async function moveWritings(
  tx: PlanTransaction,
  sessionId: SessionId,
  engagementId: EngagementId,
): Promise<void> {
  const notes = tx.objectStore('notes');
  const actions = tx.objectStore('actions');
  for (const note of await notes.index('by-session').getAll(rangeOf(sessionId))) {
    await notes.put({ ...note, engagementId });
  }
  for (const action of await actions.index('by-session').getAll(rangeOf(sessionId))) {
    await actions.put({ ...action, engagementId });
  }
}
