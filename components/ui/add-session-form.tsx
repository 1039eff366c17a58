/** Entering a session by hand. */
import { type FormEvent, useState } from 'react';
import type { HandSession } from '../../lib/app/add-session.ts';
import { type Instant, addMinutes } from '../../lib/event/instant.ts';
import { deviceTimeZone } from '../../lib/platform/time-zone.ts';
import { i18n } from '#i18n';
import { useAct } from '../hooks/use-act.ts';
import { type FormDrafts, useFormDraft } from '../hooks/use-form-draft.ts';
import { ActFeedback } from './act-feedback.tsx';
import css from './add-session-form.module.css';
import { Button } from './button.tsx';
import { Field, Input, Select } from './field.tsx';
import { dateOf, durationHours, readMoment, time } from './format.ts';
import { modeIcons, modeName } from './mode-tag.tsx';
import { Segment } from './segment.tsx';

const LENGTHS = [30, 45, 60, 75, 90, 120];
const DRAFT = 'new session';

/**
 * Who, which kind, when, how long. What is typed stays a draft until it is stored or cancelled.
 * @param now proposes the next quarter of an hour.
 * @param onAdd stores it (`addSession`); what it throws is shown in words.
 */
export function AddSessionForm({
  now,
  drafts,
  onAdd,
  onCancel,
}: {
  now: Instant;
  drafts: FormDrafts;
  onAdd(session: HandSession): Promise<unknown>;
  onCancel(): void;
}) {
  const act = useAct();
  const [start] = useState(() => nextQuarter(now));
  const form = useFormDraft(drafts, DRAFT, {
    name: '',
    kind: 'mentoring',
    date: dateOf(start),
    time: time(start),
    minutes: '60',
    email: '',
  });
  const kind = form.show('kind') === 'coaching' ? 'coaching' : 'mentoring';
  const bind = (field: 'name' | 'date' | 'time' | 'minutes' | 'email') => ({
    name: field,
    value: form.show(field),
    onChange: (event: { currentTarget: { value: string } }) => form.type(field, event.currentTarget.value),
  });

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (act.busy) return;
    const at = readMoment(form.show('date'), form.show('time'));
    if (at === null) return;
    const sent = form.draft;
    void act.run(async () => {
      await onAdd({
        kind,
        name: form.show('name'),
        email: form.show('email').trim() || null,
        start: at,
        minutes: Number(form.show('minutes')),
        timeZone: deviceTimeZone(),
      });
      form.settle(sent);
    });
  }

  return (
    <form className={css.form} onSubmit={submit} onChange={act.forgive}>
      <Field label={i18n.t('panel.form.who')}>
        {(ids) => <Input {...ids} {...bind('name')} required data-first autoComplete="off" maxLength={200} />}
      </Field>
      <div>
        <p className={css.label} aria-hidden="true">
          {i18n.t('panel.form.kind')}
        </p>
        <Segment
          label={i18n.t('panel.form.kind')}
          value={kind}
          onChange={(chosen) => form.type('kind', chosen)}
          options={(['mentoring', 'coaching'] as const).map((value) => ({
            value,
            label: modeName(value),
            icon: modeIcons[value],
          }))}
        />
      </div>
      <div className={css.row}>
        <Field label={i18n.t('panel.form.date')}>
          {(ids) => <Input {...ids} {...bind('date')} type="date" required max="9999-12-31" />}
        </Field>
        <Field label={i18n.t('panel.form.time')}>
          {(ids) => <Input {...ids} {...bind('time')} type="time" required />}
        </Field>
        <Field label={i18n.t('panel.form.length')}>
          {(ids) => (
            <Select {...ids} {...bind('minutes')}>
              {LENGTHS.map((minutes) => (
                <option key={minutes} value={minutes}>
                  {durationHours(minutes)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <Field label={i18n.t('panel.form.email')}>
        {(ids) => <Input {...ids} {...bind('email')} type="email" autoComplete="off" maxLength={320} />}
      </Field>
      <div className={css.actions}>
        <Button weight="main" type="submit" aria-disabled={act.busy}>
          {i18n.t('panel.form.add')}
        </Button>
        <Button
          onClick={() => {
            form.drop();
            onCancel();
          }}
        >
          {i18n.t('common.cancel')}
        </Button>
      </div>
      <ActFeedback act={act} />
    </form>
  );
}

function nextQuarter(now: Instant): Instant {
  const quarter = 15 * 60_000;
  const past = Date.parse(now) % quarter;
  return past === 0 ? now : addMinutes(now, (quarter - past) / 60_000);
}
