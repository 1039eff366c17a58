/** Sessions, engagements, goals, notes and actions: the user's own record. */
import type { Instant } from '../event/instant.ts';
import { type Action, ActionSchema } from '../note/action.ts';
import { type Note, NoteSchema } from '../note/note.ts';
import { type Engagement, type EngagementId, EngagementSchema } from '../session/engagement.ts';
import { type Goal, GoalSchema } from '../session/goal.ts';
import { type Session, type SessionId, SessionSchema } from '../session/session.ts';
import type { Database } from './database.ts';
import { parseRow, parseRows } from './rows.ts';

/** IndexedDB orders arrays after strings and numbers, so `[id, []]` comes after every `[id, …]`. */
const AFTER: never = [] as never;

/** The keys of one engagement or session in an index of `[owner, order]`. */
export function rangeOf(owner: string): IDBKeyRange {
  return IDBKeyRange.bound([owner], [owner, AFTER]);
}

/** One session, or undefined. */
export async function loadSession(db: Database, id: SessionId): Promise<Session | undefined> {
  return parseRow(SessionSchema, await db.get('sessions', id));
}

/** Sessions that start in `[from, to)`, in order of start. */
export async function loadSessionsBetween(db: Database, from: Instant, to: Instant): Promise<Session[]> {
  const raw = await db.getAllFromIndex('sessions', 'by-start', IDBKeyRange.bound(from, to, false, true));
  return parseRows(SessionSchema, raw).rows;
}

/**
 * Walks the sessions from `from` backwards (that instant excluded) or forwards (included) and gives the first that
 * `accept` takes, or null. Reads no more rows than it has to.
 */
export async function findSession(
  db: Database,
  from: Instant,
  direction: 'earlier' | 'later',
  accept: (session: Session) => boolean,
): Promise<Session | null> {
  const range = direction === 'later' ? IDBKeyRange.lowerBound(from) : IDBKeyRange.upperBound(from, true);
  return await walkSessions(db, range, direction, accept);
}

/** The session before or after `session` that `accept` takes, or null; of those that start together each comes once. */
export async function findNeighbour(
  db: Database,
  session: Session,
  direction: 'earlier' | 'later',
  accept: (session: Session) => boolean,
): Promise<Session | null> {
  const { start, id } = session;
  const later = direction === 'later';
  const range = later ? IDBKeyRange.lowerBound(start) : IDBKeyRange.upperBound(start);
  // The index has rows of one instant in the order of their ids.
  const isBeyond = (other: Session) => other.start !== start || (later ? other.id > id : other.id < id);
  return await walkSessions(db, range, direction, (other) => isBeyond(other) && accept(other));
}

async function walkSessions(
  db: Database,
  range: IDBKeyRange,
  direction: 'earlier' | 'later',
  accept: (session: Session) => boolean,
): Promise<Session | null> {
  const index = db.transaction('sessions').store.index('by-start');
  let cursor = await index.openCursor(range, direction === 'later' ? 'next' : 'prev');
  while (cursor) {
    const session = parseRow(SessionSchema, cursor.value);
    if (session && accept(session)) return session;
    cursor = await cursor.continue();
  }
  return null;
}

/** All sessions of an engagement, oldest first. */
export async function loadSessionsOf(db: Database, engagementId: EngagementId): Promise<Session[]> {
  const raw = await db.getAllFromIndex('sessions', 'by-engagement', rangeOf(engagementId));
  return parseRows(SessionSchema, raw).rows;
}

/** One engagement, or undefined. */
export async function loadEngagement(db: Database, id: EngagementId): Promise<Engagement | undefined> {
  return parseRow(EngagementSchema, await db.get('engagements', id));
}

/** Every engagement, merged ones included. */
export async function loadEngagements(db: Database): Promise<Engagement[]> {
  return parseRows(EngagementSchema, await db.getAll('engagements')).rows;
}

/** The goals of an engagement in the user's order. */
export async function loadGoals(db: Database, engagementId: EngagementId): Promise<Goal[]> {
  return parseRows(GoalSchema, await db.getAllFromIndex('goals', 'by-engagement', rangeOf(engagementId)))
    .rows;
}

/** The notes of one session, oldest first. */
export async function loadNotesOfSession(db: Database, sessionId: SessionId): Promise<Note[]> {
  return parseRows(NoteSchema, await db.getAllFromIndex('notes', 'by-session', rangeOf(sessionId))).rows;
}

/**
 * The notes of `sessions`, which come newest first: session by session, within each the newest first, until there are
 * `count`. Empty ones do not count.
 */
export async function loadLatestNotes(
  db: Database,
  sessions: readonly Session[],
  count: number,
): Promise<Note[]> {
  const notes: Note[] = [];
  for (const session of sessions) {
    if (notes.length >= count) break;
    const written = (await loadNotesOfSession(db, session.id)).filter((note) => note.text.trim() !== '');
    notes.push(...written.toReversed().slice(0, count - notes.length));
  }
  return notes;
}

/** The actions of an engagement, oldest first. */
export async function loadActions(db: Database, engagementId: EngagementId): Promise<Action[]> {
  return parseRows(ActionSchema, await db.getAllFromIndex('actions', 'by-engagement', rangeOf(engagementId)))
    .rows;
}
