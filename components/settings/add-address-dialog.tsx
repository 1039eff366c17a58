/** Entering the address of a calendar. */
import { Info, KeyRound } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { i18n } from '#i18n';
import { checkFeedAddress } from '../../lib/app/add-ics-calendar.ts';
import type { TaskState } from '../hooks/use-worker-task.ts';
import { Button, TextButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Field, Input } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import css from './add-address-dialog.module.css';
import { type AddressProblem, addressProblem } from './address-problem.ts';
import { addressProblemWords, notAddedWords } from './ics-words.ts';

/**
 * The field is the only place that holds the address: no state, and nothing once the dialog has gone. What could not be
 * added stays in it.
 * @param task what became of the last try.
 * @param onAdd called straight from the click or key, because the browser may have to ask for leave. Resolves to
 *   whether it was added.
 * @param onEdit the address is being changed: what was said of the last try no longer holds.
 */
export function AddAddressDialog({
  task,
  onAdd,
  onEdit,
  onFile,
  onClose,
}: {
  task: TaskState<null>;
  onAdd(text: string): Promise<boolean>;
  onEdit(): void;
  onFile(): void;
  onClose(): void;
}) {
  const field = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<AddressProblem | null>(null);
  const [unknownHost, setUnknownHost] = useState<string | null>(null);
  const pending = task.state === 'pending';

  const edit = () => {
    const text = field.current?.value ?? '';
    const found = addressProblem(text);
    const feed = checkFeedAddress(text);
    onEdit();
    // While somebody types, the address is not whole yet: that is no news.
    setProblem(found === 'empty' || found === 'not-an-address' ? null : found);
    setUnknownHost(found === null && typeof feed !== 'string' && !feed.knownHost ? feed.host : null);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = field.current?.value ?? '';
    const found = addressProblem(text);
    setProblem(found);
    if (found !== null) field.current?.focus();
    else if (!pending) {
      void onAdd(text).then((added) => {
        if (added) onClose();
      });
    }
  };

  return (
    <Dialog title={i18n.t('settings.ics.address')} onClose={onClose}>
      <form className={css.form} onSubmit={submit} noValidate>
        <Field
          label={i18n.t('settings.ics.addressLabel')}
          hint={i18n.t('settings.ics.addressHint')}
          problem={
            problem !== null
              ? addressProblemWords(problem)
              : task.state === 'failed'
                ? notAddedWords(task.reason, 'address')
                : null
          }
        >
          {(ids) => (
            <Input
              {...ids}
              ref={field}
              data-first
              type="text"
              inputMode="url"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              aria-invalid={problem !== null || task.state === 'failed'}
              onInput={edit}
            />
          )}
        </Field>
        <div role="status" className={css.heard}>
          {unknownHost !== null && (
            <p className={css.line}>
              <Icon of={Info} />
              <span>
                {i18n.t('settings.ics.unknownHost', { host: unknownHost })}{' '}
                <TextButton onClick={onFile}>{i18n.t('settings.ics.fileInstead')}</TextButton>
              </span>
            </p>
          )}
        </div>
        <p className={css.line}>
          <Icon of={KeyRound} />
          <span>{i18n.t('settings.ics.secret')}</span>
        </p>
        <Disclosure summary={i18n.t('settings.ics.where')}>
          <dl className={css.where}>
            <dt>{i18n.t('settings.ics.google')}</dt>
            <dd>{i18n.t('settings.ics.whereGoogle')}</dd>
            <dt>{i18n.t('settings.ics.outlook')}</dt>
            <dd>{i18n.t('settings.ics.whereOutlook')}</dd>
            <dt>{i18n.t('settings.ics.icloud')}</dt>
            <dd>{i18n.t('settings.ics.whereIcloud')}</dd>
            <dt>{i18n.t('settings.ics.others')}</dt>
            <dd>{i18n.t('settings.ics.whereOthers')}</dd>
          </dl>
        </Disclosure>
        <div className={css.actions}>
          <Button weight="main" type="submit" aria-disabled={pending}>
            {i18n.t('settings.ics.addIt')}
          </Button>
          <Button onClick={onClose}>{i18n.t('common.cancel')}</Button>
          <p role="status" className={css.pending}>
            {task.state === 'pending' && task.slow && i18n.t('settings.ics.readingAddress')}
          </p>
        </div>
      </form>
    </Dialog>
  );
}
