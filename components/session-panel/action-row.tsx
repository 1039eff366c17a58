/** One promise: kept or not, and its fields when it is opened. */
import { Clock, Pencil } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import type { PlainDate } from '../../lib/event/instant.ts';
import type { ActionFields } from '../../lib/app/edit-actions.ts';
import type { Action } from '../../lib/note/action.ts';
import { i18n } from '#i18n';
import type { Act } from '../hooks/use-act.ts';
import type { FormDrafts } from '../hooks/use-form-draft.ts';
import { useReturnFocus } from '../hooks/use-keep-focus.ts';
import { IconButton } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { Checkbox } from '../ui/field.tsx';
import { dayWord } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { ActionForm } from './action-form.tsx';
import css from './actions-section.module.css';
import { actionDraftName } from './draft-words.ts';
import type { EditOutcome } from './goal-editor.tsx';
import type { ActionActs } from './panel-acts.ts';

/** Ticking it keeps the promise; it stays in its place, struck through, so that nothing jumps. */
export function ActionRow({
  action,
  daysLate,
  today,
  otherName,
  drafts,
  acts,
  act,
}: {
  action: Action;
  daysLate: number;
  today: PlainDate;
  otherName: string;
  drafts: FormDrafts;
  acts: ActionActs;
  act: Act;
}) {
  const id = useId();
  // Fields that were left half typed are open again; the focus then stays where it is.
  const [editing, setEditing] = useState(() => drafts.has(actionDraftName(action.id)));
  const [opened, setOpened] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  useReturnFocus(editing, opener);
  // A tick shows at once; what is on disk decides again as soon as it has been read.
  const [wish, setWish] = useState<{ revision: number; done: boolean } | null>(null);
  const done = wish?.revision === action.revision ? wish.done : action.doneAt !== null;

  function setDone(next: boolean): void {
    setWish({ revision: action.revision, done: next });
    const keep = { done: i18n.t('panel.actions.done'), undo: () => acts.setDone(action.id, false) };
    void act
      .run(() => acts.setDone(action.id, next), next ? keep : {})
      .then((stored) => !stored && setWish(null));
  }

  async function edit(
    fields: Partial<ActionFields>,
    seen: Partial<ActionFields>,
  ): Promise<EditOutcome<ActionFields>> {
    const answer: { others: Partial<ActionFields> | null } = { others: null };
    const worked = await act.run(async () => {
      answer.others = await acts.edit(action.id, fields, seen);
    });
    if (!worked) return 'failed';
    return answer.others ? { others: answer.others } : 'stored';
  }

  if (editing) {
    return (
      <li>
        <ActionForm
          action={action}
          otherName={otherName}
          drafts={drafts}
          opened={opened}
          onSubmit={edit}
          onDone={() => setEditing(false)}
        />
      </li>
    );
  }
  return (
    <li className={classNames(css.row, done && css.done)}>
      <Checkbox id={id} checked={done} onChange={() => setDone(!done)} />
      <label htmlFor={id} dir="auto">
        {action.text}
      </label>
      <span className={classNames(css.due, !done && daysLate > 0 && css.dueLate)}>
        {!done && daysLate > 0 ? (
          <>
            <Icon of={Clock} /> {i18n.t('panel.actions.late', daysLate)}
          </>
        ) : (
          action.due !== null && dayWord(action.due, today)
        )}
      </span>
      <IconButton
        className={css.edit}
        icon={Pencil}
        label={i18n.t('panel.actions.edit', { text: action.text })}
        title={i18n.t('panel.actions.editTitle')}
        ref={opener}
        onClick={() => {
          setOpened(true);
          setEditing(true);
        }}
      />
    </li>
  );
}
