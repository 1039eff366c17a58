/** Builds valid rows of the record, so that a test names only what it is about. */
import { type Account, AccountSchema, type Calendar, CalendarSchema } from '../../lib/event/account.ts';
import type { CalendarEvent } from '../../lib/event/calendar-event.ts';
import { type Instant, addMinutes, toInstant } from '../../lib/event/instant.ts';
import { type Action, ActionSchema } from '../../lib/note/action.ts';
import { type Note, NoteSchema } from '../../lib/note/note.ts';
import { type Engagement, EngagementSchema, personKey } from '../../lib/session/engagement.ts';
import { type Goal, GoalSchema } from '../../lib/session/goal.ts';
import { type Session, SessionSchema } from '../../lib/session/session.ts';
import { buildAttendee, buildEvent, buildSelf } from './event-builder.ts';

/** The moment most tests play at: a Tuesday morning in Brussels. */
export const NOW = toInstant('2026-11-10T09:00:00Z');

const LOTTE = { email: 'lotte@maes.example', name: 'Lotte Maes' };

/** An instant written without seconds, e.g. `at('2026-11-10 13:00')`, in UTC. */
export function at(text: string): Instant {
  return toInstant(`${text.replace(' ', 'T')}:00Z`);
}

/** A timed span of `minutes` for `buildEvent`. */
export function timed(start: string, minutes = 60): CalendarEvent['time'] {
  return {
    kind: 'timed',
    start: at(start),
    end: addMinutes(at(start), minutes),
    timeZone: 'Europe/Brussels',
  };
}

/** A mentoring session with Lotte Maes that detection recognises: 10 November 2026, 13:00 UTC. */
export function mentoringEvent(overrides: Partial<CalendarEvent> = {}): CalendarEvent {
  return buildEvent({
    title: 'Mentoring Lotte Maes',
    attendees: [buildSelf(), buildAttendee('Lotte Maes <lotte@maes.example>')],
    ...overrides,
  });
}

/** The same for coaching, with Noé Peeters. */
export function coachingEvent(overrides: Partial<CalendarEvent> = {}): CalendarEvent {
  return buildEvent({
    eventId: 'event-2',
    title: 'Coaching session Noé Peeters',
    attendees: [buildSelf(), buildAttendee('Noé Peeters <noe@peeters.example>')],
    ...overrides,
  });
}

/** An instance of the weekly mentoring series with Lotte; its original start is `start`. */
export function seriesEvent(start: string, overrides: Partial<CalendarEvent> = {}): CalendarEvent {
  return mentoringEvent({
    eventId: `weekly_${start}`,
    seriesId: 'weekly',
    originalStart: at(start),
    time: timed(start),
    ...overrides,
  });
}

export function buildAccount(overrides: Partial<Account> = {}): Account {
  return AccountSchema.parse({
    id: 'google:1001',
    provider: 'google',
    email: 'ingrid@ambit.example',
    name: 'Ingrid Dahl',
    connectedAt: NOW,
    listedAt: NOW,
    fault: null,
    ...overrides,
  });
}

export function buildCalendar(overrides: Partial<Calendar> = {}): Calendar {
  return CalendarSchema.parse({
    accountId: 'google:1001',
    calendarId: 'primary',
    name: 'Ingrid Dahl',
    primary: true,
    color: null,
    chosen: true,
    lastReadAt: null,
    skipped: 0,
    fault: null,
    ...overrides,
  });
}

export function buildEngagement(overrides: Partial<Engagement> = {}): Engagement {
  const people = overrides.people ?? [LOTTE];
  return EngagementSchema.parse({
    id: 'engagement-lotte',
    kind: 'mentoring',
    role: 'mentor',
    name: 'Lotte Maes',
    people,
    personKeys: people.map(personKey),
    seriesKeys: [],
    mergedInto: null,
    revision: 1,
    createdAt: NOW,
    updatedAt: NOW,
    ...overrides,
  });
}

/** An active one-hour mentoring session with Lotte Maes; `end` follows from `start` unless given. */
export function buildSession(overrides: Partial<Session> = {}): Session {
  const start = overrides.start ?? at('2026-11-10 13:00');
  return SessionSchema.parse({
    id: 'session-1',
    engagementId: 'engagement-lotte',
    kind: 'mentoring',
    state: 'active',
    title: 'Mentoring Lotte Maes',
    start,
    end: addMinutes(start, 60),
    timeZone: 'Europe/Brussels',
    people: [LOTTE],
    location: '',
    callLink: null,
    instanceKeys: [],
    iCalKeys: [],
    seriesKeys: [],
    verdict: null,
    source: 'calendar',
    written: false,
    revision: 1,
    createdAt: NOW,
    updatedAt: NOW,
    ...overrides,
  });
}

export function buildNote(overrides: Partial<Note> = {}): Note {
  return NoteSchema.parse({
    id: 'note-1',
    sessionId: 'session-1',
    engagementId: 'engagement-lotte',
    type: 'note',
    text: 'Pricing first.',
    private: true,
    revision: 1,
    createdAt: NOW,
    updatedAt: NOW,
    ...overrides,
  });
}

export function buildGoal(overrides: Partial<Goal> = {}): Goal {
  return GoalSchema.parse({
    id: 'goal-1',
    engagementId: 'engagement-lotte',
    text: 'Lead the pricing project',
    measure: '',
    objective: '',
    targetDate: null,
    aim: 8,
    ratings: [],
    state: 'open',
    position: 0,
    revision: 1,
    createdAt: NOW,
    updatedAt: NOW,
    ...overrides,
  });
}

export function buildAction(overrides: Partial<Action> = {}): Action {
  return ActionSchema.parse({
    id: 'action-1',
    engagementId: 'engagement-lotte',
    sessionId: null,
    text: 'Send the reading list',
    owner: 'me',
    due: null,
    doneAt: null,
    revision: 1,
    createdAt: NOW,
    updatedAt: NOW,
    ...overrides,
  });
}
