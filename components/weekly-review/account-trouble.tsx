/** An account whose sessions may be out of date, with the click that mends it. */
import { Clock, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { i18n } from '#i18n';
import type { AccountStatus } from '../../lib/app/load-session-panel.ts';
import type { Instant } from '../../lib/event/instant.ts';
import { Button } from '../ui/button.tsx';
import { dateOf, dayAndTime, daysAgo } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { faultRemedy, faultWords, providerName } from '../ui/reason-words.ts';

/** Shows nothing for an account that does well, or that was connected a moment ago. */
export function AccountTrouble({
  status,
  now,
  waiting,
  onReconnect,
  onRead,
  onOptions,
}: {
  status: AccountStatus;
  now: Instant;
  /** What was asked for is under way. */
  waiting: boolean;
  onReconnect(): void;
  onRead(): void;
  onOptions(): void;
}) {
  const { account, health } = status;
  if (health.state !== 'failing' && health.state !== 'stale') return null;
  const remedy = health.state === 'failing' ? faultRemedy(health.reason) : 'try-again';
  const acts: Record<typeof remedy, ReactNode> = {
    reconnect: (
      <Button small aria-disabled={waiting} onClick={onReconnect}>
        {i18n.t('review.reconnect', { name: providerName(account.provider) })}
      </Button>
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
  const today = dateOf(now);
  return (
    <Notice
      icon={health.state === 'failing' ? TriangleAlert : Clock}
      tone={health.state === 'failing' ? 'late' : 'soon'}
      actions={acts[remedy]}
    >
      {health.state === 'failing'
        ? faultWords(health.reason, account.provider)
        : i18n.t('review.stale', {
            name: providerName(account.provider),
            when: dayAndTime(health.readAt, today),
            ago: daysAgo(health.readAt, today),
          })}
    </Notice>
  );
}
