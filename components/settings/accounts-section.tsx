/** The connected accounts, and the buttons that add one. */
import { FileText, Link, Plus, RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { i18n } from '#i18n';
import { useKeepFocus } from '../hooks/use-keep-focus.ts';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import css from './settings.module.css';
import { ICS_ID, WaysToBegin } from './ways-to-begin.tsx';

/**
 * @param children the account rows; none when nothing is connected.
 * @param ways null when the page offers them elsewhere.
 */
export function AccountsSection({
  children,
  empty,
  ways,
  status,
  onRead,
}: {
  children: ReactNode;
  empty: boolean;
  ways: WaysToBegin | null;
  /** What was last done here, or is under way; read out when it changes. */
  status: ReactNode;
  onRead(): void;
}) {
  const focus = useKeepFocus<HTMLElement, HTMLHeadingElement>();
  return (
    <section className={css.section} id="accounts" aria-labelledby="accounts-heading" {...focus.part}>
      <h2 id="accounts-heading" {...focus.fallback}>
        {i18n.t('settings.accounts')}
      </h2>
      {empty && ways && (
        <>
          <p className={css.sectionLead}>{i18n.t('settings.noAccounts')}</p>
          <WaysToBegin ways={ways} />
        </>
      )}
      {!empty && <ul role="list">{children}</ul>}
      {!empty && (
        <div className={classNames(css.under, css.outdent)}>
          <Button icon={RefreshCw} weight="quiet" onClick={onRead}>
            {i18n.t('settings.readNow')}
          </Button>
        </div>
      )}
      <div className={css.status} role="status">
        {status}
      </div>
      {!empty && ways && <AddCalendar ways={ways} />}
    </section>
  );
}

/** The ways to begin once more, smaller. */
function AddCalendar({ ways }: { ways: WaysToBegin }) {
  return (
    <div className={css.add} role="group" aria-labelledby="add-calendar">
      <h3 id="add-calendar">{i18n.t('settings.addCalendar')}</h3>
      <div className={css.under}>
        <Button small icon={Plus} aria-disabled={ways.waiting} onClick={() => ways.onConnect('google')}>
          {i18n.t('start.google')}
        </Button>
        <Button small icon={Plus} aria-disabled={ways.waiting} onClick={() => ways.onConnect('outlook')}>
          {i18n.t('start.outlook')}
        </Button>
        <Button small id={ICS_ID} icon={FileText} onClick={ways.onFile}>
          {i18n.t('settings.ics.file')}
        </Button>
        <Button small icon={Link} onClick={ways.onAddress}>
          {i18n.t('settings.ics.address')}
        </Button>
      </div>
      <p className={css.sectionLead}>{i18n.t('settings.ics.dropHint')}</p>
    </div>
  );
}
