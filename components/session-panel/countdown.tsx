/** When a session that is not running takes or took place. */
import type { Briefing } from '../../lib/briefing/build-briefing.ts';
import type { Instant } from '../../lib/event/instant.ts';
import { i18n } from '#i18n';
import { dateOf, dayWord, daysAgo, longDate, minutesToGo, time, timeRange } from '../ui/format.ts';
import css from './session-head.module.css';
import { placeOf } from './session-words.ts';

/** Below so many minutes a countdown says more than a time. */
const COUNTDOWN_MINUTES = 90;

/** How long until it starts or since it ended, its hours and its place. */
export function Countdown({ briefing, now }: { briefing: Briefing; now: Instant }) {
  const { session, today, phase } = briefing;
  const active = session.state === 'active';
  const place = placeOf(session);
  return (
    <div className={css.countdown}>
      {active && phase === 'before' && <Figure briefing={briefing} now={now} />}
      <p className={css.detail}>
        {active && phase === 'before' && isFigureTheDay(briefing, now)
          ? timeRange(session.start, session.end)
          : i18n.t('formats.dayAndTime', {
              day: dateWords(session.start, briefing),
              time: timeRange(session.start, session.end),
            })}
        {active && phase === 'after' && (
          <>
            <br />
            {dateOf(session.end) === today
              ? i18n.t('panel.endedAt', { time: time(session.end) })
              : i18n.t('panel.endedDay', {
                  day: dayWord(session.end, today),
                  ago: daysAgo(session.end, today),
                })}
          </>
        )}
        {place !== '' && (
          <>
            <br />
            {place}
          </>
        )}
      </p>
    </div>
  );
}

/** The one figure: minutes when it is close, else the time or the day. */
function Figure({ briefing, now }: { briefing: Briefing; now: Instant }) {
  const { session, today } = briefing;
  const minutes = minutesToGo(now, session.start);
  if (minutes < COUNTDOWN_MINUTES) {
    return (
      <p className={css.figure} role="timer" aria-label={i18n.t('panel.startsIn', minutes)}>
        {minutes} <span className={css.unit}>{i18n.t('panel.minutesToGo')}</span>
      </p>
    );
  }
  const day = dayWord(session.start, today);
  const near = !isFigureTheDay(briefing, now);
  return (
    <p className={css.figure}>
      {near ? (
        <>
          {time(session.start)} <span className={css.unit}>{day.toLocaleLowerCase()}</span>
        </>
      ) : (
        day
      )}
    </p>
  );
}

/** It is so far away that the day itself is the figure. */
function isFigureTheDay({ session, today }: Briefing, now: Instant): boolean {
  if (minutesToGo(now, session.start) < COUNTDOWN_MINUTES) return false;
  const day = dayWord(session.start, today);
  return day !== i18n.t('formats.today') && day !== i18n.t('formats.tomorrow');
}

function dateWords(start: Instant, briefing: Briefing): string {
  const day = dayWord(start, briefing.today);
  return day === i18n.t('formats.today') || day === i18n.t('formats.tomorrow')
    ? day
    : longDate(start, briefing.today);
}
