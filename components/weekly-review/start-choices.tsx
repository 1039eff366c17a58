/** The popup before anything is connected or written. */
import { Calendar, SlidersHorizontal } from 'lucide-react';
import { i18n } from '#i18n';
import type { SignInProviderId } from '../../lib/event/account.ts';
import { BrandMark } from '../ui/brand-mark.tsx';
import { StartChoice } from '../ui/start-choice.tsx';
import css from './start-choices.module.css';

/** What the product does, and three ways to begin. */
export function StartChoices({
  waiting,
  onConnect,
  onOptions,
}: {
  /** A consent window is open. */
  waiting: boolean;
  onConnect(provider: SignInProviderId): void;
  onOptions(): void;
}) {
  return (
    <div className={css.start}>
      <p className={css.brand}>
        <BrandMark />
        {i18n.t('app.name')}
      </p>
      <h1 className={css.title}>{i18n.t('review.startTitle')}</h1>
      <p className={css.lead}>{i18n.t('review.startLead')}</p>
      <ul role="list" className={css.choices}>
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
          icon={SlidersHorizontal}
          name={i18n.t('review.openOptions')}
          help={i18n.t('review.openOptionsHelp')}
          onChoose={onOptions}
        />
      </ul>
      <p className={css.outcome} role="status">
        {waiting && i18n.t('review.consentOpen')}
      </p>
    </div>
  );
}
