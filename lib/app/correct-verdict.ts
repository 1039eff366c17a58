/** A person says what an event is: stored, applied at once, and able to be taken back. */
import {
  correctionId,
  correctionTargets,
  detectSession,
  indexCorrections,
} from '../detection/detect-session.ts';
import type { LearnedModel } from '../detection/learned-model.ts';
import { type Correction, CorrectionSchema, type SessionKind, type Verdict } from '../detection/verdict.ts';
import type { Instant } from '../event/instant.ts';
import type { Action } from '../note/action.ts';
import type { Goal } from '../session/goal.ts';
import { isOfSeries } from '../session/correction-scopes.ts';
import { type Engagement, type EngagementId, personKey } from '../session/engagement.ts';
import { findEngagement, newEngagement } from '../session/find-engagement.ts';
import { planSessions } from '../session/plan-sessions.ts';
import { type Session, type SessionId, SessionSchema, type SessionState } from '../session/session.ts';
import { allEvents } from '../storage/calendar-store.ts';
import { write } from '../storage/database.ts';
import { rangeOf } from '../storage/record-store.ts';
import { parseRow, parseRows } from '../storage/rows.ts';
import { writeSessionPlan } from '../storage/session-plan.ts';
import { tellSessionsChanged } from './ask-worker.ts';
import type { AppDeps } from './deps.ts';
import { roleFor } from './edit-engagement.ts';
import {
  RECORD_STORES,
  type RecordTransaction,
  allCorrections,
  allEngagements,
  sessionsFor,
} from './record-transaction.ts';

export type CorrectionScope = Correction['scope'];
const SCOPE_ORDER: readonly CorrectionScope[] = ['event', 'series', 'person'];
type CorrectedKind = Correction['verdict'];

/** What is needed to take a correction back: everything it touched, as it was. Opaque to screens. */
export interface CorrectionUndo {
  added: string[];
  corrections: Correction[];
  sessions: Session[];
  engagements: Engagement[];
  goals: Goal[];
  actions: Action[];
  createdSessions: SessionId[];
  createdEngagements: EngagementId[];
}

/** Before anything was touched. */
export function nothingToUndo(): CorrectionUndo {
  return {
    added: [],
    corrections: [],
    sessions: [],
    engagements: [],
    goals: [],
    actions: [],
    createdSessions: [],
    createdEngagements: [],
  };
}

interface Target {
  scope: CorrectionScope;
  target: string;
}

/**
 * Says that a session (`event`), its whole series, or everything with its one other person is `verdict`.
 * Narrower corrections that say otherwise of this session are withdrawn; those of other sessions go on to hold for
 * them. Sessions that turn to another kind go to the engagement of that kind; when all sessions of an engagement turn,
 * the engagement itself does, with its goals.
 */
export async function correctVerdict(
  deps: AppDeps,
  sessionId: SessionId,
  scope: CorrectionScope,
  verdict: CorrectedKind,
): Promise<CorrectionUndo> {
  return await correct(deps, sessionId, verdict, async (_, session) => ({
    meant: [session],
    wanted: targetsOf(session, scope),
  }));
}

/** Changes the kind of a whole engagement: all its sessions but dismissed ones, past and future, and its series. */
export async function changeEngagementKind(
  deps: AppDeps,
  sessionId: SessionId,
  kind: SessionKind,
): Promise<CorrectionUndo> {
  return await correct(deps, sessionId, kind, async (tx, session) => {
    const meant = (await sessionsOf(tx, session.engagementId)).filter((one) => one.state !== 'dismissed');
    return { meant, wanted: meant.flatMap((one) => targetsOf(one, isOfSeries(one) ? 'series' : 'event')) };
  });
}

function targetsOf(session: Session, scope: CorrectionScope): Target[] {
  if (scope === 'event') return session.instanceKeys.map((target) => ({ scope, target }));
  if (scope === 'series') return session.seriesKeys.map((target) => ({ scope, target }));
  const [person] = session.people;
  return person && session.people.length === 1 ? [{ scope, target: personKey(person) }] : [];
}

