/** Waiting: nothing for 400 ms, then still grey lines. The delay is in the style sheet. */
import type { CSSProperties } from 'react';
import css from './loading-lines.module.css';

const WIDTHS = ['38%', '86%', '72%', '80%'];

/** `label` says to assistive technology what is being waited for. */
export function LoadingLines({ label }: { label: string }) {
  return (
    <div className={css.loading}>
      <p className="vh" role="status">
        {label}
      </p>
      <div className={css.waiting} aria-hidden="true">
        {WIDTHS.map((width) => (
          <span key={width} className={css.line} style={{ '--w': width } as CSSProperties} />
        ))}
      </div>
    </div>
  );
}
