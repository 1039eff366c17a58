/** The options page: accounts, client ids, and what happens to the user's data. Also the first-run page. */
import { TriangleAlert } from 'lucide-react';
import { type ReactNode, useCallback, useRef, useState } from 'react';
import { i18n } from '#i18n';
import { type HandSession, addSession } from '../../lib/app/add-session.ts';
import {
  askForRefresh,
  askToChooseCalendar,
  askToConnect,
  askToDisconnect,
} from '../../lib/app/ask-worker.ts';
import type { AppDeps } from '../../lib/app/deps.ts';
import { loadSettings } from '../../lib/app/load-settings.ts';
import { loadCorrections, withdrawCorrection } from '../../lib/app/withdraw-correction.ts';
import type { StoreName } from '../../lib/app/watch-record.ts';
import type { SignInProviderId } from '../../lib/event/account.ts';
import type { AccountId } from '../../lib/event/calendar-event.ts';
import { redirectUrl, saveClientId } from '../../lib/platform/client-ids.ts';
import { openPanelAt } from '../../lib/platform/pages.ts';
import type { Session } from '../../lib/session/session.ts';
import { useKeepFocus } from '../hooks/use-keep-focus.ts';
import { useLiveQuery } from '../hooks/use-live-query.ts';
import { useNow } from '../hooks/use-now.ts';
import { type TaskState, useWorkerTask } from '../hooks/use-worker-task.ts';
import { AddSessionForm } from '../ui/add-session-form.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { dateOf } from '../ui/format.ts';
import { LoadingLines } from '../ui/loading-lines.tsx';
import { errorWords, providerName, replyWords } from '../ui/reason-words.ts';
import { StateBlock } from '../ui/state-block.tsx';
import { AccountRow } from './account-row.tsx';
import { AccountsSection } from './accounts-section.tsx';
import { ClientIdForm } from './client-id-form.tsx';
import { ClientIdsSection } from './client-ids-section.tsx';
import { CorrectionsSection } from './corrections-section.tsx';
import { DataSection } from './data-section.tsx';
import { PageIndex } from './page-index.tsx';
import css from './settings.module.css';
import { Welcome } from './welcome.tsx';

const STORES: readonly StoreName[] = ['accounts', 'calendars', 'sessions'];
const CORRECTED: readonly StoreName[] = ['corrections', 'sessions', 'engagements'];
const PROVIDERS: readonly SignInProviderId[] = ['google', 'outlook'];

/** Which consent window was asked for: of a new account (null), or of one that is reconnected. */
interface Connecting {
  provider: SignInProviderId;
  accountId: AccountId | null;
}

