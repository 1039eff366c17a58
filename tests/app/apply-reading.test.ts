import { describe, expect, test } from 'vitest';
import { applyReading } from '../../lib/app/apply-reading.ts';
import { correctVerdict } from '../../lib/app/correct-verdict.ts';
import { saveNote } from '../../lib/app/save-note.ts';
import type { AccountId, CalendarEvent, CalendarId } from '../../lib/event/calendar-event.ts';
import { addDays } from '../../lib/event/instant.ts';
import type { NoteId } from '../../lib/note/note.ts';
import type { Session } from '../../lib/session/session.ts';
import { subscribeToChanges } from '../../lib/storage/changes.ts';
import {
  NOW,
  at,
  buildCalendar,
  buildSession,
  coachingEvent,
  mentoringEvent,
  seriesEvent,
  timed,
} from '../support/builders.ts';
import { buildAttendee, buildSelf } from '../support/event-builder.ts';
import { type MemoryDeps, contentOf, memoryDeps, put } from '../support/memory-deps.ts';

const PRIMARY = { accountId: 'google:1001' as AccountId, calendarId: 'primary' as CalendarId };
const OUTLOOK = { accountId: 'outlook:2002' as AccountId, calendarId: 'calendar' as CalendarId };

async function start(): Promise<MemoryDeps> {
  const deps = memoryDeps();
  await put(deps, { calendars: [buildCalendar(), buildCalendar(OUTLOOK)] });
  return deps;
}

async function read(
  deps: MemoryDeps,
  events: CalendarEvent[],
  calendar: typeof PRIMARY = PRIMARY,
  skippedIds: string[] = [],
): Promise<void> {
  const now = deps.now();
  const window = { start: addDays(now, -30), end: addDays(now, 60) };
  await applyReading(deps, { calendar, window, events, skipped: skippedIds.length, skippedIds, readAt: now });
}

/** Nothing is left: believed when it is said twice. */
async function readEmpty(deps: MemoryDeps): Promise<void> {
  await read(deps, []);
  await read(deps, []);
}

async function sessions(deps: MemoryDeps): Promise<Session[]> {
  return (await contentOf(deps)).sessions as Session[];
}

async function onlySession(deps: MemoryDeps): Promise<Session> {
  const all = await sessions(deps);
  expect(all).toHaveLength(1);
  return all[0] as Session;
}

async function write(
  deps: MemoryDeps,
  session: Session,
  text = 'She wants the pricing project.',
): Promise<void> {
  const id = `running:${session.id}` as NoteId;
  await saveNote(deps, { id, sessionId: session.id, text, type: 'note', private: true, baseRevision: 0 });
}

describe('reading the same again', () => {
  test('changes no row but the time of the reading', async () => {
    const deps = await start();
    const events = [mentoringEvent(), coachingEvent(), seriesEvent('2026-11-17 13:00')];
    await read(deps, events);
    const before = await contentOf(deps);
    expect(before.sessions).toHaveLength(3);
    deps.pass(20);
    await read(deps, structuredClone(events));
    const { calendars, ...after } = await contentOf(deps);
    expect({ ...after, calendars: [] }).toEqual({ ...before, calendars: [] });
    expect(calendars[0]).toMatchObject({ lastReadAt: deps.now(), calendarId: 'primary' });
  });

  test('also when a first session makes its people known, and a neutral meeting one with them', async () => {
    const deps = await start();
    const neutral = mentoringEvent({
      eventId: 'neutral',
      title: 'Lotte Maes',
      time: timed('2026-11-20 09:00'),
    });
    await read(deps, [neutral, mentoringEvent()]);
    const before = await contentOf(deps);
    expect(before.sessions).toHaveLength(2);
    await read(deps, [neutral, mentoringEvent()]);
    expect(await contentOf(deps)).toEqual(before);
  });

  test('in another order of the events changes nothing either', async () => {
    const deps = await start();
    const events = [mentoringEvent(), coachingEvent(), seriesEvent('2026-11-17 13:00')];
    await read(deps, events);
    const before = await contentOf(deps);
    await read(deps, events.toReversed());
    expect(await contentOf(deps)).toEqual(before);
  });

  test('announces only the calendar, so that no screen reads the record again for nothing', async () => {
    const deps = await start();
    await read(deps, [mentoringEvent()]);
    const heard: string[][] = [];
    const { promise: arrived, resolve } = Promise.withResolvers<void>();
    const stop = subscribeToChanges((stores) => {
      heard.push([...stores].toSorted());
      if (heard.length === 2) resolve();
    });
    await read(deps, [mentoringEvent()]);
    await read(deps, [mentoringEvent({ location: 'Room 4' })]);
    await arrived;
    stop();
    expect(heard).toEqual([['calendars'], ['calendars', 'events', 'sessions']]);
  });
});

