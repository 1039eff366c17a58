/** What the toolbar popup shows: one week and the sessions of today. */
import { WINDOW_DAYS } from '../event/account.ts';
import { addDays } from '../event/instant.ts';
import { type WeekReview, buildWeek, weekOf } from '../review/build-week.ts';
import type { SessionId } from '../session/session.ts';
import { loadEngagement, loadNotesOfSession, loadSessionsBetween } from '../storage/record-store.ts';
import type { AppDeps } from './deps.ts';
import { type AccountStatus, loadAccountStatus } from './load-session-panel.ts';

export interface WeekView {
  review: WeekReview;
  accounts: AccountStatus[];
  /** No session is on record, in this week or any other. */
  empty: boolean;
  /** The whole week lies before or after all that was ever read of the calendars. */
  unread: boolean;
}

/** Loads the week that is `offset` weeks from this one (0 = this week, -1 = last week). */
export async function loadWeek(deps: AppDeps, offset: number, timeZone: string): Promise<WeekView> {
  const db = await deps.db();
  const now = deps.now();
  const week = weekOf(now, timeZone, offset);
  const [sessions, accounts, total] = await Promise.all([
    loadSessionsBetween(db, week.start, week.end),
    loadAccountStatus(db, now),
    db.count('sessions'),
  ]);
  const ids = [...new Set(sessions.map((session) => session.engagementId))];
  const [engagements, counts] = await Promise.all([
    Promise.all(ids.map((id) => loadEngagement(db, id))),
    Promise.all(
      sessions.map(async (session): Promise<[SessionId, number]> => {
        const notes = session.written ? await loadNotesOfSession(db, session.id) : [];
        return [session.id, notes.filter((note) => note.text.trim() !== '').length];
      }),
    ),
  ]);
  const names = new Map(
    engagements.flatMap((engagement) => (engagement ? [[engagement.id, engagement.name]] : [])),
  );
  const review = buildWeek({ week, sessions, names, notes: new Map(counts) }, now, timeZone);
  const first = accounts.map(({ account }) => account.connectedAt).toSorted()[0];
  const unread =
    first !== undefined &&
    (week.end <= addDays(first, -WINDOW_DAYS.back) || week.start >= addDays(now, WINDOW_DAYS.ahead));
  return { review, accounts, empty: total === 0, unread };
}
