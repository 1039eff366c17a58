/** Entering a session by hand. */
import { type FormEvent, useState } from 'react';
import type { HandSession } from '../../lib/app/add-session.ts';
import type { SessionKind } from '../../lib/detection/verdict.ts';
import { type Instant, addMinutes } from '../../lib/event/instant.ts';
import { deviceTimeZone } from '../../lib/platform/time-zone.ts';
import { i18n } from '#i18n';
import { useAct } from '../hooks/use-act.ts';
import { ActFeedback } from './act-feedback.tsx';
import css from './add-session-form.module.css';
import { Button } from './button.tsx';
import { Field, Input, Select } from './field.tsx';
import { dateOf, durationHours, readMoment, time } from './format.ts';
import { modeIcons, modeName } from './mode-tag.tsx';
import { Segment } from './segment.tsx';

const LENGTHS = [30, 45, 60, 75, 90, 120];

/**
 * Who, which kind, when, how long.
 * @param now proposes the next quarter of an hour.
 * @param onAdd stores it (`addSession`); what it throws is shown in words.
 */
export function AddSessionForm({
  now,
  onAdd,
  onCancel,
}: {
  now: Instant;
  onAdd(session: HandSession): Promise<unknown>;
  onCancel?(): void;
}) {
  const act = useAct();
  const [start] = useState(() => nextQuarter(now));
  const [kind, setKind] = useState<SessionKind>('mentoring');

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (act.busy) return;
    const fields = new FormData(event.currentTarget);
    const text = (name: string) => String(fields.get(name) ?? '');
    const at = readMoment(text('date'), text('time'));
    if (at === null) return;
    void act.run(() =>
      onAdd({
        kind,
        name: text('name'),
        email: text('email').trim() || null,
        start: at,
        minutes: Number(text('minutes')),
        timeZone: deviceTimeZone(),
      }),
    );
  }

  return (
    <form className={css.form} onSubmit={submit} onChange={act.forgive}>
      <Field label={i18n.t('panel.form.who')}>
        {(ids) => <Input {...ids} name="name" required data-first autoComplete="off" maxLength={200} />}
      </Field>
      <div>
        <p className={css.label} aria-hidden="true">
          {i18n.t('panel.form.kind')}
        </p>
        <Segment
          label={i18n.t('panel.form.kind')}
          value={kind}
          onChange={setKind}
          options={(['mentoring', 'coaching'] as const).map((value) => ({
            value,
            label: modeName(value),
            icon: modeIcons[value],
          }))}
        />
      </div>
      <div className={css.row}>
        <Field label={i18n.t('panel.form.date')}>
          {(ids) => (
            <Input {...ids} name="date" type="date" required max="9999-12-31" defaultValue={dateOf(start)} />
          )}
        </Field>
        <Field label={i18n.t('panel.form.time')}>
          {(ids) => <Input {...ids} name="time" type="time" required defaultValue={time(start)} />}
        </Field>
        <Field label={i18n.t('panel.form.length')}>
          {(ids) => (
            <Select {...ids} name="minutes" defaultValue="60">
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
        {(ids) => <Input {...ids} name="email" type="email" autoComplete="off" maxLength={320} />}
      </Field>
      <div className={css.actions}>
        <Button weight="main" type="submit" aria-disabled={act.busy}>
          {i18n.t('panel.form.add')}
        </Button>
        {onCancel && <Button onClick={onCancel}>{i18n.t('common.cancel')}</Button>}
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
