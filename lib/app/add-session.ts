/** Sessions entered by hand: for those without a calendar, and for what no calendar knows. */
import type { SessionKind } from '../detection/verdict.ts';
import type { Person } from '../event/calendar-event.ts';
import { type Instant, addMinutes, minutesBetween } from '../event/instant.ts';
import { AppError } from '../platform/app-error.ts';
import { type EngagementId, EngagementSchema, type Role } from '../session/engagement.ts';
import { findEngagement, newEngagement } from '../session/find-engagement.ts';
import { type Session, type SessionId, SessionSchema } from '../session/session.ts';
import { write } from '../storage/database.ts';
import { parseRow, parseRows } from '../storage/rows.ts';
import { tellSessionsChanged } from './ask-worker.ts';
import type { AppDeps } from './deps.ts';

export interface HandSession {
  kind: SessionKind;
  /** Who it is with; needed. */
  name: string;
  email: string | null;
  start: Instant;
  minutes: number;
  timeZone: string;
  role?: Role;
}

/** Longest session that can be entered, in minutes. */
export const LONGEST_SESSION_MINUTES = 12 * 60;

export class HandSessionError extends AppError<'name-missing' | 'length' | 'missing'> {}

/**
 * Stores a session entered by hand with its engagement (an existing one of that person and kind, else a new one).
 * @throws HandSessionError when the name is missing or the length is not between 1 minute and 12 hours.
 */
export async function addSession(deps: AppDeps, entered: HandSession): Promise<Session> {
  const name = entered.name.trim();
  if (name === '') throw new HandSessionError('name-missing');
  checkMinutes(entered.minutes);
  const email = entered.email?.trim().toLowerCase() || null;
  const person: Person = { email, name };
  const now = deps.now();
  const added = await write(await deps.db(), ['sessions', 'engagements'], 'strict', async (tx) => {
    const store = tx.objectStore('engagements');
    const engagements = parseRows(EngagementSchema, await store.getAll()).rows;
    const meeting = { kind: entered.kind, people: [person], seriesKey: null, title: name };
    const ofKind = engagements.filter((e) => e.kind === entered.kind && e.mergedInto === null);
    // Without an address the name alone may point at somebody the calendar knows by address.
    const sameName =
      email === null ? ofKind.find((e) => e.name.toLowerCase() === name.toLowerCase()) : undefined;
    let engagement = sameName ?? findEngagement(meeting, engagements);
    if (!engagement) {
      const id = deps.newId() as EngagementId;
      engagement = newEngagement(meeting, { now, id, ...(entered.role ? { role: entered.role } : {}) });
      await store.put(engagement);
    }
    const session: Session = {
      id: deps.newId() as SessionId,
      engagementId: engagement.id,
      kind: entered.kind,
      state: 'active',
      title: name,
      start: entered.start,
      end: addMinutes(entered.start, entered.minutes),
      timeZone: entered.timeZone,
      people: [person],
      location: '',
      callLink: null,
      instanceKeys: [],
      iCalKeys: [],
      seriesKeys: [],
      verdict: null,
      source: 'hand',
      written: false,
      revision: 1,
      createdAt: now,
      updatedAt: now,
    };
    await tx.objectStore('sessions').put(session);
    return session;
  });
  tellSessionsChanged();
  return added;
}

/** Moves a session entered by hand; its length may change as well. */
export async function moveHandSession(
  deps: AppDeps,
  id: SessionId,
  start: Instant,
  minutes?: number,
): Promise<void> {
  if (minutes !== undefined) checkMinutes(minutes);
  await change(deps, id, (session) => ({
    ...session,
    start,
    end: addMinutes(start, minutes ?? minutesBetween(session.start, session.end)),
  }));
}

/** Takes a session entered by hand out of every list, or puts it back. Nothing written in it is deleted. */
export async function setHandSessionRemoved(deps: AppDeps, id: SessionId, removed: boolean): Promise<void> {
  await change(deps, id, (session) => ({ ...session, state: removed ? 'dismissed' : 'active' }));
}

async function change(deps: AppDeps, id: SessionId, edit: (session: Session) => Session): Promise<void> {
  const now = deps.now();
  await write(await deps.db(), ['sessions'], 'strict', async (tx) => {
    const store = tx.objectStore('sessions');
    const session = parseRow(SessionSchema, await store.get(id));
    if (!session || session.source !== 'hand') throw new HandSessionError('missing');
    await store.put({ ...edit(session), revision: session.revision + 1, updatedAt: now });
  });
  tellSessionsChanged();
}

function checkMinutes(minutes: number): void {
  if (!Number.isFinite(minutes) || minutes < 1 || minutes > LONGEST_SESSION_MINUTES) {
    throw new HandSessionError('length');
  }
}
