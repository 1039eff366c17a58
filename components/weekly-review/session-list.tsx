/** Sessions of a week under one heading. */
import { useId } from 'react';
import type { Instant } from '../../lib/event/instant.ts';
import type { SessionInWeek } from '../../lib/review/build-week.ts';
import type { SessionId } from '../../lib/session/session.ts';
import css from './session-list.module.css';
import { SessionRow } from './session-row.tsx';

/** A region named `title`. */
export function SessionList({
  title,
  sessions,
  now,
  onOpen,
}: {
  title: string;
  sessions: readonly SessionInWeek[];
  now: Instant;
  /** Called straight from the click's handler. */
  onOpen(id: SessionId): void;
}) {
  const id = useId();
  return (
    <section className={css.list} aria-labelledby={id}>
      <h2 id={id} className={css.head}>
        {title}
      </h2>
      <ul role="list">
        {sessions.map((entry) => (
          <SessionRow key={entry.session.id} entry={entry} now={now} onOpen={onOpen} />
        ))}
      </ul>
    </section>
  );
}
