/** The head of the popup: which week it is, and the ways to the others. */
import { ChevronLeft, ChevronRight, SlidersHorizontal } from 'lucide-react';
import { useRef } from 'react';
import { i18n } from '#i18n';
import type { Week } from '../../lib/review/build-week.ts';
import { IconButton, TextButton } from '../ui/button.tsx';
import { dateRange } from '../ui/format.ts';
import css from './weekly-review.module.css';

/** Week number, its dates, how many sessions have notes; earlier and later week; options. */
export function WeekHead({
  week,
  written,
  over,
  away,
  onMove,
  onOptions,
}: {
  week: Week;
  /** How many sessions of the week are over, and how many of those have notes. */
  written: number;
  over: number;
  /** Another week than the one now. */
  away: boolean;
  /** Moves by so many weeks; 0 goes back to the one now. */
  onMove(weeks: -1 | 0 | 1): void;
  onOptions(): void;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <header className={css.head}>
      <div className={css.names}>
        <h1 className={css.title} ref={heading} tabIndex={-1}>
          {i18n.t('review.week', { number: week.number })}
        </h1>
        <p className={css.dates} role="status">
          {dateRange(week.monday, week.sunday)}
          {over > 0 && <>, {i18n.t('review.counted', over, { written, over })}</>}
        </p>
      </div>
      <div className={css.tools}>
        {/* Its place stays, so that the arrows do not move under the pointer. */}
        <TextButton
          style={away ? {} : { visibility: 'hidden' }}
          onClick={() => {
            onMove(0);
            heading.current?.focus();
          }}
        >
          {i18n.t('review.backToNow')}
        </TextButton>
        <IconButton icon={ChevronLeft} label={weekLabel(week, -1)} onClick={() => onMove(-1)} />
        <IconButton icon={ChevronRight} label={weekLabel(week, 1)} onClick={() => onMove(1)} />
        <IconButton icon={SlidersHorizontal} label={i18n.t('review.options')} onClick={onOptions} />
      </div>
    </header>
  );
}

/** ISO 8601 number of the week before or after. */
function weekLabel(week: Week, weeks: number): string {
  const monday = Temporal.PlainDate.from(week.monday).add({ weeks });
  return i18n.t('review.week', { number: monday.weekOfYear ?? 0 });
}
