/** Labelled form fields. */
import { type ComponentProps, type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';
import css from './field.module.css';

/**
 * A label above a control. `children` is given the id of the control, and the id of the hint when there is one.
 * A problem is read out when it appears.
 */
export function Field({
  label,
  hint,
  problem,
  children,
}: {
  label: ReactNode;
  hint?: ReactNode;
  problem?: string | null;
  children(ids: { id: string; 'aria-describedby'?: string }): ReactNode;
}) {
  const id = useId();
  const helpId = `${id}-help`;
  const help = problem ?? hint;
  return (
    <div className={css.field}>
      <label className={css.fieldLabel} htmlFor={id}>
        {label}
      </label>
      {children(help ? { id, 'aria-describedby': helpId } : { id })}
      {help && (
        <p
          id={helpId}
          className={classNames(css.fieldHelp, problem && css.fieldProblem)}
          role={problem ? 'alert' : undefined}
        >
          {help}
        </p>
      )}
    </div>
  );
}

/** One line of text, a date, a time or a number. */
export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input {...rest} className={classNames(css.input, className)} />;
}

/** A native choice of one. */
export function Select({ className, ...rest }: ComponentProps<'select'>) {
  return <select {...rest} className={classNames(css.select, className)} />;
}

/** Several lines in the serif of people's words; grows with its text. */
export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea {...rest} className={classNames(css.textarea, className)} />;
}

/** A bare checkbox; the label is the caller's. */
export function Checkbox({ className, ...rest }: Omit<ComponentProps<'input'>, 'type'>) {
  return <input {...rest} type="checkbox" className={classNames(css.checkbox, className)} />;
}
