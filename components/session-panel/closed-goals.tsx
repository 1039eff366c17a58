/** Goals that were reached or let go. */
import type { Goal } from '../../lib/session/goal.ts';
import { i18n } from '#i18n';
import type { Act } from '../hooks/use-act.ts';
import { Button } from '../ui/button.tsx';
import css from './goals-section.module.css';
import type { GoalActs } from './panel-acts.ts';

/** Folded away; each can be opened again. */
export function ClosedGoals({ goals, acts, act }: { goals: readonly Goal[]; acts: GoalActs; act: Act }) {
  return (
    <details className={css.closed}>
      <summary>{i18n.t('panel.goals.closed', goals.length)}</summary>
      <ul role="list">
        {goals.map((goal) => (
          <li key={goal.id} className={css.closedRow}>
            <p>
              <span className="people" dir="auto">
                {goal.text}
              </span>{' '}
              <span className="muted">
                {goal.state === 'reached' ? i18n.t('panel.goals.reached') : i18n.t('panel.goals.dropped')}
              </span>
            </p>
            <Button
              small
              aria-label={i18n.t('panel.goals.reopenGoal', { text: goal.text })}
              onClick={() =>
                void act.run(() => acts.setState(goal.id, 'open'), {
                  done: i18n.t('panel.goals.reopened'),
                  undo: () => acts.setState(goal.id, goal.state),
                })
              }
            >
              {i18n.t('panel.goals.reopen')}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
