/**
 * Changes to a description while its world runs. Each marks what it changed as updated.
 */
import {
  endAfter,
  expandEvent,
  readMoment,
  toInstant,
  writeMoment,
  type WorldInstance,
  type WorldMoment,
} from './expand-recurrence.ts';
import type {
  WorldAccount,
  WorldCalendar,
  WorldDescription,
  WorldEvent,
  WorldException,
} from './world-description.ts';

/** Finds an account. @throws Error when the description has none of that id. */
export function findAccount(world: WorldDescription, accountId: string): WorldAccount {
  const account = world.accounts.find(({ id }) => id === accountId);
  if (!account) throw new Error(`The world has no account "${accountId}".`);
  return account;
}

/** Finds a calendar. @throws Error when the account has none of that id. */
export function findCalendar(world: WorldDescription, accountId: string, calendarId: string): WorldCalendar {
  const calendar = findAccount(world, accountId).calendars.find(({ id }) => id === calendarId);
  if (!calendar) throw new Error(`The account has no calendar "${calendarId}".`);
  return calendar;
}

/** Adds the entry, or puts it in the place of the one with its id; one that was deleted is there again. */
export function upsertEvent(calendar: WorldCalendar, event: WorldEvent): void {
  if (calendar.deleted) calendar.deleted = calendar.deleted.filter(({ id }) => id !== event.id);
  const index = calendar.events.findIndex(({ id }) => id === event.id);
  calendar.events.splice(index < 0 ? calendar.events.length : index, index < 0 ? 0 : 1, touched(event));
}

/** Takes the entry (with a series, all of it) out of the calendar. */
export function removeEvent(calendar: WorldCalendar, eventId: string): void {
  const event = findEvent(calendar, eventId);
  calendar.events = calendar.events.filter(({ id }) => id !== eventId);
  calendar.deleted = [...(calendar.deleted ?? []), event];
}

/** Lays `changes` over an entry; `undefined` takes a field out. */
export function editEvent(
  calendar: WorldCalendar,
  eventId: string,
  changes: { [Field in keyof WorldEvent]?: WorldEvent[Field] | undefined },
): void {
  upsertEvent(calendar, { ...findEvent(calendar, eventId), ...changes } as WorldEvent);
}

/** Puts an entry into another calendar. Google and Exchange keep its UID; Graph's id names the folder, and changes. */
export function moveEvent(from: WorldCalendar, eventId: string, to: WorldCalendar): void {
  const event = findEvent(from, eventId);
  removeEvent(from, eventId);
  upsertEvent(to, event);
}

/**
 * "This and following": the series ends before the local date `on`, and another one, with an id and UID of its own,
 * begins there at the same wall time. What was special to later instances is lost, as at the providers.
 * @throws Error when the series puts no instance on that date.
 */
export function splitSeries(
  calendar: WorldCalendar,
  eventId: string,
  on: string,
  next: Pick<WorldEvent, 'id' | 'iCalUid'> & Partial<WorldEvent>,
): void {
  const event = findEvent(calendar, eventId);
  const { recurrence } = event;
  const first = recurrence && instanceOn(calendar, event, on);
  if (!first) throw new Error(`The series "${eventId}" has no instance on ${on}.`);
  const { count, exceptions = [], ...rule } = recurrence;
  const before = count === undefined ? 0 : countBefore(calendar, event, on);
  upsertEvent(calendar, {
    ...event,
    recurrence: {
      ...rule,
      until: Temporal.PlainDate.from(on).subtract({ days: 1 }).toString(),
      exceptions: exceptions.filter((exception) => exception.on < on),
    },
  });
  upsertEvent(calendar, {
    ...event,
    start: writeMoment(first.originalStart),
    end: writeMoment(endOf(event, first.originalStart)),
    recurrence: { ...rule, ...(count === undefined ? {} : { count: count - before }) },
    ...next,
  });
}

/** Renames an entry, or with `on` (local date in the series) one instance of it. */
export function renameEvent(calendar: WorldCalendar, eventId: string, title: string, on?: string): void {
  if (on === undefined) upsertEvent(calendar, { ...findEvent(calendar, eventId), title });
  else changeInstance(calendar, eventId, { on, title });
}

/** Lays `change` over the instance that the series puts on `change.on`. @throws Error when there is none. */
export function changeInstance(calendar: WorldCalendar, eventId: string, change: WorldException): void {
  const event = findEvent(calendar, eventId);
  const { recurrence } = event;
  if (!recurrence) throw new Error(`The entry "${eventId}" does not recur.`);
  if (!instanceOn(calendar, event, change.on)) {
    throw new Error(`The series "${eventId}" has no instance on ${change.on}.`);
  }
  const exceptions = recurrence.exceptions ?? [];
  const before = exceptions.find(({ on }) => on === change.on);
  const others = exceptions.filter(({ on }) => on !== change.on);
  upsertEvent(calendar, {
    ...event,
    recurrence: { ...recurrence, exceptions: [...others, { ...before, ...change }] },
  });
}

/** The instance that the series itself puts on a local date, whatever became of it. */
function instanceOn(calendar: WorldCalendar, event: WorldEvent, on: string): WorldInstance | undefined {
  const day = Temporal.PlainDate.from(on).toZonedDateTime(calendar.timeZone).toInstant();
  const window = { from: day.subtract({ hours: 24 }), to: day.add({ hours: 48 }) };
  return expandEvent(bare(event), window, calendar.timeZone).find(({ start }) =>
    start.toString().startsWith(on),
  );
}

function countBefore(calendar: WorldCalendar, event: WorldEvent, on: string): number {
  const from = toInstant(readMoment(event.start), calendar.timeZone).subtract({ hours: 24 });
  const to = Temporal.PlainDate.from(on).toZonedDateTime(calendar.timeZone).toInstant().add({ hours: 48 });
  return expandEvent(bare(event), { from, to }, calendar.timeZone).filter(
    ({ start }) => start.toString().slice(0, 10) < on,
  ).length;
}

function bare(event: WorldEvent): WorldEvent {
  return event.recurrence ? { ...event, recurrence: { ...event.recurrence, exceptions: [] } } : event;
}

function endOf(event: WorldEvent, start: WorldMoment): WorldMoment {
  return endAfter(start, readMoment(event.start), readMoment(event.end));
}

function findEvent(calendar: WorldCalendar, eventId: string): WorldEvent {
  const event = calendar.events.find(({ id }) => id === eventId);
  if (!event) throw new Error(`The calendar has no entry "${eventId}".`);
  return event;
}

function touched(event: WorldEvent): WorldEvent {
  return { ...event, updated: new Date().toISOString() };
}
