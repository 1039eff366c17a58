/** What the toolbar button says, and until when. Pure. */
import type { SessionKind } from '../detection/verdict.ts';
import { type Instant, addMinutes, minutesBetween } from '../event/instant.ts';
import { phaseOf } from '../session/pick-session.ts';
import type { Session } from '../session/session.ts';

/** From so many minutes before a session the badge counts down. */
export const BADGE_FROM_MINUTES = 60;

export interface Badge {
  state: 'none' | 'counting' | 'running';
  /** Whole minutes to the start, rounded up, while counting. */
  minutes: number;
  kind: SessionKind | null;
  /** When it has to be worked out anew; null when nothing is ahead. */
  nextAt: Instant | null;
}

/** The badge at `now` for sessions of the coming days. */
export function planBadge(sessions: readonly Session[], now: Instant): Badge {
  const active = sessions
    .filter((session) => session.state === 'active' && session.end > now)
    .toSorted((a, b) => a.start.localeCompare(b.start));
  const next = active.find((session) => session.start > now);
  const minutes = next ? Math.ceil(minutesBetween(now, next.start)) : Infinity;
  const running = active.findLast((session) => phaseOf(session, now) === 'running');
  const nextAt = (...instants: (Instant | undefined)[]) =>
    instants.flatMap((at) => at ?? []).toSorted()[0] ?? null;
  if (next && minutes <= BADGE_FROM_MINUTES && !(running && minutes > 15)) {
    return {
      state: 'counting',
      minutes,
      kind: next.kind,
      nextAt: nextAt(addMinutes(next.start, 1 - minutes), next.start),
    };
  }
  if (running) {
    const soon = next ? addMinutes(next.start, -15) : undefined;
    return {
      state: 'running',
      minutes: 0,
      kind: running.kind,
      nextAt: nextAt(running.end, soon !== undefined && soon > now ? soon : undefined),
    };
  }
  return {
    state: 'none',
    minutes: 0,
    kind: null,
    nextAt: next ? addMinutes(next.start, -BADGE_FROM_MINUTES) : null,
  };
}