/** @param choose the sessions that are meant whatever else is said of them, and what to correct. */
async function correct(
  deps: AppDeps,
  sessionId: SessionId,
  kind: CorrectedKind,
  choose: (tx: RecordTransaction, session: Session) => Promise<{ meant: Session[]; wanted: Target[] }>,
): Promise<CorrectionUndo> {
  const now = deps.now();
  const model = await deps.model();
  const rulesVersion = model.head.version;
  const made = await write(await deps.db(), RECORD_STORES, 'strict', async (tx) => {
    const undo = nothingToUndo();
    const session = parseRow(SessionSchema, await tx.objectStore('sessions').get(sessionId));
    if (!session) return undo;
    const { meant, wanted } = await choose(tx, session);
    await storeCorrections(tx, { wanted, withdrawFor: meant, kind, rulesVersion, now, undo });
    const corrections = indexCorrections(await allCorrections(tx));
    const isMeant = new Set(meant.map(({ id }) => id));
    const affected = new Map(meant.map((one) => [one.id, one]));
    for (const other of await sessionsIn(tx, wanted)) {
      const isRemovedByHand = other.source === 'hand' && other.state === 'dismissed';
      if (isMeant.has(other.id) || isRemovedByHand) continue;
      if (correctionOf(other, corrections)?.verdict === kind) affected.set(other.id, other);
    }
    const verdictFor = (one: Session) =>
      verdictBy(correctionOf(one, corrections)?.scope ?? 'event', kind, rulesVersion);
    await turnSessions(deps, tx, { sessions: [...affected.values()], verdictFor, kind, now, undo });
    if (kind !== 'none') await followEvents(deps, tx, { wanted, model, corrections, now, undo });
    return undo;
  });
  tellSessionsChanged();
  return made;
}

/** The correction that holds for a session: as detection does, the narrowest. */
function correctionOf(
  session: Session,
  corrections: ReadonlyMap<string, Correction>,
): Correction | undefined {
  return SCOPE_ORDER.flatMap((scope) => targetsOf(session, scope))
    .map(({ scope, target }) => corrections.get(correctionId(scope, target)))
    .find((correction) => correction !== undefined);
}

/** As detection words it. */
function verdictBy(scope: CorrectionScope, kind: CorrectedKind, rulesVersion: number): Verdict {
  const reasons: Verdict['reasons'] = [{ code: 'correction', scope, points: kind }];
  return { kind, confidence: 1, reasons, by: 'person', rulesVersion };
}

/** Takes a correction back: the ones before it hold again, and every session returns to where it was. */
export async function undoCorrection(deps: AppDeps, undo: CorrectionUndo): Promise<void> {
  const now = deps.now();
  await write(await deps.db(), RECORD_STORES, 'strict', async (tx) => {
    for (const id of undo.added) await tx.objectStore('corrections').delete(id);
    for (const correction of undo.corrections) await tx.objectStore('corrections').put(correction);
    for (const { id, engagementId, position } of undo.goals) {
      const row = await tx.objectStore('goals').get(id);
      if (row) await tx.objectStore('goals').put({ ...row, engagementId, position });
    }
    for (const { id, engagementId } of undo.actions) {
      const row = await tx.objectStore('actions').get(id);
      if (row) await tx.objectStore('actions').put({ ...row, engagementId });
    }
    const touch = (row: { revision: number }) => ({ revision: row.revision + 1, updatedAt: now });
    const sessions: Session[] = [];
    for (const before of undo.sessions) {
      const row = parseRow(SessionSchema, await tx.objectStore('sessions').get(before.id)) ?? before;
      const { kind, state, engagementId, verdict } = before;
      sessions.push({ ...row, kind, state, engagementId, verdict, ...touch(row) });
    }
    const engagements: Engagement[] = [];
    for (const before of undo.engagements) {
      const row = (await tx.objectStore('engagements').get(before.id)) ?? before;
      const { kind, role, mergedInto, seriesKeys } = before;
      engagements.push({ ...row, kind, role, mergedInto, seriesKeys, ...touch(row) });
    }
    const moved = sessions.map((row) => ({ sessionId: row.id, engagementId: row.engagementId }));
    await writeSessionPlan<typeof RECORD_STORES>(tx, { sessions, engagements, moved });
    await removeCreated(tx, undo);
  });
  tellSessionsChanged();
}

/** What the correction had made goes again, unless the user has used it meanwhile. */
async function removeCreated(tx: RecordTransaction, undo: CorrectionUndo): Promise<void> {
  const sessions = tx.objectStore('sessions');
  for (const id of undo.createdSessions) {
    if ((await sessions.get(id))?.written === false) await sessions.delete(id);
  }
  for (const id of undo.createdEngagements) {
    const used = await Promise.all(
      (['sessions', 'goals', 'notes', 'actions'] as const).map((name) =>
        tx.objectStore(name).index('by-engagement').count(rangeOf(id)),
      ),
    );
    if (used.every((count) => count === 0)) await tx.objectStore('engagements').delete(id);
  }
}

async function sessionsOf(tx: RecordTransaction, engagementId: EngagementId): Promise<Session[]> {
  const raw = await tx.objectStore('sessions').index('by-engagement').getAll(rangeOf(engagementId));
  return parseRows(SessionSchema, raw).rows;
}

