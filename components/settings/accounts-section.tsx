/** The connected accounts, and the buttons that connect one. */
import { Plus, RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { i18n } from '#i18n';
import type { SignInProviderId } from '../../lib/event/account.ts';
import { useKeepFocus } from '../hooks/use-keep-focus.ts';
import { Button } from '../ui/button.tsx';
import css from './settings.module.css';

/**
 * @param children the account rows; none when nothing is connected.
 * @param connect false when the page offers connecting elsewhere.
 */
export function AccountsSection({
  children,
  empty,
  connect,
  waiting,
  status,
  onConnect,
  onAddByHand,
  onRead,
}: {
  children: ReactNode;
  empty: boolean;
  connect: boolean;
  waiting: boolean;
  /** What was last done here, or is under way; read out when it changes. */
  status: ReactNode;
  onConnect(provider: SignInProviderId): void;
  onAddByHand(): void;
  onRead(): void;
}) {
  const focus = useKeepFocus<HTMLElement, HTMLHeadingElement>();
  return (
    <section className={css.section} id="accounts" aria-labelledby="accounts-heading" {...focus.part}>
      <h2 id="accounts-heading" {...focus.fallback}>
        {i18n.t('settings.accounts')}
      </h2>
      {empty && connect && <p className={css.sectionLead}>{i18n.t('settings.noAccounts')}</p>}
      {!empty && <ul role="list">{children}</ul>}
      <div className={css.under}>
        {connect && (
          <>
            <Button icon={Plus} aria-disabled={waiting} onClick={() => onConnect('google')}>
              {i18n.t('settings.connectGoogle')}
            </Button>
            <Button icon={Plus} aria-disabled={waiting} onClick={() => onConnect('outlook')}>
              {i18n.t('settings.connectOutlook')}
            </Button>
          </>
        )}
        {!empty && (
          <Button icon={RefreshCw} weight="quiet" onClick={onRead}>
            {i18n.t('settings.readNow')}
          </Button>
        )}
        {connect && empty && (
          <Button weight="quiet" onClick={onAddByHand}>
            {i18n.t('settings.addByHand')}
          </Button>
        )}
      </div>
      <div className={css.status} role="status">
        {status}
      </div>
    </section>
  );
}
