/** The popup before anything is connected or written. */
import { i18n } from '#i18n';
import type { SignInProviderId } from '../../lib/event/account.ts';
import { BrandMark } from '../ui/brand-mark.tsx';
import { IcsInstead } from '../ui/ics-instead.tsx';
import { ProviderChoices } from '../ui/provider-choices.tsx';
import css from './start-choices.module.css';

/** What the product does, and the ways to begin. */
export function StartChoices({
  waiting,
  onConnect,
  onIcs,
}: {
  /** A consent window is open. */
  waiting: boolean;
  onConnect(provider: SignInProviderId): void;
  onIcs(): void;
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
        <ProviderChoices waiting={waiting} onConnect={onConnect} />
      </ul>
      <IcsInstead onChoose={onIcs} />
      <p className={css.outcome} role="status">
        {waiting && i18n.t('review.consentOpen')}
      </p>
    </div>
  );
}
