/** What the worker is at for this panel. */
import { CloudOff, Info, RefreshCw, TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import type { AccountStatus } from '../../lib/app/load-session-panel.ts';
import type { Instant } from '../../lib/event/instant.ts';
import type { SignInProviderId } from '../../lib/event/account.ts';
import { i18n } from '#i18n';
import type { TaskState } from '../hooks/use-worker-task.ts';
import { time } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { replyWords } from '../ui/reason-words.ts';

/**
 * Words after a second, then the outcome.
 * @param accounts those that have failed, else all, are named when reading failed.
 */
export function TaskNotice({
  refresh,
  connect,
  accounts,
  clock,
}: {
  refresh: TaskState<'read'>;
  connect: TaskState<{ provider: SignInProviderId; again: boolean }>;
  accounts: readonly AccountStatus[];
  clock(): Instant;
}) {
  const doneAt = useMemo(() => (refresh.state === 'done' ? clock() : null), [refresh, clock]);
  if (refresh.state === 'failed') {
    const failing = accounts.filter(
      ({ health }) =>
        health.state === refresh.reason || (health.state === 'failing' && health.reason === refresh.reason),
    );
    const named = (failing.length > 0 ? failing : accounts).map(({ account }) => account);
    const offline = refresh.reason === 'offline';
    return (
      <Notice icon={offline ? CloudOff : TriangleAlert} tone={offline ? 'plain' : 'soon'}>
        {replyWords(refresh.reason, named)}
      </Notice>
    );
  }
  if (connect.state === 'failed') {
    const refused = connect.reason === 'consent-refused';
    const { provider, again } = connect.what;
    return (
      <Notice icon={refused ? Info : TriangleAlert} tone={refused ? 'plain' : 'soon'}>
        {replyWords(connect.reason, provider, !again)}
      </Notice>
    );
  }
  const slow = refresh.state === 'pending' && refresh.slow;
  if (!slow && doneAt === null) return null;
  return (
    <Notice icon={RefreshCw}>
      {doneAt === null ? i18n.t('panel.reading') : i18n.t('panel.readDone', { time: time(doneAt) })}
    </Notice>
  );
}
