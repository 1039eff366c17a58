/** A parsed calendar → the occurrences in a window (RFC 5545 §3.8.5, §3.8.4.4). */
import type { EventTime } from '../../event/calendar-event.ts';
import { fromEpoch, toEpoch } from '../../event/instant.ts';
import type { PlainDate } from '../../event/instant.ts';
import type { ReadWindow } from '../calendar-provider.ts';
import { DAY, HOUR, dateText, dayOf, dayOfWall } from './civil-date.ts';
import { expandRule, parseRule } from './expand-rule.ts';
import type { Budget, Rule } from './expand-rule.ts';
import type { IcsCalendar, IcsEvent } from './parse-ics.ts';
import type { IcsDuration, IcsTime } from './read-value.ts';
import { Zones } from './zones.ts';
import type { Zone } from './zones.ts';

/** Caps: occurrences that are given, and days and times that are looked at while finding them. */
const LIMITS = {
  ofSeries: 5_000,
  ofCalendar: 250_000,
  ofRule: 100_000,
  seriesWork: 1_000_000,
  work: 10_000_000,
};

/** Occurrences are looked for so much around the window: the longest time that clocks have been put forward. */
const MARGIN = 25 * HOUR;

/** Instants are written with four digits for the year. */
const LATEST = dayOf(9999, 12, 31) * DAY;

export interface IcsInstance {
  uid: string;
  /** Where the series put it: an Instant, or a date when all-day. Null for an entry that does not recur. */
  originalStart: string | null;
  time: EventTime;
  status: 'confirmed' | 'tentative' | 'cancelled';
  /** The component that describes this instance: the master or its override. */
  event: IcsEvent;
}

export interface IcsExpansion {
  /** By entry in the order of the file, and within a series by original start. */
  instances: IcsInstance[];
  /** Series of which not every occurrence could be worked out: too many of them, or a rule that cannot be read. */
  cutShort: number;
  /** TZIDs nobody knows; read as the device's zone. */
  unknownZones: string[];
  /** Entries that could not be understood, those that the parser left out included. */
  skipped: number;
  /** The UIDs of those of them that had one. */
  skippedUids: string[];
}

/**
 * Every occurrence that overlaps the half-open window, cancelled ones included; what EXDATE takes out is absent.
 * A floating time is one of the device's zone, an all-day one lasts from midnight to midnight there. An override
 * counts also without its master or the occurrence that it changes. The work is bounded whatever the rules say.
 */
export function expandIcs(
  calendar: IcsCalendar,
  options: { window: ReadWindow; deviceTimeZone: string },
): IcsExpansion {
  const reading = new Reading(calendar, options.window, options.deviceTimeZone);
  const entries = new Map<string, Entry>();
  for (const event of calendar.events) addTo(entries, event);
  for (const entry of entries.values()) reading.add(entry);
  return reading.result();
}

/** All components of one UID. */
interface Entry {
  master: IcsEvent | null;
  overrides: IcsEvent[];
}

function addTo(entries: Map<string, Entry>, event: IcsEvent): void {
  let entry = entries.get(event.uid);
  if (entry === undefined) {
    entry = { master: null, overrides: [] };
    entries.set(event.uid, entry);
  }
  if (event.recurrenceId !== null) entry.overrides.push(event);
  else if (entry.master === null || isNewer(event, entry.master)) entry.master = event;
}

/** Of two versions the higher SEQUENCE counts, then the later stamp, then the later in the file. */
function isNewer(event: IcsEvent, than: IcsEvent): boolean {
  if (event.sequence !== than.sequence) return event.sequence > than.sequence;
  return event.modified >= than.modified;
}

/** How long something lasts: whole days by the calendar, then exact time. */
type Length = IcsDuration;

/** What a series counts in: it names an occurrence by a key, its instant or, when all-day, its midnight. */
interface Frame {
  allDay: boolean;
  zone: Zone;
  timeOfDay: number;
}

/** An occurrence as it will be given: the component that describes it and its own wall time. */
interface Occurrence {
  event: IcsEvent;
  wall: number;
  length: Length;
}

