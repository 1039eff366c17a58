/** The icon buttons at the head of a session. */
import { ChevronLeft, ChevronRight, Ellipsis, RefreshCw, Users } from 'lucide-react';
import type { SessionLink } from '../../lib/app/load-session-panel.ts';
import type { PlainDate } from '../../lib/event/instant.ts';
import type { SessionId } from '../../lib/session/session.ts';
import { i18n } from '#i18n';
import { IconButton } from '../ui/button.tsx';
import { dayAndTimeWithin } from '../ui/format.ts';
import css from './session-tools.module.css';

export interface SessionToolsProps {
  name: string;
  previous: SessionLink | null;
  next: SessionLink | null;
  today: PlainDate;
  /** Calendars are connected, so that reading them makes sense. */
  canRead: boolean;
  onGo(id: SessionId): void;
  onPeople(): void;
  onRead(): void;
  onDetails(): void;
}

/** Earlier and later session, people, reading the calendars, details. */
export function SessionTools(props: SessionToolsProps) {
  const { name, previous, next, today, canRead, onGo, onPeople, onRead, onDetails } = props;
  const step = (link: SessionLink) => ({ name: link.name, when: dayAndTimeWithin(link.start, today) });
  return (
    <div className={css.tools}>
      <IconButton
        icon={ChevronLeft}
        label={previous ? i18n.t('panel.previousSession', step(previous)) : i18n.t('panel.noPreviousSession')}
        aria-disabled={!previous}
        onClick={() => previous && onGo(previous.id)}
      />
      <IconButton
        icon={ChevronRight}
        label={next ? i18n.t('panel.nextSession', step(next)) : i18n.t('panel.noNextSession')}
        aria-disabled={!next}
        onClick={() => next && onGo(next.id)}
      />
      <IconButton icon={Users} label={i18n.t('panel.people')} onClick={onPeople} aria-haspopup="dialog" />
      {canRead && <IconButton icon={RefreshCw} label={i18n.t('panel.readNow')} onClick={onRead} />}
      <IconButton
        icon={Ellipsis}
        label={i18n.t('panel.details', { name })}
        onClick={onDetails}
        aria-haspopup="dialog"
      />
    </div>
  );
}
