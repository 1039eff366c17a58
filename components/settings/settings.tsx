/** The options page: accounts, client ids, and what happens to the user's data. Also the first-run page. */
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { i18n } from '#i18n';
import { type HandSession, addSession } from '../../lib/app/add-session.ts';
import {
  askForRefresh,
  askToChooseCalendar,
  askToConnect,
  askToDisconnect,
} from '../../lib/app/ask-worker.ts';
import { readIcsNow } from '../../lib/app/add-ics-calendar.ts';
import type { AppDeps } from '../../lib/app/deps.ts';
import { loadSettings } from '../../lib/app/load-settings.ts';
import type { StoreName } from '../../lib/app/watch-record.ts';
import type { ProviderId, SignInProviderId } from '../../lib/event/account.ts';
import type { AccountId } from '../../lib/event/calendar-event.ts';
import { redirectUrl, saveClientId } from '../../lib/platform/client-ids.ts';
import { openPanelAt } from '../../lib/platform/pages.ts';
import type { Session } from '../../lib/session/session.ts';
import { useFormDrafts } from '../hooks/use-form-draft.ts';
import { useKeepFocus } from '../hooks/use-keep-focus.ts';
import { useLiveQuery } from '../hooks/use-live-query.ts';
import { useNow } from '../hooks/use-now.ts';
import { useReadWhenOnline } from '../hooks/use-online.ts';
import { useReadingProgress } from '../hooks/use-reading-progress.ts';
import { type TaskState, useWorkerTask } from '../hooks/use-worker-task.ts';
import { AddSessionForm } from '../ui/add-session-form.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { dateOf } from '../ui/format.ts';
import { LoadFailed } from '../ui/load-failed.tsx';
import { LoadingLines } from '../ui/loading-lines.tsx';
import { icsHelps, providerName, replyWords, sourceName } from '../ui/reason-words.ts';
import { AccountRow } from './account-row.tsx';
import { AccountsSection } from './accounts-section.tsx';
import { AddAddressDialog } from './add-address-dialog.tsx';
import { CalendarFileInput } from './calendar-file-input.tsx';
import { ClientIdForm } from './client-id-form.tsx';
import { ClientIdsSection } from './client-ids-section.tsx';
import { CorrectionsSection } from './corrections-section.tsx';
import { DataSection } from './data-section.tsx';
import { DropZone } from './drop-zone.tsx';
import { IcsRow } from './ics-row.tsx';
import { PageIndex } from './page-index.tsx';
import css from './settings.module.css';
import { useIcsCalendars } from './use-ics-calendars.tsx';
import { ICS_ID, type WaysToBegin } from './ways-to-begin.tsx';
import { Welcome } from './welcome.tsx';

const STORES: readonly StoreName[] = ['accounts', 'calendars', 'sessions'];
const CORRECTED: readonly StoreName[] = ['corrections', 'sessions', 'engagements'];
const PROVIDERS: readonly SignInProviderId[] = ['google', 'outlook'];

