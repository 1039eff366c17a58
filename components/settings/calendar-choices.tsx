/** The calendars of an account, each to be read or not. */
import { i18n } from '#i18n';
import type { WorkerReply } from '../../lib/app/ask-worker.ts';
import type { AccountSettings } from '../../lib/app/load-settings.ts';
import type { Calendar, ProviderId } from '../../lib/event/account.ts';
import type { CalendarId } from '../../lib/event/calendar-event.ts';
import { useWorkerTask } from '../hooks/use-worker-task.ts';
import { Disclosure } from '../ui/disclosure.tsx';
import { Checkbox } from '../ui/field.tsx';
import { providerName, replyWords } from '../ui/reason-words.ts';
import css from './calendar-choices.module.css';

/** Folded away at first, unless none is chosen. */
export function CalendarChoices({
  entry: { account, calendars, health },
  onChoose,
}: {
  entry: AccountSettings;
  onChoose(calendarId: CalendarId, chosen: boolean): Promise<WorkerReply>;
}) {
  const name = { name: providerName(account.provider), email: account.email };
  return (
    <Disclosure summary={i18n.t('settings.account.calendars')} open={health.state === 'no-calendar-chosen'}>
      {calendars.length === 0 ? (
        <p className={css.note}>{i18n.t('settings.account.noCalendars')}</p>
      ) : (
        <ul role="list" className={css.list} aria-label={i18n.t('settings.account.calendarsOf', name)}>
          {calendars.map((calendar) => (
            <CalendarChoice
              key={calendar.calendarId}
              calendar={calendar}
              provider={account.provider}
              onChoose={(chosen) => onChoose(calendar.calendarId, chosen)}
            />
          ))}
        </ul>
      )}
    </Disclosure>
  );
}

function CalendarChoice({
  calendar,
  provider,
  onChoose,
}: {
  calendar: Calendar;
  provider: ProviderId;
  onChoose(chosen: boolean): Promise<WorkerReply>;
}) {
  const task = useWorkerTask<boolean>();
  const { now } = task;
  return (
    <li className={css.choice}>
      <label>
        <Checkbox
          checked={now.state === 'pending' ? now.what : calendar.chosen}
          aria-disabled={now.state === 'pending'}
          onChange={(event) => {
            const wanted = event.target.checked;
            void task.run(wanted, () => onChoose(wanted));
          }}
        />
        <span
          className={css.dot}
          style={calendar.color === null ? {} : { backgroundColor: calendar.color }}
        />
        {calendar.name}
        {calendar.primary && <span className={css.note}>{i18n.t('settings.account.primary')}</span>}
      </label>
      <span role="status" className={now.state === 'failed' ? 'late' : css.note}>
        {now.state === 'pending' && now.slow && i18n.t('settings.account.changing')}
        {now.state === 'failed' && replyWords(now.reason, provider)}
      </span>
    </li>
  );
}
