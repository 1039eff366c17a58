/** iCalendar text → components (RFC 5545 §3.6), tolerant of what real calendars contain. */
import { AppError } from '../../platform/app-error.ts';
import { eachLine, nameOf, readProperty } from './content-lines.ts';
import type { Property } from './content-lines.ts';
import { MOST_BYTES, decodeIcs } from './ics-text.ts';
import { readDuration, readOffset, readParameter, readText, readTime } from './read-value.ts';
import type { IcsDuration, IcsTime } from './read-value.ts';

export type IcsFault = 'not-a-calendar' | 'too-big' | 'too-many-entries';

/** A file that cannot be read at all. */
export class IcsError extends AppError<IcsFault> {}

/** What is refused: sizes in bytes (or characters of a string) and VEVENTs. */
export const ICS_LIMITS = { bytes: MOST_BYTES, entries: 100_000 } as const;

/** More of a text is not kept; the normaliser shortens it further. */
const MAX_TEXT = 100_000;
/** A longer UID names nothing; it would be stored with every instance. */
const MAX_UID = 1_000;
/** Components nest three deep; what lies deeper is not looked at. */
const MAX_DEPTH = 20;

/** An organiser or attendee as the calendar names them. */
export interface IcsPerson {
  /** Lower case; null where the calendar gives no mail address. */
  email: string | null;
  name: string;
  /** PARTSTAT in upper case, empty where it is not given. */
  partStat: string;
  /** CUTYPE in upper case, empty where it is not given. */
  kind: string;
}

/** An extra date of a series (RDATE), with a length of its own when it was given as a PERIOD. */
export interface IcsExtraDate {
  start: IcsTime;
  end: IcsTime | null;
  duration: IcsDuration | null;
}

/** One usable VEVENT: a single event, the master of a series, or the override of one instance. */
export interface IcsEvent {
  uid: string;
  /** False where the calendar gives no UID: `uid` is then made of start and title. */
  hasUid: boolean;
  /** The VCALENDAR of the file that it stands in, from 0: zones are looked up there first. */
  scope: number;
  sequence: number;
  /** LAST-MODIFIED, or DTSTAMP, as written; empty without either. */
  modified: string;
  start: IcsTime;
  end: IcsTime | null;
  duration: IcsDuration | null;
  /** RRULE values as written. */
  rules: string[];
  /** EXRULE values as written (RFC 2445). */
  exceptionRules: string[];
  extraDates: IcsExtraDate[];
  exceptDates: IcsTime[];
  /** Which instance of the series this overrides; null for a master or single event. */
  recurrenceId: IcsTime | null;
  /** RANGE=THISANDFUTURE: every later instance changes alike. */
  thisAndFuture: boolean;
  status: 'confirmed' | 'tentative' | 'cancelled';
  summary: string;
  description: string;
  /** X-ALT-DESC in HTML, kept only where there is no DESCRIPTION. */
  html: string;
  location: string;
  url: string;
  /** Addresses that the calendar gives for joining, best first. */
  conference: string[];
  organizer: IcsPerson | null;
  attendees: IcsPerson[];
}

/** STANDARD or DAYLIGHT of a VTIMEZONE. Offsets in milliseconds east of UTC. */
export interface IcsObservance {
  start: IcsTime;
  offsetFrom: number;
  offsetTo: number;
  rules: string[];
  extraDates: IcsTime[];
}

/** A VTIMEZONE with at least one observance. */
export interface IcsZone {
  /** X-LIC-LOCATION: the IANA name, where the calendar gives it. */
  location: string | null;
  observances: IcsObservance[];
}

export interface IcsCalendar {
  /** X-WR-CALNAME. */
  name: string | null;
  /** X-WR-TIMEZONE. */
  timeZone: string | null;
  /** Every usable VEVENT, masters and overrides, in the order of the file. */
  events: IcsEvent[];
  /** VTIMEZONEs by TZID, one map for each VCALENDAR of the file. */
  zones: ReadonlyMap<string, IcsZone>[];
  /** VEVENTs that could not be understood. */
  skipped: number;
  /** The UIDs of those of them that had one. */
  skippedUids: string[];
  /** The text stops before its VCALENDAR does: it may have been cut off on its way. */
  truncated: boolean;
}