describe('what happens to the event of a session with notes', () => {
  async function withNote(): Promise<{ deps: MemoryDeps; before: Session }> {
    const deps = await start();
    await read(deps, [seriesEvent('2026-11-10 13:00')]);
    await write(deps, await onlySession(deps));
    return { deps, before: await onlySession(deps) };
  }

  async function expectNoteKept(deps: MemoryDeps, before: Session): Promise<Session> {
    const after = await onlySession(deps);
    expect(after.id).toBe(before.id);
    expect((await contentOf(deps)).notes).toMatchObject([
      { sessionId: before.id, engagementId: after.engagementId, text: 'She wants the pricing project.' },
    ]);
    expect((await contentOf(deps)).engagements).toHaveLength(1);
    return after;
  }

  test('moved: the session moves along', async () => {
    const { deps, before } = await withNote();
    await read(deps, [seriesEvent('2026-11-10 13:00', { time: timed('2026-11-12 08:30') })]);
    expect(await expectNoteKept(deps, before)).toMatchObject({
      start: at('2026-11-12 08:30'),
      state: 'active',
    });
  });

  test('renamed to something that no rule recognises: it stays a session, under the new title', async () => {
    const { deps, before } = await withNote();
    await read(deps, [seriesEvent('2026-11-10 13:00', { title: 'Budget meeting' })]);
    expect(await expectNoteKept(deps, before)).toMatchObject({
      title: 'Budget meeting',
      state: 'active',
      kind: 'mentoring',
    });
  });

  test('renamed to the other kind: rules do not turn what has notes', async () => {
    const { deps, before } = await withNote();
    await read(deps, [seriesEvent('2026-11-10 13:00', { title: 'Coaching session Lotte Maes' })]);
    expect(await expectNoteKept(deps, before)).toMatchObject({
      kind: 'mentoring',
      engagementId: before.engagementId,
    });
  });

  test('title taken away and moved: it moves, and keeps the title it had', async () => {
    const { deps, before } = await withNote();
    await read(deps, [seriesEvent('2026-11-10 13:00', { title: '', time: timed('2026-11-11 13:00') })]);
    expect(await expectNoteKept(deps, before)).toMatchObject({
      title: 'Mentoring Lotte Maes',
      start: at('2026-11-11 13:00'),
    });
  });

  test('cancelled without title and guests: cancelled, otherwise as it was planned', async () => {
    const { deps, before } = await withNote();
    await read(deps, [
      seriesEvent('2026-11-10 13:00', { status: 'cancelled', title: '', attendees: [], organizer: null }),
    ]);
    const { title, people, start: startsAt } = before;
    expect(await expectNoteKept(deps, before)).toMatchObject({
      state: 'cancelled',
      title,
      people,
      start: startsAt,
    });
  });

  test('deleted, then there again: gone, then active again', async () => {
    const { deps, before } = await withNote();
    await readEmpty(deps);
    expect(await expectNoteKept(deps, before)).toMatchObject({ state: 'gone' });
    await read(deps, [seriesEvent('2026-11-10 13:00')]);
    expect(await expectNoteKept(deps, before)).toMatchObject({ state: 'active' });
  });

  test('deleted in one reading, invited anew under another id in a later one: the same session', async () => {
    const { deps, before } = await withNote();
    await readEmpty(deps);
    const anew = mentoringEvent({ eventId: 'anew', iCalUid: 'anew@calendar.example' });
    await read(deps, [anew]);
    expect(await expectNoteKept(deps, before)).toMatchObject({ state: 'active' });
    await read(deps, [{ ...anew, time: timed('2026-11-10 15:00') }]);
    expect(await expectNoteKept(deps, before)).toMatchObject({
      start: at('2026-11-10 15:00'),
      state: 'active',
    });
  });

  test('made an all-day entry: no longer a meeting, but kept', async () => {
    const { deps, before } = await withNote();
    const time = { kind: 'all-day', startDate: '2026-11-10', endDate: '2026-11-11' } as CalendarEvent['time'];
    await read(deps, [seriesEvent('2026-11-10 13:00', { time })]);
    expect(await expectNoteKept(deps, before)).toMatchObject({ state: 'cancelled', start: before.start });
  });
});

