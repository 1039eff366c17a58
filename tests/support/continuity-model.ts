/**
 * What may happen to the meetings of a world, and what a user may do meanwhile, as plain data: for property tests.
 * Every meeting has two people of its own that it can be with; its entries carry a mark by which notes find it again.
 */
import fc from 'fast-check';
import type { CalendarEvent } from '../../lib/event/calendar-event.ts';
import { removeEvent, upsertEvent } from '../world/change-world.ts';
import type {
  WorldCalendar,
  WorldDescription,
  WorldEvent,
  WorldException,
  WorldPerson,
} from '../world/world-description.ts';
import { SECOND, type Service, USER, accountOf, calendar, primaryOf } from './continuity-world.ts';

const MEETINGS = 4;
const SERVICES = ['google', 'outlook'] as const;
const TITLES = ['Mentoring session', 'Mentoring sessie', 'Coaching session', 'Dentist'] as const;
const ZONES = ['Europe/Brussels', 'America/New_York', 'Asia/Kolkata'] as const;
/** The Monday of the first week; the clock starts on its Tuesday. */
const FIRST_MONDAY = Temporal.PlainDate.from('2026-11-09');

/** When a meeting is, within its week: never so far apart that a week could be taken for another. */
const whenArb = fc.record({ day: fc.integer({ min: 0, max: 2 }), hour: fc.constantFrom(9, 11, 14, 16) });
/** Much happens to the first ones, so that changes meet. */
const meetingArb = fc.constantFrom(0, 0, 0, 1, 1, 2, MEETINGS - 1);
const pickArb = fc.nat({ max: 7 });

/** A new meeting. */
export const createArb = fc.record({
  do: fc.constant('create' as const),
  meeting: meetingArb,
  service: fc.constantFrom(...SERVICES),
  second: fc.boolean(),
  week: fc.integer({ min: 0, max: 3 }),
  when: whenArb,
  title: fc.constantFrom(...TITLES),
  weekly: fc.boolean(),
  guest: fc.boolean(),
});

/** Anything that may happen to meetings and calendars. */
export const changeArb = fc.oneof(
  createArb,
  fc.record({ do: fc.constant('move' as const), meeting: meetingArb, entry: pickArb, when: whenArb }),
  fc.record({
    do: fc.constant('rename' as const),
    meeting: meetingArb,
    entry: pickArb,
    title: fc.constantFrom(...TITLES),
  }),
  fc.record({
    do: fc.constantFrom(
      'toggle-cancelled' as const,
      'toggle-declined' as const,
      'toggle-deleted' as const,
      'toggle-weekly' as const,
      'toggle-all-day' as const,
      'toggle-guest' as const,
      'shorten' as const,
      'extend' as const,
      'give-away' as const,
      'other-calendar' as const,
      'other-account' as const,
      'copy' as const,
      'copy-near' as const,
      'copy-anew' as const,
      'detach' as const,
    ),
    meeting: meetingArb,
    entry: pickArb,
  }),
  fc.record({
    do: fc.constant('re-create' as const),
    meeting: meetingArb,
    entry: pickArb,
    when: fc.option(whenArb, { nil: null }),
  }),
  fc.record({
    do: fc.constant('split' as const),
    meeting: meetingArb,
    entry: pickArb,
    at: fc.integer({ min: 1, max: 4 }),
    when: fc.option(whenArb, { nil: null }),
    title: fc.option(fc.constantFrom(...TITLES), { nil: null }),
  }),
  fc.record({
    do: fc.constant('zone' as const),
    meeting: meetingArb,
    entry: pickArb,
    zone: fc.constantFrom(...ZONES),
  }),
  fc.record({
    do: fc.constant('instance' as const),
    meeting: meetingArb,
    entry: pickArb,
    at: fc.integer({ min: 0, max: 5 }),
    change: fc.oneof(
      fc.constant('cancel' as const),
      fc.constant('restore' as const),
      fc.record({ when: whenArb }),
      fc.record({ title: fc.constantFrom(...TITLES) }),
    ),
  }),
  fc.record({ do: fc.constant('toggle-subscribed' as const), service: fc.constantFrom(...SERVICES) }),
);
export type Change = typeof changeArb extends fc.Arbitrary<infer Value> ? Value : never;

interface Entry {
  /** Part of the provider's id and of the UID; another one, another entry for the provider. */
  generation: number;
  /** How many meetings of it came before the first one of this entry. */
  base: number;
  week: number;
  when: { day: number; hour: number };
  title: string;
  zone: string;
  minutes: number;
  /** Number of occurrences; null for a single entry. */
  count: number | null;
  exceptions: Map<number, 'cancel' | { when: { day: number; hour: number } } | { title: string }>;
  allDay: boolean;
  guest: boolean;
  cancelled: boolean;
  declined: boolean;
  deleted: boolean;
  person: 0 | 1;
  places: { service: Service; second: boolean }[];
  /** Each of its places has a UID of its own, as when a tool copies from one calendar to another. */
  ownUids: boolean;
}

