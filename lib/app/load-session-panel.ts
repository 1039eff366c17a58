/** Everything the side panel shows of one session, in one read. */
import { type Briefing, buildBriefing } from '../briefing/build-briefing.ts';
import { type Account, type AccountHealth, type Calendar, accountHealth } from '../event/account.ts';
import { type Instant, addDays } from '../event/instant.ts';
import type { Note } from '../note/note.ts';
import { resolveMerged } from '../session/find-engagement.ts';
import type { EngagementId } from '../session/engagement.ts';
import { isRemoved, isShown, pickSession } from '../session/pick-session.ts';
import type { Session, SessionId } from '../session/session.ts';
import { loadAccounts, loadCalendars } from '../storage/calendar-store.ts';
import type { Database } from '../storage/database.ts';
import {
  findNeighbour,
  findSession,
  loadActions,
  loadEngagement,
  loadEngagements,
  loadGoals,
  loadLatestNotes,
  loadNotesOfSession,
  loadSession,
  loadSessionsBetween,
  loadSessionsOf,
} from '../storage/record-store.ts';
import type { AppDeps } from './deps.ts';
import { loadPeople } from './load-people.ts';
import { runningNoteId } from './save-note.ts';

/** How many earlier notes are read at first; "Earlier notes" asks for more. */
export const NOTES_AT_FIRST = 20;

export interface SessionLink {
  id: SessionId;
  start: Instant;
  name: string;
}

export interface AccountStatus {
  account: Account;
  health: AccountHealth;
}

export interface SessionView {
  briefing: Briefing;
  /** The running note of this session, or null when nothing was written yet. */
  note: Note | null;
  /** Other notes of this session, oldest first. */
  otherNotes: Note[];
  /** There are more earlier notes than were read. */
  moreNotes: boolean;
  previous: SessionLink | null;
  next: SessionLink | null;
  /** Other sessions of the engagement that are in no list: entered by hand, or written in. Newest first. */
  removed: SessionLink[];
  /** Engagements that were merged into this one and can be separated again. */
  merged: { id: EngagementId; name: string }[];
  /** Other engagements of this kind, for merging. */
  mergeable: { id: EngagementId; name: string }[];
}

export type SessionPanelView =
  | { state: 'first-run' }
  | { state: 'no-session'; accounts: AccountStatus[] }
  | {
      state: 'session';
      accounts: AccountStatus[];
      view: SessionView;
      /** The session that would be shown if none were pinned, when it is another one. */
      suggested: SessionLink | null;
    };

/**
 * Loads the panel.
 * @param pinned the session to show; null (or one that is no longer there) shows the one that matters now. When there is
 * none, but something was written of someone, the way to that is shown.
 * @param noteCount how many earlier notes to read.
 */
export async function loadSessionPanel(
  deps: AppDeps,
  pinned: SessionId | null,
  timeZone: string,
  noteCount: number = NOTES_AT_FIRST,
): Promise<SessionPanelView> {
  const db = await deps.db();
  const now = deps.now();
  const [accounts, suggested, chosen] = await Promise.all([
    loadAccountStatus(db, now),
    loadSuggestedSession(db, now),
    pinned === null ? undefined : loadSession(db, pinned),
  ]);
  const session = chosen ?? suggested ?? (await loadKeptSession(deps));
  if (!session) return accounts.length === 0 ? { state: 'first-run' } : { state: 'no-session', accounts };
  const view = await loadSessionView(db, session, now, timeZone, noteCount);
  if (!view) return { state: 'no-session', accounts };
  const other = suggested && suggested.id !== session.id ? await link(db, suggested) : null;
  return { state: 'session', accounts, view, suggested: other };
}

/** Accounts with their health, oldest connection first. */
export async function loadAccountStatus(db: Database, now: Instant): Promise<AccountStatus[]> {
  const [accounts, calendars]: [Account[], Calendar[]] = await Promise.all([
    loadAccounts(db),
    loadCalendars(db),
  ]);
  return accounts.map((account) => ({ account, health: accountHealth(account, calendars, now) }));
}

/** The session that matters now, without reading more than the days around it. */
export async function loadSuggestedSession(db: Database, now: Instant): Promise<Session | null> {
  const active = (session: Session) => session.state === 'active';
  const around = await loadSessionsBetween(db, addDays(now, -1), addDays(now, 1));
  const near = pickSession(around, now);
  if (near && near.end > now) return near;
  const [next, last] = await Promise.all([
    findSession(db, now, 'later', active),
    near ?? findSession(db, now, 'earlier', active),
  ]);
  return pickSession(
    [next, last].flatMap((session) => session ?? []),
    now,
  );
}

async function loadKeptSession(deps: AppDeps): Promise<Session | undefined> {
  const [first] = await loadPeople(deps);
  return first && (await loadSession(await deps.db(), first.open));
}

async function loadSessionView(
  db: Database,
  session: Session,
  now: Instant,
  timeZone: string,
  noteCount: number,
): Promise<SessionView | null> {
  const found = await loadEngagement(db, session.engagementId);
  if (!found) return null;
  const all = await loadEngagements(db);
  const engagement = resolveMerged(found, new Map(all.map((e) => [e.id, e])));
  const [goals, ofSession, actions, sessions, previous, next] = await Promise.all([
    loadGoals(db, engagement.id),
    loadNotesOfSession(db, session.id),
    loadActions(db, engagement.id),
    loadSessionsOf(db, engagement.id),
    findNeighbour(db, session, 'earlier', isShown),
    findNeighbour(db, session, 'later', isShown),
  ]);
  const earlier = sessions.filter((other) => other.start < session.start);
  const earlierSessions = earlier.filter((other) => other.state === 'active').length;
  const notes = await loadLatestNotes(db, earlier.toReversed(), noteCount + 1);
  const shown = notes.slice(0, noteCount);
  const noteSessions = new Map(earlier.map((other) => [other.id, other]));
  const running = runningNoteId(session.id);
  return {
    briefing: buildBriefing(
      { session, engagement, earlierSessions, goals, notes: shown, noteSessions, actions },
      now,
      timeZone,
    ),
    note: ofSession.find((note) => note.id === running) ?? null,
    otherNotes: ofSession.filter((note) => note.id !== running && note.text.trim() !== ''),
    moreNotes: notes.length > noteCount,
    previous: previous && (await link(db, previous)),
    next: next && (await link(db, next)),
    removed: sessions
      .filter((other) => other.id !== session.id && isRemoved(other))
      .toReversed()
      .map(({ id, start }) => ({ id, start, name: engagement.name })),
    merged: all
      .filter((e) => e.mergedInto === engagement.id && e.merge !== undefined)
      .map(({ id, name }) => ({ id, name })),
    mergeable: all
      .filter((e) => e.id !== engagement.id && e.kind === engagement.kind && e.mergedInto === null)
      .map(({ id, name }) => ({ id, name }))
      .toSorted((a, b) => a.name.localeCompare(b.name)),
  };
}

async function link(db: Database, session: Session): Promise<SessionLink> {
  const engagement = await loadEngagement(db, session.engagementId);
  return { id: session.id, start: session.start, name: engagement?.name ?? session.title };
}
