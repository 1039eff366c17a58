/** A part that is folded away until it is asked for. */
import { ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import css from './disclosure.module.css';
import { Icon } from './icon.tsx';

/** The browser's own disclosure. `open` is how it begins. */
export function Disclosure({
  summary,
  open = false,
  children,
}: {
  summary: string;
  open?: boolean;
  children: ReactNode;
}) {
  const [shown, setShown] = useState(open);
  return (
    <details className={css.details} open={shown} onToggle={(event) => setShown(event.currentTarget.open)}>
      <summary>
        <Icon of={ChevronRight} />
        {summary}
      </summary>
      {children}
    </details>
  );
}
