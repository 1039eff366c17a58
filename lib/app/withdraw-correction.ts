/** The list of a person's corrections, and taking one of them back at any later time. */
import { indexCorrections } from '../detection/detect-session.ts';
import { type Correction, CorrectionSchema } from '../detection/verdict.ts';
import type { InstanceKey, Person } from '../event/calendar-event.ts';
import { personKey } from '../session/engagement.ts';
import type { Session } from '../session/session.ts';
import { type Database, write } from '../storage/database.ts';
import { loadEngagements } from '../storage/record-store.ts';
import { parseRow, parseRows } from '../storage/rows.ts';
import { writeSessionPlan } from '../storage/session-plan.ts';
import { tellSessionsChanged } from './ask-worker.ts';
import { followEvents, nothingToUndo, sessionsIn, stateWithoutEvent } from './correct-verdict.ts';
import type { AppDeps } from './deps.ts';
import { RECORD_STORES, allCorrections } from './record-transaction.ts';

export interface CorrectionRow {
  correction: Correction;
  /** The title of the session or series, or the name of the person. */
  about: string;
}

/** Every correction, the newest first, with what it is about. */
export async function loadCorrections(deps: AppDeps): Promise<CorrectionRow[]> {
  const db = await deps.db();
  const corrections = parseRows(CorrectionSchema, await db.getAll('corrections')).rows;
  const people = (await loadEngagements(db)).flatMap((engagement) => engagement.people);
  const rows = await Promise.all(
    corrections.map(async (correction) => ({ correction, about: await subjectOf(db, correction, people) })),
  );
  return rows.toSorted((a, b) => b.correction.createdAt.localeCompare(a.correction.createdAt));
}

async function subjectOf(
  db: Database,
  { scope, target }: Correction,
  people: readonly Person[],
): Promise<string> {
  if (scope === 'person') return people.find((person) => personKey(person) === target)?.name ?? target;
  const session =
    scope === 'event'
      ? await db.getFromIndex('sessions', 'by-instance', target as InstanceKey)
      : await db.getFromIndex('sessions', 'by-series', target);
  return session?.title ?? '';
}

/**
 * Takes a correction back, however long ago it was made: the rules, or a wider correction, hold again for what it was
 * about. A session in which something was written stays one, with its kind. An unknown id does nothing.
 */
export async function withdrawCorrection(deps: AppDeps, id: string): Promise<void> {
  const now = deps.now();
  const model = await deps.model();
  await write(await deps.db(), RECORD_STORES, 'strict', async (tx) => {
    const store = tx.objectStore('corrections');
    const correction = parseRow(CorrectionSchema, await store.get(id));
    if (!correction) return;
    await store.delete(id);
    const released = (await sessionsIn(tx, [correction]))
      .filter((session) => isBy(session, correction))
      .map((session): Session => ({
        ...session,
        verdict: null,
        state: session.state === 'dismissed' ? stateWithoutEvent(session, now) : session.state,
        revision: session.revision + 1,
        updatedAt: now,
      }));
    await writeSessionPlan<typeof RECORD_STORES>(tx, { sessions: released, engagements: [], moved: [] });
    const corrections = indexCorrections(await allCorrections(tx));
    await followEvents(deps, tx, { wanted: [correction], model, corrections, now, undo: nothingToUndo() });
  });
  tellSessionsChanged();
}

/** Whether it is this correction that speaks in the session's verdict, and no other. */
function isBy(session: Session, { scope }: Correction): boolean {
  return (
    session.verdict?.by === 'person' &&
    session.verdict.reasons.some((reason) => reason.code === 'correction' && reason.scope === scope)
  );
}
