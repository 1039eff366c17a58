/** The way to begin that needs no sign-in, for small surfaces: a quiet line that leads to the options page. */
import { i18n } from '#i18n';
import { TextButton } from './button.tsx';
import css from './ics-instead.module.css';

/** Stands below the choices it is an alternative to. */
export function IcsInstead({ onChoose }: { onChoose(): void }) {
  return (
    <p className={css.line}>
      <TextButton onClick={onChoose}>{i18n.t('start.icsInstead')}</TextButton>
    </p>
  );
}
