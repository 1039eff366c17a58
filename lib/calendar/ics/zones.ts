/** Wall times ↔ instants, by the VTIMEZONEs of a calendar and by the zones that this runtime knows. */
import { toTimeZone } from '../time-zone.ts';
import { DAY, dayOf } from './civil-date.ts';
import { expandRule, parseRule } from './expand-rule.ts';
import type { IcsCalendar, IcsObservance, IcsZone } from './parse-ics.ts';
import type { IcsTime } from './read-value.ts';

/** A stretch of time with one offset from UTC; all in milliseconds, `until` excluded. */
interface Span {
  from: number;
  until: number;
  offset: number;
}

/** One time zone. Offsets are remembered by stretches, since asking Temporal takes longer than the sum itself. */
export class Zone {
  /** IANA name; null for a zone that only the calendar knows. */
  readonly name: string | null;
  readonly #find: (utc: number) => Span;
  readonly #spans: Span[] = [];
  #last: Span = { from: 0, until: 0, offset: 0 };

  constructor(name: string | null, find: (utc: number) => Span) {
    this.name = name;
    this.#find = find;
  }

  /** What a clock on the wall shows at an instant. */
  toWall(utc: number): number {
    return utc + this.#offsetAt(utc);
  }

  /**
   * The instant of a wall time: the first of two; where clocks skip it, by the offset before the gap
   * (RFC 5545 §3.3.5).
   */
  toUtc(wall: number): number {
    const before = this.#offsetAt(wall - DAY);
    const after = this.#offsetAt(wall + DAY);
    const first = wall - before;
    if (before === after || this.#offsetAt(first) === before) return first;
    const second = wall - after;
    return this.#offsetAt(second) === after ? second : first;
  }

  #offsetAt(utc: number): number {
    if (utc < this.#last.from || utc >= this.#last.until) {
      let span = this.#spans.find(({ from, until }) => utc >= from && utc < until);
      if (span === undefined) {
        span = this.#find(utc);
        this.#spans.push(span);
      }
      this.#last = span;
    }
    return this.#last.offset;
  }
}

export const UTC = new Zone('UTC', () => ({ from: -Infinity, until: Infinity, offset: 0 }));

const runtimeZones = new Map<string, Zone>([['UTC', UTC]]);
const RUNTIME_ZONES_LIMIT = 100;

/** A zone of this runtime, by its IANA name. */
export function runtimeZone(name: string): Zone {
  let zone = runtimeZones.get(name);
  if (zone === undefined) {
    zone = new Zone(name, (utc) => runtimeSpan(name, utc));
    if (runtimeZones.size < RUNTIME_ZONES_LIMIT) runtimeZones.set(name, zone);
  }
  return zone;
}

function runtimeSpan(name: string, utc: number): Span {
  // A millisecond later, since the transition before an instant is never the one at it.
  const there = Temporal.Instant.fromEpochMilliseconds(utc + 1).toZonedDateTimeISO(name);
  return {
    from: there.getTimeZoneTransition('previous')?.epochMilliseconds ?? -Infinity,
    until: there.getTimeZoneTransition('next')?.epochMilliseconds ?? Infinity,
    offset: there.offsetNanoseconds / 1e6,
  };
}

/** The zones of one calendar. */
export class Zones {
  readonly device: Zone;
  /** TZIDs that nobody knows. */
  readonly unknown = new Set<string>();
  readonly #calendar: IcsCalendar;
  readonly #found: Map<string, Zone>[];
  readonly #built = new Map<IcsZone, Zone>();

  constructor(calendar: IcsCalendar, deviceTimeZone: string) {
    this.device = runtimeZone(deviceTimeZone);
    this.#calendar = calendar;
    this.#found = calendar.zones.map(() => new Map());
  }

