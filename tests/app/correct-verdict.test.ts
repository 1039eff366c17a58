import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addAction } from '../../lib/app/edit-actions.ts';
import { addSession, setHandSessionRemoved } from '../../lib/app/add-session.ts';
import { applyReading } from '../../lib/app/apply-reading.ts';
import {
  type CorrectionScope,
  type CorrectionUndo,
  changeEngagementKind,
  correctVerdict,
  undoCorrection,
} from '../../lib/app/correct-verdict.ts';
import { addGoal } from '../../lib/app/edit-goals.ts';
import { loadPeople } from '../../lib/app/load-people.ts';
import { saveNote } from '../../lib/app/save-note.ts';
import type { AccountId, CalendarEvent, CalendarId } from '../../lib/event/calendar-event.ts';
import { addDays } from '../../lib/event/instant.ts';
import type { NoteId } from '../../lib/note/note.ts';
import { correctionScopes } from '../../lib/session/correction-scopes.ts';
import type { Engagement, EngagementId } from '../../lib/session/engagement.ts';
import type { Session, SessionId } from '../../lib/session/session.ts';
import { at, buildCalendar, coachingEvent, mentoringEvent, seriesEvent, timed } from '../support/builders.ts';
import { buildAttendee, buildEvent, buildSelf } from '../support/event-builder.ts';
import { type MemoryDeps, contentOf, memoryDeps, put } from '../support/memory-deps.ts';

const PRIMARY = { accountId: 'google:1001' as AccountId, calendarId: 'primary' as CalendarId };

async function read(deps: MemoryDeps, events: CalendarEvent[]): Promise<void> {
  const now = deps.now();
  const window = { start: addDays(now, -30), end: addDays(now, 60) };
  await applyReading(deps, { calendar: PRIMARY, window, events, skipped: 0, skippedIds: [], readAt: now });
}

async function start(...events: CalendarEvent[]): Promise<MemoryDeps> {
  const deps = memoryDeps();
  await put(deps, { calendars: [buildCalendar()] });
  await read(deps, events);
  return deps;
}

async function sessions(deps: MemoryDeps): Promise<Session[]> {
  const rows = (await contentOf(deps)).sessions as Session[];
  return rows.toSorted((a, b) => a.start.localeCompare(b.start) || a.id.localeCompare(b.id));
}

async function engagements(deps: MemoryDeps): Promise<Engagement[]> {
  return (await contentOf(deps)).engagements as Engagement[];
}

/** `kind/state` of every session in the order of their starts. */
async function kinds(deps: MemoryDeps): Promise<string[]> {
  return (await sessions(deps)).map(({ kind, state }) => `${kind}/${state}`);
}

async function idAt(deps: MemoryDeps, index: number): Promise<SessionId> {
  const session = (await sessions(deps))[index];
  if (!session) throw new Error(`no session ${index}`);
  return session.id;
}

async function note(deps: MemoryDeps, sessionId: SessionId, text: string): Promise<void> {
  const id = `running:${sessionId}` as NoteId;
  await saveNote(deps, { id, sessionId, text, type: 'note', private: true, baseRevision: 0 });
}

/** Where each session is and whose word that was. */
async function where(deps: MemoryDeps): Promise<unknown[]> {
  return (await sessions(deps)).map(({ id, kind, state, engagementId, verdict }) => [
    id,
    kind,
    state,
    engagementId,
    verdict?.by === 'person' ? verdict : 'rules',
  ]);
}

/** All rows without what every change moves on. */
async function comparable(deps: MemoryDeps): Promise<unknown> {
  const content = await contentOf(deps);
  return Object.entries(content).map(([name, rows]) => [
    name,
    (rows as Record<string, unknown>[]).map(({ revision: _, updatedAt: __, ...row }) => row),
  ]);
}

const week = (count: number) =>
  ['2026-11-03 13:00', '2026-11-10 13:00', '2026-11-17 13:00']
    .slice(0, count)
    .map((text) => seriesEvent(text));