/** The stored sessions that a correction of `targets` speaks of. */
export async function sessionsIn(tx: RecordTransaction, targets: readonly Target[]): Promise<Session[]> {
  const store = tx.objectStore('sessions');
  const found: Session[] = [];
  for (const { scope, target } of targets) {
    if (scope === 'event') {
      found.push(...parseRows(SessionSchema, await store.index('by-instance').getAll(target as never)).rows);
    } else if (scope === 'series') {
      found.push(...parseRows(SessionSchema, await store.index('by-series').getAll(target)).rows);
    } else {
      // A person may be in any engagement, under a merged one's name as well; only the sessions themselves tell.
      const all = parseRows(SessionSchema, await store.getAll()).rows;
      found.push(
        ...all.filter((session) => targetsOf(session, 'person').some((one) => one.target === target)),
      );
    }
  }
  return found;
}

async function storeCorrections(
  tx: RecordTransaction,
  input: {
    wanted: readonly Target[];
    withdrawFor: readonly Session[];
    kind: CorrectedKind;
    rulesVersion: number;
    now: Instant;
    undo: CorrectionUndo;
  },
): Promise<void> {
  const store = tx.objectStore('corrections');
  const ids = new Set(input.wanted.map(({ scope, target }) => correctionId(scope, target)));
  // Detection asks the narrowest correction first, so a narrower one that contradicts would win over this one.
  const narrower = input.withdrawFor
    .flatMap((session) => [...targetsOf(session, 'event'), ...targetsOf(session, 'series')])
    .map(({ scope, target }) => correctionId(scope, target));
  for (const id of new Set([...ids, ...narrower])) {
    const before = parseRow(CorrectionSchema, await store.get(id));
    if (!before) continue;
    const isWithdrawn = before.verdict !== input.kind && narrowerThan(before.scope, input.wanted);
    if (!ids.has(id) && !isWithdrawn) continue;
    input.undo.corrections.push(before);
    await store.delete(id);
  }
  for (const { scope, target } of input.wanted) {
    const id = correctionId(scope, target);
    if (input.undo.added.includes(id)) continue;
    input.undo.added.push(id);
    const verdict = input.kind;
    const { rulesVersion, now: createdAt } = input;
    await store.put({ id, scope, target, verdict, rulesVersion, createdAt });
  }
}

function narrowerThan(scope: CorrectionScope, wanted: readonly Target[]): boolean {
  return wanted.some((target) => SCOPE_ORDER.indexOf(scope) < SCOPE_ORDER.indexOf(target.scope));
}

/** Gives existing sessions their new kind, engagement and state. */
async function turnSessions(
  deps: AppDeps,
  tx: RecordTransaction,
  input: {
    sessions: readonly Session[];
    verdictFor: (session: Session) => Verdict;
    kind: CorrectedKind;
    now: Instant;
    undo: CorrectionUndo;
  },
): Promise<void> {
  const { kind, now, undo, verdictFor } = input;
  undo.sessions.push(...input.sessions);
  const touch = (row: { revision: number }) => ({ revision: row.revision + 1, updatedAt: now });
  if (kind === 'none') {
    const sessions = input.sessions.map((s): Session => ({
      ...s,
      state: 'dismissed',
      verdict: verdictFor(s),
      ...touch(s),
    }));
    await writeSessionPlan<typeof RECORD_STORES>(tx, { sessions, engagements: [], moved: [] });
    return;
  }
  const home = await homesFor(deps, tx, input.sessions, kind, now, undo);
  const sessions = input.sessions.map((s): Session => ({
    ...s,
    kind,
    verdict: verdictFor(s),
    state: s.state === 'dismissed' ? stateWithoutEvent(s, now) : s.state,
    engagementId: home.get(s.id) ?? s.engagementId,
    ...touch(s),
  }));
  const moved = sessions
    .filter((s, at) => s.engagementId !== input.sessions[at]?.engagementId)
    .map((s) => ({ sessionId: s.id, engagementId: s.engagementId }));
  await writeSessionPlan<typeof RECORD_STORES>(tx, { sessions, engagements: [], moved });
}

/** A dismissed session comes back: with its event, which is followed next; without one only if it is past or by hand. */
export function stateWithoutEvent(session: Session, now: Instant): SessionState {
  return session.source === 'hand' || session.end <= now ? 'active' : 'gone';
}

