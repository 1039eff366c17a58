/** How reading an account goes, in words. */
import { CircleCheck, Clock, CloudOff, type LucideIcon, RefreshCw, TriangleAlert } from 'lucide-react';
import { i18n } from '#i18n';
import type { AccountSettings } from '../../lib/app/load-settings.ts';
import type { Instant, PlainDate } from '../../lib/event/instant.ts';
import { useOnline } from '../hooks/use-online.ts';
import { classNames } from '../ui/class-names.ts';
import { dateOf, daysAgo, shortDate, time } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { offlineWords, progressWords } from '../ui/reading-words.ts';
import { faultWords } from '../ui/reason-words.ts';
import css from './account-row.module.css';

/**
 * One or two lines: the state with its age, then what was left out.
 * @param progress entries that a first reading under way has read so far, or null.
 */
export function AccountHealth({
  entry,
  now,
  progress,
}: {
  entry: AccountSettings;
  now: Instant;
  progress: number | null;
}) {
  const { account, health } = entry;
  const online = useOnline();
  const { icon, tone, text } = describe(entry, now, online, progress);
  const skipped = 'skipped' in health ? health.skipped : 0;
  return (
    <>
      <p className={classNames(css.health, tone && css[tone])}>
        <Icon of={icon} />
        <span>{text}</span>
      </p>
      {account.ics?.busyOnly === true && (
        <p className={classNames(css.health, css.soon)}>
          <Icon of={TriangleAlert} />
          <span>{i18n.t('settings.ics.busyOnly')}</span>
        </p>
      )}
      {skipped > 0 && (
        <p className={classNames(css.health, css.soon)}>
          <Icon of={TriangleAlert} />
          <span>{i18n.t('settings.account.skipped', skipped)}</span>
        </p>
      )}
    </>
  );
}

interface HealthLine {
  icon: LucideIcon;
  tone?: 'soon' | 'late';
  text: string;
}

function describe(
  { account, calendars, health, sessionsAhead }: AccountSettings,
  now: Instant,
  online: boolean,
  progress: number | null,
): HealthLine {
  const today = dateOf(now);
  const when = (at: Instant) => dayAndTime(at, today);
  const sessions = i18n.t('settings.account.sessionsAhead', sessionsAhead);
  switch (health.state) {
    case 'first-read':
      if (progress !== null) return { icon: RefreshCw, text: progressWords(account, progress) };
      return { icon: Clock, text: i18n.t('settings.account.firstRead') };
    case 'no-calendar-chosen':
      return { icon: TriangleAlert, tone: 'soon', text: i18n.t('settings.account.noCalendar') };
    case 'healthy': {
      if (account.ics?.kind === 'file') return describeFile(account.connectedAt, sessions, now);
      if (account.ics) {
        const words = { when: when(health.readAt), sessions };
        return { icon: CircleCheck, text: i18n.t('settings.ics.healthy', words) };
      }
      const read = calendars.filter((calendar) => calendar.chosen).length;
      return {
        icon: CircleCheck,
        text: i18n.t('settings.account.healthy', {
          when: when(health.readAt),
          calendars: i18n.t('settings.account.calendarsRead', read),
          sessions,
        }),
      };
    }
    case 'offline':
      return {
        icon: CloudOff,
        text: offlineWords(online ? [account] : [], health.readAt && when(health.readAt)),
      };
    case 'stale':
      if (account.ics?.kind === 'file') return describeFile(account.connectedAt, sessions, now);
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
        faultWords(health.reason, account),
        i18n.t('settings.account.since', { when: when(health.since) }),
        ...(health.readAt ? [i18n.t('settings.account.lastRead', { when: when(health.readAt) })] : []),
      ];
      return { icon: TriangleAlert, tone: 'late', text: parts.join(' ') };
    }
  }
}

/** A file never changes by itself: its age is what counts, not when it was last looked at. */
function describeFile(addedAt: Instant, sessions: string, now: Instant): HealthLine {
  const today = dateOf(now);
  const when = dayAndTime(addedAt, today);
  if (dateOf(addedAt) === today) {
    return { icon: CircleCheck, text: i18n.t('settings.ics.fileFresh', { when, sessions }) };
  }
  return {
    icon: Clock,
    tone: 'soon',
    text: i18n.t('settings.ics.fileOld', { when, ago: daysAgo(addedAt, today), sessions }),
  };
}

/** "today at 13:47", "Tue 3 Nov at 13:47" */
function dayAndTime(at: Instant, today: PlainDate): string {
  return dateOf(at) === today
    ? i18n.t('settings.account.todayAt', { time: time(at) })
    : i18n.t('settings.account.dayAt', { date: shortDate(at, today), time: time(at) });
}