const lunch = (overrides: Partial<CalendarEvent> = {}) =>
  buildEvent({
    eventId: 'lunch',
    title: 'Lunch with Sami',
    attendees: [buildSelf(), buildAttendee('Sami Haddad <sami@haddad.example>')],
    time: timed('2026-11-12 11:30'),
    ...overrides,
  });

describe('one session', () => {
  test('"not a session": leaves the lists for good, its notes stay', async () => {
    const deps = await start(...week(2));
    const id = await idAt(deps, 1);
    await note(deps, id, 'Kept.');
    await correctVerdict(deps, id, 'event', 'none');
    expect(await kinds(deps)).toEqual(['mentoring/active', 'mentoring/dismissed']);
    await read(deps, week(2));
    expect(await kinds(deps)).toEqual(['mentoring/active', 'mentoring/dismissed']);
    expect((await contentOf(deps)).notes).toMatchObject([{ text: 'Kept.' }]);
  });

  test('"not a session" holds when its event is cancelled or deleted later', async () => {
    for (const later of [[seriesEvent('2026-11-03 13:00', { status: 'cancelled' })], []]) {
      const deps = await start(...week(1));
      const id = await idAt(deps, 0);
      await note(deps, id, 'Kept.');
      await correctVerdict(deps, id, 'event', 'none');
      await read(deps, later);
      expect(await kinds(deps)).toEqual(['mentoring/dismissed']);
    }
  });

  test('the other kind: goes to the engagement of that kind, with its notes; the others stay', async () => {
    const deps = await start(...week(2));
    const id = await idAt(deps, 0);
    await note(deps, id, 'What does she want herself?');
    await addAction(deps, {
      engagementId: (await engagements(deps))[0]?.id as EngagementId,
      sessionId: id,
      text: 'Write down three wishes',
      owner: 'them',
      due: null,
    });
    await correctVerdict(deps, id, 'event', 'coaching');
    expect(await kinds(deps)).toEqual(['coaching/active', 'mentoring/active']);
    const [turned, other] = await sessions(deps);
    expect(turned?.engagementId).not.toBe(other?.engagementId);
    expect((await engagements(deps)).map(({ kind, role, name }) => [kind, role, name]).toSorted()).toEqual([
      ['coaching', 'coach', 'Lotte Maes'],
      ['mentoring', 'mentor', 'Lotte Maes'],
    ]);
    const { notes, actions } = await contentOf(deps);
    expect(notes).toMatchObject([{ engagementId: turned?.engagementId }]);
    expect(actions).toMatchObject([{ engagementId: turned?.engagementId }]);
  });

  test('what the next reading makes of it is the same, whichever the scope', async () => {
    for (const scope of ['event', 'series', 'person'] as const) {
      for (const verdict of ['mentoring', 'coaching', 'none'] as const) {
        const deps = await start(...week(3));
        await correctVerdict(deps, await idAt(deps, 1), scope, verdict);
        const before = await where(deps);
        await read(deps, week(3));
        expect(await where(deps)).toEqual(before);
      }
    }
  });

  test('an event that was no session becomes one, and stays one', async () => {
    const deps = await start(
      lunch(),
      lunch({ eventId: 'lunch-2', time: timed('2026-11-19 11:30') }),
      ...week(1),
    );
    await addSession(deps, {
      kind: 'coaching',
      name: 'Sami Haddad',
      email: 'sami@haddad.example',
      start: at('2026-11-26 11:30'),
      minutes: 60,
      timeZone: 'Europe/Brussels',
    });
    const byHand = (await sessions(deps)).find(({ source }) => source === 'hand') as Session;
    await correctVerdict(deps, byHand.id, 'person', 'coaching');
    expect(await kinds(deps)).toEqual(['mentoring/active', ...Array<string>(3).fill('coaching/active')]);
    expect(new Set((await sessions(deps)).slice(1).map(({ engagementId }) => engagementId)).size).toBe(1);
  });
});

