/** The fields of one goal. */
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { MouseEvent } from 'react';
import type { GoalFields } from '../../lib/app/edit-goals.ts';
import { type Goal, GOAL_TEXT_LIMIT } from '../../lib/session/goal.ts';
import { i18n } from '#i18n';
import { type FormDrafts, useFormDraft } from '../hooks/use-form-draft.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Field, Input, TextArea } from '../ui/field.tsx';
import { readDate, shortDate } from '../ui/format.ts';
import { isKey } from '../ui/keys.ts';
import { reveal } from '../ui/reveal.ts';
import { elsewhereWords, goalDraftName } from './draft-words.ts';
import css from './goals-section.module.css';

type Words = Partial<Record<keyof GoalFields, string>>;

export interface GoalEdit {
  /** The changed fields; null when there are none. */
  fields: Partial<GoalFields> | null;
  /** What they held when the user began to change them. */
  seen: Partial<GoalFields>;
  /** To close the goal afterwards. */
  close: 'reached' | 'dropped' | null;
}

/** `stored`, `failed`, or what other windows have put into the changed fields meanwhile: then nothing was stored. */
export type EditOutcome<Fields> = 'stored' | 'failed' | { others: Partial<Fields> };

/**
 * Changes are stored by "Save", Enter, or closing the goal; its place changes at once. What is typed stays a draft
 * until then, or until it is cancelled; Escape only closes the fields.
 * @param opened the user has just opened it: it takes the focus.
 * @param onDone it is stored, or closed.
 */
export function GoalEditor({
  goal,
  number,
  count,
  drafts,
  opened,
  onSave,
  onDone,
  onMove,
}: {
  goal: Goal;
  number: number;
  count: number;
  drafts: FormDrafts;
  opened: boolean;
  onSave(edit: GoalEdit): Promise<EditOutcome<GoalFields>>;
  onDone(): void;
  onMove(direction: 'up' | 'down'): void;
}) {
  const form = useFormDraft<keyof GoalFields>(drafts, goalDraftName(goal.id), {
    text: goal.text,
    measure: goal.measure,
    objective: goal.objective,
    targetDate: goal.targetDate ?? '',
    aim: String(goal.aim),
  });

  async function save(close: GoalEdit['close']): Promise<void> {
    const sent = form.draft;
    const changes = form.changes();
    if (!changes && close === null) return cancel();
    const outcome = await onSave({
      fields: changes && trimmed(fieldsOf(changes)),
      seen: fieldsOf(sent.seen),
      close,
    });
    if (outcome === 'stored') {
      if (form.settle(sent)) onDone();
    } else if (outcome !== 'failed') form.refuse(wordsOf(outcome.others));
  }
  function cancel(): void {
    form.drop();
    onDone();
  }
  const closeAs = (state: 'reached' | 'dropped') => (event: MouseEvent<HTMLButtonElement>) => {
    if (event.currentTarget.form?.reportValidity()) void save(state);
  };
  const bind = (field: keyof GoalFields) => ({
    name: field,
    value: form.show(field),
    onChange: (event: { currentTarget: { value: string } }) => form.type(field, event.currentTarget.value),
  });
  const others = (field: keyof GoalFields) => elsewhereWords(form.draft.others[field]);
  const otherDate = form.draft.others.targetDate;
  const mayMove = (direction: 'up' | 'down') => (direction === 'up' ? number > 1 : number < count);
  return (
    <form
      ref={opened ? reveal : null}
      className={css.editor}
      onSubmit={(event) => {
        event.preventDefault();
        void save(null);
      }}
      onKeyDown={(event) => {
        if (isKey(event, 'Escape')) onDone();
        if (isKey(event, 'Enter') && !event.shiftKey && event.target instanceof HTMLTextAreaElement) {
          event.preventDefault();
          event.currentTarget.requestSubmit();
        }
      }}
    >
      <Field label={i18n.t('panel.goals.text')} problem={others('text')}>
        {(ids) => (
          <TextArea
            {...ids}
            {...bind('text')}
            rows={1}
            required
            autoFocus={opened}
            dir="auto"
            maxLength={GOAL_TEXT_LIMIT}
          />
        )}
      </Field>
      <Field label={i18n.t('panel.goals.measure')} problem={others('measure')}>
        {(ids) => <Input {...ids} {...bind('measure')} dir="auto" maxLength={GOAL_TEXT_LIMIT} />}
      </Field>
      <Field label={i18n.t('panel.goals.objective')} problem={others('objective')}>
        {(ids) => <Input {...ids} {...bind('objective')} dir="auto" maxLength={GOAL_TEXT_LIMIT} />}
      </Field>
      <div className={css.pair}>
        <Field
          label={i18n.t('panel.goals.targetDate')}
          problem={elsewhereWords(otherDate === undefined ? undefined : dateWords(otherDate))}
        >
          {(ids) => <Input {...ids} {...bind('targetDate')} type="date" max="9999-12-31" />}
        </Field>
        <Field label={i18n.t('panel.goals.aim')} problem={others('aim')}>
          {(ids) => <Input {...ids} {...bind('aim')} type="number" min={0} max={10} required />}
        </Field>
      </div>
      <div className={css.buttons}>
        <Button weight="main" small type="submit">
          {i18n.t('common.save')}
        </Button>
        <Button small onClick={cancel}>
          {i18n.t('common.cancel')}
        </Button>
      </div>
      <div className={css.buttons}>
        <Button small onClick={closeAs('reached')}>
          {i18n.t('panel.goals.reached')}
        </Button>
        <Button small onClick={closeAs('dropped')}>
          {i18n.t('panel.goals.dropped')}
        </Button>
        <span className={css.buttonsEnd}>
          <IconButton
            icon={ArrowUp}
            label={i18n.t('panel.goals.up', { number })}
            aria-disabled={!mayMove('up')}
            onClick={() => mayMove('up') && onMove('up')}
          />
          <IconButton
            icon={ArrowDown}
            label={i18n.t('panel.goals.down', { number })}
            aria-disabled={!mayMove('down')}
            onClick={() => mayMove('down') && onMove('down')}
          />
        </span>
      </div>
    </form>
  );
}

function fieldsOf({ targetDate, aim, ...texts }: Words): Partial<GoalFields> {
  return {
    ...texts,
    ...(targetDate === undefined ? {} : { targetDate: readDate(targetDate) }),
    ...(aim === undefined ? {} : { aim: Number(aim) }),
  };
}

function trimmed(fields: Partial<GoalFields>): Partial<GoalFields> {
  const entries = Object.entries(fields).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.trim() : value,
  ]);
  return Object.fromEntries(entries) as Partial<GoalFields>;
}

function wordsOf(fields: Partial<GoalFields>): Words {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value ?? '')]));
}

function dateWords(date: string): string {
  const day = readDate(date);
  return day === null ? '' : shortDate(day);
}