/** The screen. `welcome` shows the first-run part at its head. */
export function Settings({ deps, welcome }: { deps: AppDeps; welcome: boolean }) {
  const load = useCallback(() => loadSettings(deps), [deps]);
  const query = useLiveQuery(load, STORES);
  const corrections = useLiveQuery(
    useCallback(() => loadCorrections(deps), [deps]),
    CORRECTED,
  );
  const focus = useKeepFocus<HTMLDivElement, HTMLHeadingElement>();
  const now = useNow(deps.now);
  const connecting = useWorkerTask<Connecting>();
  const reading = useWorkerTask<null>();
  const [said, setSaid] = useState<ReactNode>(null);
  const [adding, setAdding] = useState(false);
  const [idNeeded, setIdNeeded] = useState<SignInProviderId | null>(null);
  const idFields = useRef<Partial<Record<SignInProviderId, HTMLInputElement | null>>>({});
  // Both providers are stored under one key: one write at a time.
  const saving = useRef<Promise<unknown>>(Promise.resolve());

  if (query.state === 'loading') return <LoadingLines label={i18n.t('settings.loading')} />;
  if (query.state === 'error') {
    return (
      <main role="alert">
        <StateBlock
          icon={TriangleAlert}
          heading="h1"
          title={i18n.t('settings.errorTitle')}
          actions={<Button onClick={query.reload}>{i18n.t('settings.tryAgain')}</Button>}
        >
          <p>{errorWords(query.error)}</p>
        </StateBlock>
      </main>
    );
  }

  const connect = async (provider: SignInProviderId, accountId: AccountId | null = null) => {
    setSaid(null);
    setIdNeeded(null);
    const reply = await connecting.run({ provider, accountId }, () => askToConnect(provider, accountId));
    if (reply?.ok === false && reply.reason === 'client-id-missing') {
      setIdNeeded(provider);
      idFields.current[provider]?.focus();
    }
  };
  const read = async (providers: SignInProviderId[]) => {
    setSaid(null);
    const reply = await reading.run(null, askForRefresh);
    if (reply) setSaid(reply.ok ? i18n.t('settings.readDone') : replyWords(reply.reason, providers));
  };
  const save = (provider: SignInProviderId, entered: { id: string; secret: string }) => {
    const write = saving.current.then(() => saveClientId(provider, entered));
    saving.current = write.catch(() => undefined);
    return write;
  };
  const add = async (entered: HandSession) => {
    const session = await addSession(deps, entered);
    setAdding(false);
    setSaid(<Added session={session} />);
  };

  const { accounts, clientIds } = query.value;
  const waiting = connecting.now.state === 'pending';
  const connected = outcomeOf(connecting.now, null);
  const status =
    reading.now.state === 'pending' && reading.now.slow ? i18n.t('settings.reading') : (said ?? connected);
  const withAccounts = !welcome || accounts.length > 0;
  const choices = {
    waiting,
    status,
    onConnect: (provider: SignInProviderId) => void connect(provider),
    onAddByHand: () => setAdding(true),
  };
  return (
    <div className={css.page} {...focus.part}>
      <div className={css.grid}>
        <PageIndex
          accounts={withAccounts}
          trouble={accounts.some(({ health }) => health.state === 'failing')}
        />
        <main>
          {welcome ? (
            <Welcome {...choices} />
          ) : (
            <>
              <h1 className={css.title}>{i18n.t('settings.title')}</h1>
              <p className={css.lead}>{i18n.t('settings.lead')}</p>
            </>
          )}
          {withAccounts && (
            <AccountsSection
              {...choices}
              status={welcome ? null : status}
              connect={!welcome}
              empty={accounts.length === 0}
              onRead={() => void read(accounts.map(({ account }) => account.provider))}
            >
              {accounts.map((entry) => {
                const { id, provider } = entry.account;
                return (
                  <AccountRow
                    key={id}
                    entry={entry}
                    now={now}
                    waiting={waiting}
                    outcome={outcomeOf(connecting.now, id)}
                    onReconnect={() => void connect(provider, id)}
                    onChoose={(calendarId, chosen) => askToChooseCalendar(id, calendarId, chosen)}
                    onDisconnect={() => askToDisconnect(id)}
                    onGone={() =>
                      setSaid(i18n.t('settings.disconnect.done', { name: providerName(provider) }))
                    }
                  />
                );
              })}
            </AccountsSection>
          )}
          <ClientIdsSection
            address={redirectUrl()}
            onCopy={() => navigator.clipboard.writeText(redirectUrl())}
          >
            {PROVIDERS.map((provider) => (
              <ClientIdForm
                key={provider}
                provider={provider}
                setting={clientIds[provider]}
                needed={idNeeded === provider}
                idRef={(field) => {
                  idFields.current[provider] = field;
                }}
                now={deps.now}
                onSave={(entered) => save(provider, entered)}
              />
            ))}
          </ClientIdsSection>
          <CorrectionsSection
            corrections={corrections}
            today={dateOf(now)}
            onTakeBack={(id) => withdrawCorrection(deps, id)}
          />
          <DataSection />
        </main>
      </div>
      {adding && (
        <Dialog title={i18n.t('settings.addByHand')} onClose={() => setAdding(false)}>
          <AddSessionForm now={now} onAdd={add} onCancel={() => setAdding(false)} />
        </Dialog>
      )}
    </div>
  );
}

/** That a session was added, and the way to it. */
function Added({ session }: { session: Session }) {
  return (
    <>
      {i18n.t('settings.added', { name: session.title })}{' '}
      <Button small onClick={() => void openPanelAt(session.id)}>
        {i18n.t('settings.openPanel')}
      </Button>
    </>
  );
}

/** What to say of connecting `accountId` (null: a new account); null when there is nothing to say. */
function outcomeOf(task: TaskState<Connecting>, accountId: AccountId | null): string | null {
  if (task.state === 'idle' || task.what.accountId !== accountId) return null;
  const { provider } = task.what;
  const name = providerName(provider);
  switch (task.state) {
    case 'pending':
      return i18n.t('settings.consentOpen');
    case 'done':
      return i18n.t('settings.connected', { name });
    case 'failed':
      if (task.reason === 'admin-approval-needed') return i18n.t('settings.adminApproval', { name });
      return replyWords(task.reason, provider, accountId === null);
  }
}