describe('a series', () => {
  test('all its sessions turn, past and future, and those that come later', async () => {
    const deps = await start(...week(2));
    await correctVerdict(deps, await idAt(deps, 0), 'series', 'coaching');
    await read(deps, week(3));
    expect(await kinds(deps)).toEqual(Array<string>(3).fill('coaching/active'));
    expect(await engagements(deps)).toMatchObject([{ kind: 'coaching', role: 'coach' }]);
  });

  test('the word on another single one goes on to hold, on the corrected one it is withdrawn', async () => {
    const deps = await start(...week(3));
    await correctVerdict(deps, await idAt(deps, 0), 'event', 'none');
    await correctVerdict(deps, await idAt(deps, 1), 'event', 'none');
    await correctVerdict(deps, await idAt(deps, 1), 'series', 'coaching');
    const expected = ['mentoring/dismissed', 'coaching/active', 'coaching/active'];
    expect(await kinds(deps)).toEqual(expected);
    await read(deps, week(3));
    expect(await kinds(deps)).toEqual(expected);
  });

  test('a dismissed one comes back as its event says: active, cancelled, or gone', async () => {
    const deps = await start(...week(3));
    await correctVerdict(deps, await idAt(deps, 0), 'series', 'none');
    await read(deps, [
      seriesEvent('2026-11-03 13:00'),
      seriesEvent('2026-11-10 13:00', { status: 'cancelled' }),
    ]);
    await correctVerdict(deps, await idAt(deps, 0), 'series', 'mentoring');
    expect(await kinds(deps)).toEqual(['mentoring/active', 'mentoring/cancelled', 'mentoring/gone']);
  });

  test('goals go along when the whole engagement turns', async () => {
    const deps = await start(...week(2));
    const [engagement] = await engagements(deps);
    await addGoal(deps, (engagement as Engagement).id, { text: 'Lead the pricing project' });
    await correctVerdict(deps, await idAt(deps, 0), 'series', 'coaching');
    expect(await engagements(deps)).toMatchObject([{ id: engagement?.id, kind: 'coaching' }]);
    expect((await contentOf(deps)).goals).toMatchObject([{ engagementId: engagement?.id }]);
  });

  test('the engagement of the other kind is there already: everything joins it, nothing is mixed up later', async () => {
    const coaching = coachingEvent({
      title: 'Coaching session Lotte Maes',
      attendees: [buildSelf(), buildAttendee('Lotte Maes <lotte@maes.example>')],
      time: timed('2026-11-20 13:00'),
    });
    const deps = await start(...week(2), coaching);
    const before = await sessions(deps);
    const target = before[2]?.engagementId as EngagementId;
    await addGoal(deps, target, { text: 'There first' });
    await addGoal(deps, before[0]?.engagementId as EngagementId, { text: 'Comes along' });
    await correctVerdict(deps, before[0]?.id as SessionId, 'series', 'coaching');
    expect((await sessions(deps)).map(({ engagementId }) => engagementId)).toEqual([target, target, target]);
    expect((await contentOf(deps)).goals).toMatchObject([
      { engagementId: target, text: 'There first', position: 0 },
      { engagementId: target, text: 'Comes along', position: 1 },
    ]);
    expect(await loadPeople(deps)).toMatchObject([{ engagementId: target, kind: 'coaching', sessions: 3 }]);

    const anew = mentoringEvent({
      eventId: 'anew',
      iCalUid: 'anew@x.example',
      time: timed('2026-12-01 13:00'),
    });
    await read(deps, [...week(2), coaching, anew]);
    await correctVerdict(deps, await idAt(deps, 3), 'event', 'mentoring');
    const last = (await sessions(deps)).at(-1);
    expect(last).toMatchObject({ kind: 'mentoring' });
    expect(last?.engagementId).not.toBe(target);
    expect((await engagements(deps)).find(({ id }) => id === last?.engagementId)).toMatchObject({
      kind: 'mentoring',
      mergedInto: null,
    });
  });
});