interface Override extends Occurrence {
  key: number;
}

class Reading {
  readonly #zones: Zones;
  readonly #from: number;
  readonly #to: number;
  readonly #instances: IcsInstance[] = [];
  readonly #skippedUids: string[];
  readonly #work: Budget = { left: LIMITS.work };
  #skipped: number;
  #cutShort = 0;

  constructor(calendar: IcsCalendar, window: ReadWindow, deviceTimeZone: string) {
    this.#zones = new Zones(calendar, deviceTimeZone);
    this.#from = toEpoch(window.start);
    this.#to = toEpoch(window.end);
    this.#skipped = calendar.skipped;
    this.#skippedUids = [...calendar.skippedUids];
  }

  result(): IcsExpansion {
    return {
      instances: this.#instances,
      cutShort: this.#cutShort,
      unknownZones: [...this.#zones.unknown],
      skipped: this.#skipped,
      skippedUids: this.#skippedUids,
    };
  }

  add({ master, overrides }: Entry): void {
    const main = master === null ? null : this.#occurrenceOf(master);
    if (main !== null && overrides.length === 0 && !recurs(main.event)) {
      const time = this.#timeInWindow(main);
      if (time !== null && !this.#give(main, null, time)) this.#cutShort += 1;
      return;
    }
    const complete = this.#addSeries(main, overrides);
    if (!complete) this.#cutShort += 1;
  }

  /** False when not every occurrence could be worked out. */
  #addSeries(main: Occurrence | null, overrides: readonly IcsEvent[]): boolean {
    const own = main === null ? null : this.#frameOf(main.event, main.event.start);
    const [single, future] = [new Map<number, Override>(), new Map<number, Override>()];
    for (const event of overrides) {
      const occurrence = this.#occurrenceOf(event);
      if (occurrence === null) continue;
      const id = event.recurrenceId as IcsTime;
      const key = this.#keyOf(id, event.scope, own ?? this.#frameOf(event, id));
      const among = event.thisAndFuture ? future : single;
      const earlier = among.get(key);
      if (earlier === undefined || isNewer(event, earlier.event)) among.set(key, { ...occurrence, key });
    }

    const placed = new Map<number, Occurrence>([...future, ...single]);
    const all = new Map<number, Occurrence>();
    let complete = true;
    if (main !== null && own !== null) {
      const changes = [...future.values()].toSorted((a, b) => a.key - b.key);
      const occurrences = this.#occurrencesOf(main, own, changes);
      complete = occurrences.complete;
      for (const [key, length] of occurrences.found) {
        const change = changes.findLast((candidate) => candidate.key <= key);
        all.set(
          key,
          change === undefined
            ? { ...main, wall: wallOf(key, own), length }
            : this.#changed(key, own, change),
        );
      }
      for (const key of placed.keys()) if (occurrences.isExcluded(key)) placed.delete(key);
    }
    for (const [key, occurrence] of placed) all.set(key, occurrence);

    let given = 0;
    for (const key of [...all.keys()].toSorted((a, b) => a - b)) {
      const occurrence = all.get(key) as Occurrence;
      const time = this.#timeInWindow(occurrence);
      if (time === null) continue;
      const { event } = occurrence;
      const { allDay } = own ?? this.#frameOf(event, event.recurrenceId as IcsTime);
      if (
        given >= LIMITS.ofSeries ||
        !this.#give(occurrence, allDay ? dateText(key / DAY) : fromEpoch(key), time)
      ) {
        return false;
      }
      given += 1;
    }
    return complete;
  }

  /** The keys of a series around the window, with their lengths, before any override but without what is excluded. */
  #occurrencesOf(main: Occurrence, frame: Frame, changes: readonly Override[]) {
    const { event } = main;
    const budget = { left: Math.min(LIMITS.seriesWork, this.#work.left) };
    const before = budget.left;
    const shifts = changes.map((change) => this.#startOf(change) - change.key);
    const reach = Math.max(
      ...[main, ...changes].map(({ length }) => length.days * DAY + length.milliseconds),
    );
    const from = frame.zone.toWall(this.#from) - reach - Math.max(0, ...shifts) - MARGIN;
    const to = frame.zone.toWall(this.#to) - Math.min(0, ...shifts) + MARGIN;

    let complete = true;
    const expand = (texts: readonly string[], add: (key: number) => void) => {
      for (const text of texts) {
        const parsed = parseRule(text);
        if (parsed === null) {
          complete = false;
          continue;
        }
        // RFC 5545 §3.3.10: times of day mean nothing to a date.
        const rule = frame.allDay ? { ...parsed, byHour: null, byMinute: null, bySecond: null } : parsed;
        const ends = this.#endOf(rule, event.scope, frame);
        const last = ends + (frame.allDay || ends === Infinity ? 0 : frame.zone.toWall(ends) - ends + MARGIN);
        const result = expandRule(rule, main.wall, { from, to, last, limit: LIMITS.ofRule, budget });
        complete &&= result.complete;
        for (const wall of result.walls) {
          const key = toKey(wall, frame);
          if (key <= ends) add(key);
        }
      }
    };

    const found = new Map<number, Length>();
    expand(event.rules, (key) => found.set(key, main.length));
    if (event.rules.length === 0 || !complete) found.set(toKey(main.wall, frame), main.length);
    for (const extra of event.extraDates) {
      const asDate = frame.allDay || extra.start.kind === 'date';
      const length =
        asDate || (extra.end ?? extra.duration) === null
          ? main.length
          : this.#lengthOf({ ...extra, scope: event.scope });
      if (length !== null) found.set(this.#keyOf(extra.start, event.scope, frame), length);
    }

    const excluded = new Set<number>();
    const excludedDays = new Set<number>();
    for (const time of event.exceptDates) {
      if (time.kind === 'date') excludedDays.add(dayOfWall(time.wall));
      else excluded.add(this.#keyOf(time, event.scope, frame));
    }
    expand(event.exceptionRules, (key) => excluded.add(key));
    const isExcluded = (key: number) => excluded.has(key) || excludedDays.has(dayOfWall(wallOf(key, frame)));
    if (excluded.size + excludedDays.size > 0) {
      for (const key of found.keys()) if (isExcluded(key)) found.delete(key);
    }
    this.#work.left -= before - budget.left;
    return { found, isExcluded, complete };
  }

  /** The key after which a rule names nothing any more. A date counts as its whole day, in the zone of the series. */
  #endOf(rule: Rule, scope: number, frame: Frame): number {
    const { until } = rule;
    if (until === null) return Infinity;
    if (frame.allDay) return dayOfWall(until.wall) * DAY + DAY - 1;
    if (until.kind === 'date') return frame.zone.toUtc(until.wall + DAY) - 1;
    return this.#keyOf(until, scope, frame);
  }

  /** An instance that a THISANDFUTURE before it moves along: by as much time on the clock. */
  #changed(key: number, frame: Frame, change: Override): Occurrence {
    const { event, length } = change;
    const zone = this.#zones.of(event.start, event.scope);
    const wallIn = (at: number) => {
      if (event.start.kind === 'date') return dayOfWall(wallOf(at, frame)) * DAY;
      return frame.allDay ? at : zone.toWall(at);
    };
    return { event, length, wall: wallIn(key) + change.wall - wallIn(change.key) };
  }

  #frameOf(event: IcsEvent, time: IcsTime): Frame {
    const { start, scope } = event;
    const allDay = time.kind === 'date';
    const zone = allDay ? this.#zones.device : this.#zones.of(time, scope, this.#zones.of(start, scope));
    return { allDay, zone, timeOfDay: allDay ? 0 : time.wall - dayOfWall(time.wall) * DAY };
  }

  /** The key of a RECURRENCE-ID, EXDATE, RDATE or UNTIL; without a zone of its own it goes by that of the series. */
  #keyOf(time: IcsTime, scope: number, frame: Frame): number {
    if (frame.allDay) {
      // Midnight in the device's zone, or the date that was meant by midnight UTC.
      const isInstant = time.kind === 'utc' && time.wall % DAY !== 0;
      return dayOfWall(isInstant ? this.#zones.device.toWall(time.wall) : time.wall) * DAY;
    }
    if (time.kind === 'date') return frame.zone.toUtc(time.wall + frame.timeOfDay);
    return this.#zones.of(time, scope, frame.zone).toUtc(time.wall);
  }

  /** The component as it stands; null, and counted, when it ends before it starts or never. */
  #occurrenceOf(event: IcsEvent): Occurrence | null {
    const { wall } = event.start;
    const length = this.#lengthOf(event);
    if (length !== null && wall + length.days * DAY + length.milliseconds <= LATEST)
      return { event, length, wall };
    this.#skipped += 1;
    this.#skippedUids.push(event.uid);
    return null;
  }

  /** Null when it is negative. DTEND gives an exact length, DURATION one by the calendar (RFC 5545 §3.8.5.3). */
  #lengthOf({
    start,
    end,
    duration,
    scope,
  }: Pick<IcsEvent, 'start' | 'end' | 'duration' | 'scope'>): Length | null {
    if (start.kind === 'date') {
      const days =
        end === null
          ? (duration?.days ?? 0) + Math.ceil((duration?.milliseconds ?? 0) / DAY)
          : dayOfWall(end.wall) - dayOfWall(start.wall);
      return days < 0 ? null : { days: Math.max(1, days), milliseconds: 0 };
    }
    const zone = this.#zones.of(start, scope);
    const length =
      end === null
        ? (duration ?? { days: 0, milliseconds: 0 })
        : {
            days: 0,
            milliseconds: this.#zones.of(end, scope, zone).toUtc(end.wall) - zone.toUtc(start.wall),
          };
    return length.days < 0 || length.milliseconds < 0 ? null : length;
  }

  #startOf({ event, wall }: Occurrence): number {
    return this.#zones.of(event.start, event.scope).toUtc(wall);
  }