describe('what happens to the event of a session without notes', () => {
  test('renamed to something that is no session: dismissed; renamed back: active', async () => {
    const deps = await start();
    await read(deps, [mentoringEvent()]);
    const renamed = { title: 'Dentist', attendees: [buildSelf()] };
    await read(deps, [mentoringEvent(renamed)]);
    expect(await onlySession(deps)).toMatchObject({ state: 'dismissed' });
    await read(deps, [mentoringEvent()]);
    expect(await onlySession(deps)).toMatchObject({ state: 'active' });
  });

  test('declined: cancelled; accepted after all: active', async () => {
    const deps = await start();
    const guests = (response: 'declined' | 'accepted') => [
      buildSelf({ response }),
      buildAttendee('Lotte Maes <lotte@maes.example>'),
    ];
    await read(deps, [mentoringEvent()]);
    await read(deps, [mentoringEvent({ attendees: guests('declined') })]);
    expect(await onlySession(deps)).toMatchObject({ state: 'cancelled' });
    await read(deps, [mentoringEvent({ attendees: guests('accepted') })]);
    expect(await onlySession(deps)).toMatchObject({ state: 'active' });
  });

  test.each([
    ['declined', { attendees: [buildSelf({ response: 'declined' }), buildAttendee('Lotte Maes')] }],
    ['cancelled', { status: 'cancelled' }],
    ['all-day', { time: { kind: 'all-day', startDate: '2026-11-10', endDate: '2026-11-11' } }],
    ['no session', { title: 'Coach to Brussels airport', attendees: [] }],
  ])('%s from the start: no session, but the event is kept', async (_, overrides) => {
    const deps = await start();
    await read(deps, [mentoringEvent(overrides as Partial<CalendarEvent>)]);
    const { sessions: made, engagements, events } = await contentOf(deps);
    expect({ made, engagements, events: events.length }).toEqual({ made: [], engagements: [], events: 1 });
  });
});

test('a moved instance and a new meeting in its old place are two sessions, in either order of the answer', async () => {
  for (const turn of [false, true]) {
    const deps = await start();
    await read(deps, [seriesEvent('2026-11-10 13:00')]);
    const [first] = await sessions(deps);
    const moved = seriesEvent('2026-11-10 13:00', { time: timed('2026-11-12 13:00') });
    const extra = mentoringEvent({ eventId: 'extra', iCalUid: 'extra@calendar.example' });
    await read(deps, turn ? [extra, moved] : [moved, extra]);
    const all = await sessions(deps);
    expect(all.map((session) => [session.id === first?.id, session.start]).toSorted()).toEqual([
      [false, at('2026-11-10 13:00')],
      [true, at('2026-11-12 13:00')],
    ]);
  }
});

