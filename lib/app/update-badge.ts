/** Brings the toolbar button up to date. */
import { BADGE_FROM_MINUTES, planBadge } from '../briefing/plan-badge.ts';
import { type Instant, addDays, addMinutes } from '../event/instant.ts';
import { drawBadge } from '../platform/badge.ts';
import { findSession, loadSessionsBetween } from '../storage/record-store.ts';
import type { AppDeps } from './deps.ts';

/** Words for the badge; given by the entrypoint, since use cases have none. Names never appear on the button. */
export interface BadgeWords {
  counting(minutes: number): { text: string; title: string };
  running(): { text: string; title: string };
  none(): { title: string };
}

const COLORS = { mentoring: '#23509c', coaching: '#1d6a4b' } as const;

/** Most of the time the next session is within so many days. */
const LOOK_AHEAD_DAYS = 8;

/** Draws the badge and says when it has to be drawn again (null: not before something changes). */
export async function updateBadge(deps: AppDeps, words: BadgeWords): Promise<Instant | null> {
  const db = await deps.db();
  const now = deps.now();
  const sessions = await loadSessionsBetween(db, addDays(now, -1), addDays(now, LOOK_AHEAD_DAYS));
  const badge = planBadge(sessions, now);
  const { text, title } =
    badge.state === 'counting'
      ? words.counting(badge.minutes)
      : badge.state === 'running'
        ? words.running()
        : { text: '', title: words.none().title };
  await drawBadge({ text, title, color: COLORS[badge.kind ?? 'mentoring'] });
  if (badge.nextAt !== null) return badge.nextAt;
  const far = await findSession(
    db,
    addDays(now, LOOK_AHEAD_DAYS),
    'later',
    (session) => session.state === 'active',
  );
  return far && addMinutes(far.start, -BADGE_FROM_MINUTES);
}
