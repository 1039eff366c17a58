/** The client ids under which Google and Microsoft let this copy read calendars. */
import type { ReactNode } from 'react';
import { i18n } from '#i18n';
import { RedirectAddress } from './redirect-address.tsx';
import css from './settings.module.css';

/** `children` are the forms of the providers. */
export function ClientIdsSection({
  address,
  onCopy,
  children,
}: {
  address: string;
  onCopy(): Promise<void>;
  children: ReactNode;
}) {
  return (
    <section className={css.section} id="client-ids" aria-labelledby="client-ids-heading">
      <h2 id="client-ids-heading">{i18n.t('settings.clientIds')}</h2>
      <p className={css.sectionLead}>{i18n.t('settings.clientIdsLead')}</p>
      <RedirectAddress address={address} onCopy={onCopy} />
      {children}
    </section>
  );
}
