/** The sessions of a person that were taken out of every list. */
import type { SessionLink } from '../../lib/app/load-session-panel.ts';
import type { PlainDate } from '../../lib/event/instant.ts';
import type { SessionId } from '../../lib/session/session.ts';
import { i18n } from '#i18n';
import { Button } from '../ui/button.tsx';
import { dayAndTimeWithin } from '../ui/format.ts';
import css from './last-time.module.css';

/** Folded away; a click goes to one, where it can be put back. Nothing when there are none. */
export function RemovedSessions({
  sessions,
  today,
  onGo,
}: {
  sessions: readonly SessionLink[];
  today: PlainDate;
  onGo(id: SessionId): void;
}) {
  if (sessions.length === 0) return null;
  return (
    <details className={css.earlier}>
      <summary>{i18n.t('panel.detect.removedOthers', sessions.length)}</summary>
      <ul role="list">
        {sessions.map(({ id, start }) => (
          <li key={id}>
            <Button small weight="quiet" onClick={() => onGo(id)}>
              {dayAndTimeWithin(start, today)}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
