/** One choice of a few, side by side. */
import type { LucideIcon } from 'lucide-react';
import { useId } from 'react';
import { Icon } from './icon.tsx';
import css from './segment.module.css';

export interface SegmentOption<Value extends string> {
  value: Value;
  label: string;
  icon?: LucideIcon;
}

/** A row of radio buttons. `label` names the group for assistive technology. */
export function Segment<Value extends string>({
  label,
  options,
  value,
  onChange,
}: {
  label: string;
  options: readonly SegmentOption<NoInfer<Value>>[];
  value: Value;
  onChange(value: NoInfer<Value>): void;
}) {
  const name = useId();
  return (
    <div className={css.segment} role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.icon && <Icon of={option.icon} />}
          {option.label}
        </label>
      ))}
    </div>
  );
}
