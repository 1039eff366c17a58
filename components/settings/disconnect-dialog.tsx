/** Asks before an account is disconnected, or a calendar file or address removed, and says what that does. */
import { i18n } from '#i18n';
import type { WorkerReply } from '../../lib/app/ask-worker.ts';
import type { Account } from '../../lib/event/account.ts';
import { useWorkerTask } from '../hooks/use-worker-task.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { replyWords, sourceName } from '../ui/reason-words.ts';
import css from './disconnect-dialog.module.css';

/** `onDone` is called once the account is gone. */
export function DisconnectDialog({
  account,
  onDisconnect,
  onDone,
  onClose,
}: {
  account: Account;
  onDisconnect(): Promise<WorkerReply>;
  onDone(): void;
  onClose(): void;
}) {
  const task = useWorkerTask<null>();
  const name = sourceName(account);
  const words = account.ics
    ? {
        title: i18n.t('settings.ics.removal.title', { name }),
        goes:
          account.ics.kind === 'file'
            ? i18n.t('settings.ics.removal.goesFile')
            : i18n.t('settings.ics.removal.goesAddress'),
        stays: i18n.t('settings.ics.removal.stays'),
        act: i18n.t('settings.ics.remove'),
        keep: i18n.t('settings.ics.removal.keep'),
        pending: i18n.t('settings.ics.removal.pending'),
      }
    : {
        title: i18n.t('settings.disconnect.title', { name }),
        goes: i18n.t('settings.disconnect.goesText', { name, email: account.email }),
        stays: i18n.t('settings.disconnect.staysText'),
        act: i18n.t('settings.disconnect.act'),
        keep: i18n.t('settings.disconnect.keep'),
        pending: i18n.t('settings.disconnect.pending'),
      };
  const pending = task.now.state === 'pending';
  const disconnect = async () => {
    const reply = await task.run(null, onDisconnect);
    if (reply?.ok) onDone();
  };
  return (
    <Dialog title={words.title} onClose={onClose}>
      <div className={css.body}>
        <dl>
          <dt>{i18n.t('settings.disconnect.goes')}</dt>
          <dd>{words.goes}</dd>
          <dt>{i18n.t('settings.disconnect.stays')}</dt>
          <dd>{words.stays}</dd>
        </dl>
        <div className={css.actions}>
          <Button weight="main" aria-disabled={pending} onClick={() => void disconnect()}>
            {words.act}
          </Button>
          <Button data-first onClick={onClose}>
            {words.keep}
          </Button>
        </div>
        <p role="status" className={task.now.state === 'failed' ? 'late' : 'muted'}>
          {task.now.state === 'pending' && task.now.slow && words.pending}
          {task.now.state === 'failed' && replyWords(task.now.reason, account)}
        </p>
      </div>
    </Dialog>
  );
}
