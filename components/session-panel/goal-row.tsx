/** One open goal: what it is, how far it is, and its fields when it is opened. */
import { Clock } from 'lucide-react';
import { useRef, useState } from 'react';
import type { GoalInBriefing } from '../../lib/briefing/build-briefing.ts';
import { type PlainDate, daysBetween } from '../../lib/event/instant.ts';
import type { GoalFields } from '../../lib/app/edit-goals.ts';
import { i18n } from '#i18n';
import type { FormDrafts } from '../hooks/use-form-draft.ts';
import { classNames } from '../ui/class-names.ts';
import { shortDate } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { goalDraftName } from './draft-words.ts';
import { type EditOutcome, type GoalEdit, GoalEditor } from './goal-editor.tsx';
import { GoalRating } from './goal-rating.tsx';
import css from './goals-section.module.css';
import type { GoalActs } from './panel-acts.ts';
import { ProgressCurve } from './progress-curve.tsx';
import type { Act } from '../hooks/use-act.ts';

/** A click on the text opens the fields, a click on the score the rating. */
export function GoalRow({
  entry,
  number,
  count,
  today,
  sharedObjective,
  drafts,
  acts,
  act,
  onMoved,
}: {
  entry: GoalInBriefing;
  number: number;
  count: number;
  today: PlainDate;
  /** The objective that stands above the list, and is not repeated. */
  sharedObjective: string | null;
  drafts: FormDrafts;
  acts: GoalActs;
  act: Act;
  onMoved(place: number): void;
}) {
  // Fields that were left half typed are open again; the focus then stays where it is.
  const [open, setOpen] = useState<'fields' | 'rating' | null>(() =>
    drafts.has(goalDraftName(entry.goal.id)) ? 'fields' : null,
  );
  const [opened, setOpened] = useState(false);
  const row = useRef<HTMLLIElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const scorer = useRef<HTMLButtonElement>(null);
  const { goal, rating } = entry;
  // What undo goes back to: the ratings from before this row of choices, not from the choice before.
  const ratingsBefore = useRef(goal.ratings);

  function close(): void {
    // The focus would be lost with the fields; it may be elsewhere by now.
    if (row.current?.contains(document.activeElement)) (open === 'rating' ? scorer : opener).current?.focus();
    setOpen(null);
  }

  async function save({ fields, seen, close: state }: GoalEdit): Promise<EditOutcome<GoalFields>> {
    const answer: { others: Partial<GoalFields> | null } = { others: null };
    const edit = async (changed: Partial<GoalFields>) => {
      answer.others = await acts.edit(goal.id, changed, seen);
    };
    if (fields && !(await act.run(() => edit(fields)))) return 'failed';
    if (answer.others) return { others: answer.others };
    if (state === null) return 'stored';
    const closed = await act.run(() => acts.setState(goal.id, state), {
      done: state === 'reached' ? i18n.t('panel.goals.reachedDone') : i18n.t('panel.goals.droppedDone'),
      undo: () => acts.setState(goal.id, 'open'),
    });
    return closed ? 'stored' : 'failed';
  }

  return (
    <li className={css.row} ref={row}>
      <span className={css.number}>{number}</span>
      <button
        ref={opener}
        type="button"
        className={classNames(css.text, 'people')}
        dir="auto"
        aria-expanded={open === 'fields'}
        title={i18n.t('panel.goals.edit', { number, text: goal.text })}
        onClick={() => {
          setOpened(true);
          setOpen(open === 'fields' ? null : 'fields');
        }}
      >
        {goal.text}
      </button>
      <GoalMeta entry={entry} today={today} sharedObjective={sharedObjective} />
      <ProgressCurve goal={goal} number={number} />
      <button
        ref={scorer}
        type="button"
        className={classNames(css.score, rating === null && css.scoreEmpty)}
        aria-expanded={open === 'rating'}
        aria-label={
          rating === null
            ? i18n.t('panel.goals.rateGoal', { number })
            : i18n.t('panel.goals.rateGoalNow', { number, value: rating })
        }
        onClick={() => {
          ratingsBefore.current = goal.ratings;
          setOpen(open === 'rating' ? null : 'rating');
        }}
      >
        {rating === null ? (
          i18n.t('panel.goals.rate')
        ) : (
          <>
            {rating} <small>{i18n.t('panel.goals.of10')}</small>
          </>
        )}
      </button>
      {open === 'rating' && (
        <div
          className={css.open}
          onKeyDown={(event) => {
            if (event.key === 'Escape' || event.key === 'Enter') {
              event.preventDefault();
              close();
            }
          }}
        >
          <GoalRating
            value={rating}
            onRate={(value) =>
              void act.run(() => acts.rate(goal.id, value), {
                done: i18n.t('panel.goals.rateDone', { value }),
                undo: () => acts.restoreRatings(goal.id, ratingsBefore.current),
              })
            }
          />
        </div>
      )}
      {open === 'fields' && (
        <div className={css.open}>
          <GoalEditor
            goal={goal}
            number={number}
            count={count}
            drafts={drafts}
            opened={opened}
            onSave={save}
            onDone={close}
            onMove={(direction) => {
              const place = direction === 'up' ? number - 1 : number + 1;
              void act.run(() => acts.move(goal.id, direction)).then((moved) => moved && onMoved(place));
            }}
          />
        </div>
      )}
    </li>
  );
}

/** By when; how late it is once that has passed. */
function TargetDate({ date, today }: { date: PlainDate; today: PlainDate }) {
  const late = daysBetween(date, today);
  const words = shortDate(date, today);
  if (late <= 0) return <p>{i18n.t('panel.goals.by', { date: words })}</p>;
  return (
    <p className={css.metaLate}>
      <Icon of={Clock} />{' '}
      {i18n.t('panel.goals.byLate', { date: words, late: i18n.t('panel.actions.late', late) })}
    </p>
  );
}

/** The small lines below a goal. */
function GoalMeta({
  entry,
  today,
  sharedObjective,
}: {
  entry: GoalInBriefing;
  today: PlainDate;
  sharedObjective: string | null;
}) {
  const { goal, firstRating, unmovedDays } = entry;
  return (
    <div className={css.meta}>
      {unmovedDays === null ? (
        <p>
          {firstRating === null
            ? i18n.t('panel.goals.aiming', { aim: goal.aim })
            : i18n.t('panel.goals.fromTo', { from: firstRating, aim: goal.aim })}
        </p>
      ) : (
        <p className={css.metaSoon}>
          <Icon of={Clock} /> {i18n.t('panel.goals.unmoved', { days: unmovedDays })}
        </p>
      )}
      {goal.targetDate !== null && <TargetDate date={goal.targetDate} today={today} />}
      {goal.measure !== '' && <p>{i18n.t('panel.goals.seenBy', { measure: goal.measure })}</p>}
      {goal.objective !== '' && goal.objective !== sharedObjective && (
        <p>{i18n.t('panel.goals.serves', { objective: goal.objective })}</p>
      )}
    </div>
  );
}
