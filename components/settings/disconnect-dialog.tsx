/** Asks before an account is disconnected, and says what that does. */
import { i18n } from '#i18n';
import type { WorkerReply } from '../../lib/app/ask-worker.ts';
import type { Account } from '../../lib/event/account.ts';
import { useWorkerTask } from '../hooks/use-worker-task.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { providerName, replyWords } from '../ui/reason-words.ts';
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
  const name = providerName(account.provider);
  const pending = task.now.state === 'pending';
  const disconnect = async () => {
    const reply = await task.run(null, onDisconnect);
    if (reply?.ok) onDone();
  };
  return (
    <Dialog title={i18n.t('settings.disconnect.title', { name })} onClose={onClose}>
      <div className={css.body}>
        <dl>
          <dt>{i18n.t('settings.disconnect.goes')}</dt>
          <dd>{i18n.t('settings.disconnect.goesText', { name, email: account.email })}</dd>
          <dt>{i18n.t('settings.disconnect.stays')}</dt>
          <dd>{i18n.t('settings.disconnect.staysText')}</dd>
        </dl>
        <div className={css.actions}>
          <Button weight="main" aria-disabled={pending} onClick={() => void disconnect()}>
            {i18n.t('settings.disconnect.act')}
          </Button>
          <Button data-first onClick={onClose}>
            {i18n.t('settings.disconnect.keep')}
          </Button>
        </div>
        <p role="status" className={task.now.state === 'failed' ? 'late' : 'muted'}>
          {task.now.state === 'pending' && task.now.slow && i18n.t('settings.disconnect.pending')}
          {task.now.state === 'failed' && replyWords(task.now.reason, account.provider)}
        </p>
      </div>
    </Dialog>
  );
}
