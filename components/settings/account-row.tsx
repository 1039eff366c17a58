/** One connected account. */
import { Calendar } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { i18n } from '#i18n';
import type { WorkerReply } from '../../lib/app/ask-worker.ts';
import type { AccountSettings } from '../../lib/app/load-settings.ts';
import type { CalendarId } from '../../lib/event/calendar-event.ts';
import type { Instant } from '../../lib/event/instant.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { faultRemedy, providerName } from '../ui/reason-words.ts';
import { AccountHealth } from './account-health.tsx';
import css from './account-row.module.css';
import { CalendarChoices } from './calendar-choices.tsx';
import { DisconnectDialog } from './disconnect-dialog.tsx';

/** Name, health, calendars, and the buttons that fit its health. */
export function AccountRow({
  entry,
  now,
  progress,
  waiting,
  outcome,
  onReconnect,
  onChoose,
  onDisconnect,
  onGone,
}: {
  entry: AccountSettings;
  now: Instant;
  /** Entries that its first reading has read so far; null when none is under way. */
  progress: number | null;
  /** A consent window is open, for this account or another. */
  waiting: boolean;
  /** What came of reconnecting this account; null when there is nothing to say. */
  outcome: ReactNode;
  onReconnect(): void;
  onChoose(calendarId: CalendarId, chosen: boolean): Promise<WorkerReply>;
  onDisconnect(): Promise<WorkerReply>;
  /** It was disconnected. */
  onGone(): void;
}) {
  const [asking, setAsking] = useState(false);
  const { account, health } = entry;
  const { provider } = account;
  const name = { name: providerName(provider), email: account.email };
  const broken =
    provider !== 'ics' && health.state === 'failing' && faultRemedy(health.reason, provider) !== 'try-again';
  return (
    <li className={css.row}>
      <Icon of={Calendar} large />
      <div>
        <p className={css.name}>
          <b>{name.name}</b> <span>{account.email}</span>
        </p>
        <AccountHealth entry={entry} now={now} progress={progress} />
      </div>
      <div className={css.actions}>
        {broken && (
          <Button
            small
            aria-label={i18n.t('settings.account.reconnectOf', name)}
            aria-disabled={waiting}
            onClick={onReconnect}
          >
            {i18n.t('settings.account.reconnect')}
          </Button>
        )}
        <Button
          small
          weight="quiet"
          aria-label={i18n.t('settings.account.disconnectOf', name)}
          onClick={() => setAsking(true)}
        >
          {i18n.t('settings.account.disconnect')}
        </Button>
      </div>
      <p className={css.outcome} role="status">
        {outcome}
      </p>
      <div className={css.calendars}>
        <CalendarChoices entry={entry} onChoose={onChoose} />
      </div>
      {asking && (
        <DisconnectDialog
          account={account}
          onDisconnect={onDisconnect}
          onDone={() => {
            setAsking(false);
            onGone();
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </li>
  );
}