  /**
   * The zone of a time as it is written. Without TZID it is the zone of the device, or `own` where the time goes
   * with another one (an EXDATE with its DTSTART). X-WR-TIMEZONE is no more than a hint: RFC 5545 lets a floating
   * time mean the same clock time everywhere.
   */
  of(time: IcsTime, scope: number, own: Zone = this.device): Zone {
    if (time.kind === 'utc') return UTC;
    if (time.kind === 'date' || time.zone === null) return own;
    const found = this.#found[scope] as Map<string, Zone>;
    let zone = found.get(time.zone);
    if (zone === undefined) {
      zone = this.#find(time.zone, scope);
      found.set(time.zone, zone);
    }
    return zone;
  }

  /** What the calendar itself defines comes first, from another VCALENDAR of the file if need be. */
  #find(tzid: string, scope: number): Zone {
    const { zones } = this.#calendar;
    const given = zones[scope]?.get(tzid);
    if (given !== undefined) return this.#given(tzid, given);
    const name = nameOfZone(tzid);
    if (name !== null) return runtimeZone(name);
    const elsewhere = zones.find((scoped) => scoped.has(tzid))?.get(tzid);
    if (elsewhere !== undefined) return this.#given(tzid, elsewhere);
    this.unknown.add(tzid);
    return this.device;
  }

  #given(tzid: string, zone: IcsZone): Zone {
    const built = this.#built.get(zone) ?? givenZone(tzid, zone);
    this.#built.set(zone, built);
    return built;
  }
}

/** The IANA name that a TZID means, without prefixes such as `/freeassociation.sourceforge.net/`; null for none. */
function nameOfZone(tzid: string): string | null {
  const whole = toTimeZone(tzid);
  if (whole !== null || !tzid.includes('/')) return whole;
  const parts = tzid.split('/');
  for (const count of [3, 2, 1]) {
    const name = parts.length > count ? toTimeZone(parts.slice(-count).join('/')) : null;
    if (name !== null) return name;
  }
  return null;
}

/** Onsets are worked out for this stretch; after it the last one holds. */
const EARLIEST = dayOf(1900, 1, 1) * DAY;
const LATEST = dayOf(2200, 1, 1) * DAY;
const AHEAD = 20 * 366 * DAY;
/** Work and onsets of one observance: two a year would be 600 in three centuries. */
const ZONE_BUDGET = 200_000;
const ZONE_ONSETS = 2_000;

interface Onset {
  utc: number;
  offsetFrom: number;
  offsetTo: number;
}

/** A VTIMEZONE as it is given. */
function givenZone(tzid: string, zone: IcsZone): Zone {
  let onsets: Onset[] = [];
  let horizon = -Infinity;
  const name = nameOfZone(tzid) ?? toTimeZone(zone.location);
  return new Zone(name, (utc) => {
    if (utc >= horizon && horizon < LATEST) {
      horizon = Math.min(LATEST, Math.max(utc, EARLIEST) + AHEAD);
      onsets = zone.observances
        .flatMap((observance) => onsetsOf(observance, horizon))
        .toSorted((a, b) => a.utc - b.utc);
    }
    const index = onsets.findLastIndex((onset) => onset.utc <= utc);
    const next = onsets[index + 1];
    return {
      from: onsets[index]?.utc ?? -Infinity,
      until: next?.utc ?? (horizon < LATEST ? horizon : Infinity),
      offset: onsets[index]?.offsetTo ?? next?.offsetFrom ?? 0,
    };
  });
}

function onsetsOf(
  { start, offsetFrom, offsetTo, rules, extraDates }: IcsObservance,
  horizon: number,
): Onset[] {
  const toUtc = ({ kind, wall }: IcsTime) => (kind === 'utc' ? wall : wall - offsetFrom);
  const onsets = [start, ...extraDates].map(toUtc);
  for (const text of rules) {
    const rule = parseRule(text);
    if (rule === null) continue;
    const { walls } = expandRule(rule, start.wall, {
      from: EARLIEST,
      to: horizon + offsetFrom,
      last: rule.until === null ? Infinity : toUtc(rule.until) + offsetFrom,
      limit: ZONE_ONSETS,
      budget: { left: ZONE_BUDGET },
    });
    for (const wall of walls) onsets.push(wall - offsetFrom);
  }
  return onsets.map((utc) => ({ utc, offsetFrom, offsetTo }));
}
