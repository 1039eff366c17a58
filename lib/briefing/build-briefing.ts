/** What to know before a session, built from the record alone. Pure; works offline. */
import { type Instant, type PlainDate, dateIn, daysBetween } from '../event/instant.ts';
import type { Action } from '../note/action.ts';
import type { Note } from '../note/note.ts';
import type { Engagement } from '../session/engagement.ts';
import type { Goal } from '../session/goal.ts';
import { type SessionPhase, phaseOf } from '../session/pick-session.ts';
import type { Session, SessionId } from '../session/session.ts';

/** A goal whose rating has not changed for so many days counts as unmoved. */
export const UNMOVED_DAYS = 21;

export interface GoalInBriefing {
  goal: Goal;
  /** The latest rating, or null when it was never rated. */
  rating: number | null;
  firstRating: number | null;
  /** Days since the rating last took another value; null below UNMOVED_DAYS or without a rating. */
  unmovedDays: number | null;
}

export interface ActionInBriefing {
  action: Action;
  /** Days past the due date; 0 when due today or later, or without a due date. */
  daysLate: number;
}

export interface NotesOfSession {
  session: Session;
  /** Oldest first, as they were said. */
  notes: Note[];
}

export interface Briefing {
  session: Session;
  engagement: Engagement;
  phase: SessionPhase;
  /** This is the n-th session of the engagement that took or takes place; null for one that does not. */
  number: number | null;
  today: PlainDate;
  goals: GoalInBriefing[];
  closedGoals: Goal[];
  /** Earlier sessions of this engagement that have notes, newest session first. */
  previous: NotesOfSession[];
  mine: ActionInBriefing[];
  theirs: ActionInBriefing[];
  /** Actions closed today or since the session began, for undoing. */
  justDone: Action[];
}

export interface BriefingRecord {
  session: Session;
  engagement: Engagement;
  /** How many active sessions of the engagement start before this one. */
  earlierSessions: number;
  goals: readonly Goal[];
  /** Notes of earlier sessions, any order, and the sessions they belong to. */
  notes: readonly Note[];
  noteSessions: ReadonlyMap<SessionId, Session>;
  actions: readonly Action[];
}

/**
 * Builds the briefing of one session.
 * @param timeZone IANA zone of the user; due dates and "days ago" are counted in it.
 */
export function buildBriefing(record: BriefingRecord, now: Instant, timeZone: string): Briefing {
  const today = dateIn(now, timeZone);
  const open = record.actions
    .filter((action) => action.doneAt === null)
    .map((action) => lateness(action, today));
  const doneSince = record.session.start < now ? record.session.start : now;
  return {
    session: record.session,
    engagement: record.engagement,
    phase: phaseOf(record.session, now),
    number: record.session.state === 'active' ? record.earlierSessions + 1 : null,
    today,
    goals: record.goals
      .filter((goal) => goal.state === 'open')
      .map((goal) => goalInBriefing(goal, today, timeZone)),
    closedGoals: record.goals.filter((goal) => goal.state !== 'open'),
    previous: groupBySession(record.notes, record.noteSessions),
    mine: open.filter(({ action }) => action.owner === 'me').toSorted(byDue),
    theirs: open.filter(({ action }) => action.owner === 'them').toSorted(byDue),
    justDone: record.actions.filter(
      ({ doneAt }) => doneAt !== null && (doneAt >= doneSince || dateIn(doneAt, timeZone) === today),
    ),
  };
}

function goalInBriefing(goal: Goal, today: PlainDate, timeZone: string): GoalInBriefing {
  const latest = goal.ratings.at(-1);
  if (!latest) return { goal, rating: null, firstRating: null, unmovedDays: null };
  // The start of the run of equal ratings at the end.
  const lastOther = goal.ratings.findLastIndex((rating) => rating.value !== latest.value);
  const since = goal.ratings[lastOther + 1] ?? latest;
  const days = daysBetween(dateIn(since.at, timeZone), today);
  return {
    goal,
    rating: latest.value,
    firstRating: goal.ratings[0]?.value ?? null,
    unmovedDays: days >= UNMOVED_DAYS ? days : null,
  };
}

function lateness(action: Action, today: PlainDate): ActionInBriefing {
  const daysLate = action.due === null ? 0 : Math.max(0, daysBetween(action.due, today));
  return { action, daysLate };
}

/** Soonest due first; those without a date last, oldest first. */
function byDue(a: ActionInBriefing, b: ActionInBriefing): number {
  const dueA = a.action.due ?? '9999';
  const dueB = b.action.due ?? '9999';
  return dueA.localeCompare(dueB) || a.action.createdAt.localeCompare(b.action.createdAt);
}

function groupBySession(notes: readonly Note[], sessions: ReadonlyMap<SessionId, Session>): NotesOfSession[] {
  const groups = new Map<SessionId, Note[]>();
  for (const note of notes) {
    if (note.text.trim() === '') continue;
    groups.set(note.sessionId, [...(groups.get(note.sessionId) ?? []), note]);
  }
  return [...groups]
    .flatMap(([id, ofSession]) => {
      const session = sessions.get(id);
      if (!session) return [];
      return [{ session, notes: ofSession.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt)) }];
    })
    .toSorted((a, b) => b.session.start.localeCompare(a.session.start));
}
