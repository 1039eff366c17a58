/** When to read the calendars next. Pure. */
import { type FaultRecord, isWaiting } from '../event/account.ts';
import { type Instant, addMinutes, minutesBetween, toInstant } from '../event/instant.ts';
import type { Session } from './session.ts';

/** Minutes between two readings. */
export const REFRESH_EVERY = { nearSession: 5, day: 20, night: 120 } as const;
/** From so long before a session until its end calendars are read often: that is when meetings get moved. */
const NEAR_MINUTES = 45;
const DAY_STARTS = 6;
const DAY_ENDS = 22;
/** Browsers fire no alarm sooner. */
const SOONEST_MINUTES = 0.5;
/** Without a network it is looked for often, but not for long: a host that is never reached looks just the same. */
const OFFLINE_MINUTES = 2;
const OFFLINE_OFTEN_FOR_MINUTES = 20;

/** How reading something (a calendar, the list of an account) went last. */
export interface LastReading {
  readAt: Instant | null;
  fault: FaultRecord | null;
  /** Minutes between two readings at least (event/account.ts). */
  least?: number;
}

/**
 * Minutes until the next reading: often near a session, rarely at night (22 to 6 in `timeZone`), in time for a session
 * that is near and for the day that begins. Counted from the oldest reading, so that asking again does not put it off.
 * What fails is tried again when its record says so; without a network every two minutes at first, then as usual.
 */
export function minutesToNextRefresh(
  readings: readonly LastReading[],
  sessions: readonly Pick<Session, 'start' | 'end' | 'state'>[],
  now: Instant,
  timeZone: string,
): number {
  const active = sessions.filter((session) => session.state === 'active' && session.end > now);
  const nearFrom = active.map((session) => addMinutes(session.start, -NEAR_MINUTES));
  const nightEnds = endOfNight(now, timeZone);
  const isNear = nearFrom.some((from) => from <= now);
  const usual = nightEnds === null ? REFRESH_EVERY.day : REFRESH_EVERY.night;
  const every = isNear ? REFRESH_EVERY.nearSession : usual;
  const due = readings.map(({ readAt, fault, least = 0 }) => {
    if (fault === null) return readAt === null ? now : addMinutes(readAt, Math.max(every, least));
    if (isWaiting(fault, now)) return fault.retryAt;
    if (fault.reason !== 'offline') return now;
    const isNew = minutesBetween(fault.since, now) < OFFLINE_OFTEN_FOR_MINUTES;
    return nextOf(fault.since, isNew ? OFFLINE_MINUTES : every, now);
  });
  const others = [addMinutes(now, every), ...nearFrom.filter((from) => from > now)];
  if (nightEnds !== null) others.push(nightEnds);
  const next = [...due, ...others].reduce((soonest, at) => (at < soonest ? at : soonest));
  return Math.max(SOONEST_MINUTES, minutesBetween(now, next));
}

/** When the night that `now` is in ends; null by day. */
function endOfNight(now: Instant, timeZone: string): Instant | null {
  const local = Temporal.Instant.from(now).toZonedDateTimeISO(timeZone);
  if (local.hour >= DAY_STARTS && local.hour < DAY_ENDS) return null;
  const date = local.toPlainDate().add({ days: local.hour < DAY_STARTS ? 0 : 1 });
  const end = date.toZonedDateTime({ timeZone, plainTime: { hour: DAY_STARTS } });
  return toInstant(end.toInstant().toString());
}

/** The first time after `now` that lies a multiple of `minutes` after `start`: asking again does not move it. */
function nextOf(start: Instant, minutes: number, now: Instant): Instant {
  const elapsed = Math.max(0, minutesBetween(start, now));
  return addMinutes(start, (Math.floor(elapsed / minutes) + 1) * minutes);
}