  /** Null when it does not overlap the window, or lies beyond the year 9999. */
  #timeInWindow(occurrence: Occurrence): EventTime | null {
    const { event, wall, length } = occurrence;
    const zone = this.#zones.of(event.start, event.scope);
    const start = zone.toUtc(wall);
    const end = (length.days === 0 ? start : zone.toUtc(wall + length.days * DAY)) + length.milliseconds;
    if (start >= this.#to || (end <= this.#from && start < this.#from) || end > LATEST) return null;
    if (event.start.kind !== 'date') {
      return {
        kind: 'timed',
        start: fromEpoch(start),
        end: fromEpoch(end),
        timeZone: this.#nameOf(event, zone),
      };
    }
    const first = dayOfWall(wall);
    return { kind: 'all-day', startDate: plainDate(first), endDate: plainDate(first + length.days) };
  }

  /** A floating time was made in no zone. */
  #nameOf({ start }: IcsEvent, zone: Zone): string | null {
    const floats = start.kind === 'local' && (start.zone === null || this.#zones.unknown.has(start.zone));
    return floats ? null : zone.name;
  }

  /** False when there are too many already. */
  #give({ event }: Occurrence, originalStart: string | null, time: EventTime): boolean {
    if (this.#instances.length >= LIMITS.ofCalendar) return false;
    this.#instances.push({ uid: event.uid, originalStart, time, status: event.status, event });
    return true;
  }
}

function recurs(event: IcsEvent): boolean {
  return event.rules.length > 0 || event.extraDates.length > 0;
}

function toKey(wall: number, frame: Frame): number {
  return frame.allDay ? dayOfWall(wall) * DAY : frame.zone.toUtc(wall);
}

function wallOf(key: number, frame: Frame): number {
  return frame.allDay ? key : frame.zone.toWall(key);
}

function plainDate(day: number): PlainDate {
  return dateText(day) as PlainDate;
}
