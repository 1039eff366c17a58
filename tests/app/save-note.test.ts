import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type NoteDraft, runningNoteId, saveNote } from '../../lib/app/save-note.ts';
import { NOTE_TEXT_LIMIT, type Note } from '../../lib/note/note.ts';
import type { Session, SessionId } from '../../lib/session/session.ts';
import { NOW, buildNote, buildSession } from '../support/builders.ts';
import { type MemoryDeps, contentOf, memoryDeps, put } from '../support/memory-deps.ts';

const SESSION = 'session-1' as SessionId;

async function start(): Promise<MemoryDeps> {
  const deps = memoryDeps();
  await put(deps, { sessions: [buildSession()] });
  return deps;
}

function draft(text: string, overrides: Partial<NoteDraft> = {}): NoteDraft {
  return {
    id: runningNoteId(SESSION),
    sessionId: SESSION,
    text,
    type: 'note',
    private: true,
    baseRevision: 0,
    ...overrides,
  };
}

async function notes(deps: MemoryDeps): Promise<Note[]> {
  return (await contentOf(deps)).notes as Note[];
}

async function session(deps: MemoryDeps): Promise<Session> {
  return (await contentOf(deps)).sessions[0] as Session;
}

describe('what was written', () => {
  test.each([
    ['emoji and joined emoji', 'Goed gedaan 👩🏽‍💻🎉'],
    ['right to left', 'שלום – مرحبا – \u202Eabc\u202C'],
    ['lone surrogates', 'half \uD83D of a pair, other half \uDC4D'],
    ['zero bytes and control characters', 'a\u0000b\u0007c\u2028d\r\n\te'],
    ['markup', '<img src=x onerror=alert(1)><script>1</script>&amp;'],
    ['unnormalised letters', 'e\u0301 is not \u00e9'],
    ['only spaces and lines', '  \n\n  '],
    ['100,000 characters', 'Ünïcode 👍 '.repeat(9091).slice(0, 100_000)],
    ['the longest there may be', 'x'.repeat(NOTE_TEXT_LIMIT)],
  ])('comes back exactly: %s', async (_, text) => {
    const deps = await start();
    await saveNote(deps, draft(text));
    const [note] = await notes(deps);
    // Not toBe(text) alone: a long difference takes minutes to print.
    expect(note?.text.length).toBe(text.length);
    expect(note?.text === text).toBe(true);
  });

  test('comes back exactly, whatever it is', async () => {
    const deps = await start();
    let revision = 0;
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 400 }), async (text) => {
        const saved = await saveNote(deps, draft(text, { baseRevision: revision }));
        revision = saved.note.revision;
        expect(await notes(deps)).toMatchObject([{ text, revision }]);
      }),
      { numRuns: 50 },
    );
  });

  test('too long is refused, and what was there before stays whole', async () => {
    const deps = await start();
    await saveNote(deps, draft('Before.'));
    const before = await contentOf(deps);
    const tooLong = draft('x'.repeat(NOTE_TEXT_LIMIT + 1), { baseRevision: 1 });
    await expect(saveNote(deps, tooLong)).rejects.toMatchObject({ reason: 'limit' });
    expect(await contentOf(deps)).toEqual(before);
  });
});

test('a second save keeps the time of the first, and counts up', async () => {
  const deps = await start();
  await saveNote(deps, draft('One'));
  deps.pass(5);
  await saveNote(deps, draft('One two', { baseRevision: 1 }));
  expect(await notes(deps)).toMatchObject([
    { text: 'One two', revision: 2, createdAt: NOW, updatedAt: deps.now(), engagementId: 'engagement-lotte' },
  ]);
});

test('the session counts as written from the first character on, and its revision moves only then', async () => {
  const deps = await start();
  await saveNote(deps, draft('  '));
  expect(await session(deps)).toMatchObject({ written: false, revision: 1 });
  await saveNote(deps, draft('A', { baseRevision: 1 }));
  expect(await session(deps)).toMatchObject({ written: true, revision: 2 });
  await saveNote(deps, draft('', { baseRevision: 2 }));
  expect(await session(deps)).toMatchObject({ written: true, revision: 2 });
});

describe('two windows', () => {
  test('write different texts: both are kept, and the first one is not touched', async () => {
    const deps = await start();
    await saveNote(deps, draft('From the panel'));
    const { note, forked } = await saveNote(deps, draft('From a tab'));
    expect(forked).toBe(true);
    expect(note.id).not.toBe(runningNoteId(SESSION));
    expect((await notes(deps)).map(({ text }) => text).toSorted()).toEqual(['From a tab', 'From the panel']);
  });

  test('write the same text: one note', async () => {
    const deps = await start();
    await saveNote(deps, draft('Same'));
    expect(await saveNote(deps, draft('Same'))).toMatchObject({ forked: false, note: { revision: 2 } });
    expect(await notes(deps)).toHaveLength(1);
  });

  test('at the same moment: one wins, the other is kept beside it', async () => {
    const deps = await start();
    const saved = await Promise.all(['a', 'b', 'c'].map((text) => saveNote(deps, draft(text))));
    expect(saved.filter(({ forked }) => forked)).toHaveLength(2);
    expect((await notes(deps)).map(({ text }) => text).toSorted()).toEqual(['a', 'b', 'c']);
  });
});

test('a stored note that cannot be read is not overwritten', async () => {
  const deps = await start();
  const unreadable = { ...buildNote({ id: runningNoteId(SESSION) }), text: { rich: 'from a newer build' } };
  await put(deps, { notes: [unreadable] });
  const { forked } = await saveNote(deps, draft('Typed now'));
  expect(forked).toBe(true);
  const rows = (await contentOf(deps)).notes;
  expect(rows).toContainEqual(unreadable);
  expect(rows).toHaveLength(2);
});

test('without its session nothing is stored', async () => {
  const deps = memoryDeps();
  await expect(saveNote(deps, draft('Lost?'))).rejects.toMatchObject({ reason: 'unavailable' });
  expect(await notes(deps)).toEqual([]);
});
