/** The sections of the options page, as links. */
import { Calendar, KeyRound, type LucideIcon, ShieldCheck, TriangleAlert, Undo2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { i18n } from '#i18n';
import { BrandMark } from '../ui/brand-mark.tsx';
import { Icon } from '../ui/icon.tsx';
import css from './page-index.module.css';

const SECTIONS = ['accounts', 'client-ids', 'corrections', 'data'] as const;

/**
 * @param accounts the page has a section of accounts.
 * @param trouble an account needs attention.
 */
export function PageIndex({ accounts, trouble }: { accounts: boolean; trouble: boolean }) {
  const [current, setCurrent] = useState(() => location.hash);
  useEffect(() => {
    const follow = () => setCurrent(location.hash);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  const looks: Record<(typeof SECTIONS)[number], { name: string; icon: LucideIcon }> = {
    accounts: { name: i18n.t('settings.accounts'), icon: Calendar },
    'client-ids': { name: i18n.t('settings.clientIds'), icon: KeyRound },
    corrections: { name: i18n.t('settings.corrections.title'), icon: Undo2 },
    data: { name: i18n.t('settings.data'), icon: ShieldCheck },
  };
  return (
    <nav className={css.nav} aria-label={i18n.t('settings.index')}>
      <p className={css.brand}>
        <BrandMark />
        {i18n.t('app.name')}
      </p>
      <ul role="list">
        {SECTIONS.filter((section) => accounts || section !== 'accounts').map((section) => (
          <li key={section}>
            <a href={`#${section}`} aria-current={current === `#${section}` ? 'true' : undefined}>
              <Icon of={looks[section].icon} />
              {looks[section].name}
              {section === 'accounts' && trouble && (
                <span className={`late ${css.flag}`}>
                  <Icon of={TriangleAlert} />
                  <span className="vh">{i18n.t('settings.attention')}</span>
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
