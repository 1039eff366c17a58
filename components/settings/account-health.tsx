/** How reading an account goes, in words. */
import { CircleCheck, Clock, type LucideIcon, TriangleAlert } from 'lucide-react';
import { i18n } from '#i18n';
import type { AccountSettings } from '../../lib/app/load-settings.ts';
import type { Instant } from '../../lib/event/instant.ts';
import { classNames } from '../ui/class-names.ts';
import { dateOf, daysAgo, shortDate, time } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { faultWords } from '../ui/reason-words.ts';
import css from './account-row.module.css';

/** One or two lines: the state with its age, then what was left out. */
export function AccountHealth({ entry, now }: { entry: AccountSettings; now: Instant }) {
  const { health } = entry;
  const { icon, tone, text } = describe(entry, now);
  const skipped = 'skipped' in health ? health.skipped : 0;
  return (
    <>
      <p className={classNames(css.health, tone && css[tone])}>
        <Icon of={icon} />
        <span>{text}</span>
      </p>
      {skipped > 0 && (
        <p className={classNames(css.health, css.soon)}>
          <Icon of={TriangleAlert} />
          <span>{i18n.t('settings.account.skipped', skipped)}</span>
        </p>
      )}
    </>
  );
}

function describe(
  { account, calendars, health, sessionsAhead }: AccountSettings,
  now: Instant,
): { icon: LucideIcon; tone?: 'soon' | 'late'; text: string } {
  const today = dateOf(now);
  const when = (at: Instant) =>
    dateOf(at) === today
      ? i18n.t('settings.account.todayAt', { time: time(at) })
      : i18n.t('settings.account.dayAt', { date: shortDate(at, today), time: time(at) });
  switch (health.state) {
    case 'first-read':
      return { icon: Clock, text: i18n.t('settings.account.firstRead') };
    case 'no-calendar-chosen':
      return { icon: TriangleAlert, tone: 'soon', text: i18n.t('settings.account.noCalendar') };
    case 'healthy': {
      const read = calendars.filter((calendar) => calendar.chosen).length;
      return {
        icon: CircleCheck,
        text: i18n.t('settings.account.healthy', {
          when: when(health.readAt),
          calendars: i18n.t('settings.account.calendarsRead', read),
          sessions: i18n.t('settings.account.sessionsAhead', sessionsAhead),
        }),
      };
    }
    case 'stale':
      return {
        icon: Clock,
        tone: 'soon',
        text: i18n.t('settings.account.stale', {
          when: when(health.readAt),
          ago: daysAgo(health.readAt, today),
        }),
      };
    case 'failing': {
      const parts = [
        faultWords(health.reason, account.provider),
        i18n.t('settings.account.since', { when: when(health.since) }),
        ...(health.readAt ? [i18n.t('settings.account.lastRead', { when: when(health.readAt) })] : []),
      ];
      return { icon: TriangleAlert, tone: 'late', text: parts.join(' ') };
    }
  }
}
