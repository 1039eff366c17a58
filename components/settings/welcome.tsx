/** What a newcomer sees first on the options page: what the product does, and three ways to begin. */
import { Calendar, Globe, PencilLine, ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { i18n } from '#i18n';
import type { SignInProviderId } from '../../lib/event/account.ts';
import { Icon } from '../ui/icon.tsx';
import { StartChoice } from '../ui/start-choice.tsx';
import css from './settings.module.css';
import welcomeCss from './welcome.module.css';

/** `status` says what came of the last choice, or what is under way; read out when it changes. */
export function Welcome({
  waiting,
  status,
  onConnect,
  onAddByHand,
}: {
  waiting: boolean;
  status: ReactNode;
  onConnect(provider: SignInProviderId): void;
  onAddByHand(): void;
}) {
  return (
    <>
      <h1 className={css.title}>{i18n.t('settings.welcomeTitle')}</h1>
      <p className={css.lead}>{i18n.t('settings.welcomeLead')}</p>
      <h2 className={welcomeCss.heading}>{i18n.t('settings.welcomeStart')}</h2>
      <ul role="list" className={welcomeCss.choices}>
        <StartChoice
          icon={Calendar}
          name={i18n.t('settings.connectGoogle')}
          help={i18n.t('settings.connectGoogleHelp')}
          waiting={waiting}
          onChoose={() => onConnect('google')}
        />
        <StartChoice
          icon={Calendar}
          name={i18n.t('settings.connectOutlook')}
          help={i18n.t('settings.connectOutlookHelp')}
          waiting={waiting}
          onChoose={() => onConnect('outlook')}
        />
        <StartChoice
          icon={PencilLine}
          name={i18n.t('settings.addByHand')}
          help={i18n.t('settings.addByHandHelp')}
          onChoose={onAddByHand}
        />
      </ul>
      <div className={css.status} role="status">
        {status}
      </div>
      <div className={welcomeCss.promises}>
        <p className={css.promise}>
          <Icon of={ShieldCheck} />
          <span>{i18n.t('settings.welcomePrivate')}</span>
        </p>
        <p className={css.promise}>
          <Icon of={Globe} />
          <span>{i18n.t('settings.welcomeLanguages')}</span>
        </p>
      </div>
    </>
  );
}
