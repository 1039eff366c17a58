/** How the hours of a week divide over mentoring and coaching. */
import { browser } from 'wxt/browser';
import type { SessionKind } from '../../lib/detection/verdict.ts';
import { i18n } from '#i18n';
import { classNames } from '../ui/class-names.ts';
import { modeName } from '../ui/mode-tag.tsx';
import css from './week-key.module.css';

const KINDS: readonly SessionKind[] = ['mentoring', 'coaching'];

/** `minutes` of sessions that took or take place. */
export function WeekKey({ minutes }: { minutes: Record<SessionKind, number> }) {
  return (
    <section aria-label={i18n.t('review.hours')}>
      <ul role="list" className={css.key}>
        {KINDS.map((kind) => (
          <li key={kind}>
            <span className={classNames(css.swatch, css[kind])} />
            {modeName(kind)} <b>{hours(minutes[kind])}</b>
          </li>
        ))}
        <li className={css.total}>
          {i18n.t('review.total')} <b>{hours(minutes.mentoring + minutes.coaching)}</b>
        </li>
      </ul>
    </section>
  );
}

/** "2.5 h": to the hundredth, so that quarters of an hour add up. */
function hours(minutes: number): string {
  const format = new Intl.NumberFormat(browser.i18n.getUILanguage(), { maximumFractionDigits: 2 });
  return i18n.t('formats.hours', { hours: format.format(minutes / 60) });
}
