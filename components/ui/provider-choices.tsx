/** The two calendar services that are read after signing in, as ways to begin. */
import { Calendar } from 'lucide-react';
import { i18n } from '#i18n';
import type { SignInProviderId } from '../../lib/event/account.ts';
import { StartChoice } from './start-choice.tsx';

/** Two items of a list. `waiting`: a consent window is open already. */
export function ProviderChoices({
  waiting,
  onConnect,
}: {
  waiting: boolean;
  onConnect(provider: SignInProviderId): void;
}) {
  return (
    <>
      <StartChoice
        icon={Calendar}
        name={i18n.t('start.google')}
        help={i18n.t('start.googleHelp')}
        waiting={waiting}
        onChoose={() => onConnect('google')}
      />
      <StartChoice
        icon={Calendar}
        name={i18n.t('start.outlook')}
        help={i18n.t('start.outlookHelp')}
        waiting={waiting}
        onChoose={() => onConnect('outlook')}
      />
    </>
  );
}