/** The meetings as they are meant; `render` brings a world's description in line with them. */
export class MeetingBook {
  readonly #meetings: Entry[][] = Array.from({ length: MEETINGS }, () => []);
  readonly #unsubscribed = new Map<Service, WorldCalendar>();
  #generations = 0;

  /** Makes a change; one that makes no sense at this point does nothing. */
  apply(change: Change): void {
    if (change.do === 'toggle-subscribed') return;
    const entries = this.#meetings[change.meeting] ?? [];
    if (change.do === 'create') {
      if (entries.length === 0) entries.push(this.#newEntry(change));
      return;
    }
    const entry = entries[change.entry % Math.max(1, entries.length)];
    if (!entry) return;
    if (change.do === 'split') this.#split(entries, entry, change);
    else if (change.do === 'instance') {
      if (entry.count === null || change.at >= entry.count) return;
      if (change.change === 'restore') entry.exceptions.delete(change.at);
      else entry.exceptions.set(change.at, change.change);
    } else if (change.do === 'detach') detach(entries, entry);
    else this.#edit(entry, change);
  }

  #newEntry(change: Change & { do: 'create' }): Entry {
    const { week, when, title, weekly, guest, service, second } = change;
    return {
      generation: (this.#generations += 1),
      base: 0,
      week,
      when,
      title,
      zone: ZONES[0],
      minutes: 60,
      count: weekly ? 6 : null,
      exceptions: new Map(),
      allDay: false,
      guest,
      cancelled: false,
      declined: false,
      deleted: false,
      person: 0,
      places: [{ service, second }],
      ownUids: false,
    };
  }

  #split(entries: Entry[], entry: Entry, { at, when, title }: Change & { do: 'split' }): void {
    if (entry.count === null || at >= entry.count || entry.deleted) return;
    const kept = [...entry.exceptions].filter(([index]) => index < at);
    entries.push({
      ...entry,
      generation: (this.#generations += 1),
      base: entry.base + at,
      week: entry.week + at,
      when: when ?? entry.when,
      title: title ?? entry.title,
      count: entry.count - at,
      exceptions: new Map(),
      places: [...entry.places],
    });
    entry.count = at;
    entry.exceptions = new Map(kept);
  }

  #edit(
    entry: Entry,
    change: Exclude<Change, { do: 'create' | 'split' | 'instance' | 'toggle-subscribed' }>,
  ): void {
    const [place] = entry.places;
    switch (change.do) {
      case 'move':
        entry.when = change.when;
        break;
      case 'rename':
        entry.title = change.title;
        break;
      case 'zone':
        entry.zone = change.zone;
        break;
      case 'toggle-cancelled':
        // Only what others have called can be cancelled; one's own is deleted.
        entry.cancelled = entry.guest && !entry.cancelled;
        break;
      case 'toggle-declined':
        entry.declined = entry.guest && !entry.declined;
        break;
      case 'toggle-deleted':
        entry.deleted = !entry.deleted;
        break;
      case 'toggle-weekly':
        entry.count = entry.count === null ? 6 : null;
        entry.exceptions = new Map();
        break;
      case 'toggle-all-day':
        entry.allDay = !entry.allDay;
        entry.exceptions = new Map();
        break;
      case 'toggle-guest':
        entry.guest = !entry.guest;
        entry.cancelled = false;
        entry.declined = false;
        break;
      case 'shorten':
        entry.minutes = entry.minutes === 60 ? 45 : 60;
        break;
      case 'extend':
        if (entry.count !== null && entry.count < 10) entry.count += 1;
        break;
      case 'give-away':
        entry.person = entry.person === 0 ? 1 : 0;
        break;
      case 're-create':
        entry.generation = this.#generations += 1;
        entry.when = change.when ?? entry.when;
        break;
      case 'other-calendar':
        if (place) entry.places = [{ ...place, second: !place.second }];
        break;
      case 'other-account':
        if (place) entry.places = [{ ...place, service: place.service === 'google' ? 'outlook' : 'google' }];
        break;
      case 'copy':
      case 'copy-near':
      case 'copy-anew':
        if (place && entry.places.length === 1) {
          const { service, second } = place;
          const other = service === 'google' ? 'outlook' : 'google';
          entry.places.push(
            change.do === 'copy-near' ? { service, second: !second } : { service: other, second },
          );
          entry.ownUids = change.do === 'copy-anew';
        } else entry.places = entry.places.slice(0, 1);
        break;
      case 'detach':
        break;
    }
  }

  /** Subscribes to, or unsubscribes from, the second calendar of an account. */
  toggleSubscription(world: WorldDescription, service: Service): void {
    const account = accountOf(world, service);
    const away = this.#unsubscribed.get(service);
    if (away) {
      account.calendars.push(away);
      this.#unsubscribed.delete(service);
      return;
    }
    const second = account.calendars.find(({ id }) => id === SECOND);
    if (!second) return;
    this.#unsubscribed.set(service, second);
    account.calendars = account.calendars.filter((one) => one !== second);
  }

