/** Name, role and kind of an engagement, merging, and the time of a session entered by hand. */
import { Settings2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { SessionView } from '../../lib/app/load-session-panel.ts';
import { minutesBetween } from '../../lib/event/instant.ts';
import { type Engagement, type EngagementId, type Role, RoleSchema } from '../../lib/session/engagement.ts';
import { i18n } from '#i18n';
import { useAct } from '../hooks/use-act.ts';
import { ActFeedback } from '../ui/act-feedback.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Input, Select } from '../ui/field.tsx';
import { dateOf, readMoment, time } from '../ui/format.ts';
import { modeIcons, modeName, modeWord } from '../ui/mode-tag.tsx';
import css from './details-dialog.module.css';
import type { EngagementActs } from './panel-acts.ts';

/** Everything here is stored at once and, where it moves things, can be undone. */
export function DetailsDialog({
  view,
  mergeable,
  acts,
  onOptions,
  onClose,
}: {
  view: SessionView;
  /** Those of this kind that are in the list of people. */
  mergeable: SessionView['mergeable'];
  acts: EngagementActs;
  onOptions(): void;
  onClose(): void;
}) {
  const act = useAct();
  const { engagement, session } = view.briefing;
  const otherKind = session.kind === 'mentoring' ? 'coaching' : 'mentoring';
  const [into, setInto] = useState<EngagementId | null>(null);
  const [nameless, setNameless] = useState(false);
  const target = mergeable.find(({ id }) => id === into);

  function rename(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get('name') ?? '').trim();
    setNameless(name === '');
    if (name === '') return;
    void act.run(() => acts.edit({ name }), {
      done: i18n.t('panel.engagement.nameSaved'),
      undo: () => acts.edit({ name: engagement.name }),
    });
  }

  function move(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const start = readMoment(String(fields.get('date') ?? ''), String(fields.get('time') ?? ''));
    if (start === null) return;
    void act.run(() => acts.move(start, Number(fields.get('minutes')))).then((moved) => moved && onClose());
  }

  return (
    <Dialog title={i18n.t('panel.detailsTitle')} onClose={onClose}>
      <form className={css.part} onSubmit={rename} noValidate>
        <div className={css.line}>
          <Field
            label={i18n.t('panel.engagement.name')}
            problem={nameless ? i18n.t('panel.engagement.nameMissing') : null}
          >
            {(ids) => (
              <Input
                {...ids}
                key={engagement.name}
                name="name"
                required
                data-first
                dir="auto"
                autoComplete="off"
                maxLength={200}
                defaultValue={engagement.name}
                onChange={() => setNameless(false)}
              />
            )}
          </Field>
          <Button type="submit">{i18n.t('common.save')}</Button>
        </div>
        <Field label={i18n.t('panel.engagement.role')}>
          {(ids) => (
            <Select
              {...ids}
              value={engagement.role}
              onChange={(event) => {
                const role = RoleSchema.options.find((option) => option === event.currentTarget.value);
                if (!role) return;
                void act.run(() => acts.edit({ role }), {
                  done: i18n.t('panel.engagement.roleSaved'),
                  undo: () => acts.edit({ role: engagement.role }),
                });
              }}
            >
              {rolesOf(engagement).map((role) => (
                <option key={role} value={role}>
                  {roleName(role)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </form>
      <div className={css.part}>
        <p className={css.label}>{i18n.t('panel.engagement.kind')}</p>
        <p className={css.hint}>{i18n.t('panel.engagement.kindHint', { name: engagement.name })}</p>
        <div className={css.kind}>
          <Button
            icon={modeIcons[otherKind]}
            onClick={() =>
              void act.run(() => acts.changeKind(otherKind), {
                done: i18n.t('panel.engagement.kindDone', {
                  name: engagement.name,
                  kind: modeWord(otherKind),
                }),
                undo: (undo) => acts.undoKind(undo),
              })
            }
          >
            {i18n.t('panel.engagement.kindChange', { kind: modeName(otherKind).toLocaleLowerCase() })}
          </Button>
        </div>
      </div>
      {view.merged.map(({ id, name }) => (
        <div key={id} className={css.part}>
          <div className={css.held}>
            <p>{i18n.t('panel.engagement.alsoHolds', { name })}</p>
            <Button
              small
              aria-label={i18n.t('panel.engagement.separateOf', { name })}
              onClick={() =>
                void act.run(() => acts.undoMerge({ fromId: id }), {
                  done: i18n.t('panel.engagement.separated', { name }),
                })
              }
            >
              {i18n.t('panel.engagement.separate')}
            </Button>
          </div>
        </div>
      ))}
      {mergeable.length > 0 && (
        <div className={css.part}>
          <Field label={i18n.t('panel.engagement.merge')} hint={i18n.t('panel.engagement.mergeHint')}>
            {(ids) => (
              <Select
                {...ids}
                value={into ?? ''}
                onChange={(event) => setInto((event.currentTarget.value || null) as EngagementId | null)}
              >
                <option value="">{i18n.t('panel.engagement.mergeChoose')}</option>
                {mergeable.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          {target && (
            <>
              <p role="status">
                {i18n.t('panel.engagement.mergeConfirm', { from: engagement.name, into: target.name })}
              </p>
              <div>
                <Button
                  onClick={() => {
                    setInto(null);
                    void act.run(() => acts.mergeInto(target.id), {
                      done: i18n.t('panel.engagement.mergeDone', {
                        from: engagement.name,
                        into: target.name,
                      }),
                      undo: (undo) => acts.undoMerge(undo),
                    });
                  }}
                >
                  {i18n.t('panel.engagement.mergeButton')}
                </Button>
              </div>
            </>
          )}
        </div>
      )}
      {session.source === 'hand' && (
        <form
          className={css.part}
          onSubmit={move}
          onChange={act.forgive}
          key={`${session.start} ${session.end}`}
        >
          <p className={css.label}>{i18n.t('panel.engagement.time')}</p>
          <div className={css.line}>
            <Field label={i18n.t('panel.form.date')}>
              {(ids) => (
                <Input
                  {...ids}
                  name="date"
                  type="date"
                  required
                  max="9999-12-31"
                  defaultValue={dateOf(session.start)}
                />
              )}
            </Field>
            <Field label={i18n.t('panel.form.time')}>
              {(ids) => (
                <Input {...ids} name="time" type="time" required defaultValue={time(session.start)} />
              )}
            </Field>
            <Field label={i18n.t('panel.engagement.minutes')}>
              {(ids) => (
                <Input
                  {...ids}
                  name="minutes"
                  type="number"
                  min={1}
                  max={720}
                  required
                  defaultValue={Math.round(minutesBetween(session.start, session.end))}
                />
              )}
            </Field>
            <Button type="submit">{i18n.t('panel.engagement.move')}</Button>
          </div>
        </form>
      )}
      <div className={css.feedback}>
        <ActFeedback act={act} />
      </div>
      <div className={css.part}>
        <div>
          <Button weight="quiet" icon={Settings2} onClick={onOptions}>
            {i18n.t('common.options')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** The roles that go with the kind, and the one it has. */
function rolesOf({ kind, role }: Engagement): Role[] {
  const fitting: readonly Role[] =
    kind === 'mentoring' ? ['mentor', 'mentee', 'manager'] : ['coach', 'coachee', 'manager'];
  return RoleSchema.options.filter((option) => option === role || fitting.includes(option));
}

function roleName(role: Role): string {
  switch (role) {
    case 'mentor':
      return i18n.t('panel.engagement.mentor');
    case 'coach':
      return i18n.t('panel.engagement.coach');
    case 'mentee':
      return i18n.t('panel.engagement.mentee');
    case 'coachee':
      return i18n.t('panel.engagement.coachee');
    case 'manager':
      return i18n.t('panel.engagement.manager');
  }
}