describe('a person', () => {
  test('everything with them alone turns, whatever series, but no group they are in', async () => {
    const single = mentoringEvent({ eventId: 'single', time: timed('2026-11-20 09:00') });
    const group = mentoringEvent({
      eventId: 'group',
      title: 'Group mentoring',
      attendees: [
        buildSelf(),
        buildAttendee('Lotte Maes <lotte@maes.example>'),
        buildAttendee('Sami Haddad'),
      ],
      time: timed('2026-11-21 09:00'),
    });
    const deps = await start(...week(1), single, group);
    await correctVerdict(deps, await idAt(deps, 0), 'person', 'none');
    expect(await kinds(deps)).toEqual(['mentoring/dismissed', 'mentoring/dismissed', 'mentoring/active']);
  });

  test('what was entered by hand and taken away does not come back', async () => {
    const deps = await start(...week(1));
    const byHand = await addSession(deps, {
      kind: 'mentoring',
      name: 'Lotte Maes',
      email: 'lotte@maes.example',
      start: at('2026-11-26 11:30'),
      minutes: 60,
      timeZone: 'Europe/Brussels',
    });
    await setHandSessionRemoved(deps, byHand.id, true);
    await correctVerdict(deps, await idAt(deps, 0), 'person', 'coaching');
    expect(await kinds(deps)).toEqual(['coaching/active', 'mentoring/dismissed']);
  });
});

describe('the kind of an engagement', () => {
  test('turns with all sessions, also those of no series and by hand, but not dismissed ones', async () => {
    const single = mentoringEvent({ eventId: 'single', time: timed('2026-11-20 09:00') });
    const deps = await start(...week(2), single);
    await addSession(deps, {
      kind: 'mentoring',
      name: 'Lotte Maes',
      email: 'lotte@maes.example',
      start: at('2026-11-26 11:30'),
      minutes: 60,
      timeZone: 'Europe/Brussels',
    });
    await correctVerdict(deps, await idAt(deps, 0), 'event', 'none');
    await changeEngagementKind(deps, await idAt(deps, 1), 'coaching');
    const expected = ['mentoring/dismissed', 'coaching/active', 'coaching/active', 'coaching/active'];
    expect(await kinds(deps)).toEqual(expected);
    expect(await engagements(deps)).toMatchObject([{ kind: 'coaching', role: 'coach' }]);
    const before = await contentOf(deps);
    await read(deps, [...week(2), single]);
    expect(await contentOf(deps)).toEqual(before);
  });
});

describe('which scopes are offered', () => {
  test.each<[string, CalendarEvent, CorrectionScope[]]>([
    ['a single meeting of two', mentoringEvent(), ['event', 'person']],
    ['one of a series', seriesEvent('2026-11-10 13:00'), ['event', 'series', 'person']],
    [
      'a group of a series',
      seriesEvent('2026-11-10 13:00', {
        title: 'Group mentoring',
        attendees: [buildSelf(), buildAttendee('Lotte Maes'), buildAttendee('Sami Haddad')],
      }),
      ['event', 'series'],
    ],
  ])('%s', async (_, event, scopes) => {
    const deps = await start(event);
    const [session] = await sessions(deps);
    expect(correctionScopes(session as Session)).toEqual(scopes);
  });
});

