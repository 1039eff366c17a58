/** The side panel: the session that matters now, or the one the user went to. */
import { ArrowRight, CircleAlert, TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import { addSession, type HandSession } from '../../lib/app/add-session.ts';
import { readIcsNow } from '../../lib/app/add-ics-calendar.ts';
import { askForRefresh, askToConnect } from '../../lib/app/ask-worker.ts';
import type { AppDeps } from '../../lib/app/deps.ts';
import { loadPeople } from '../../lib/app/load-people.ts';
import { NOTES_AT_FIRST, type SessionLink } from '../../lib/app/load-session-panel.ts';
import type { StoreName } from '../../lib/app/watch-record.ts';
import type { Account, SignInProviderId } from '../../lib/event/account.ts';
import { type Instant, minutesBetween } from '../../lib/event/instant.ts';
import { openOptions } from '../../lib/platform/pages.ts';
import { APPROACH_MINUTES } from '../../lib/session/pick-session.ts';
import type { SessionId } from '../../lib/session/session.ts';
import { i18n } from '#i18n';
import { useKeepFocus } from '../hooks/use-keep-focus.ts';
import { useLiveQuery } from '../hooks/use-live-query.ts';
import { useFormDrafts } from '../hooks/use-form-draft.ts';
import type { OpenNotes } from '../hooks/use-note-writer.ts';
import { useNow } from '../hooks/use-now.ts';
import { useOnline, useReadWhenOnline } from '../hooks/use-online.ts';
import { useReadingProgress } from '../hooks/use-reading-progress.ts';
import { useWorkerTask } from '../hooks/use-worker-task.ts';
import { Button } from '../ui/button.tsx';
import { dateOf, dayAndTimeWithin, time } from '../ui/format.ts';
import { LoadFailed } from '../ui/load-failed.tsx';
import { LoadingLines } from '../ui/loading-lines.tsx';
import { LiveRegion } from '../ui/live-region.tsx';
import { Notice } from '../ui/notice.tsx';
import { errorWords } from '../ui/reason-words.ts';
import { AccountNotice } from './account-notice.tsx';
import { FirstRun } from './first-run.tsx';
import { NoSession } from './no-session.tsx';
import { PeopleDialog } from './people-dialog.tsx';
import css from './session-panel.module.css';
import { SessionView } from './session-view.tsx';
import { TaskNotice } from './task-notice.tsx';
import { useForgetWhenWell } from './use-forget-when-well.ts';
import { isFirstRead, useReadWhenOld, useShownSession } from './use-shown-session.ts';

const PEOPLE: readonly StoreName[] = ['sessions', 'engagements'];

/** The one screen of the panel. */
export function SessionPanel({ deps }: { deps: AppDeps }) {
  const now = useNow(deps.now);
  const online = useOnline();
  const progress = useReadingProgress();
  useReadWhenOnline();
  const [openNotes] = useState<OpenNotes>(() => new Map());
  const drafts = useFormDrafts();
  const [noteCount, setNoteCount] = useState(NOTES_AT_FIRST);
  const [dialog, setDialog] = useState<'people' | 'add' | null>(null);
  const [moved, setMoved] = useState(false);
  const { query, goTo } = useShownSession(deps, now, noteCount);
  const peopleQuery = useLiveQuery(
    useMemo(() => (dialog === null ? null : () => loadPeople(deps)), [deps, dialog]),
    PEOPLE,
  );
  const refresh = useWorkerTask<'read'>();
  const connect = useWorkerTask<{ provider: SignInProviderId; again: boolean }>();
  const focus = useKeepFocus<HTMLDivElement, HTMLHeadingElement>();
  const panel = query.state === 'ready' ? query.value : null;
  const accounts = panel && panel.state !== 'first-run' ? panel.accounts : [];

  const forget = () => {
    refresh.forget();
    connect.forget();
  };
  const read = () => {
    connect.forget();
    void refresh.run('read', askForRefresh);
  };
  const readOne = (account: Account) => {
    connect.forget();
    // Straight from the click: the browser may have to ask for leave.
    void refresh.run('read', () => readIcsNow(account));
  };
  const ask = (provider: SignInProviderId, account?: Account) => {
    refresh.forget();
    void connect.run({ provider, again: account !== undefined }, () => askToConnect(provider, account?.id));
  };
  useReadWhenOld(accounts, deps.now, panel !== null);
  useForgetWhenWell(accounts, forget);

  function go(id: SessionId | null): void {
    setMoved(true);
    setDialog(null);
    setNoteCount(NOTES_AT_FIRST);
    forget();
    goTo(id);
  }
  async function add(entered: HandSession): Promise<void> {
    const session = await addSession(deps, entered);
    go(session.id);
  }
  const reconnect = (account: Account) => {
    if (account.provider !== 'ics') ask(account.provider, account);
  };

  if (query.state === 'error') {
    return (
      <div className={css.panel}>
        <LoadFailed title={i18n.t('common.loadFailedTitle')} error={query.error} onRetry={query.reload} />
      </div>
    );
  }
  if (!panel || !drafts) {
    return (
      <div className={css.panel} aria-busy="true">
        <LoadingLines label={i18n.t('common.loading')} />
      </div>
    );
  }

  const shown = panel.state === 'session' ? panel.view : null;
  const elsewhere = [...openNotes].find(([id, note]) => id !== shown?.briefing.session.id && note.unsaved);
  const notices = (
    <>
      {query.state === 'ready' && query.error !== null && (
        <Notice
          icon={CircleAlert}
          tone="late"
          alert
          actions={
            <Button small onClick={query.reload}>
              {i18n.t('common.retry')}
            </Button>
          }
        >
          {i18n.t('panel.notice.unreadable')} {errorWords(query.error)}
        </Notice>
      )}
      {elsewhere && (
        <Notice
          icon={TriangleAlert}
          tone="late"
          alert
          actions={
            <Button small onClick={() => go(elsewhere[0])}>
              {i18n.t('panel.note.elsewhereShow')}
            </Button>
          }
        >
          {i18n.t('panel.note.elsewhere')}
        </Notice>
      )}
      {panel.state === 'session' && panel.suggested && (
        <Notice
          icon={ArrowRight}
          actions={
            <Button small onClick={() => go(null)}>
              {i18n.t('panel.show')}
            </Button>
          }
        >
          {suggestionWords(panel.suggested, now)}
        </Notice>
      )}
      <AccountNotice
        accounts={accounts}
        online={online}
        now={now}
        progress={progress}
        saysFirstRead={panel.state !== 'no-session'}
        busy={refresh.now.state === 'pending' || connect.now.state === 'pending'}
        onReconnect={reconnect}
        onRead={(account) => (account.ics ? readOne(account) : read())}
        onOptions={() => void openOptions()}
        onIcs={() => void openOptions('ics')}
      />
      <TaskNotice refresh={refresh.now} connect={connect.now} accounts={accounts} clock={deps.now} />
    </>
  );

  return (
    <div className={css.panel} {...focus.part} data-mode={shown?.briefing.session.kind}>
      {panel.state === 'first-run' && (
        <div className={css.scroll}>
          <FirstRun
            connecting={connect.now}
            onConnect={(provider) => ask(provider)}
            onAddByHand={() => setDialog('add')}
            onOptions={() => void openOptions()}
            onIcs={() => void openOptions('ics')}
          />
        </div>
      )}
      {panel.state === 'no-session' && (
        <div className={css.scroll}>
          <LiveRegion>{notices}</LiveRegion>
          <NoSession
            busy={refresh.now.state === 'pending'}
            firstRead={isFirstRead(accounts)}
            onRead={read}
            onOptions={() => void openOptions()}
            onAddByHand={() => setDialog('add')}
          />
        </div>
      )}
      {shown && (
        <SessionView
          deps={deps}
          view={shown}
          now={now}
          openNotes={openNotes}
          drafts={drafts}
          tools={{
            canRead: accounts.length > 0,
            onGo: go,
            onPeople: () => setDialog('people'),
            onRead: read,
          }}
          onOptions={() => void openOptions()}
          notices={notices}
          onMoreNotes={() => setNoteCount(noteCount * 2)}
        />
      )}
      <p className="vh" role="status">
        {moved &&
          shown &&
          i18n.t('panel.nowHere', {
            name: shown.briefing.engagement.name,
            when: dayAndTimeWithin(shown.briefing.session.start, shown.briefing.today),
          })}
      </p>
      {dialog !== null && (
        <PeopleDialog
          people={peopleQuery}
          now={now}
          current={shown?.briefing.engagement.id ?? null}
          drafts={drafts}
          startWithForm={dialog === 'add'}
          onGo={go}
          onAdd={add}
          onOptions={() => void openOptions()}
          onClose={() => setDialog(null)}
        />
      )}
    </div>
  );
}

function suggestionWords(suggested: SessionLink, now: Instant): string {
  const today = dateOf(now);
  const when =
    dateOf(suggested.start) === today ? time(suggested.start) : dayAndTimeWithin(suggested.start, today);
  const words = { name: suggested.name, when };
  if (minutesBetween(now, suggested.start) > APPROACH_MINUTES) return i18n.t('panel.nextShown', words);
  return i18n.t('panel.nowShown', words);
}