test('an instance moved in from outside the window keeps its session', async () => {
  const deps = await start();
  const far = seriesEvent('2027-03-09 13:00');
  await put(deps, {
    sessions: [buildSession({ start: at('2027-03-09 13:00'), instanceKeys: [far.key], written: true })],
  });
  await read(deps, [{ ...far, time: timed('2026-11-16 13:00') }]);
  expect(await onlySession(deps)).toMatchObject({
    id: 'session-1',
    start: at('2026-11-16 13:00'),
    written: true,
  });
});

test('an instance moved out of the window is gone, and back when the window reaches it', async () => {
  const deps = await start();
  await read(deps, [seriesEvent('2026-11-10 13:00')]);
  const { id } = await onlySession(deps);
  await readEmpty(deps);
  expect(await onlySession(deps)).toMatchObject({ id, state: 'gone' });
  deps.at(at('2027-01-20 09:00'));
  await read(deps, [seriesEvent('2026-11-10 13:00', { time: timed('2027-02-01 13:00') })]);
  expect(await onlySession(deps)).toMatchObject({ id, state: 'active', start: at('2027-02-01 13:00') });
});

test('a meeting of several days that began before the window stays one session at every reading', async () => {
  const deps = await start();
  const retreat = mentoringEvent({ time: timed('2026-10-08 08:00', 4 * 24 * 60) });
  for (let reading = 0; reading < 3; reading += 1) await read(deps, [retreat]);
  await onlySession(deps);
});

describe('one meeting in two calendars', () => {
  const inGoogle = (overrides: Partial<CalendarEvent> = {}) => mentoringEvent(overrides);
  const inOutlook = (overrides: Partial<CalendarEvent> = {}) =>
    mentoringEvent({ ...OUTLOOK, eventId: 'AAMk-1', iCalUid: 'event-1@calendar.example', ...overrides });

  test('is one session, by iCalendar uid, even where the titles differ', async () => {
    const deps = await start();
    await read(deps, [inGoogle()]);
    await read(deps, [inOutlook({ title: 'Mentoring: Lotte' })], OUTLOOK);
    expect(await onlySession(deps)).toMatchObject({ title: 'Mentoring Lotte Maes' });
  });

  test('is one session, by title and time, where the uids differ', async () => {
    const deps = await start();
    await read(deps, [inGoogle()]);
    await read(deps, [inOutlook({ iCalUid: 'other@outlook.example' })], OUTLOOK);
    await onlySession(deps);
  });

  test('but two people at the same time are two sessions', async () => {
    const deps = await start();
    await read(deps, [inGoogle({ title: 'Mentoring' })]);
    const other = [buildSelf(), buildAttendee('Sami Haddad <sami@haddad.example>')];
    await read(
      deps,
      [inOutlook({ title: 'Mentoring', iCalUid: 'x@outlook.example', attendees: other })],
      OUTLOOK,
    );
    expect(await sessions(deps)).toHaveLength(2);
  });

  test('one that lags behind does not pull the session back', async () => {
    const deps = await start();
    await read(deps, [inGoogle()]);
    await read(deps, [inOutlook()], OUTLOOK);
    await read(deps, [inGoogle({ time: timed('2026-11-11 10:00') })]);
    await read(deps, [inOutlook()], OUTLOOK);
    expect(await onlySession(deps)).toMatchObject({ start: at('2026-11-11 10:00') });
  });

  test('deleted in the first calendar, it goes on with the second at once', async () => {
    const deps = await start();
    await read(deps, [inGoogle()]);
    await read(deps, [inOutlook()], OUTLOOK);
    await readEmpty(deps);
    await read(deps, [inOutlook({ time: timed('2026-11-11 10:00') })], OUTLOOK);
    expect(await onlySession(deps)).toMatchObject({ state: 'active', start: at('2026-11-11 10:00') });
  });

  test('moved from one calendar to another between two readings, it is active after the second', async () => {
    const deps = await start();
    await read(deps, [inGoogle()]);
    await readEmpty(deps);
    await read(deps, [inOutlook()], OUTLOOK);
    expect(await onlySession(deps)).toMatchObject({ state: 'active' });
    const before = await contentOf(deps);
    await read(deps, []);
    await read(deps, [inOutlook()], OUTLOOK);
    await read(deps, [inOutlook()], OUTLOOK);
    expect((await sessions(deps))[0]).toMatchObject({
      state: 'active',
      id: (before.sessions[0] as Session).id,
    });
  });

  test('cancelled in the first but not in the second, it takes place', async () => {
    const deps = await start();
    await read(deps, [inGoogle()]);
    await read(deps, [inOutlook()], OUTLOOK);
    await read(deps, [inGoogle({ status: 'cancelled' })]);
    await read(deps, [inOutlook()], OUTLOOK);
    await read(deps, [inGoogle({ status: 'cancelled' })]);
    expect(await onlySession(deps)).toMatchObject({ state: 'active' });
  });
});

