/** What a newcomer sees first on the options page: what the product does, and the ways to begin. */
import { Globe, ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { i18n } from '#i18n';
import { Icon } from '../ui/icon.tsx';
import css from './settings.module.css';
import { WaysToBegin } from './ways-to-begin.tsx';
import welcomeCss from './welcome.module.css';

/** `status` says what came of the last choice, or what is under way; read out when it changes. */
export function Welcome({ ways, status }: { ways: WaysToBegin; status: ReactNode }) {
  return (
    <>
      <h1 className={css.title}>{i18n.t('settings.welcomeTitle')}</h1>
      <p className={css.lead}>{i18n.t('settings.welcomeLead')}</p>
      <h2 className={welcomeCss.heading}>{i18n.t('settings.welcomeStart')}</h2>
      <WaysToBegin ways={ways} />
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
