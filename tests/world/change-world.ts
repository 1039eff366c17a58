/**
 * Changes to a description while its world runs. Each marks what it changed as updated.
 */
import { expandEvent } from './expand-recurrence.ts';
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

/** Adds the entry, or puts it in the place of the one with its id. */
export function upsertEvent(calendar: WorldCalendar, event: WorldEvent): void {
  const index = calendar.events.findIndex(({ id }) => id === event.id);
  calendar.events.splice(index < 0 ? calendar.events.length : index, index < 0 ? 0 : 1, touched(event));
}

/** Takes the entry (with a series, all of it) out of the calendar. */
export function removeEvent(calendar: WorldCalendar, eventId: string): void {
  const event = findEvent(calendar, eventId);
  calendar.events = calendar.events.filter(({ id }) => id !== eventId);
  calendar.deleted = [...(calendar.deleted ?? []), event];
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
  const bare = { ...event, recurrence: { ...recurrence, exceptions: [] } };
  const day = Temporal.PlainDate.from(change.on).toZonedDateTime(calendar.timeZone).toInstant();
  const window = { from: day.subtract({ hours: 24 }), to: day.add({ hours: 48 }) };
  if (
    !expandEvent(bare, window, calendar.timeZone).some(({ start }) => start.toString().startsWith(change.on))
  ) {
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

function findEvent(calendar: WorldCalendar, eventId: string): WorldEvent {
  const event = calendar.events.find(({ id }) => id === eventId);
  if (!event) throw new Error(`The calendar has no entry "${eventId}".`);
  return event;
}

function touched(event: WorldEvent): WorldEvent {
  return { ...event, updated: new Date().toISOString() };
}
