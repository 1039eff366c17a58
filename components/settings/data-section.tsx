/** What is kept, what is read and what leaves the device. */
import { CalendarDays, Globe, type LucideIcon, ShieldCheck, Trash2 } from 'lucide-react';
import { i18n } from '#i18n';
import { Icon } from '../ui/icon.tsx';
import css from './settings.module.css';

/** Words only; there is nothing to set here yet. */
export function DataSection() {
  const lines: [LucideIcon, string][] = [
    [ShieldCheck, i18n.t('settings.dataHere')],
    [CalendarDays, i18n.t('settings.dataRead')],
    [Globe, i18n.t('settings.dataOut')],
    [Trash2, i18n.t('settings.dataGone')],
  ];
  return (
    <section className={css.section} id="data" aria-labelledby="data-heading">
      <h2 id="data-heading">{i18n.t('settings.data')}</h2>
      <div className={css.promises}>
        {lines.map(([icon, text]) => (
          <p key={text} className={css.promise}>
            <Icon of={icon} />
            <span>{text}</span>
          </p>
        ))}
      </div>
    </section>
  );
}
