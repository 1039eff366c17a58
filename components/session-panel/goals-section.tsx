/** What the engagement is for. */
import { Plus, Target } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Briefing } from '../../lib/briefing/build-briefing.ts';
import { GOAL_TEXT_LIMIT } from '../../lib/session/goal.ts';
import { i18n } from '#i18n';
import { useAct } from '../hooks/use-act.ts';
import { type FormDrafts, useFormDraft } from '../hooks/use-form-draft.ts';
import { ActFeedback } from '../ui/act-feedback.tsx';
import { Button } from '../ui/button.tsx';
import { Input } from '../ui/field.tsx';
import { dayOfMonth } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { reveal } from '../ui/reveal.ts';
import { Section } from '../ui/section.tsx';
import { ClosedGoals } from './closed-goals.tsx';
import { newGoalDraftName } from './draft-words.ts';
import { GoalRow } from './goal-row.tsx';
import css from './goals-section.module.css';
import type { GoalActs } from './panel-acts.ts';

/** Open goals in the user's order, a line to add one, and the closed ones. */
export function GoalsSection({
  briefing,
  drafts,
  acts,
}: {
  briefing: Briefing;
  drafts: FormDrafts;
  acts: GoalActs;
}) {
  const { goals, closedGoals, today } = briefing;
  const act = useAct();
  const form = useFormDraft<'text'>(drafts, newGoalDraftName(briefing.session.id), { text: '' });
  const [moved, setMoved] = useState('');
  const order = goals.map(({ goal }) => goal.id).join();
  const seenOrder = useRef(order);
  useEffect(() => {
    if (seenOrder.current === order) return;
    seenOrder.current = order;
    // A goal that was moved takes the button that moved it along; it may have left the view.
    const button = document.activeElement;
    if (button instanceof HTMLElement && button.closest('ol form')) reveal(button);
  });
  const firstRated = goals
    .flatMap(({ goal }) => goal.ratings[0]?.at ?? [])
    .toSorted()
    .at(0);
  const shared = sharedObjective(goals.map(({ goal }) => goal.objective));

  async function add(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const sent = form.draft;
    const text = sent.mine.text ?? '';
    if (text.trim() === '') return;
    // Emptied only when it is stored, and only if nothing was typed meanwhile.
    if (await act.run(() => acts.add(text))) form.settle(sent);
  }

  return (
    <Section
      title={i18n.t('panel.goals.title')}
      aside={firstRated && i18n.t('panel.goals.since', { date: dayOfMonth(firstRated, today) })}
    >
      {shared !== null && (
        <p className={css.serves}>
          <Icon of={Target} />
          <span>{i18n.t('panel.goals.serves', { objective: shared })}</span>
        </p>
      )}
      {goals.length === 0 && <p className={css.hint}>{i18n.t('panel.goals.empty')}</p>}
      <ol role="list">
        {goals.map((entry, index) => (
          <GoalRow
            key={entry.goal.id}
            entry={entry}
            number={index + 1}
            count={goals.length}
            today={today}
            sharedObjective={shared}
            drafts={drafts}
            acts={acts}
            act={act}
            onMoved={(place) => setMoved(i18n.t('panel.goals.moved', { place }))}
          />
        ))}
      </ol>
      <p className="vh" role="status">
        {moved}
      </p>
      <form className={css.add} onSubmit={(event) => void add(event)}>
        <Input
          value={form.show('text')}
          onChange={(event) => form.type('text', event.currentTarget.value)}
          aria-label={i18n.t('panel.goals.addLabel')}
          placeholder={i18n.t('panel.goals.add')}
          maxLength={GOAL_TEXT_LIMIT}
          autoComplete="off"
          dir="auto"
        />
        <Button type="submit" icon={Plus}>
          {i18n.t('common.add')}
        </Button>
      </form>
      <ActFeedback act={act} />
      {closedGoals.length > 0 && <ClosedGoals goals={closedGoals} acts={acts} act={act} />}
    </Section>
  );
}

/** The objective that all goals that name one have in common; null when they differ or none does. */
function sharedObjective(objectives: readonly string[]): string | null {
  const named = new Set(objectives.filter((objective) => objective !== ''));
  const [only] = named;
  return named.size === 1 && only !== undefined && objectives.length > 1 ? only : null;
}
