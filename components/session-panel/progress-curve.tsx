/** A goal's ratings as a line. Always spans 0 to 10, so that curves compare. */
import type { Goal } from '../../lib/session/goal.ts';
import { i18n } from '#i18n';
import { listOf } from '../ui/format.ts';
import css from './goals-section.module.css';

const LEFT = 2;
const RIGHT = 98;

/** Every rating one step to the right of the one before; the aim is the dotted line. Nothing without a rating. */
export function ProgressCurve({ goal, number }: { goal: Goal; number: number }) {
  const values = goal.ratings.map((rating) => rating.value);
  const last = values.at(-1);
  if (last === undefined) return null;
  const step = values.length > 1 ? (RIGHT - LEFT) / (values.length - 1) : 0;
  const points = values.map((value, index) => `${(LEFT + index * step).toFixed(1)} ${height(value)}`);
  const end = values.length > 1 ? RIGHT : LEFT;
  return (
    <svg
      className={css.curve}
      viewBox="0 0 100 36"
      preserveAspectRatio="none"
      role="img"
      aria-label={i18n.t('panel.goals.curve', { number, values: listOf(values.map(String)), aim: goal.aim })}
    >
      <path className={css.floor} d="M0 35h100" />
      <path className={css.aim} d={`M0 ${height(goal.aim)}h100`} />
      {values.length > 1 && <path className={css.line} d={`M${points.join('L')}`} />}
      <path className={css.point} d={`M${end} ${height(last)}h.01`} />
    </svg>
  );
}

function height(value: number): string {
  return (34 - value * 3.2).toFixed(1);
}
