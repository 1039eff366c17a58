/** A lasting line that says how things stand, with the act that mends it. */
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';
import css from './notice.module.css';

/**
 * Icon, text and, where there is one, the way on. One that comes while the page is open stands in a `LiveRegion`.
 * @param alert it needs the user now, and interrupts what is being read out.
 */
export function Notice({
  icon,
  tone = 'plain',
  alert = false,
  actions,
  children,
}: {
  icon: LucideIcon;
  tone?: 'plain' | 'soon' | 'late';
  alert?: boolean;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={classNames(css.notice, tone === 'late' && css.late, tone === 'soon' && css.soon)}>
      <p className={css.text} role={alert ? 'alert' : undefined}>
        <Icon of={icon} />
        {children}
      </p>
      {actions && <div className={css.actions}>{actions}</div>}
    </div>
  );
}
