/** How the calendars do, in one line with one button; nothing when all is well. */
import { CalendarOff, CalendarSync, CalendarX2, CloudOff } from 'lucide-react';
import type { AccountStatus } from '../../lib/app/load-session-panel.ts';
import type { Account } from '../../lib/event/account.ts';
import type { Instant } from '../../lib/event/instant.ts';
import { i18n } from '#i18n';
import type { Progress } from '../hooks/use-reading-progress.ts';
import { Button } from '../ui/button.tsx';
import { dateOf, dayAndTimeWithin } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { OfflineNotice, oldestReading } from '../ui/offline-notice.tsx';
import { offlineWords, progressWords } from '../ui/reading-words.ts';
import { faultRemedy, faultWords, icsHelps, sourceName } from '../ui/reason-words.ts';

/** The gravest thing only: offline, then a fault, nothing chosen, old, out of reach, the first reading. */
export function AccountNotice({
  accounts,
  online,
  now,
  progress,
  saysFirstRead,
  busy,
  onReconnect,
  onRead,
  onOptions,
  onIcs,
}: {
  accounts: readonly AccountStatus[];
  online: boolean;
  now: Instant;
  progress: Progress;
  /** False where the screen itself says that a calendar is being read for the first time. */
  saysFirstRead: boolean;
  /** The worker is at it already. */
  busy: boolean;
  onReconnect(account: Account): void;
  /** Reads them all; of a calendar file or address that one. */
  onRead(account: Account): void;
  onOptions(): void;
  /** To where a calendar file or address is added. */
  onIcs(): void;
}) {
  const today = dateOf(now);
  if (!online) return <OfflineNotice accounts={accounts} now={now} />;
  const readButton = (account: Account) => (
    <Button small aria-disabled={busy} onClick={() => busy || onRead(account)}>
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
    const remedy = faultRemedy(health.reason, account.provider);
    return (
      <Notice
        icon={CalendarX2}
        tone="soon"
        actions={
          remedy === 'reconnect' ? (
            <>
              <Button small aria-disabled={busy} onClick={() => busy || onReconnect(account)}>
                {i18n.t('common.reconnect')}
              </Button>
              {icsHelps(health.reason) && (
                <Button small onClick={onIcs}>
                  {i18n.t('common.useIcs')}
                </Button>
              )}
            </>
          ) : remedy === 'options' ? (
            optionsButton
          ) : (
            readButton(account)
          )
        }
      >
        {faultWords(health.reason, account)}
        {health.readAt !== null &&
          ` ${i18n.t('panel.notice.readAt', { when: dayAndTimeWithin(health.readAt, today) })}`}
      </Notice>
    );
  }
  for (const { account, health } of accounts) {
    if (health.state === 'no-calendar-chosen') {
      return (
        <Notice icon={CalendarOff} actions={optionsButton}>
          {i18n.t('panel.notice.noCalendar', { name: account.email || sourceName(account) })}
        </Notice>
      );
    }
    if (health.state === 'stale') {
      return (
        <Notice icon={CalendarSync} tone="soon" actions={readButton(account)}>
          {i18n.t('panel.notice.stale', {
            name: account.email || sourceName(account),
            when: dayAndTimeWithin(health.readAt, today),
          })}
        </Notice>
      );
    }
  }
  const outOfReach = accounts.filter(({ health }) => health.state === 'offline');
  const oldest = oldestReading(outOfReach);
  if (outOfReach.length > 0) {
    return (
      <Notice icon={CloudOff} actions={outOfReach[0] && readButton(outOfReach[0].account)}>
        {offlineWords(
          outOfReach.map(({ account }) => account),
          oldest && dayAndTimeWithin(oldest, today),
        )}
      </Notice>
    );
  }
  const first = accounts.filter(({ health }) => health.state === 'first-read');
  for (const { account } of first) {
    const entries = progress.get(account.id);
    if (entries !== undefined) return <Notice icon={CalendarSync}>{progressWords(account, entries)}</Notice>;
  }
  if (first.length > 0 && saysFirstRead) {
    return <Notice icon={CalendarSync}>{i18n.t('panel.notice.firstRead')}</Notice>;
  }
  return null;
}
