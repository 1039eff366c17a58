/** The address to register with a client id. */
import { Copy } from 'lucide-react';
import { useState } from 'react';
import { i18n } from '#i18n';
import { Button } from '../ui/button.tsx';
import css from './client-ids.module.css';

/** @param onCopy puts the address on the clipboard; rejects when the browser does not allow it. */
export function RedirectAddress({ address, onCopy }: { address: string; onCopy(): Promise<void> }) {
  const [copied, setCopied] = useState<boolean | null>(null);
  return (
    <div className={css.block}>
      <div>
        <h3 id="redirect-heading">{i18n.t('settings.redirect')}</h3>
        <p className={css.help}>{i18n.t('settings.redirectHelp')}</p>
      </div>
      <div className={css.redirect}>
        <code className={css.address}>{address}</code>
        <Button
          small
          icon={Copy}
          aria-describedby="redirect-heading"
          onClick={() =>
            void onCopy().then(
              () => setCopied(true),
              () => setCopied(false),
            )
          }
        >
          {i18n.t('settings.copy')}
        </Button>
        <span className={css.copied} role="status">
          {copied === true && i18n.t('settings.copied')}
          {copied === false && i18n.t('settings.copyFailed')}
        </span>
      </div>
    </div>
  );
}
