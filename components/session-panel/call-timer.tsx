/** The clock of a session that is running. */
import { type Instant, minutesBetween } from '../../lib/event/instant.ts';
import type { Session } from '../../lib/session/session.ts';
import { i18n } from '#i18n';
import { durationHours, minutesToGo, stopwatch, time } from '../ui/format.ts';
import css from './session-head.module.css';

/** How long it has been running, and how much is left. Not read out by itself. */
export function CallTimer({ session, now }: { session: Session; now: Instant }) {
  const elapsed = Math.max(0, minutesBetween(session.start, now));
  const left = minutesToGo(now, session.end);
  return (
    <p
      className={css.timer}
      role="timer"
      aria-label={i18n.t('panel.timerLabel', Math.floor(elapsed), { left: durationHours(left) })}
    >
      <span className={css.timerFigure}>{stopwatch(elapsed * 60)}</span>
      <span className={css.timerLeft}>
        {i18n.t('panel.minutesLeft', { minutes: left, time: time(session.end) })}
      </span>
    </p>
  );
}
