/** The list of people and groups, each with the session that a click on them opens. */
import type { SessionKind } from '../detection/verdict.ts';
import type { Instant } from '../event/instant.ts';
import type { EngagementId } from '../session/engagement.ts';
import { isShown, phaseOf } from '../session/pick-session.ts';
import type { Session, SessionId } from '../session/session.ts';
import type { Database } from '../storage/database.ts';
import { loadActions, loadEngagements, loadGoals, loadSessionsOf } from '../storage/record-store.ts';
import type { AppDeps } from './deps.ts';

export interface PersonRow {
  engagementId: EngagementId;
  name: string;
  kind: SessionKind;
  sessions: number;
  nextStart: Instant | null;
  /** When the next session ends, if it is running. */
  runningUntil: Instant | null;
  lastStart: Instant | null;
  /** The next session, else the last one, else one that was removed. */
  open: SessionId;
}

/**
 * Everyone with a session that is shown, or of whom something was written: those with a next session first (soonest
 * first), then the latest met.
 */
export async function loadPeople(deps: AppDeps): Promise<PersonRow[]> {
  const db = await deps.db();
  const now = deps.now();
  const engagements = (await loadEngagements(db)).filter((engagement) => engagement.mergedInto === null);
  const rows = await Promise.all(
    engagements.map(async (engagement): Promise<PersonRow[]> => {
      const all = await loadSessionsOf(db, engagement.id);
      const sessions = all.filter(isShown);
      const next = sessions.find((session) => session.end > now && session.state === 'active');
      const last = sessions.findLast((session) => session.end <= now);
      const open = next ?? last ?? sessions.at(-1) ?? (await loadRemoved(db, engagement.id, all));
      if (!open) return [];
      return [
        {
          engagementId: engagement.id,
          name: engagement.name,
          kind: engagement.kind,
          sessions: sessions.filter((session) => session.state === 'active').length,
          nextStart: next?.start ?? null,
          runningUntil: next && phaseOf(next, now) === 'running' ? next.end : null,
          lastStart: last?.start ?? null,
          open: open.id,
        },
      ];
    }),
  );
  return rows.flat().toSorted((a, b) => {
    if (a.nextStart !== null && b.nextStart !== null) return a.nextStart.localeCompare(b.nextStart);
    if (a.nextStart !== null || b.nextStart !== null) return a.nextStart === null ? 1 : -1;
    return (b.lastStart ?? '').localeCompare(a.lastStart ?? '');
  });
}

/** The way to what was written of someone who has no session left in any list; undefined when nothing was. */
async function loadRemoved(
  db: Database,
  id: EngagementId,
  sessions: readonly Session[],
): Promise<Session | undefined> {
  const written = sessions.findLast((session) => session.written);
  if (written) return written;
  const [goals, actions] = await Promise.all([loadGoals(db, id), loadActions(db, id)]);
  return goals.length + actions.length > 0 ? sessions.at(-1) : undefined;
}