/** Loaded beside the page: taking a correction back needs all rules of detection, nothing else here does. */
const corrected = () => import('../../lib/app/withdraw-correction.ts');

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
    useCallback(async () => (await corrected()).loadCorrections(deps), [deps]),
    CORRECTED,
  );
  const focus = useKeepFocus<HTMLDivElement, HTMLHeadingElement>();
  const now = useNow(deps.now);
  const drafts = useFormDrafts();
  const progress = useReadingProgress();
  useReadWhenOnline();
  const connecting = useWorkerTask<Connecting>();
  const reading = useWorkerTask<null>();
  const [said, setSaid] = useState<ReactNode>(null);
  const [dialog, setDialog] = useState<'session' | 'address' | null>(null);
  const [idNeeded, setIdNeeded] = useState<SignInProviderId | null>(null);
  const ics = useIcsCalendars(deps, setSaid);
  const chooser = useRef<HTMLInputElement>(null);
  const idFields = useRef<Partial<Record<SignInProviderId, HTMLInputElement | null>>>({});
  // Both providers are stored under one key: one write at a time.
  const saving = useRef<Promise<unknown>>(Promise.resolve());

  const ready = query.state === 'ready';
  useEffect(() => {
    if (ready && location.hash === `#${ICS_ID}`) goToIcs();
  }, [ready]);

  if (query.state === 'loading') return <LoadingLines label={i18n.t('settings.loading')} />;
  if (query.state === 'error') {
    return <LoadFailed title={i18n.t('settings.errorTitle')} error={query.error} onRetry={query.reload} />;
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
  const read = async (providers: ProviderId[]) => {
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
    setDialog(null);
    setSaid(<Added session={session} />);
  };

  const { accounts, clientIds } = query.value;
  const waiting = connecting.now.state === 'pending';
  const connected = outcomeOf(connecting.now, null);
  const slow = reading.now.state === 'pending' && reading.now.slow ? i18n.t('settings.reading') : null;
  const status = ics.words ?? slow ?? said ?? connected;
  const withAccounts = !welcome || accounts.length > 0;
  const ways: WaysToBegin = {
    waiting,
    onConnect: (provider) => void connect(provider),
    onFile: () => chooser.current?.click(),
    onAddress: () => {
      ics.forgetAddress();
      setDialog('address');
    },
    onAddByHand: () => setDialog('session'),
  };
  return (
    <div className={css.page} {...focus.part}>
      <div className={css.grid}>
        <PageIndex
          accounts={withAccounts}
          trouble={accounts.some(({ health }) => health.state === 'failing')}
        />
        <main>
          <DropZone onFiles={(files) => void ics.addFiles(files)}>
            {welcome ? (
              <Welcome ways={ways} status={status} />
            ) : (
              <>
                <h1 className={css.title}>{i18n.t('settings.title')}</h1>
                <p className={css.lead}>{i18n.t('settings.lead')}</p>
              </>
            )}
            {withAccounts && (
              <AccountsSection
                ways={welcome ? null : ways}
                status={welcome ? null : status}
                empty={accounts.length === 0}
                onRead={() => void read(accounts.map(({ account }) => account.provider))}
              >
                {accounts.map((entry) => {
                  const { account } = entry;
                  const { id, provider } = account;
                  const name = sourceName(account);
                  const source = account.ics;
                  if (source) {
                    return (
                      <IcsRow
                        key={id}
                        entry={entry}
                        source={source}
                        now={now}
                        progress={progress.get(id) ?? null}
                        onRead={() => readIcsNow(account)}
                        onReplace={(file) => void ics.replaceFile(source.shown, file)}
                        onRemove={() => askToDisconnect(id)}
                        onGone={() => setSaid(i18n.t('settings.ics.removal.done', { name }))}
                      />
                    );
                  }
                  return (
                    <AccountRow
                      key={id}
                      entry={entry}
                      now={now}
                      progress={progress.get(id) ?? null}
                      waiting={waiting}
                      outcome={outcomeOf(connecting.now, id)}
                      onReconnect={() => {
                        if (provider !== 'ics') void connect(provider, id);
                      }}
                      onChoose={(calendarId, chosen) => askToChooseCalendar(id, calendarId, chosen)}
                      onDisconnect={() => askToDisconnect(id)}
                      onGone={() => setSaid(i18n.t('settings.disconnect.done', { name }))}
                    />
                  );
                })}
              </AccountsSection>
            )}
          </DropZone>
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
            onTakeBack={async (id) => (await corrected()).withdrawCorrection(deps, id)}
          />
          <DataSection />
        </main>
      </div>
      <CalendarFileInput ref={chooser} multiple onFiles={(files) => void ics.addFiles(files)} />
      {dialog === 'session' && drafts && (
        <Dialog title={i18n.t('settings.addByHand')} onClose={() => setDialog(null)}>
          <AddSessionForm now={now} drafts={drafts} onAdd={add} onCancel={() => setDialog(null)} />
        </Dialog>
      )}
      {dialog === 'address' && (
        <AddAddressDialog
          task={ics.address}
          onAdd={ics.addAddress}
          onEdit={ics.forgetAddress}
          onFile={() => {
            setDialog(null);
            chooser.current?.click();
          }}
          onClose={() => {
            ics.forgetAddress();
            setDialog(null);
          }}
        />
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

/** Brings the user to the way that needs no sign-in. */
function goToIcs(): void {
  document.getElementById(ICS_ID)?.focus();
}

/** What to say of connecting `accountId` (null: a new account); null when there is nothing to say. */
function outcomeOf(task: TaskState<Connecting>, accountId: AccountId | null): ReactNode {
  if (task.state === 'idle' || task.what.accountId !== accountId) return null;
  const { provider } = task.what;
  const name = providerName(provider);
  switch (task.state) {
    case 'pending':
      return i18n.t('settings.consentOpen');
    case 'done':
      return i18n.t('settings.connected', { name });
    case 'failed':
      return (
        <>
          {replyWords(task.reason, provider, accountId === null)}{' '}
          {icsHelps(task.reason) && (
            <Button small onClick={goToIcs}>
              {i18n.t('common.useIcs')}
            </Button>
          )}
        </>
      );
  }
}
