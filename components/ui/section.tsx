/** A part of a surface with a heading: a region for assistive technology. */
import { type ReactNode, useId } from 'react';
import { useKeepFocus } from '../hooks/use-keep-focus.ts';
import css from './section.module.css';

/**
 * A region whose accessible name is exactly `title`. `aside` stands at the end of the heading's line.
 * The focus stays in it when what has it goes.
 */
export function Section({
  title,
  aside,
  children,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  const focus = useKeepFocus<HTMLElement, HTMLHeadingElement>();
  return (
    <section className={css.section} aria-labelledby={id} {...focus.part}>
      <div className={css.sectionHead}>
        <h2 id={id} {...focus.fallback}>
          {title}
        </h2>
        {aside && <p className={css.sectionAside}>{aside}</p>}
      </div>
      {children}
    </section>
  );
}
