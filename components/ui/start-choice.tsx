/** One way to begin: a row that is a button, with a line of help beside its name. */
import { ChevronRight, type LucideIcon } from 'lucide-react';
import { useId } from 'react';
import { Icon } from './icon.tsx';
import css from './start-choice.module.css';

/**
 * An item of a list. The accessible name is exactly `name`; `help` describes it.
 * @param waiting what it does is under way already.
 */
export function StartChoice({
  id,
  icon,
  name,
  help,
  waiting = false,
  onChoose,
}: {
  /** Of the button. */
  id?: string;
  icon: LucideIcon;
  name: string;
  help: string;
  waiting?: boolean;
  onChoose(): void;
}) {
  const helpId = useId();
  return (
    <li className={css.choice}>
      <Icon of={icon} large />
      <div>
        <button
          type="button"
          id={id}
          className={css.name}
          aria-describedby={helpId}
          aria-disabled={waiting}
          onClick={onChoose}
        >
          {name}
        </button>
        <p id={helpId} className={css.help}>
          {help}
        </p>
      </div>
      <Icon of={ChevronRight} />
    </li>
  );
}
