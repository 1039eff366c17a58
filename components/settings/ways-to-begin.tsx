/** Every way to begin, as a list: two that sign in, two that need no sign-in, and one without a calendar. */
import { FileText, Link, PencilLine } from 'lucide-react';
import { i18n } from '#i18n';
import type { SignInProviderId } from '../../lib/event/account.ts';
import { ProviderChoices } from '../ui/provider-choices.tsx';
import { StartChoice } from '../ui/start-choice.tsx';
import css from './ways-to-begin.module.css';

/** The id of the button that opens a calendar file; `options.html#ics` leads to it. */
export const ICS_ID = 'ics';

/** What a calendar or a session can be added with. */
export interface WaysToBegin {
  /** A consent window is open. */
  waiting: boolean;
  onConnect(provider: SignInProviderId): void;
  /** Opens the file chooser. */
  onFile(): void;
  onAddress(): void;
  onAddByHand(): void;
}

/** The rows of the list. */
export function WaysToBegin({ ways }: { ways: WaysToBegin }) {
  return (
    <ul role="list" className={css.choices}>
      <ProviderChoices waiting={ways.waiting} onConnect={ways.onConnect} />
      <StartChoice
        id={ICS_ID}
        icon={FileText}
        name={i18n.t('settings.ics.file')}
        help={i18n.t('settings.ics.fileHelp')}
        onChoose={ways.onFile}
      />
      <StartChoice
        icon={Link}
        name={i18n.t('settings.ics.address')}
        help={i18n.t('settings.ics.addressHelp')}
        onChoose={ways.onAddress}
      />
      <StartChoice
        icon={PencilLine}
        name={i18n.t('settings.addByHand')}
        help={i18n.t('settings.addByHandHelp')}
        onChoose={ways.onAddByHand}
      />
    </ul>
  );
}