/**
 * Reads an iCalendar file. Several VCALENDARs in it count as one calendar; a VEVENT that cannot be understood is
 * counted and left out. Time grows with the length of the input only.
 * @throws IcsError when it is no calendar or beyond `ICS_LIMITS`.
 */
export function parseIcs(source: string | Uint8Array): IcsCalendar {
  if (source.length > ICS_LIMITS.bytes) throw new IcsError('too-big');
  const text = typeof source === 'string' ? source : decodeIcs(source);
  const reader = new CalendarReader();
  eachLine(text, (line) => reader.read(line));
  return reader.finish();
}

/** What is kept of each component; other properties are passed over. */
const KEPT: Readonly<Record<string, ReadonlySet<string>>> = {
  VCALENDAR: new Set(['METHOD', 'X-WR-CALNAME', 'NAME', 'X-WR-TIMEZONE']),
  VTIMEZONE: new Set(['TZID', 'X-LIC-LOCATION']),
  STANDARD: new Set(['DTSTART', 'TZOFFSETFROM', 'TZOFFSETTO', 'RRULE', 'RDATE']),
  DAYLIGHT: new Set(['DTSTART', 'TZOFFSETFROM', 'TZOFFSETTO', 'RRULE', 'RDATE']),
  VEVENT: new Set(
    (
      'UID SEQUENCE LAST-MODIFIED DTSTAMP DTSTART DTEND DURATION RRULE EXRULE RDATE EXDATE RECURRENCE-ID STATUS ' +
      'SUMMARY DESCRIPTION X-ALT-DESC LOCATION URL ORGANIZER ATTENDEE X-GOOGLE-CONFERENCE ' +
      'X-MICROSOFT-SKYPETEAMSMEETINGURL X-MICROSOFT-ONLINEMEETINGEXTERNALLINK CONFERENCE'
    ).split(' '),
  ),
};

const CONFERENCE = [
  'X-GOOGLE-CONFERENCE',
  'X-MICROSOFT-SKYPETEAMSMEETINGURL',
  'X-MICROSOFT-ONLINEMEETINGEXTERNALLINK',
  'CONFERENCE',
];

class Component {
  readonly name: string;
  readonly #kept: ReadonlySet<string> | undefined;
  readonly #properties = new Map<string, Property[]>();
  readonly observances: IcsObservance[] = [];

  constructor(name: string) {
    this.name = name;
    this.#kept = Object.hasOwn(KEPT, name) ? KEPT[name] : undefined;
  }

  add(name: string, line: string): void {
    if (this.#kept === undefined || !this.#kept.has(name)) return;
    const property = readProperty(line, name.length);
    if (property === null) return;
    const earlier = this.#properties.get(name);
    if (earlier === undefined) this.#properties.set(name, [property]);
    else earlier.push(property);
  }

  first(name: string): Property | null {
    return this.#properties.get(name)?.[0] ?? null;
  }

  all(name: string): readonly Property[] {
    return this.#properties.get(name) ?? [];
  }

  /** The value as written, or an empty text. */
  raw(name: string): string {
    return this.first(name)?.value.trim() ?? '';
  }

  text(name: string): string {
    return readText(this.first(name)?.value.slice(0, MAX_TEXT) ?? '');
  }
}

class CalendarReader {
  readonly #calendar: Omit<IcsCalendar, 'zones'> = {
    name: null,
    timeZone: null,
    events: [],
    skipped: 0,
    skippedUids: [],
    truncated: false,
  };
  readonly #zones: Map<string, IcsZone>[] = [];
  readonly #cancelled = new Set<number>();
  /** Components that have begun and not ended, the innermost last. */
  readonly #open: Component[] = [];
  #depth = 0;
  #entries = 0;