describe.each([
  ['one entry', [mentoringEvent()]],
  ['several entries', [seriesEvent('2026-11-10 13:00'), seriesEvent('2026-11-17 13:00'), coachingEvent()]],
])('in a calendar of %s', (_, events) => {
  test('a sudden empty answer is not believed at once, and takes nothing away for good', async () => {
    const deps = await start();
    await read(deps, events);
    const before = await contentOf(deps);
    deps.pass(20);
    await read(deps, []);
    const { calendars, ...after } = await contentOf(deps);
    expect({ ...after, calendars: [] }).toEqual({ ...before, calendars: [] });
    expect(calendars.map((row) => (row as { lastReadAt: string }).lastReadAt)).not.toContain(deps.now());
    // The same again is believed.
    await read(deps, []);
    expect((await sessions(deps)).every((session) => session.state === 'gone')).toBe(true);
    await read(deps, events);
    const plain = (rows: unknown[]) =>
      (rows as Session[]).map(({ revision: _, updatedAt: __, ...row }) => row);
    expect(plain(await sessions(deps))).toEqual(plain(before.sessions));
    // A full reading in between starts the count anew.
    await read(deps, []);
    expect((await sessions(deps)).every((session) => session.state === 'active')).toBe(true);
  });
});

describe('stored events that cannot be understood', () => {
  const first = mentoringEvent();
  const second = coachingEvent();
  const { attendees: _, ...halved } = second;

  test.each([
    ['no JSON', '[{'],
    ['no list', '{}'],
    ['nothing', undefined],
    ['an event among others', JSON.stringify([first, halved])],
  ])('%s: nothing fails, and the next reading writes the row anew', async (__, json) => {
    const deps = await start();
    await read(deps, [first, second]);
    const before = await contentOf(deps);
    const session = (await sessions(deps)).find(({ kind }) => kind === 'coaching') as Session;
    await put(deps, { events: [{ ...(before.events[0] as object), json }] });
    await correctVerdict(deps, session.id, 'person', 'mentoring');
    expect((await sessions(deps)).map(({ state, kind }) => `${kind} ${state}`)).toEqual([
      'mentoring active',
      'mentoring active',
    ]);
    await read(deps, [first, second]);
    expect((await contentOf(deps)).events).toEqual(before.events);
    expect(await sessions(deps)).toHaveLength(2);
  });

  test('a row of nothing else goes with the second empty answer', async () => {
    const deps = await start();
    await read(deps, [first]);
    const [row] = (await contentOf(deps)).events;
    await put(deps, { events: [{ ...(row as object), json: '?' }] });
    await read(deps, []);
    expect(await onlySession(deps)).toMatchObject({ state: 'active' });
    await read(deps, []);
    expect(await onlySession(deps)).toMatchObject({ state: 'gone' });
    expect((await contentOf(deps)).events).toEqual([]);
  });
});

