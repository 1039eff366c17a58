/** Buttons in their weights. All are `type="button"` unless told otherwise. */
import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import css from './button.module.css';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';

export interface ButtonLook {
  /** `main` is the one main act of a surface; `quiet` has no outline. */
  weight?: 'main' | 'plain' | 'quiet';
  small?: boolean;
  icon?: LucideIcon;
}

/** A button with words. */
export function Button({
  weight = 'plain',
  small = false,
  icon,
  className,
  children,
  ...rest
}: ComponentProps<'button'> & ButtonLook) {
  return (
    <button type="button" {...rest} className={classNames(look(weight, small), className)}>
      {icon && <Icon of={icon} />}
      {children}
    </button>
  );
}

/** A link that looks like a button; opens a new tab without telling the other page where it came from. */
export function LinkButton({
  href,
  weight = 'plain',
  small = false,
  icon,
  children,
}: ButtonLook & { href: string; children: ReactNode }) {
  return (
    <a className={look(weight, small)} href={href} target="_blank" rel="noreferrer">
      {icon && <Icon of={icon} />}
      {children}
    </a>
  );
}

/** A button of an icon alone: `label` is its accessible name, `title` (else `label`) its tooltip. */
export function IconButton({
  label,
  icon,
  title = label,
  className,
  ...rest
}: Omit<ComponentProps<'button'>, 'children'> & { label: string; icon: LucideIcon }) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames(css.iconButton, className)}
      aria-label={label}
      title={title}
    >
      <Icon of={icon} />
    </button>
  );
}

/** A button that reads like a link inside a line of text. */
export function TextButton({ className, ...rest }: ComponentProps<'button'>) {
  return <button type="button" {...rest} className={classNames(css.textButton, className)} />;
}

function look(weight: 'main' | 'plain' | 'quiet', small: boolean): string {
  return classNames(
    css.button,
    weight === 'main' && css.buttonMain,
    weight === 'quiet' && css.buttonQuiet,
    small && css.buttonSmall,
  );
}
