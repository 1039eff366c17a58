/** Rating a goal, 0 to 10. */
import { useId } from 'react';
import { i18n } from '#i18n';
import { reveal } from '../ui/reveal.ts';
import css from './goal-rating.module.css';

const VALUES = Array.from({ length: 11 }, (_, value) => value);

/** Eleven radio buttons; a choice is stored at once. */
export function GoalRating({ value, onRate }: { value: number | null; onRate(value: number): void }) {
  const name = useId();
  return (
    <fieldset ref={reveal} className={css.rating}>
      <legend>{i18n.t('panel.goals.rateLegend')}</legend>
      <div className={css.steps}>
        {VALUES.map((step) => (
          <label key={step} className={css.step}>
            <input
              type="radio"
              name={name}
              checked={step === value}
              autoFocus={step === (value ?? 0)}
              onChange={() => onRate(step)}
            />
            {step}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
