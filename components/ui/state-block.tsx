/** What a surface shows instead of its content: nothing yet, or something is wrong. */
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import css from './state-block.module.css';

/** Icon, title, what comes next, and one or two ways on. */
export function StateBlock({
  icon,
  title,
  heading: Heading = 'h2',
  children,
  actions,
}: {
  icon: LucideIcon;
  title: string;
  /** `h1` when it is the only heading of the page. */
  heading?: 'h1' | 'h2';
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className={css.stateBlock}>
      <Icon of={icon} />
      <Heading className={css.title}>{title}</Heading>
      {children && <div className={css.text}>{children}</div>}
      {actions && <div className={css.actions}>{actions}</div>}
    </div>
  );
}
