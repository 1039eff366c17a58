/**
 * From an entry to its instances within a window. No provider's shape here.
 */
import type { WorldEvent, WorldException } from './world-description.ts';

/** A date for all-day entries, an instant with its zone for the others. */
export type WorldMoment = Temporal.PlainDate | Temporal.ZonedDateTime;

export interface WorldInstance {
  /** The entry with what is special to this instance laid over it. */
  event: WorldEvent;
  kind: 'single' | 'occurrence' | 'exception';
  start: WorldMoment;
  end: WorldMoment;
  /** Where the series put it; equals `start` unless the instance was moved. */
  originalStart: WorldMoment;
  cancelled: boolean;
}

export interface WorldWindow {
  from: Temporal.Instant;
  to: Temporal.Instant;
}

/** A moved instance may come from beyond the window, but not from further than this. */
const MOVED_AT_MOST = { hours: 24 * 400 };

export function isAllDay(moment: WorldMoment): moment is Temporal.PlainDate {
  return moment instanceof Temporal.PlainDate;
}

/** Reads the two forms of `WorldEvent.start`. @throws RangeError when the text is neither. */
export function readMoment(text: string): WorldMoment {
  return text.includes('T') ? Temporal.ZonedDateTime.from(text) : Temporal.PlainDate.from(text);
}

/** The form that `readMoment` reads, without seconds. */
export function writeMoment(moment: WorldMoment): string {
  if (isAllDay(moment)) return moment.toString();
  return `${moment.toPlainDateTime().toString({ smallestUnit: 'minute' })}[${moment.timeZoneId}]`;
}

/** The instant at which `moment` begins; all-day entries begin at midnight in `timeZone`. */
export function toInstant(moment: WorldMoment, timeZone: string): Temporal.Instant {
  return isAllDay(moment) ? moment.toZonedDateTime(timeZone).toInstant() : moment.toInstant();
}

/**
 * The instances of `event` that end after `window.from` and start before `window.to`, by start.
 * Wall time is kept across clock changes. A cancelled instance is tested by its original time.
 */
export function expandEvent(event: WorldEvent, window: WorldWindow, timeZone: string): WorldInstance[] {
  return allInstances(event, window, timeZone).filter(
    ({ start, end }) =>
      Temporal.Instant.compare(toInstant(end, timeZone), window.from) > 0 &&
      Temporal.Instant.compare(toInstant(start, timeZone), window.to) < 0,
  );
}

function allInstances(event: WorldEvent, window: WorldWindow, timeZone: string): WorldInstance[] {
  const start = readMoment(event.start);
  const end = readMoment(event.end);
  if (!event.recurrence) {
    const cancelled = event.status === 'cancelled';
    return [{ event, kind: 'single', start, end, originalStart: start, cancelled }];
  }
  const horizon = window.to.add(MOVED_AT_MOST);
  const instances: WorldInstance[] = [];
  for (const originalStart of originalStarts(event, start)) {
    if (Temporal.Instant.compare(toInstant(originalStart, timeZone), horizon) > 0) break;
    const exception = event.recurrence.exceptions?.find(({ on }) => on === dateOf(originalStart).toString());
    instances.push(buildInstance(event, exception, originalStart, start, end));
  }
  return instances;
}

function buildInstance(
  event: WorldEvent,
  exception: WorldException | undefined,
  originalStart: WorldMoment,
  seriesStart: WorldMoment,
  seriesEnd: WorldMoment,
): WorldInstance {
  const start = exception?.start === undefined ? originalStart : readMoment(exception.start);
  const end =
    exception?.end === undefined ? endAfter(start, seriesStart, seriesEnd) : readMoment(exception.end);
  const { on: _on, cancelled = false, ...differences } = exception ?? { on: '' };
  return {
    event: { ...event, ...differences },
    kind: exception ? 'exception' : 'occurrence',
    start,
    end,
    originalStart,
    cancelled: cancelled || event.status === 'cancelled',
  };
}

function* originalStarts(event: WorldEvent, first: WorldMoment): Generator<WorldMoment> {
  const { every, count = Infinity, until } = event.recurrence ?? { every: 'week' };
  const firstDate = dateOf(first);
  for (let step = 0, given = 0; given < count; step += 1) {
    const date =
      every === 'month'
        ? firstDate.add({ months: step })
        : firstDate.add({ weeks: every === 'week' ? step : step * 2 });
    if (until !== undefined && Temporal.PlainDate.compare(date, until) > 0) return;
    if (every === 'month' && date.day !== firstDate.day) continue;
    given += 1;
    yield isAllDay(first)
      ? date
      : date.toZonedDateTime({ timeZone: first.timeZoneId, plainTime: first.toPlainTime() });
  }
}

/** Where an instance ends that begins at `start`: as long after it as the series says. */
export function endAfter(start: WorldMoment, seriesStart: WorldMoment, seriesEnd: WorldMoment): WorldMoment {
  if (isAllDay(start)) return start.add(dateOf(seriesStart).until(dateOf(seriesEnd)));
  if (isAllDay(seriesStart) || isAllDay(seriesEnd)) return start.add({ hours: 1 });
  return start.add(seriesStart.toInstant().until(seriesEnd.toInstant()));
}

function dateOf(moment: WorldMoment): Temporal.PlainDate {
  return isAllDay(moment) ? moment : moment.toPlainDate();
}
