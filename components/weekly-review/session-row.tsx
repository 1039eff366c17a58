/** One session of the week: with whom, when, and whether its notes are written. */
import { Check, CircleDot, Clock } from 'lucide-react';
import { i18n } from '#i18n';
import { type Instant, minutesBetween } from '../../lib/event/instant.ts';
import type { SessionInWeek } from '../../lib/review/build-week.ts';
import type { Session, SessionId } from '../../lib/session/session.ts';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { shortDate, time } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { modeIcons, modeName } from '../ui/mode-tag.tsx';
import css from './session-list.module.css';

/** The name opens the panel at the session, as does "Write notes". */
export function SessionRow({
  entry,
  now,
  onOpen,
}: {
  entry: SessionInWeek;
  now: Instant;
  onOpen(id: SessionId): void;
}) {
  const { session, name } = entry;
  const running = session.state === 'active' && entry.phase === 'running';
  const day = entry.today ? i18n.t('review.todayWord') : shortDate(session.start);
  return (
    <li
      className={classNames(
        css.row,
        session.state === 'cancelled' && css.cancelled,
        session.state === 'gone' && css.gone,
      )}
      data-kind={session.kind}
    >
      <Icon of={modeIcons[session.kind]} />
      <p className={css.text}>
        <button type="button" className={css.name} data-stop onClick={() => onOpen(session.id)}>
          {name}
        </button>
        <small>{whenWords(session, day)}</small>
        {running && (
          <small className={css.now}>
            <Icon of={CircleDot} /> {i18n.t('review.runningUntil', { time: time(session.end) })}
          </small>
        )}
      </p>
      <div className={css.aside}>
        <RowAside entry={entry} now={now} day={day} onOpen={onOpen} />
      </div>
    </li>
  );
}

function whenWords({ kind, start, state }: Session, day: string): string {
  const words = { kind: modeName(kind), day, time: time(start) };
  if (state === 'gone') return i18n.t('review.whenGone', words);
  return state === 'active' ? i18n.t('review.when', words) : i18n.t('review.whenCancelled', words);
}

function RowAside({
  entry,
  now,
  day,
  onOpen,
}: {
  entry: SessionInWeek;
  now: Instant;
  day: string;
  onOpen(id: SessionId): void;
}) {
  const { session, name, phase } = entry;
  if (entry.notes > 0) {
    return (
      <span className={css.done}>
        <Icon of={Check} />
        {i18n.t('review.notes', entry.notes)}
      </span>
    );
  }
  if (session.state !== 'active') return null;
  if (entry.lacksNotes || phase === 'running') {
    return (
      <Button
        small
        aria-label={i18n.t('review.writeNotesOf', { name, day })}
        onClick={() => onOpen(session.id)}
      >
        {i18n.t('review.writeNotes')}
      </Button>
    );
  }
  const minutes = Math.ceil(minutesBetween(now, session.start));
  if (minutes < 1 || minutes >= 60) return null;
  return (
    <span className={css.when}>
      <Icon of={Clock} />
      {i18n.t('review.inMinutes', minutes)}
    </span>
  );
}
