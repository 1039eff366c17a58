/**
 * Alarm → use case. Two alarms, both made anew whenever the worker starts:
 * `refresh-calendars` reads the calendars, `badge` redraws the toolbar button when its text changes.
 */
import { i18n } from '#i18n';
import { browser } from 'wxt/browser';
import { dropOrphans } from '../../lib/app/drop-orphans.ts';
import { minutesUntilRefresh } from '../../lib/app/next-refresh.ts';
import { type RefreshCause, refreshCalendars } from '../../lib/app/refresh-calendars.ts';
import { updateBadge } from '../../lib/app/update-badge.ts';
import { watchRecord } from '../../lib/app/watch-record.ts';
import type { WorkerDeps } from '../../lib/app/worker-deps.ts';
import { readValue, writeValue } from '../../lib/platform/key-value.ts';
import { inTurn } from '../../lib/platform/lock.ts';
import { deviceTimeZone } from '../../lib/platform/time-zone.ts';

const REFRESH = 'refresh-calendars';
const BADGE = 'badge';
/** Set in the store that the browser forgets when it closes. */
const STARTED = 'worker-started';

const badgeWords = {
  counting: (minutes: number) => ({ text: String(minutes), title: i18n.t('badge.counting', minutes) }),
  running: () => ({ text: i18n.t('badge.runningShort'), title: i18n.t('badge.running') }),
  none: () => ({ title: i18n.t('app.name') }),
};

export interface Schedule {
  /** Sets both alarms from what is stored now. */
  reschedule: () => Promise<void>;
  /** Reads the calendars, then sets the alarms, however the reading went. Waits for a reading that is under way. */
  refresh: (cause: RefreshCause) => Promise<void>;
}

/** Adds the alarm listener and draws the badge. */
export function registerAlarms(deps: WorkerDeps): Schedule {
  // In turn: of two that overlap the one that read the older record may otherwise draw last.
  const redraw = inTurn(async () => {
    const nextAt = await updateBadge(deps, badgeWords);
    if (nextAt === null) await browser.alarms.clear(BADGE);
    else await browser.alarms.create(BADGE, { when: Date.parse(nextAt) });
  });
  const reschedule = inTurn(async () => {
    const minutes = await minutesUntilRefresh(deps, deviceTimeZone());
    if (minutes === null) await browser.alarms.clear(REFRESH);
    else {
      // The period brings it back should the worker die before it can set the next one.
      const periodInMinutes = Math.max(minutes, 5);
      await browser.alarms.create(REFRESH, { delayInMinutes: minutes, periodInMinutes });
    }
    await redraw();
  });
  const refresh = (cause: RefreshCause) => refreshCalendars(deps, cause).then(reschedule, reschedule);
  browser.alarms.onAlarm.addListener((alarm) => {
    if (alarm.name === BADGE) inBackground(redraw());
    if (alarm.name === REFRESH) inBackground(refresh('alarm'));
  });
  watchRecord(['sessions'], () => inBackground(redraw()));
  const schedule = { reschedule, refresh };
  inBackground(ensure(schedule, redraw, () => dropOrphans(deps)));
  return schedule;
}

/** Nobody waits for it, and nobody could be told: what fails (a store that does not open) is tried at the next alarm. */
export function inBackground(work: Promise<void>): void {
  work.catch(() => undefined);
}

/**
 * Until the calendars were read once since the browser started, each start of the worker reads them; later the alarms
 * that are there are left to run. They may be gone after a restart of the browser, and they are set before the reading:
 * the worker may not live to its end.
 */
async function ensure(
  { reschedule, refresh }: Schedule,
  redraw: () => Promise<void>,
  tidy: () => Promise<void>,
): Promise<void> {
  if ((await readValue('session', STARTED)) !== true) {
    await reschedule();
    await tidy();
    await refresh('start');
    await writeValue('session', STARTED, true);
  } else if (await browser.alarms.get(REFRESH)) await redraw();
  else await reschedule();
}
