/** The head of a session: who, when, where. */
import type { CSSProperties } from 'react';
import type { Briefing } from '../../lib/briefing/build-briefing.ts';
import { type Instant, minutesBetween } from '../../lib/event/instant.ts';
import { i18n } from '#i18n';
import { useNow } from '../hooks/use-now.ts';
import { ModeTag } from '../ui/mode-tag.tsx';
import { CallTimer } from './call-timer.tsx';
import { Countdown } from './countdown.tsx';
import css from './session-head.module.css';
import { SessionTools, type SessionToolsProps } from './session-tools.tsx';
import { roleSentence } from './session-words.ts';

/**
 * Name and tools; below them when it is, or while it runs the clock. It is not keyed by the session: the focus stays
 * on the tools when one goes from session to session.
 * @param clock the clock of `AppDeps`; while the session runs the head follows it by the second.
 */
export function SessionHead({
  briefing,
  running,
  clock,
  tools,
}: {
  briefing: Briefing;
  running: boolean;
  clock(): Instant;
  tools: SessionToolsProps;
}) {
  const { session, engagement, number } = briefing;
  const now = useNow(clock, running ? 'second' : 'minute');
  const name = (
    <h1 className={css.personName} dir="auto">
      {engagement.name}
    </h1>
  );
  const count = number !== null && (
    <span className={css.count}>{i18n.t('panel.sessionNumber', { number })}</span>
  );
  return (
    <header className={running ? css.callHead : css.sessionHead}>
      <div className={css.bar}>
        <ModeTag kind={session.kind} />
        {running && count}
        <SessionTools {...tools} />
      </div>
      {running ? (
        <>
          <div className={css.callRow}>
            {name}
            <CallTimer session={session} now={now} />
          </div>
          <div
            className={css.timerLine}
            style={{ '--at': `${share(session, now)}%` } as CSSProperties}
            aria-hidden="true"
          />
        </>
      ) : (
        <>
          {name}
          <p className={css.personRole}>
            {roleSentence(engagement.role)} {count}
          </p>
          <Countdown briefing={briefing} now={now} />
        </>
      )}
    </header>
  );
}

/** How much of a session has passed, in per cent. */
function share(session: { start: Instant; end: Instant }, now: Instant): string {
  const whole = Math.max(1, minutesBetween(session.start, session.end));
  const part = Math.min(1, Math.max(0, minutesBetween(session.start, now) / whole));
  return (part * 100).toFixed(1);
}