  /** Brings the calendars in line, through the changes that the world knows. */
  render(world: WorldDescription): void {
    for (const service of SERVICES) {
      for (const second of [false, true]) {
        const id = second ? SECOND : primaryOf(service);
        const shown = accountOf(world, service).calendars.find((one) => one.id === id);
        const target = shown ?? this.#unsubscribed.get(service) ?? calendar({ id, name: id });
        const wanted = new Map(this.#eventsIn(service, second).map((event) => [event.id, event]));
        for (const { id: present } of target.events) if (!wanted.has(present)) removeEvent(target, present);
        for (const event of wanted.values()) {
          const before = target.events.find((one) => one.id === event.id);
          const { updated: _, ...content } = before ?? { updated: '' };
          if (JSON.stringify(content) !== JSON.stringify(event)) upsertEvent(target, event);
        }
      }
    }
  }

  #eventsIn(service: Service, second: boolean): WorldEvent[] {
    return this.#meetings.flatMap((entries, meeting) =>
      entries
        .filter(({ deleted }) => !deleted)
        .filter(({ places }) => places.some((one) => one.service === service && one.second === second))
        .map((entry) => eventOf(entry, meeting, service)),
    );
  }
}

/** From now on the copy in the second place goes its own way. */
function detach(entries: Entry[], entry: Entry): void {
  const [first, second] = entry.places;
  if (!first || !second || entries.length > 3) return;
  entry.places = [first];
  entries.push({ ...entry, places: [second], exceptions: new Map(entry.exceptions) });
}

function eventOf(entry: Entry, meeting: number, service: Service): WorldEvent {
  const { generation, guest, declined, count, title } = entry;
  const person = personOf(meeting, entry.person);
  const user = USER[service];
  const from = dateOf(entry.week, entry.when.day);
  return {
    id: `e${meeting}g${generation}`,
    iCalUid: `e${meeting}g${generation}${entry.ownUids ? service : ''}@calendar.example`,
    title: `${title} ${person.name}`,
    description: `ref:${meeting}:${entry.person}:${entry.base}:${from.toString()};`,
    ...spanOf(entry, entry.week, entry.when),
    organiser: guest ? person : user,
    attendees: guest
      ? [{ ...user, response: declined ? 'declined' : 'accepted' }]
      : [{ ...person, response: 'accepted' }],
    ...(count === null
      ? {}
      : { recurrence: { every: 'week', count, exceptions: exceptionsOf(entry, person) } }),
    ...(entry.cancelled ? { status: 'cancelled' } : {}),
    label: 'mentoring',
  };
}

function exceptionsOf(entry: Entry, person: WorldPerson): WorldException[] {
  return [...entry.exceptions].map(([index, change]) => {
    const week = entry.week + index;
    const on = dateOf(week, entry.when.day).toString();
    if (change === 'cancel') return { on, cancelled: true };
    if ('title' in change) return { on, title: `${change.title} ${person.name}` };
    return { on, ...spanOf(entry, week, change.when) };
  });
}

function spanOf(entry: Entry, week: number, when: Entry['when']): { start: string; end: string } {
  const date = dateOf(week, when.day);
  if (entry.allDay) return { start: date.toString(), end: date.add({ days: 1 }).toString() };
  const start = date.toPlainDateTime({ hour: when.hour });
  const write = (time: Temporal.PlainDateTime) =>
    `${time.toString({ smallestUnit: 'minute' })}[${entry.zone}]`;
  return { start: write(start), end: write(start.add({ minutes: entry.minutes })) };
}

function dateOf(week: number, day: number): Temporal.PlainDate {
  return FIRST_MONDAY.add({ weeks: week, days: day });
}

function personOf(meeting: number, which: 0 | 1): WorldPerson {
  const name = [
    'Ana Silva',
    'Ben Okoro',
    'Cato Jansen',
    'Dora Novak',
    'Emil Berg',
    'Faye Chen',
    'Gus Roy',
    'Hana Ito',
  ][meeting * 2 + which] as string;
  return { name, email: `${name.toLowerCase().replace(' ', '.')}@people.example` };
}

/** Which meeting, with whom, and which one of its series a stored entry is. */
export function markOf(event: CalendarEvent): string | null {
  const match = /ref:(\d+):(\d+):(\d+):([\d-]+);/.exec(event.description);
  if (!match) return null;
  const [, meeting, person, base, from] = match;
  const original = event.originalStart?.slice(0, 10) ?? from ?? '';
  const days = Temporal.PlainDate.from(from ?? '').until(original, { largestUnit: 'day' }).days;
  return `${meeting}:${person}:${Number(base) + Math.round(days / 7)}`;
}