  read(line: string): void {
    const text = line.charCodeAt(0) === 0xfeff ? line.slice(1) : line;
    const name = nameOf(text);
    if (name === 'BEGIN') this.#begin(text.slice(6).trim().toUpperCase());
    else if (name === 'END') this.#end(text.slice(4).trim().toUpperCase());
    else if (name !== null && this.#depth === 0) this.#open.at(-1)?.add(name, text);
  }

  finish(): IcsCalendar {
    if (this.#zones.length === 0) throw new IcsError('not-a-calendar');
    this.#calendar.truncated = this.#open.length > 0;
    this.#closeTo(0);
    for (const event of this.#calendar.events) {
      if (this.#cancelled.has(event.scope)) event.status = 'cancelled';
    }
    return { ...this.#calendar, zones: this.#zones };
  }

  #begin(name: string): void {
    // These never stand inside one another: the one before has lost its END.
    if (name === 'VCALENDAR') {
      this.#closeTo(0);
      this.#zones.push(new Map());
    } else if (name === 'VEVENT' || name === 'VTIMEZONE') this.#closeTo(1);
    if (name === 'VEVENT') this.#entries += 1;
    if (this.#entries > ICS_LIMITS.entries) throw new IcsError('too-many-entries');
    if (this.#zones.length === 0) return;
    if (this.#open.length < MAX_DEPTH) this.#open.push(new Component(name));
    else this.#depth += 1;
  }

  #end(name: string): void {
    if (this.#depth > 0) {
      this.#depth -= 1;
      if (name !== 'VEVENT' && name !== 'VCALENDAR') return;
    }
    const index = this.#open.findLastIndex((component) => component.name === name);
    if (index !== -1) this.#closeTo(index);
  }

  #closeTo(length: number): void {
    this.#depth = 0;
    while (this.#open.length > length) this.#close(this.#open.pop() as Component);
  }

  #close(component: Component): void {
    const scope = this.#zones.length - 1;
    if (component.name === 'VEVENT') this.#closeEvent(component, scope);
    else if (component.name === 'VTIMEZONE') {
      const tzid = component.raw('TZID');
      const location = component.raw('X-LIC-LOCATION') || null;
      const { observances } = component;
      if (observances.length > 0) this.#zones[scope]?.set(tzid, { location, observances });
    } else if (component.name === 'STANDARD' || component.name === 'DAYLIGHT') {
      const observance = readObservance(component);
      if (observance !== null) this.#open.at(-1)?.observances.push(observance);
    } else if (component.name === 'VCALENDAR') {
      if (component.raw('METHOD').toUpperCase() === 'CANCEL') this.#cancelled.add(scope);
      this.#calendar.name ??= component.text('X-WR-CALNAME').trim() || component.text('NAME').trim() || null;
      this.#calendar.timeZone ??= component.raw('X-WR-TIMEZONE') || null;
    }
  }

  #closeEvent(component: Component, scope: number): void {
    const event = readEvent(component, scope);
    if (event !== null) this.#calendar.events.push(event);
    else {
      this.#calendar.skipped += 1;
      const uid = component.raw('UID');
      if (uid !== '' && uid.length <= MAX_UID) this.#calendar.skippedUids.push(uid);
    }
  }
}

/** Null where the start, the end or the instance that it overrides cannot be read. */
function readEvent(component: Component, scope: number): IcsEvent | null {
  const recurrenceId = timeOf(component, 'RECURRENCE-ID');
  // An instance that is only called off may leave its start out.
  const start = timeOf(component, 'DTSTART') ?? (component.first('DTSTART') === null ? recurrenceId : null);
  const end = timeOf(component, 'DTEND');
  const duration = end === null ? readDuration(component.raw('DURATION')) : null;
  const broken = (name: string, value: object | null) => value === null && component.raw(name) !== '';
  if (
    start === null ||
    broken('RECURRENCE-ID', recurrenceId) ||
    broken('DTEND', end) ||
    (end === null && broken('DURATION', duration))
  ) {
    return null;
  }
  // UID is required; without it the same start and title name the same entry at the next reading.
  const given = component.raw('UID');
  const uid = given || `${component.raw('DTSTART')} ${component.raw('SUMMARY').slice(0, 200)}`;
  if (uid.length > MAX_UID) return null;
  const values = (name: string) => component.all(name).map(({ value }) => value.trim());
  const description = component.text('DESCRIPTION');
  return {
    uid,
    hasUid: given !== '',
    scope,
    sequence: Number.parseInt(component.raw('SEQUENCE'), 10) || 0,
    modified: component.raw('LAST-MODIFIED') || component.raw('DTSTAMP'),
    start,
    end,
    duration,
    rules: values('RRULE'),
    exceptionRules: values('EXRULE'),
    extraDates: component.all('RDATE').flatMap(readExtraDates),
    exceptDates: component.all('EXDATE').flatMap(readTimes),
    recurrenceId,
    thisAndFuture:
      component.first('RECURRENCE-ID')?.parameters.get('RANGE')?.toUpperCase() === 'THISANDFUTURE',
    status: statusOf(component.raw('STATUS').toUpperCase()),
    summary: component.text('SUMMARY'),
    description,
    html: description.trim() === '' ? component.text('X-ALT-DESC') : '',
    location: component.text('LOCATION'),
    url: readText(component.raw('URL')),
    conference: CONFERENCE.flatMap(values).map(readText),
    organizer: readPerson(component.first('ORGANIZER')),
    attendees: component.all('ATTENDEE').flatMap((property) => readPerson(property) ?? []),
  };
}

function statusOf(status: string): IcsEvent['status'] {
  if (status === 'CANCELLED') return 'cancelled';
  return status === 'TENTATIVE' ? 'tentative' : 'confirmed';
}

function readObservance(component: Component): IcsObservance | null {
  const start = timeOf(component, 'DTSTART');
  const offsetFrom = readOffset(component.raw('TZOFFSETFROM'));
  const offsetTo = readOffset(component.raw('TZOFFSETTO'));
  if (start === null || offsetTo === null) return null;
  return {
    start,
    offsetFrom: offsetFrom ?? offsetTo,
    offsetTo,
    rules: component.all('RRULE').map(({ value }) => value.trim()),
    extraDates: component.all('RDATE').flatMap(readTimes),
  };
}

function timeOf(component: Component, name: string): IcsTime | null {
  const property = component.first(name);
  return property === null ? null : readOne(property, property.value);
}

function readOne({ parameters }: Property, value: string): IcsTime | null {
  const dateOnly = parameters.get('VALUE')?.toUpperCase() === 'DATE';
  return readTime(value, parameters.get('TZID')?.trim() || null, dateOnly);
}

/** A list of dates; one that cannot be read is left out. */
function readTimes(property: Property): IcsTime[] {
  return property.value.split(',').flatMap((value) => readOne(property, value) ?? []);
}

function readExtraDates(property: Property): IcsExtraDate[] {
  return property.value.split(',').flatMap((value): IcsExtraDate[] => {
    const [from = '', to] = value.split('/');
    const start = readOne(property, from);
    if (start === null) return [];
    const duration = to === undefined ? null : readDuration(to);
    const end = to === undefined || duration !== null ? null : readOne(property, to);
    return [{ start, end, duration }];
  });
}

function readPerson(property: Property | null): IcsPerson | null {
  if (property === null) return null;
  const parameter = (name: string) => readParameter(property.parameters.get(name)?.trim() ?? '');
  const address = property.value.trim().replace(/^mailto:/i, '');
  const email = [address, parameter('EMAIL')].find((text) => /^[^\s:@/]+@[^\s:@/]+$/.test(text)) ?? null;
  const name = parameter('CN');
  if (email === null && name === '') return null;
  return {
    email: email?.toLowerCase() ?? null,
    name: name.toLowerCase() === email?.toLowerCase() ? '' : name,
    partStat: parameter('PARTSTAT').toUpperCase(),
    kind: parameter('CUTYPE').toUpperCase(),
  };
}
