/** The toolbar popup: the sessions of a week, which of them lack notes, and the way into the panel. */
import { Info, TriangleAlert } from 'lucide-react';
import { useCallback, useState } from 'react';
import { i18n } from '#i18n';
import { readIcsNow } from '../../lib/app/add-ics-calendar.ts';
import { askForRefresh, askToConnect } from '../../lib/app/ask-worker.ts';
import type { AppDeps } from '../../lib/app/deps.ts';
import { type WeekView, loadWeek } from '../../lib/app/load-week.ts';
import type { StoreName } from '../../lib/app/watch-record.ts';
import type { Account, ProviderId } from '../../lib/event/account.ts';
import type { AccountId } from '../../lib/event/calendar-event.ts';
import type { Instant } from '../../lib/event/instant.ts';
import { openOptions, openPanelAt } from '../../lib/platform/pages.ts';
import { deviceTimeZone } from '../../lib/platform/time-zone.ts';
import type { SessionId } from '../../lib/session/session.ts';
import { useLiveQuery } from '../hooks/use-live-query.ts';
import { useNow } from '../hooks/use-now.ts';
import { useOnline, useReadWhenOnline } from '../hooks/use-online.ts';
import { useReadingProgress } from '../hooks/use-reading-progress.ts';
import { useWorkerTask } from '../hooks/use-worker-task.ts';
import { Button } from '../ui/button.tsx';
import { LiveRegion } from '../ui/live-region.tsx';
import { LoadFailed } from '../ui/load-failed.tsx';
import { LoadingLines } from '../ui/loading-lines.tsx';
import { Notice } from '../ui/notice.tsx';
import { OfflineNotice } from '../ui/offline-notice.tsx';
import { errorWords, icsHelps, replyWords } from '../ui/reason-words.ts';
import { AccountTrouble } from './account-trouble.tsx';
import { SessionList } from './session-list.tsx';
import { StartChoices } from './start-choices.tsx';
import { useRowKeys } from './use-row-keys.ts';
import { WeekHead } from './week-head.tsx';
import { WeekKey } from './week-key.tsx';
import css from './weekly-review.module.css';

const STORES: readonly StoreName[] = ['accounts', 'calendars', 'engagements', 'notes', 'sessions'];

/** The screen of the popup. */
export function WeeklyReview({ deps }: { deps: AppDeps }) {
  const [offset, setOffset] = useState(0);
  const load = useCallback(() => loadWeek(deps, offset, deviceTimeZone()), [deps, offset]);
  const query = useLiveQuery(load, STORES);
  const now = useNow(deps.now);
  const online = useOnline();
  const progress = useReadingProgress();
  useReadWhenOnline();
  const task = useWorkerTask<ProviderId>();
  useRowKeys();
  const waiting = task.now.state === 'pending';

  const connect = (provider: ProviderId, accountId: AccountId | null = null) => {
    if (provider !== 'ics') void task.run(provider, () => askToConnect(provider, accountId));
  };
  const read = (account: Account) =>
    void task.run(account.provider, () => (account.ics ? readIcsNow(account) : askForRefresh()));
  const options = () => void openOptions().then(() => window.close());
  const ics = () => void openOptions('ics').then(() => window.close());
  const open = (id: SessionId | null) => void openPanelAt(id).then(() => window.close());

  if (query.state === 'loading') return <LoadingLines label={i18n.t('review.loading')} />;
  if (query.state === 'error') {
    return <LoadFailed title={i18n.t('common.loadFailedTitle')} error={query.error} onRetry={query.reload} />;
  }

  const { review, accounts, empty, unread } = query.value;
  const notRead = unread && review.sessions.length === 0;
  const over = review.sessions.filter((entry) => entry.phase === 'after');
  const outcome = task.now.state === 'failed' && (
    <Notice
      icon={task.now.reason === 'consent-refused' ? Info : TriangleAlert}
      actions={
        <>
          <Button small onClick={options}>
            {i18n.t('review.openOptions')}
          </Button>
          {icsHelps(task.now.reason) && (
            <Button small onClick={ics}>
              {i18n.t('common.useIcs')}
            </Button>
          )}
        </>
      }
    >
      {replyWords(task.now.reason, task.now.what, accounts.length === 0)}
    </Notice>
  );
  const openButton = (
    <Button weight="main" onClick={() => open(null)}>
      {i18n.t('review.openPanel')}
    </Button>
  );
  if (accounts.length === 0 && empty) {
    return (
      <main className={css.popup}>
        <StartChoices waiting={waiting} onConnect={connect} onIcs={ics} />
        <LiveRegion>{outcome}</LiveRegion>
        <div className={css.foot}>
          <span />
          {openButton}
        </div>
      </main>
    );
  }

  return (
    <div className={css.popup}>
      <WeekHead
        week={review.week}
        written={over.filter((entry) => entry.notes > 0).length}
        over={over.length}
        away={offset !== 0}
        onMove={(weeks) => setOffset((current) => (weeks === 0 ? 0 : current + weeks))}
        onOptions={options}
      />
      <main className={css.main}>
        {!online && accounts.length > 0 && <OfflineNotice accounts={accounts} now={now} />}
        {accounts.map((status) => (
          <AccountTrouble
            key={status.account.id}
            status={status}
            now={now}
            online={online}
            progress={progress.get(status.account.id) ?? null}
            waiting={waiting}
            onReconnect={() => connect(status.account.provider, status.account.id)}
            onRead={() => read(status.account)}
            onOptions={options}
            onIcs={ics}
          />
        ))}
        <LiveRegion>{outcome}</LiveRegion>
        {query.error !== null && (
          <Notice icon={TriangleAlert} tone="late" alert>
            {errorWords(query.error)}
          </Notice>
        )}
        {!notRead && <WeekKey minutes={review.minutes} />}
        <Sessions review={review} unread={notRead} now={now} onOpen={open} />
      </main>
      <footer className={css.foot}>
        {review.sessions.length > 0 ? (
          <p className={css.keys}>
            <span>
              <kbd>↑</kbd> <kbd>↓</kbd> {i18n.t('review.keyMove')}
            </span>
            <span>
              <kbd>Enter</kbd> {i18n.t('review.keyOpen')}
            </span>
          </p>
        ) : (
          <span />
        )}
        {openButton}
      </footer>
    </div>
  );
}

function Sessions({
  review,
  unread,
  now,
  onOpen,
}: {
  review: WeekView['review'];
  unread: boolean;
  now: Instant;
  onOpen(id: SessionId): void;
}) {
  const { sessions } = review;
  if (sessions.length === 0) {
    return (
      <div className={css.empty}>
        <p>{unread ? i18n.t('review.unreadTitle') : i18n.t('review.emptyTitle')}</p>
        <p>{unread ? i18n.t('review.unreadText') : i18n.t('review.emptyText')}</p>
      </div>
    );
  }
  const today = sessions.filter((entry) => entry.today);
  const rest = sessions.filter((entry) => !entry.today);
  return (
    <>
      {today.length > 0 && (
        <SessionList title={i18n.t('review.today')} sessions={today} now={now} onOpen={onOpen} />
      )}
      {rest.length > 0 && (
        <SessionList
          title={today.length > 0 ? i18n.t('review.rest') : i18n.t('review.sessions')}
          sessions={rest}
          now={now}
          onOpen={onOpen}
        />
      )}
    </>
  );
}