test('an entry that became unusable keeps its session and its event; a deleted one beside it goes', async () => {
  const deps = await start();
  const [first, second] = [mentoringEvent(), coachingEvent()];
  await read(deps, [first, second]);
  // An answer in which nothing can be understood may be a mishap as well.
  await read(deps, [], PRIMARY, [first.eventId]);
  await read(deps, [], PRIMARY, [first.eventId]);
  const states = Object.fromEntries((await sessions(deps)).map(({ kind, state }) => [kind, state]));
  expect(states).toEqual({ mentoring: 'active', coaching: 'gone' });
  expect((await contentOf(deps)).events).toMatchObject([
    { day: '2026-11-10', json: JSON.stringify([first]) },
  ]);
});

test('when the guest of a meeting changes, so does whose goals and notes are shown', async () => {
  const deps = await start();
  await read(deps, [mentoringEvent()]);
  const lotte = await onlySession(deps);
  const tom = [buildSelf(), buildAttendee('Tom Peeters <tom@peeters.example>')];
  await read(deps, [mentoringEvent({ attendees: tom })]);
  const session = await onlySession(deps);
  expect(session.engagementId).not.toBe(lotte.engagementId);
  const names = (await contentOf(deps)).engagements.map((row) => {
    const { id, name } = row as { id: string; name: string };
    return [id === session.engagementId, name];
  });
  expect(names.toSorted()).toEqual([
    [false, 'Lotte Maes'],
    [true, 'Tom Peeters'],
  ]);
});

test('a session in which something was written stays with whom it was written about', async () => {
  const deps = await start();
  await read(deps, [mentoringEvent()]);
  const lotte = await onlySession(deps);
  await write(deps, lotte);
  const both = [
    buildSelf(),
    buildAttendee('Lotte Maes <lotte@maes.example>'),
    buildAttendee('Tom Peeters <tom@peeters.example>'),
  ];
  await read(deps, [mentoringEvent({ attendees: both })]);
  expect((await onlySession(deps)).engagementId).toBe(lotte.engagementId);
});

describe('a series that is moved as a whole', () => {
  const dates = ['2026-11-03', '2026-11-10', '2026-11-17'] as const;
  const at13 = dates.map((date) => seriesEvent(`${date} 13:00`));

  test.each([
    ['to another hour', dates.map((date) => seriesEvent(`${date} 14:00`))],
    [
      'to the day after',
      ['2026-11-04', '2026-11-11', '2026-11-18'].map((date) => seriesEvent(`${date} 09:00`)),
    ],
  ])('%s keeps its sessions, each with its notes', async (_, moved) => {
    const deps = await start();
    await read(deps, at13);
    const before = (await sessions(deps)).toSorted((a, b) => a.start.localeCompare(b.start));
    const [past, , next] = before;
    if (!past || !next) throw new Error('three sessions were read');
    await write(deps, past, 'said then');
    await write(deps, next, 'prepared');
    await read(deps, moved);
    const after = (await sessions(deps)).toSorted((a, b) => a.start.localeCompare(b.start));
    expect(after.map(({ id, state }) => [id, state])).toEqual(before.map(({ id }) => [id, 'active']));
    expect(after.map(({ start: from }) => from)).toEqual(
      moved.map(({ time }) => (time.kind === 'timed' ? time.start : '')),
    );
    const again = await contentOf(deps);
    await read(deps, moved);
    expect((await contentOf(deps)).sessions).toEqual(again.sessions);
  });

  test('notes of what was said do not move to a meeting that is still to come', async () => {
    const deps = await start();
    const [said] = at13;
    if (!said) throw new Error('a past instance');
    await read(deps, [seriesEvent('2026-11-09 13:00')]);
    const past = await onlySession(deps);
    await write(deps, past, 'said then');
    await read(deps, [seriesEvent('2026-11-12 13:00')]);
    const states = (await sessions(deps)).map(({ id, state }) => [id === past.id, state]);
    expect(states.toSorted()).toEqual([
      [false, 'active'],
      [true, 'gone'],
    ]);
  });
});

