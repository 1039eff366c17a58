/** The panel before anything is connected or written. */
import { Calendar, Globe, Info, type LucideIcon, PencilLine, ShieldCheck, TriangleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import type { SignInProviderId } from '../../lib/event/account.ts';
import { i18n } from '#i18n';
import type { WorkerTask } from '../hooks/use-worker-task.ts';
import { BrandMark } from '../ui/brand-mark.tsx';
import { Button } from '../ui/button.tsx';
import { IcsInstead } from '../ui/ics-instead.tsx';
import { Icon } from '../ui/icon.tsx';
import { LiveRegion } from '../ui/live-region.tsx';
import { Notice } from '../ui/notice.tsx';
import { ProviderChoices } from '../ui/provider-choices.tsx';
import { icsHelps, replyWords } from '../ui/reason-words.ts';
import { StartChoice } from '../ui/start-choice.tsx';
import css from './first-run.module.css';
import { StartArt } from './start-art.tsx';

/**
 * What the product does, and three ways to begin.
 * @param connecting what became of the last attempt to connect.
 */
export function FirstRun({
  connecting,
  onConnect,
  onAddByHand,
  onOptions,
  onIcs,
}: {
  connecting: WorkerTask<{ provider: SignInProviderId }>['now'];
  onConnect(provider: SignInProviderId): void;
  onAddByHand(): void;
  onOptions(): void;
  /** To where a calendar file or address is added. */
  onIcs(): void;
}) {
  const choicesId = useId();
  const waiting = connecting.state === 'pending';
  const refused = connecting.state === 'failed' && connecting.reason === 'consent-refused';
  return (
    <main>
      <div className={css.head}>
        <p className={css.brand}>
          <BrandMark />
          {i18n.t('app.name')}
        </p>
        <StartArt />
        <h1 className={css.title}>{i18n.t('panel.start.title')}</h1>
        <p className={css.lead}>{i18n.t('panel.start.lead')}</p>
      </div>
      <section aria-labelledby={choicesId}>
        <h2 className={css.choicesTitle} id={choicesId}>
          {i18n.t('panel.start.choices')}
        </h2>
        <LiveRegion>
          {waiting && <Notice icon={Calendar}>{i18n.t('panel.start.waiting')}</Notice>}
          {refused && <Notice icon={Info}>{i18n.t('faults.consentRefused')}</Notice>}
        </LiveRegion>
        {connecting.state === 'failed' && !refused && (
          <Notice
            icon={TriangleAlert}
            tone="late"
            alert
            actions={
              <>
                {(connecting.reason === 'client-id-missing' || connecting.reason === 'client-refused') && (
                  <Button small onClick={onOptions}>
                    {i18n.t('common.options')}
                  </Button>
                )}
                {icsHelps(connecting.reason) && (
                  <Button small onClick={onIcs}>
                    {i18n.t('common.useIcs')}
                  </Button>
                )}
              </>
            }
          >
            {replyWords(connecting.reason, connecting.what.provider, true)}
          </Notice>
        )}
        <ul role="list">
          <ProviderChoices waiting={waiting} onConnect={onConnect} />
          <StartChoice
            icon={PencilLine}
            name={i18n.t('panel.start.byHand')}
            help={i18n.t('panel.start.byHandHint')}
            onChoose={onAddByHand}
          />
        </ul>
        <IcsInstead onChoose={onIcs} />
      </section>
      <section className={css.promises} aria-label={i18n.t('panel.start.privacy')}>
        <PromiseLine icon={ShieldCheck}>{i18n.t('panel.start.promise')}</PromiseLine>
        <PromiseLine icon={Globe}>{i18n.t('panel.start.languages')}</PromiseLine>
      </section>
    </main>
  );
}

function PromiseLine({ icon, children }: { icon: LucideIcon; children: ReactNode }) {
  return (
    <p className={css.promise}>
      <Icon of={icon} />
      <span>{children}</span>
    </p>
  );
}
