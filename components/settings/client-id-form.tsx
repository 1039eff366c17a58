/** The client id of one provider, saved as it is typed. */
import { TriangleAlert } from 'lucide-react';
import { type Ref, useId, useRef, useState } from 'react';
import { i18n } from '#i18n';
import type { SignInProviderId } from '../../lib/event/account.ts';
import type { Instant } from '../../lib/event/instant.ts';
import type { ClientIdSetting } from '../../lib/platform/client-ids.ts';
import { Field, Input } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { providerName } from '../ui/reason-words.ts';
import { SavedMark, type SavedState } from '../ui/saved-mark.tsx';
import { looksLikeClientId } from './check-client-id.ts';
import css from './client-ids.module.css';

/**
 * Id and, for Google, secret. A doubtful id is pointed out once the field is left, and kept all the same.
 * @param setting what is stored when the page opens; later the fields are ahead of it.
 * @param needed the user tried to connect without an id.
 * @param onSave resolves when it is stored.
 */
export function ClientIdForm({
  provider,
  setting,
  needed,
  idRef,
  now,
  onSave,
}: {
  provider: SignInProviderId;
  setting: ClientIdSetting;
  needed: boolean;
  idRef: Ref<HTMLInputElement>;
  now(): Instant;
  onSave(entered: { id: string; secret: string }): Promise<void>;
}) {
  const headingId = useId();
  const [entered, setEntered] = useState({ id: setting.id, secret: setting.secret });
  const [saved, setSaved] = useState<SavedState>({ kind: 'idle' });
  const [left, setLeft] = useState(true);
  const latest = useRef(0);
  const name = provider === 'google' ? i18n.t('settings.client.google') : i18n.t('settings.client.outlook');

  const change = async (next: typeof entered) => {
    const turn = ++latest.current;
    setEntered(next);
    setSaved({ kind: 'saving' });
    const result = await onSave(next).then(
      (): SavedState => ({ kind: 'saved', at: now() }),
      (): SavedState => ({ kind: 'failed' }),
    );
    if (turn === latest.current) setSaved(result);
  };

  const doubtful = left && !looksLikeClientId(provider, entered.id);
  return (
    <section className={css.block} aria-labelledby={headingId}>
      <div>
        <div className={css.head}>
          <h3 id={headingId}>{name}</h3>
          <SavedMark state={saved} />
        </div>
        <p className={css.help}>
          {provider === 'google'
            ? i18n.t('settings.client.whereGoogle')
            : i18n.t('settings.client.whereOutlook')}
        </p>
        {setting.builtIn && <p className={css.help}>{i18n.t('settings.client.builtIn')}</p>}
        {saved.kind === 'failed' && (
          <p className="late" role="alert">
            {i18n.t('settings.client.saveFailed')}
          </p>
        )}
      </div>
      <Field
        label={i18n.t('settings.client.idOf', { name })}
        problem={
          needed && entered.id.trim() === ''
            ? i18n.t('settings.clientIdFirst', { name: providerName(provider) })
            : null
        }
        hint={
          doubtful && (
            <span className={`soon ${css.doubt}`} role="status">
              <Icon of={TriangleAlert} />{' '}
              {provider === 'google'
                ? i18n.t('settings.client.googleShape')
                : i18n.t('settings.client.outlookShape')}
            </span>
          )
        }
      >
        {(ids) => (
          <Input
            {...ids}
            ref={idRef}
            value={entered.id}
            autoComplete="off"
            spellCheck={false}
            onFocus={() => setLeft(false)}
            onBlur={() => setLeft(true)}
            onChange={(event) => void change({ ...entered, id: event.target.value })}
          />
        )}
      </Field>
      {provider === 'google' && (
        <Field
          label={i18n.t('settings.client.secretOf', { name })}
          hint={i18n.t('settings.client.secretHelp')}
        >
          {(ids) => (
            <Input
              {...ids}
              type="password"
              value={entered.secret}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => void change({ ...entered, secret: event.target.value })}
            />
          )}
        </Field>
      )}
    </section>
  );
}
