/** Which session is the one now. Pure. */
import { type Instant, minutesBetween } from '../event/instant.ts';
import type { Session } from './session.ts';

/** So long after its end a session still counts as the one now, for the last lines of a note. */
export const LINGER_MINUTES = 15;
/** From so long before its start a session takes the place of one that lingers. */
export const APPROACH_MINUTES = 30;

export type SessionPhase = 'before' | 'running' | 'after';

/** Where `session` stands at `now`. Its start belongs to it, its end does not. */
export function phaseOf(session: Pick<Session, 'start' | 'end'>, now: Instant): SessionPhase {
  if (now < session.start) return 'before';
  return now < session.end ? 'running' : 'after';
}

/** Whether a session belongs in lists: it takes place, or something was written in it. */
export function isShown(session: Session): boolean {
  return session.state === 'active' || (session.written && session.state !== 'dismissed');
}

/** Whether a session that is in no list has something to go back to. What rules alone took away has not. */
export function isRemoved(session: Session): boolean {
  return session.state === 'dismissed' && (session.source === 'hand' || session.written);
}

/**
 * The session to show when nothing was chosen: the running one (the latest start when several overlap), else one about
 * to start, else one that has just ended, else the next one, else the last one. null when there is none.
 */
export function pickSession(sessions: readonly Session[], now: Instant): Session | null {
  const active = sessions
    .filter((s) => s.state === 'active')
    .toSorted((a, b) => a.start.localeCompare(b.start));
  const running = active.findLast((session) => phaseOf(session, now) === 'running');
  if (running) return running;
  const next = active.find((session) => session.start > now) ?? null;
  if (next && minutesBetween(now, next.start) <= APPROACH_MINUTES) return next;
  const last =
    active
      .filter((session) => session.end <= now)
      .toSorted((a, b) => a.end.localeCompare(b.end))
      .at(-1) ?? null;
  if (last && minutesBetween(last.end, now) <= LINGER_MINUTES) return last;
  return next ?? last;
}
