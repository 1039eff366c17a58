import { describe, expect, test } from 'vitest';
import { applyReading } from '../../lib/app/apply-reading.ts';
import { correctVerdict } from '../../lib/app/correct-verdict.ts';
import { saveNote } from '../../lib/app/save-note.ts';
import { loadCorrections, withdrawCorrection } from '../../lib/app/withdraw-correction.ts';
import type { CalendarEvent } from '../../lib/event/calendar-event.ts';
import { addDays } from '../../lib/event/instant.ts';
import type { NoteId } from '../../lib/note/note.ts';
import type { Session, SessionId } from '../../lib/session/session.ts';
import { buildCalendar, mentoringEvent, seriesEvent } from '../support/builders.ts';
import { type MemoryDeps, contentOf, memoryDeps, put } from '../support/memory-deps.ts';

async function start(...events: CalendarEvent[]): Promise<MemoryDeps> {
  const deps = memoryDeps();
  await put(deps, { calendars: [buildCalendar()] });
  await read(deps, events);
  return deps;
}

async function read(deps: MemoryDeps, events: CalendarEvent[]): Promise<void> {
  const { accountId, calendarId } = buildCalendar();
  const now = deps.now();
  const window = { start: addDays(now, -30), end: addDays(now, 60) };
  const calendar = { accountId, calendarId };
  await applyReading(deps, { calendar, window, events, skipped: 0, skippedIds: [], readAt: now });
}

async function sessions(deps: MemoryDeps): Promise<Session[]> {
  const rows = (await contentOf(deps)).sessions as Session[];
  return rows.toSorted((a, b) => a.start.localeCompare(b.start));
}

async function firstId(deps: MemoryDeps): Promise<SessionId> {
  const [first] = await sessions(deps);
  if (!first) throw new Error('no session');
  return first.id;
}

const SERIES = [seriesEvent('2026-11-03 13:00'), seriesEvent('2026-11-17 13:00')];

describe('the list', () => {
  test('says of each correction what it is about, the newest first', async () => {
    const deps = await start(
      ...SERIES,
      mentoringEvent({ eventId: 'single', title: 'Extra mentoring session' }),
    );
    const single = (await sessions(deps)).find(({ title }) => title === 'Extra mentoring session');
    await correctVerdict(deps, single?.id as SessionId, 'event', 'none');
    deps.pass(1);
    await correctVerdict(deps, await firstId(deps), 'series', 'coaching');
    deps.pass(1);
    await correctVerdict(deps, await firstId(deps), 'person', 'coaching');
    const rows = await loadCorrections(deps);
    expect(rows.map(({ correction, about }) => [correction.scope, correction.verdict, about])).toEqual([
      ['person', 'coaching', 'Lotte Maes'],
      ['series', 'coaching', SERIES[0]?.title],
      ['event', 'none', 'Extra mentoring session'],
    ]);
  });
});

describe('taking back', () => {
  test('“not a session” of a series brings every session back, with the note that was in it', async () => {
    const deps = await start(...SERIES);
    const before = await sessions(deps);
    const id = await firstId(deps);
    await saveNote(deps, {
      id: `running:${id}` as NoteId,
      sessionId: id,
      text: 'Kept.',
      type: 'note',
      private: true,
      baseRevision: 0,
    });
    await correctVerdict(deps, id, 'series', 'none');
    // Days later, and read again meanwhile.
    deps.pass(3 * 24 * 60);
    await read(deps, SERIES);
    expect((await sessions(deps)).map(({ state }) => state)).toEqual(['dismissed', 'dismissed']);
    const [row] = await loadCorrections(deps);
    await withdrawCorrection(deps, row?.correction.id ?? '');
    expect((await sessions(deps)).map(({ id: one, state, kind }) => [one, state, kind])).toEqual(
      before.map(({ id: one }) => [one, 'active', 'mentoring']),
    );
    expect(await loadCorrections(deps)).toEqual([]);
    await read(deps, SERIES);
    expect((await sessions(deps)).map(({ id: one, state }) => [one, state])).toEqual(
      before.map(({ id: one }) => [one, 'active']),
    );
  });

  test('a wider correction holds again', async () => {
    const deps = await start(...SERIES);
    const id = await firstId(deps);
    await correctVerdict(deps, id, 'series', 'coaching');
    deps.pass(1);
    await correctVerdict(deps, id, 'event', 'none');
    const narrow = (await loadCorrections(deps)).find(({ correction }) => correction.scope === 'event');
    await withdrawCorrection(deps, narrow?.correction.id ?? '');
    expect((await sessions(deps)).map(({ kind, state }) => [kind, state])).toEqual([
      ['coaching', 'active'],
      ['coaching', 'active'],
    ]);
  });

  test('an unknown one does nothing', async () => {
    const deps = await start(...SERIES);
    const before = await contentOf(deps);
    await withdrawCorrection(deps, 'series:nothing');
    expect(await contentOf(deps)).toEqual(before);
  });
});
