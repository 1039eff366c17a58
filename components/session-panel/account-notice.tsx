/** How the calendars do, in one line with one button; nothing when all is well. */
import { CalendarOff, CalendarSync, CalendarX2, CloudOff } from 'lucide-react';
import type { AccountStatus } from '../../lib/app/load-session-panel.ts';
import type { Account } from '../../lib/event/account.ts';
import type { Instant } from '../../lib/event/instant.ts';
import { i18n } from '#i18n';
import { Button } from '../ui/button.tsx';
import { dateOf, dayAndTimeWithin } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { faultRemedy, faultWords } from '../ui/reason-words.ts';

/** The gravest thing only: offline, then a fault, then nothing chosen, then old, then the first reading. */
export function AccountNotice({
  accounts,
  online,
  now,
  busy,
  onReconnect,
  onRead,
  onOptions,
}: {
  accounts: readonly AccountStatus[];
  online: boolean;
  now: Instant;
  /** The worker is at it already. */
  busy: boolean;
  onReconnect(account: Account): void;
  onRead(): void;
  onOptions(): void;
}) {
  const today = dateOf(now);
  if (!online) {
    const oldest = accounts
      .flatMap(({ health }) => ('readAt' in health && health.readAt !== null ? [health.readAt] : []))
      .toSorted()
      .at(0);
    return (
      <Notice icon={CloudOff}>
        {oldest
          ? i18n.t('panel.notice.offlineRead', { when: dayAndTimeWithin(oldest, today) })
          : i18n.t('panel.notice.offline')}
      </Notice>
    );
  }
  const readButton = (
    <Button small aria-disabled={busy} onClick={() => busy || onRead()}>
      {i18n.t('common.retry')}
    </Button>
  );
  const optionsButton = (
    <Button small onClick={onOptions}>
      {i18n.t('common.options')}
    </Button>
  );

  for (const { account, health } of accounts) {
    if (health.state !== 'failing') continue;
    const remedy = faultRemedy(health.reason);
    // Without a network none is read: all are named.
    const named = accounts.filter(
      (other) =>
        other.account === account ||
        (health.reason === 'offline' &&
          other.health.state === 'failing' &&
          other.health.reason === 'offline'),
    );
    return (
      <Notice
        icon={CalendarX2}
        tone="soon"

        actions={
          remedy === 'reconnect' ? (
            <Button small aria-disabled={busy} onClick={() => busy || onReconnect(account)}>
              {i18n.t('common.reconnect')}
            </Button>
          ) : remedy === 'options' ? (
            optionsButton
          ) : (
            readButton
          )
        }
      >
        {faultWords(
          health.reason,
          named.map((one) => one.account.provider),
        )}
        {health.readAt !== null &&
          ` ${i18n.t('panel.notice.readAt', { when: dayAndTimeWithin(health.readAt, today) })}`}
      </Notice>
    );
  }
  for (const { account, health } of accounts) {
    if (health.state === 'no-calendar-chosen') {
      return (
        <Notice icon={CalendarOff} actions={optionsButton}>
          {i18n.t('panel.notice.noCalendar', { name: account.email })}
        </Notice>
      );
    }
    if (health.state === 'stale') {
      return (
        <Notice icon={CalendarSync} tone="soon" actions={readButton}>
          {i18n.t('panel.notice.stale', {
            name: account.email,
            when: dayAndTimeWithin(health.readAt, today),
          })}
        </Notice>
      );
    }
  }
  if (accounts.some(({ health }) => health.state === 'first-read')) {
    return <Notice icon={CalendarSync}>{i18n.t('panel.notice.firstRead')}</Notice>;
  }
  return null;
}
