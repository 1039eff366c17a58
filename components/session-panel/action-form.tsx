/** The fields of a promise: what, who, by when. */
import { useRef } from 'react';
import type { ActionFields } from '../../lib/app/edit-actions.ts';
import { type Action, ACTION_TEXT_LIMIT } from '../../lib/note/action.ts';
import type { SessionId } from '../../lib/session/session.ts';
import { i18n } from '#i18n';
import { type FormDrafts, useFormDraft } from '../hooks/use-form-draft.ts';
import { Button } from '../ui/button.tsx';
import { Field, Input } from '../ui/field.tsx';
import { readDate, shortDate } from '../ui/format.ts';
import { isKey } from '../ui/keys.ts';
import { reveal } from '../ui/reveal.ts';
import { Segment } from '../ui/segment.tsx';
import css from './actions-section.module.css';
import { actionDraftName, elsewhereWords, newActionDraftName } from './draft-words.ts';
import type { EditOutcome } from './goal-editor.tsx';

type Words = Partial<Record<keyof ActionFields, string>>;

/**
 * For a new promise and for changing one. What is typed stays a draft until it is stored or cancelled; Escape only
 * closes the form.
 * @param action the promise to change; for a new one the session it is made in.
 * @param opened the user has just opened it: it takes the focus.
 * @param onSubmit is given the changed fields (all of them for a new promise), and what they held before.
 * @param onDone it is closed, or a changed promise is stored. After a new one the form is empty for the next.
 */
export function ActionForm({
  action,
  otherName,
  drafts,
  opened,
  onSubmit,
  onDone,
}: {
  action: Action | { newIn: SessionId };
  otherName: string;
  drafts: FormDrafts;
  opened: boolean;
  onSubmit(fields: Partial<ActionFields>, seen: Partial<ActionFields>): Promise<EditOutcome<ActionFields>>;
  onDone(): void;
}) {
  const known = 'id' in action ? action : null;
  const stored = { text: known?.text ?? '', owner: known?.owner ?? 'them', due: known?.due ?? '' };
  const name = 'id' in action ? actionDraftName(action.id) : newActionDraftName(action.newIn);
  const form = useFormDraft<keyof ActionFields>(drafts, name, stored);
  const text = useRef<HTMLInputElement>(null);

  async function submit(): Promise<void> {
    const sent = form.draft;
    const changes = known ? form.changes() : { ...stored, ...sent.mine };
    if (!changes) return cancel();
    const outcome = await onSubmit(fieldsOf(changes), fieldsOf(sent.seen));
    if (outcome === 'stored') {
      const all = form.settle(sent);
      if (!known) text.current?.focus();
      else if (all) onDone();
    } else if (outcome !== 'failed') form.refuse(wordsOf(outcome.others));
  }
  function cancel(): void {
    form.drop();
    onDone();
  }

  const { others } = form.draft;
  const otherOwner = others.owner && (others.owner === 'me' ? i18n.t('panel.actions.ownerMe') : otherName);
  const otherDue = others.due === undefined ? undefined : dueWords(others.due);
  return (
    <form
      ref={opened ? reveal : null}
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={(event) => {
        if (isKey(event, 'Escape')) onDone();
      }}
    >
      <Field label={i18n.t('panel.actions.textLabel')} problem={elsewhereWords(others.text)}>
        {(ids) => (
          <Input
            {...ids}
            ref={text}
            name="text"
            required
            autoFocus={opened}
            autoComplete="off"
            dir="auto"
            maxLength={ACTION_TEXT_LIMIT}
            value={form.show('text')}
            onChange={(event) => form.type('text', event.currentTarget.value)}
          />
        )}
      </Field>
      <div className={css.pair}>
        <div>
          <p className={css.label} aria-hidden="true">
            {i18n.t('panel.actions.owner')}
          </p>
          <Segment
            label={i18n.t('panel.actions.owner')}
            value={form.show('owner') === 'me' ? 'me' : 'them'}
            onChange={(owner) => form.type('owner', owner)}
            options={[
              { value: 'me', label: i18n.t('panel.actions.ownerMe') },
              { value: 'them', label: otherName },
            ]}
          />
          {otherOwner && (
            <p className={css.elsewhere} role="alert">
              {elsewhereWords(otherOwner)}
            </p>
          )}
        </div>
        <Field label={i18n.t('panel.actions.dueBy')} problem={elsewhereWords(otherDue)}>
          {(ids) => (
            <Input
              {...ids}
              name="due"
              type="date"
              max="9999-12-31"
              value={form.show('due')}
              onChange={(event) => form.type('due', event.currentTarget.value)}
            />
          )}
        </Field>
      </div>
      <div className={css.buttons}>
        <Button weight="main" small type="submit">
          {known ? i18n.t('common.save') : i18n.t('common.add')}
        </Button>
        <Button small onClick={cancel}>
          {i18n.t('common.cancel')}
        </Button>
      </div>
    </form>
  );
}

function fieldsOf({ text, owner, due }: Words): Partial<ActionFields> {
  return {
    ...(text === undefined ? {} : { text }),
    ...(owner === undefined ? {} : { owner: owner === 'me' ? 'me' : 'them' }),
    ...(due === undefined ? {} : { due: readDate(due) }),
  };
}

function wordsOf(fields: Partial<ActionFields>): Words {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? '']));
}

function dueWords(date: string): string {
  const day = readDate(date);
  return day === null ? '' : shortDate(day);
}