describe('taking it back', () => {
  test('restores everything, also sessions and an engagement that the correction had made', async () => {
    const deps = await start(
      lunch({ seriesId: 'lunches', originalStart: at('2026-11-12 11:30') }),
      ...week(2),
    );
    const byHand = await addSession(deps, {
      kind: 'mentoring',
      name: 'Sami Haddad',
      email: 'sami@haddad.example',
      start: at('2026-11-26 11:30'),
      minutes: 60,
      timeZone: 'Europe/Brussels',
    });
    const before = await comparable(deps);
    const undo = await correctVerdict(deps, byHand.id, 'person', 'coaching');
    expect(await sessions(deps)).toHaveLength(4);
    await undoCorrection(deps, undo);
    expect(await comparable(deps)).toEqual(before);
  });

  test('keeps what was written meanwhile', async () => {
    const deps = await start(...week(2));
    const id = await idAt(deps, 0);
    const undo = await correctVerdict(deps, id, 'event', 'coaching');
    await note(deps, id, 'Written between.');
    await undoCorrection(deps, undo);
    const [session] = await sessions(deps);
    expect(session).toMatchObject({ kind: 'mentoring', written: true });
    expect((await contentOf(deps)).notes).toMatchObject([
      { text: 'Written between.', engagementId: session?.engagementId, sessionId: id },
    ]);
  });

  test('a session that the correction had made and that has notes now stays', async () => {
    const deps = await start(...week(1), lunch({ seriesId: 'x', originalStart: at('2026-11-12 11:30') }));
    const byHand = await addSession(deps, {
      kind: 'coaching',
      name: 'Sami Haddad',
      email: 'sami@haddad.example',
      start: at('2026-11-26 11:30'),
      minutes: 60,
      timeZone: 'Europe/Brussels',
    });
    const undo = await correctVerdict(deps, byHand.id, 'person', 'coaching');
    const made = undo.createdSessions[0] as SessionId;
    await note(deps, made, 'Came out of lunch.');
    await undoCorrection(deps, undo);
    expect(await sessions(deps)).toHaveLength(3);
    expect((await contentOf(deps)).notes).toMatchObject([{ sessionId: made }]);
  });

  describe('any row of corrections, taken back from the last to the first', () => {
    const step = fc.record({
      session: fc.nat(),
      scope: fc.constantFrom<CorrectionScope | 'engagement'>('event', 'series', 'person', 'engagement'),
      verdict: fc.constantFrom('mentoring' as const, 'coaching' as const, 'none' as const),
    });
    const withLotte = [buildSelf(), buildAttendee('Lotte Maes <lotte@maes.example>')];
    const events = [
      ...week(3),
      coachingEvent({
        title: 'Coaching session Lotte',
        attendees: withLotte,
        time: timed('2026-11-20 13:00'),
      }),
      coachingEvent({ eventId: 'noe' }),
      lunch({ attendees: withLotte }),
    ];

    async function play(
      steps: { session: number; scope: CorrectionScope | 'engagement'; verdict: Session['kind'] | 'none' }[],
      between: (deps: MemoryDeps) => Promise<void>,
      look: (deps: MemoryDeps) => Promise<unknown>,
    ): Promise<void> {
      const deps = await start(...events);
      for (const session of await sessions(deps)) {
        await addGoal(deps, session.engagementId, { text: `Goal of ${session.start}` });
      }
      await note(deps, await idAt(deps, 0), 'First.');
      await between(deps);
      const before = await look(deps);
      const undos: CorrectionUndo[] = [];
      for (const { session, scope, verdict } of steps) {
        deps.pass(1);
        const all = await sessions(deps);
        const { id } = all[session % all.length] as Session;
        if (scope !== 'engagement') undos.push(await correctVerdict(deps, id, scope, verdict));
        else if (verdict !== 'none') undos.push(await changeEngagementKind(deps, id, verdict));
        await between(deps);
      }
      for (const undo of undos.toReversed()) {
        await undoCorrection(deps, undo);
        await between(deps);
      }
      expect(await look(deps)).toEqual(before);
    }

    test('ends exactly where it began', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
          await play(steps, async () => undefined, comparable);
        }),
        { numRuns: 60 },
      );
    });

    test('ends with every session where it was, also when the calendar is read in between', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
          await play(steps, async (deps) => await read(deps, events), where);
        }),
        { numRuns: 40 },
      );
    });
  });
});