test('the invitation to a session that was entered by hand joins it, whatever its title', async () => {
  const deps = await start();
  const entered = buildSession({
    id: 'by-hand' as Session['id'],
    source: 'hand',
    title: 'Lotte Maes',
    people: [{ email: null, name: 'Lotte Maes' }],
    start: at('2026-11-10 13:00'),
    end: at('2026-11-10 14:00'),
    instanceKeys: [],
    iCalKeys: [],
    seriesKeys: [],
    verdict: null,
  });
  await put(deps, { sessions: [entered] });
  await read(deps, [mentoringEvent({ title: 'Mentoring sessie 3' })]);
  expect(await onlySession(deps)).toMatchObject({ id: 'by-hand', source: 'hand', state: 'active' });
  // Taken out by hand, it stays out.
  await put(deps, { sessions: [{ ...(await onlySession(deps)), state: 'dismissed' }] });
  await read(deps, [mentoringEvent({ title: 'Mentoring sessie 3', description: 'changed' })]);
  expect(await onlySession(deps)).toMatchObject({ state: 'dismissed' });
});

test('“not a session” holds when the calendar it was said in goes and another one has the meeting', async () => {
  const deps = await start();
  await read(deps, [mentoringEvent()]);
  await correctVerdict(deps, (await onlySession(deps)).id, 'event', 'none');
  await read(deps, [mentoringEvent(OUTLOOK)], OUTLOOK);
  await readEmpty(deps);
  await read(deps, [mentoringEvent(OUTLOOK)], OUTLOOK);
  expect(await onlySession(deps)).toMatchObject({ state: 'dismissed' });
});

test.each([
  ['disconnected meanwhile', []],
  ['no longer chosen', [buildCalendar({ chosen: false })]],
])('a calendar that was %s is left alone', async (_, calendars) => {
  const deps = memoryDeps();
  await put(deps, { calendars });
  const before = await contentOf(deps);
  await read(deps, [mentoringEvent()]);
  expect(await contentOf(deps)).toEqual(before);
});

test('a reading of one calendar does not touch the sessions of another with a similar name', async () => {
  const deps = await start();
  const other = { ...PRIMARY, calendarId: 'primary-2' as CalendarId };
  await put(deps, { calendars: [buildCalendar(other)] });
  await read(deps, [mentoringEvent(other)], other);
  await readEmpty(deps);
  expect(await onlySession(deps)).toMatchObject({ state: 'active' });
});

test('a session entered by hand that a calendar also has stays when the calendar loses it', async () => {
  const deps = await start();
  await put(deps, { sessions: [buildSession({ source: 'hand', title: 'Mentoring Lotte Maes' })] });
  await read(deps, [mentoringEvent({ location: 'Room 4' })]);
  expect(await onlySession(deps)).toMatchObject({ location: 'Room 4' });
  await readEmpty(deps);
  expect(await onlySession(deps)).toMatchObject({ state: 'active', instanceKeys: [] });
});

test('a success ends the fault of the calendar and keeps the count of what could not be read', async () => {
  const deps = memoryDeps();
  const fault = { reason: 'provider-down' as const, since: NOW, retryAt: null };
  await put(deps, { calendars: [buildCalendar({ fault })] });
  const window = { start: addDays(NOW, -30), end: addDays(NOW, 60) };
  await applyReading(deps, {
    calendar: PRIMARY,
    window,
    events: [],
    skipped: 3,
    skippedIds: [],
    readAt: NOW,
  });
  expect((await contentOf(deps)).calendars).toMatchObject([{ fault: null, skipped: 3, lastReadAt: NOW }]);
});