/** Finds (or makes) the engagement of `kind` for each session; whole engagements turn as they are. */
async function homesFor(
  deps: AppDeps,
  tx: RecordTransaction,
  sessions: readonly Session[],
  kind: SessionKind,
  now: Instant,
  undo: CorrectionUndo,
): Promise<Map<SessionId, EngagementId>> {
  const store = tx.objectStore('engagements');
  const engagements = new Map((await allEngagements(tx)).map((e) => [e.id, e]));
  const remember = (engagement: Engagement) => {
    if (!undo.engagements.some((e) => e.id === engagement.id)) undo.engagements.push(engagement);
  };
  const keep = async (engagement: Engagement) => {
    engagements.set(engagement.id, engagement);
    await store.put(engagement);
  };
  const homes = new Map<SessionId, EngagementId>();
  const turning = new Set(sessions.map((session) => session.id));
  for (const id of new Set(sessions.map((session) => session.engagementId))) {
    const engagement = engagements.get(id);
    if (!engagement) continue;
    const isPointer = engagement.mergedInto !== null;
    if (engagement.kind === kind && !isPointer) continue;
    const ofThis = sessions.filter((session) => session.engagementId === id);
    const left = (await sessionsOf(tx, id)).filter((s) => !turning.has(s.id) && s.state !== 'dismissed');
    const sample = ofThis[0];
    const target = sample ? findEngagement(meetingOf(sample, kind), [...engagements.values()]) : null;
    if (left.length === 0 && !target && !isPointer) {
      remember(engagement);
      await keep({
        ...engagement,
        kind,
        role: roleFor(kind, engagement.role),
        revision: engagement.revision + 1,
        updatedAt: now,
      });
      continue;
    }
    for (const session of ofThis) {
      let to = findEngagement(meetingOf(session, kind), [...engagements.values()]);
      if (!to) {
        to = newEngagement(meetingOf(session, kind), { now, id: deps.newId() as EngagementId });
        undo.createdEngagements.push(to.id);
        await keep({ ...to, name: engagement.name, role: roleFor(kind, engagement.role) });
      }
      homes.set(session.id, to.id);
    }
    // Nothing is left behind in an engagement that no list would show any more.
    if (left.length === 0 && target && !isPointer) {
      remember(engagement);
      await keep({ ...engagement, mergedInto: target.id, revision: engagement.revision + 1, updatedAt: now });
      await moveGoalsAndActions(tx, id, target.id, undo);
    }
  }
  return homes;
}

function meetingOf(session: Session, kind: SessionKind) {
  return { kind, people: session.people, seriesKey: session.seriesKeys[0] ?? null, title: session.title };
}

async function moveGoalsAndActions(
  tx: RecordTransaction,
  from: EngagementId,
  to: EngagementId,
  undo: CorrectionUndo,
): Promise<void> {
  const goals = tx.objectStore('goals');
  const taken = await goals.index('by-engagement').getAll(rangeOf(to));
  const offset = Math.max(-1, ...taken.map((goal) => goal.position)) + 1;
  for (const goal of await goals.index('by-engagement').getAll(rangeOf(from))) {
    undo.goals.push(goal);
    await goals.put({ ...goal, engagementId: to, position: goal.position + offset });
  }
  const actions = tx.objectStore('actions');
  for (const action of await actions.index('by-engagement').getAll(rangeOf(from))) {
    undo.actions.push(action);
    await actions.put({ ...action, engagementId: to });
  }
}

/** Makes sessions of stored events that are some now, and gives those that came back the state of their event. */
export async function followEvents(
  deps: AppDeps,
  tx: RecordTransaction,
  input: {
    wanted: readonly Target[];
    model: LearnedModel;
    corrections: ReadonlyMap<string, Correction>;
    now: Instant;
    undo: CorrectionUndo;
  },
): Promise<void> {
  const { now, undo, model, corrections } = input;
  const ids = new Set(input.wanted.map(({ scope, target }) => correctionId(scope, target)));
  const events = (await allEvents(tx.objectStore('events'))).filter((event) => {
    const targets = correctionTargets(event);
    return SCOPE_ORDER.some((scope) => {
      const target = targets[scope];
      return target !== null && ids.has(correctionId(scope, target));
    });
  });
  const starts = events.flatMap(({ time }) => (time.kind === 'timed' ? [time.start] : [])).toSorted();
  const [first, last] = [starts[0], starts.at(-1)];
  // The same meeting in another calendar may be a session already.
  const range = first !== undefined && last !== undefined ? IDBKeyRange.bound(first, last) : null;
  const sessions = await sessionsFor(tx, range, events);
  const engagements = await allEngagements(tx);
  const plan = planSessions({
    detected: events.map((event) => ({
      event,
      verdict: detectSession(event, { model, corrections, known: new Map() }),
    })),
    sessions: [...sessions.values()],
    engagements,
    complete: null,
    now,
    newId: () => deps.newId(),
  });
  const remembered = new Set([...undo.sessions, ...undo.engagements].map(({ id }) => String(id)));
  for (const { id } of plan.sessions) {
    const before = sessions.get(id);
    if (!before) undo.createdSessions.push(id);
    else if (!remembered.has(id)) undo.sessions.push(before);
  }
  for (const { id } of plan.engagements) {
    const before = engagements.find((engagement) => engagement.id === id);
    if (!before) undo.createdEngagements.push(id);
    else if (!remembered.has(id) && !undo.createdEngagements.includes(id)) undo.engagements.push(before);
  }
  await writeSessionPlan<typeof RECORD_STORES>(tx, plan);
}
