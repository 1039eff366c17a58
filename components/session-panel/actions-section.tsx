/** What both sides promised. */
import { Plus } from 'lucide-react';
import { type ReactNode, useId, useRef, useState } from 'react';
import type { ActionInBriefing, Briefing } from '../../lib/briefing/build-briefing.ts';
import type { Action } from '../../lib/note/action.ts';
import { i18n } from '#i18n';
import { useAct } from '../hooks/use-act.ts';
import type { FormDrafts } from '../hooks/use-form-draft.ts';
import { useReturnFocus } from '../hooks/use-keep-focus.ts';
import { ActFeedback } from '../ui/act-feedback.tsx';
import { Button } from '../ui/button.tsx';
import { firstName } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import { ActionForm } from './action-form.tsx';
import { ActionRow } from './action-row.tsx';
import css from './actions-section.module.css';
import { newActionDraftName } from './draft-words.ts';
import type { ActionActs } from './panel-acts.ts';

/** Open promises of both sides, those kept just now among them, and a form for a new one. */
export function ActionsSection({
  briefing,
  drafts,
  acts,
}: {
  briefing: Briefing;
  drafts: FormDrafts;
  acts: ActionActs;
}) {
  const act = useAct();
  const { session } = briefing;
  const [adding, setAdding] = useState(() => drafts.has(newActionDraftName(session.id)));
  const [opened, setOpened] = useState(false);
  const adder = useRef<HTMLButtonElement>(null);
  useReturnFocus(adding, adder);
  const { engagement, mine, theirs, justDone, today } = briefing;
  const name = engagement.people.length > 1 ? engagement.name : firstName(engagement.name);
  const open = mine.length + theirs.length;
  const late = [...mine, ...theirs].filter(({ daysLate }) => daysLate > 0).length;
  const of = (owner: Action['owner'], entries: readonly ActionInBriefing[]) =>
    [
      ...entries,
      ...justDone.filter((action) => action.owner === owner).map((action) => ({ action, daysLate: 0 })),
    ].toSorted((a, b) => place(a.action).localeCompare(place(b.action)));
  const lists = [
    { heading: i18n.t('panel.actions.mine'), entries: of('me', mine) },
    { heading: i18n.t('panel.actions.theirs', { name }), entries: of('them', theirs) },
  ].filter(({ entries }) => entries.length > 0);

  return (
    <Section title={i18n.t('panel.actions.title')} aside={open > 0 && asideWords(open, late)}>
      {lists.length === 0 && <p className={css.hint}>{i18n.t('panel.actions.empty')}</p>}
      {lists.map(({ heading, entries }) => (
        <ActionList key={heading} heading={heading}>
          {entries.map(({ action, daysLate }) => (
            <ActionRow
              key={action.id}
              action={action}
              daysLate={daysLate}
              today={today}
              otherName={name}
              drafts={drafts}
              acts={acts}
              act={act}
            />
          ))}
        </ActionList>
      ))}
      {adding ? (
        <ActionForm
          action={{ newIn: session.id }}
          otherName={name}
          drafts={drafts}
          opened={opened}
          onSubmit={async ({ text = '', owner = 'them', due = null }) =>
            (await act.run(() => acts.add({ text, owner, due }))) ? 'stored' : 'failed'
          }
          onDone={() => setAdding(false)}
        />
      ) : (
        <div className={css.more}>
          <Button
            small
            icon={Plus}
            ref={adder}
            onClick={() => {
              setOpened(true);
              setAdding(true);
            }}
          >
            {i18n.t('panel.actions.add')}
          </Button>
        </div>
      )}
      <ActFeedback act={act} />
    </Section>
  );
}

function ActionList({ heading, children }: { heading: string; children: ReactNode }) {
  const id = useId();
  return (
    <>
      <h3 className={css.subHead} id={id}>
        {heading}
      </h3>
      <ul role="list" aria-labelledby={id}>
        {children}
      </ul>
    </>
  );
}

/** Soonest due first, without a date last; done or not makes no difference. */
function place(action: Action): string {
  return `${action.due ?? '9999-99-99'} ${action.createdAt}`;
}

function asideWords(open: number, late: number): string {
  return late > 0
    ? i18n.t('panel.actions.aside', { open, late })
    : i18n.t('panel.actions.asideOpen', { open });
}
