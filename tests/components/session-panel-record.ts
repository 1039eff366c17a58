/** A record for tests of the panel: people, sessions and what was written, straight into the stores. */
import { addDays, addMinutes, type Instant } from '../../lib/event/instant.ts';
import type { AppDeps } from '../../lib/app/deps.ts';
import type { Account, Calendar, ProviderFault } from '../../lib/event/account.ts';
import type { SessionKind } from '../../lib/detection/verdict.ts';
import type { Action } from '../../lib/note/action.ts';
import type { Note } from '../../lib/note/note.ts';
import type { Engagement } from '../../lib/session/engagement.ts';
import type { Goal } from '../../lib/session/goal.ts';
import type { Session } from '../../lib/session/session.ts';
import { type Database, databaseGetter, openDatabase } from '../../lib/storage/database.ts';
import { MODEL } from '../support/detection-model.ts';

/** Tuesday 10 November 2026, 13:51 in Brussels. */
export const NOW = '2026-11-10T12:51:00.000Z' as Instant;

export interface TestDeps extends AppDeps {
  /** Moves the clock. */
  setNow(now: Instant): void;
  /** While set, opening the database fails with it. */
  breakWith: Error | null;
}

let count = 0;

/** Dependencies over a database of their own. */
export function testDeps(now: Instant = NOW): TestDeps {
  const name = `panel-${++count}`;
  const open = databaseGetter((options) => openDatabase({ ...options, name }));
  let current = now;
  const deps: TestDeps = {
    breakWith: null,
    db: () => (deps.breakWith ? Promise.reject(deps.breakWith) : open()),
    now: () => current,
    setNow: (next) => {
      current = next;
    },
    newId: () => `id-${++count}`,
    model: async () => MODEL,
  };
  return deps;
}

const stamp = { revision: 1, createdAt: addDays(NOW, -60), updatedAt: addDays(NOW, -60) };

export function engagement(id: string, kind: SessionKind, name: string): Engagement {
  const email = `${id}@noorderkade.example`;
  return {
    ...stamp,
    id: id as Engagement['id'],
    kind,
    role: kind === 'mentoring' ? 'mentor' : 'coach',
    name,
    people: [{ email, name }],
    personKeys: [email],
    seriesKeys: [],
    mergedInto: null,
  };
}

export function session(id: string, of: Engagement, start: Instant, fields: Partial<Session> = {}): Session {
  const series = JSON.stringify(['google:1', 'c', of.id]);
  return {
    ...stamp,
    id: id as Session['id'],
    engagementId: of.id,
    kind: of.kind,
    state: 'active',
    title: 'Mentorgesprek',
    start,
    end: addMinutes(start, 60),
    timeZone: 'Europe/Brussels',
    people: of.people,
    location: '',
    callLink: { url: 'https://meet.google.com/abc-defg-hij', source: 'conference', key: 'meet:abc-defg-hij' },
    instanceKeys: [JSON.stringify(['google:1', 'c', of.id, start]) as Session['instanceKeys'][number]],
    iCalKeys: [],
    seriesKeys: [series],
    verdict: {
      kind: of.kind,
      confidence: 0.9,
      reasons: [{ code: 'words', where: 'title', text: 'mentorgesprek', points: of.kind }],
      by: 'rules',
      rulesVersion: 1,
    },
    source: 'calendar',
    written: false,
    ...fields,
  };
}

export function goal(
  id: string,
  of: Engagement,
  text: string,
  position: number,
  values: number[] = [],
): Goal {
  return {
    ...stamp,
    id: id as Goal['id'],
    engagementId: of.id,
    text,
    measure: '',
    objective: '',
    targetDate: null,
    aim: 8,
    ratings: values.map((value, index) => ({ value, at: addDays(NOW, -30 + index) })),
    state: 'open',
    position,
  };
}

export function note(id: string, of: Session, text: string, fields: Partial<Note> = {}): Note {
  return {
    ...stamp,
    createdAt: of.start,
    id: id as Note['id'],
    sessionId: of.id,
    engagementId: of.engagementId,
    type: 'note',
    text,
    private: true,
    ...fields,
  };
}

export function action(
  id: string,
  of: Session,
  owner: Action['owner'],
  text: string,
  due: string | null,
): Action {
  return {
    ...stamp,
    id: id as Action['id'],
    engagementId: of.engagementId,
    sessionId: of.id,
    text,
    owner,
    due: due as Action['due'],
    doneAt: null,
  };
}

export function account(fault: ProviderFault | null = null): Account {
  return {
    id: 'google:1' as Account['id'],
    provider: 'google',
    email: 'an@praktijk.example',
    name: 'An',
    connectedAt: stamp.createdAt,
    listedAt: stamp.createdAt,
    fault: fault && { reason: fault, since: addDays(NOW, -1), retryAt: null },
  };
}

export function calendar(minutesAgo = 1): Calendar {
  return {
    accountId: 'google:1' as Account['id'],
    calendarId: 'c' as Calendar['calendarId'],
    name: 'An',
    primary: true,
    color: null,
    chosen: true,
    lastReadAt: addMinutes(NOW, -minutesAgo),
    skipped: 0,
    fault: null,
  };
}

export interface Rows {
  accounts: Account[];
  calendars: Calendar[];
  engagements: Engagement[];
  sessions: Session[];
  goals: Goal[];
  notes: Note[];
  actions: Action[];
}

/** Lotte's session starts in nine minutes, Karim's tomorrow; Lotte was here three weeks ago. */
export function demoRows(): Rows {
  const lotte = engagement('lotte', 'mentoring', 'Lotte Vermeersch');
  const karim = engagement('karim', 'coaching', 'Karim Benali');
  const now = session('lotte-now', lotte, addMinutes(NOW, 9));
  const before = session('lotte-before', lotte, addDays(addMinutes(NOW, 9), -21), { written: true });
  const tomorrow = session('karim-next', karim, addDays(NOW, 1));
  return {
    accounts: [account()],
    calendars: [calendar()],
    engagements: [lotte, karim],
    sessions: [now, before, tomorrow],
    goals: [
      goal('g1', lotte, 'Hand the weekend rosters to Jonas', 0, [3, 6]),
      goal('g2', lotte, 'Give feedback within two days', 1),
    ],
    notes: [note('n1', before, 'She dreads the talk.\n<b>Not bold</b> <img src=x onerror=alert(1)>')],
    actions: [
      action('a1', before, 'me', 'Send the checklist', '2026-11-03'),
      action('a2', before, 'them', 'Talk with Pieter', null),
    ],
  };
}

/** Puts rows into the stores as they are. */
export async function fill(deps: AppDeps, rows: Partial<Rows>): Promise<Database> {
  const db = await deps.db();
  for (const name of Object.keys(rows) as (keyof Rows)[]) {
    for (const row of rows[name] ?? []) await db.put(name, row);
  }
  return db;
}
