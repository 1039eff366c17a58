/** Everyone with a session; a click goes to their next one, else to their last one. */
import { CircleAlert, CircleDot, Plus } from 'lucide-react';
import { useState } from 'react';
import type { HandSession } from '../../lib/app/add-session.ts';
import type { PersonRow } from '../../lib/app/load-people.ts';
import type { Instant } from '../../lib/event/instant.ts';
import type { EngagementId } from '../../lib/session/engagement.ts';
import type { SessionId } from '../../lib/session/session.ts';
import { i18n } from '#i18n';
import type { FormDrafts } from '../hooks/use-form-draft.ts';
import type { LiveQuery } from '../hooks/use-live-query.ts';
import { AddSessionForm } from '../ui/add-session-form.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { dateOf, dayAndTimeWithin, time } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { LoadingLines } from '../ui/loading-lines.tsx';
import { ModeWord } from '../ui/mode-tag.tsx';
import { Notice } from '../ui/notice.tsx';
import { errorWords } from '../ui/reason-words.ts';
import css from './people-dialog.module.css';

/** The list, and the form for a session that no calendar knows. */
export function PeopleDialog({
  people,
  now,
  current,
  drafts,
  startWithForm = false,
  onGo,
  onAdd,
  onOptions,
  onClose,
}: {
  people: LiveQuery<PersonRow[]>;
  now: Instant;
  /** The engagement that is shown. */
  current: EngagementId | null;
  drafts: FormDrafts;
  startWithForm?: boolean;
  onGo(id: SessionId): void;
  onAdd(session: HandSession): Promise<unknown>;
  onOptions(): void;
  onClose(): void;
}) {
  const [adding, setAdding] = useState(startWithForm);
  if (adding) {
    return (
      <Dialog key="add" title={i18n.t('panel.list.addSession')} onClose={onClose}>
        <AddSessionForm
          now={now}
          drafts={drafts}
          onAdd={onAdd}
          onCancel={() => (startWithForm ? onClose() : setAdding(false))}
        />
      </Dialog>
    );
  }
  return (
    <Dialog key="list" title={i18n.t('panel.people')} onClose={onClose}>
      {people.state === 'loading' && <LoadingLines label={i18n.t('common.loading')} />}
      {people.state === 'error' && (
        <Notice icon={CircleAlert} tone="late" alert>
          {errorWords(people.error)}
        </Notice>
      )}
      {people.state === 'ready' && people.value.length === 0 && (
        <p className={css.hint}>{i18n.t('panel.list.empty')}</p>
      )}
      {people.state === 'ready' && (
        <ul role="list">
          {people.value.map((person, index) => (
            <li key={person.engagementId}>
              <button
                type="button"
                ref={index === 0 ? takeFocus : null}
                data-first={index === 0 || undefined}
                className={css.row}
                aria-current={person.engagementId === current ? 'true' : undefined}
                onClick={() => onGo(person.open)}
              >
                <span className={`people ${css.name}`} dir="auto">
                  {person.name}
                </span>
                <span className={css.line}>
                  <ModeWord kind={person.kind} />
                  <span className={person.runningUntil === null ? undefined : 'soon'}>
                    {person.runningUntil !== null && <Icon of={CircleDot} />} {when(person, now)}
                  </span>
                  {person.engagementId === current && <span>{i18n.t('panel.list.current')}</span>}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className={css.foot}>
        <Button icon={Plus} onClick={() => setAdding(true)}>
          {i18n.t('panel.list.addSession')}
        </Button>
        <Button weight="quiet" onClick={onOptions}>
          {i18n.t('common.options')}
        </Button>
      </div>
    </Dialog>
  );
}

/** The list has come after the dialog was opened: its first row takes the focus from the close button. */
function takeFocus(row: HTMLElement | null): void {
  const dialog = row?.closest('dialog');
  if (dialog?.open && !dialog.querySelector(':scope li :focus, form :focus')) row?.focus();
}

function when(person: PersonRow, now: Instant): string {
  const today = dateOf(now);
  if (person.runningUntil !== null) return i18n.t('panel.list.running', { time: time(person.runningUntil) });
  if (person.nextStart !== null)
    return i18n.t('panel.list.next', { when: dayAndTimeWithin(person.nextStart, today) });
  if (person.lastStart !== null)
    return i18n.t('panel.list.last', { when: dayAndTimeWithin(person.lastStart, today) });
  return person.sessions === 0 ? i18n.t('panel.list.none') : '';
}
