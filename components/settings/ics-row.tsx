/** One calendar file or address. */
import { FileText, Link } from 'lucide-react';
import { useRef, useState } from 'react';
import { i18n } from '#i18n';
import type { WorkerReply } from '../../lib/app/ask-worker.ts';
import type { AccountSettings } from '../../lib/app/load-settings.ts';
import type { IcsSource } from '../../lib/event/account.ts';
import type { Instant } from '../../lib/event/instant.ts';
import { useWorkerTask } from '../hooks/use-worker-task.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { replyWords, sourceName } from '../ui/reason-words.ts';
import { AccountHealth } from './account-health.tsx';
import css from './account-row.module.css';
import { CalendarFileInput } from './calendar-file-input.tsx';
import { DisconnectDialog } from './disconnect-dialog.tsx';

/** Name, where it comes from, health, and the buttons that bring it up to date. It has one calendar, so no choice. */
export function IcsRow({
  entry,
  source,
  now,
  progress,
  onRead,
  onReplace,
  onRemove,
  onGone,
}: {
  entry: AccountSettings;
  source: IcsSource;
  now: Instant;
  /** Entries that its first reading has read so far; null when none is under way. */
  progress: number | null;
  /** Called straight from the click, because the browser may have to ask for leave. */
  onRead(): Promise<WorkerReply>;
  /** Another file comes in its place. */
  onReplace(file: File): void;
  onRemove(): Promise<WorkerReply>;
  /** It was removed. */
  onGone(): void;
}) {
  const [asking, setAsking] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const task = useWorkerTask<null>();
  const { account, health } = entry;
  const name = { name: sourceName(account) };
  const isFile = source.kind === 'file';
  // What reads by itself is read by hand only where that failed.
  const readable = !isFile && (!source.readsByItself || health.state === 'failing');
  return (
    <li className={css.row}>
      <Icon of={isFile ? FileText : Link} large />
      <div>
        <p className={css.name}>
          <b dir="auto">{name.name}</b>{' '}
          <span dir="auto">
            {isFile
              ? i18n.t('settings.ics.fromFile', { file: source.shown })
              : i18n.t('settings.ics.fromHost', { host: source.shown })}
          </span>
        </p>
        <AccountHealth entry={entry} now={now} progress={progress} />
        {!source.readsByItself && <p className={css.note}>{i18n.t('settings.ics.whenAsked')}</p>}
      </div>
      <div className={css.actions}>
        {readable && (
          <Button
            small
            aria-label={i18n.t('settings.ics.readNowOf', name)}
            aria-disabled={task.now.state === 'pending'}
            onClick={() => void task.run(null, onRead)}
          >
            {i18n.t('settings.readNow')}
          </Button>
        )}
        {isFile && (
          <Button
            small
            aria-label={i18n.t('settings.ics.replaceOf', name)}
            onClick={() => chooser.current?.click()}
          >
            {i18n.t('settings.ics.replace')}
          </Button>
        )}
        <Button
          small
          weight="quiet"
          aria-label={i18n.t('settings.ics.removeOf', name)}
          onClick={() => setAsking(true)}
        >
          {i18n.t('settings.ics.remove')}
        </Button>
      </div>
      <p className={css.outcome} role="status">
        {task.now.state === 'pending' && task.now.slow && i18n.t('settings.ics.readingAddress')}
        {task.now.state === 'failed' && replyWords(task.now.reason, account)}
      </p>
      <CalendarFileInput ref={chooser} onFiles={([file]) => file && onReplace(file)} />
      {asking && (
        <DisconnectDialog
          account={account}
          onDisconnect={onRemove}
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
