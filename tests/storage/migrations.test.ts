import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { applyReading } from '../../lib/app/apply-reading.ts';
import { correctVerdict } from '../../lib/app/correct-verdict.ts';
import type { AppDeps } from '../../lib/app/deps.ts';
import { setActionDone } from '../../lib/app/edit-actions.ts';
import { editEngagement } from '../../lib/app/edit-engagement.ts';
import { rateGoal } from '../../lib/app/edit-goals.ts';
import { loadSessionPanel } from '../../lib/app/load-session-panel.ts';
import { runningNoteId, saveNote } from '../../lib/app/save-note.ts';
import { type CalendarEvent, CalendarEventSchema } from '../../lib/event/calendar-event.ts';
import { addDays } from '../../lib/event/instant.ts';
import type { ActionId } from '../../lib/note/action.ts';
import type { EngagementId } from '../../lib/session/engagement.ts';
import type { GoalId } from '../../lib/session/goal.ts';
import type { SessionId } from '../../lib/session/session.ts';
import { type Database, type StoreName, openDatabase } from '../../lib/storage/database.ts';
import type { EventDay } from '../../lib/storage/calendar-store.ts';
import type { Migration } from '../../lib/storage/migrations/migration.ts';
import { migrations } from '../../lib/storage/migrations/index.ts';
import { at } from '../support/builders.ts';
import { contentOf, put } from '../support/memory-deps.ts';
import { MODEL } from '../support/detection-model.ts';

type Rows = Record<StoreName, { addedLater?: unknown }[]>;

/**
 * What a database of each version held, as that version wrote it. A new step needs the file of its version, and below
 * the test of what it makes of the version before. Frozen once released.
 */
const VERSIONS = [1, 2, 3];

function rowsOf(version: number): Rows {
  return JSON.parse(readFileSync(new URL(`versions/v${version}.json`, import.meta.url), 'utf8')) as Rows;
}

function eventsOf(version: number): unknown[] {
  return (rowsOfToday(version).events as unknown as EventDay[]).flatMap(
    ({ json }) => JSON.parse(json) as unknown[],
  );
}

/** What the steps since `version` make of its rows: those that changed the shape of a row are spelled out here. */
function rowsOfToday(version: number): Rows {
  const rows = rowsOf(version);
  if (version >= 3) return rows;
  const days = rows.events as unknown as { events: unknown[]; addedLater?: unknown }[];
  return { ...rows, events: days.map(({ events, ...day }) => ({ ...day, json: JSON.stringify(events) })) };
}

function depsOver(db: Database): AppDeps {
  let ids = 0;
  return {
    db: async () => db,
    now: () => at('2026-11-10 13:10'),
    newId: () => `new-${(ids += 1)}`,
    model: async () => MODEL,
  };
}

/** A database as version `version` left it behind. */
async function leftBehind(version: number, name: string): Promise<void> {
  const old = await openDatabase({ name, upTo: version });
  await put(depsOver(old), rowsOf(version));
  old.close();
}

function shapeOf(db: Database): unknown {
  return [...db.objectStoreNames].map((name) => {
    const store = db.transaction(name).store;
    const indexes = [...store.indexNames].map((indexName) => {
      const { keyPath, multiEntry, unique } = store.index(indexName);
      return { indexName, keyPath, multiEntry, unique };
    });
    return { name, keyPath: store.keyPath, indexes };
  });
}

test('every step has the rows of its version', () => {
  expect(VERSIONS).toEqual(migrations.map((_, index) => index + 1));
});

describe.each(VERSIONS)('a database of version %i', (version) => {
  test('has a row in every store, each with a field that no schema knows', () => {
    for (const rows of Object.values(rowsOf(version))) {
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row).toHaveProperty('addedLater');
    }
  });

  test('becomes one of today, with every row as it was', async () => {
    const name = `upgrade-${version}`;
    await leftBehind(version, name);
    const db = await openDatabase({ name });
    expect(db.version).toBe(migrations.length);
    const empty = Object.fromEntries([...db.objectStoreNames].map((store) => [store, []]));
    expect(await contentOf(depsOver(db))).toEqual({ ...empty, ...rowsOfToday(version) });
    expect(shapeOf(db)).toEqual(shapeOf(await openDatabase({ name: `${name}-fresh` })));
  });

  test('shows its session, goals, notes and actions', async () => {
    const name = `show-${version}`;
    await leftBehind(version, name);
    const panel = await loadSessionPanel(depsOver(await openDatabase({ name })), null, 'Europe/Brussels');
    expect(panel).toMatchObject({
      state: 'session',
      view: {
        briefing: { goals: [{ rating: 3 }], mine: [{ action: { text: 'Send the reading list' } }] },
        note: { text: 'Wants the pricing project. 👩🏽‍💻 שלום' },
      },
    });
  });

  test('keeps fields that no schema knows through every kind of change', async () => {
    const name = `change-${version}`;
    await leftBehind(version, name);
    const deps = depsOver(await openDatabase({ name }));
    const session = 'session-1' as SessionId;
    const id = runningNoteId(session);
    await saveNote(deps, {
      id,
      sessionId: session,
      text: 'More.',
      type: 'note',
      private: true,
      baseRevision: 5,
    });
    await rateGoal(deps, 'goal-1' as GoalId, 6);
    await setActionDone(deps, 'action-1' as ActionId, true);
    await editEngagement(deps, 'engagement-1' as EngagementId, { name: 'Lotte M.' });
    await correctVerdict(deps, session, 'event', 'coaching');
    const event: CalendarEvent = CalendarEventSchema.parse(eventsOf(version)[0]);
    const window = { start: addDays(deps.now(), -30), end: addDays(deps.now(), 60) };
    const moved = { ...event, location: 'Room 4' };
    await applyReading(deps, {
      calendar: event,
      window,
      events: [moved],
      skipped: 0,
      skippedIds: [],
      readAt: deps.now(),
    });

    const before = rowsOf(version);
    const after = (await contentOf(deps)) as Rows;
    for (const name of [
      'sessions',
      'engagements',
      'goals',
      'notes',
      'actions',
      'accounts',
      'calendars',
    ] as const) {
      expect(after[name]).toMatchObject([{ addedLater: before[name][0]?.addedLater }]);
      expect(after[name]).not.toEqual(name === 'accounts' ? [] : before[name]);
    }
    expect(after.goals).toMatchObject([{ ratings: [{ addedLater: 'why' }, { value: 6 }] }]);
    expect(after.engagements).toMatchObject([{ people: [{ addedLater: 'pronouns' }] }]);
    expect(after.corrections).toContainEqual(before.corrections[0]);
  });
});

test('a step that fails takes the whole upgrade back: the old version is there with its rows', async () => {
  const name = 'failing-step';
  const version = migrations.length;
  await leftBehind(version, name);
  const steps = migrations as Migration[];
  steps.push(async (db, tx) => {
    db.createObjectStore('half-done');
    await tx.objectStore('notes').clear();
    throw new Error('a mistake in the step');
  });
  try {
    await expect(openDatabase({ name })).rejects.toMatchObject({ reason: 'unavailable' });
  } finally {
    steps.pop();
  }
  const db = await openDatabase({ name });
  expect([...db.objectStoreNames]).not.toContain('half-done');
  expect(await contentOf(depsOver(db))).toEqual(rowsOf(version));
});
