/** An account whose sessions may be out of date, with the click that mends it. */
import { Clock, CloudOff, RefreshCw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { i18n } from '#i18n';
import type { AccountStatus } from '../../lib/app/load-session-panel.ts';
import type { Instant } from '../../lib/event/instant.ts';
import { Button } from '../ui/button.tsx';
import { dateOf, dayAndTime, dayAndTimeWithin, daysAgo } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { offlineWords, progressWords } from '../ui/reading-words.ts';
import { faultRemedy, faultWords, icsHelps, sourceName } from '../ui/reason-words.ts';

/** Shows nothing for an account that does well, or that was connected a moment ago. Out of reach is no trouble. */
export function AccountTrouble({
  status,
  now,
  online,
  progress,
  waiting,
  onReconnect,
  onRead,
  onOptions,
  onIcs,
}: {
  status: AccountStatus;
  now: Instant;
  /** Without a network that is said once, for all accounts. */
  online: boolean;
  /** Entries that its first reading has read so far; null when none is under way. */
  progress: number | null;
  /** What was asked for is under way. */
  waiting: boolean;
  onReconnect(): void;
  onRead(): void;
  onOptions(): void;
  /** To where a calendar file or address is added. */
  onIcs(): void;
}) {
  const { account, health } = status;
  const today = dateOf(now);
  if (health.state === 'first-read' && progress !== null)
    return <Notice icon={RefreshCw}>{progressWords(account, progress)}</Notice>;
  if (health.state === 'offline' && online) {
    const when = health.readAt && dayAndTimeWithin(health.readAt, today);
    return <Notice icon={CloudOff}>{offlineWords([account], when)}</Notice>;
  }
  if (health.state !== 'failing' && health.state !== 'stale') return null;
  const remedy = health.state === 'failing' ? faultRemedy(health.reason, account.provider) : 'try-again';
  const acts: Record<typeof remedy, ReactNode> = {
    reconnect: (
      <>
        <Button small aria-disabled={waiting} onClick={onReconnect}>
          {i18n.t('review.reconnect', { name: sourceName(account) })}
        </Button>
        {health.state === 'failing' && icsHelps(health.reason) && (
          <Button small onClick={onIcs}>
            {i18n.t('common.useIcs')}
          </Button>
        )}
      </>
    ),
    options: (
      <Button small onClick={onOptions}>
        {i18n.t('review.openOptions')}
      </Button>
    ),
    'try-again': (
      <Button small aria-disabled={waiting} onClick={onRead}>
        {i18n.t('review.readNow')}
      </Button>
    ),
  };
  return (
    <Notice
      icon={health.state === 'failing' ? TriangleAlert : Clock}
      tone={health.state === 'failing' ? 'late' : 'soon'}
      actions={acts[remedy]}
    >
      {health.state === 'failing'
        ? faultWords(health.reason, account)
        : i18n.t('review.stale', {
            name: sourceName(account),
            when: dayAndTime(health.readAt, today),
            ago: daysAgo(health.readAt, today),
          })}
    </Notice>
  );
}
