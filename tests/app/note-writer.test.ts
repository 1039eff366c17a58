import { describe, expect, test } from 'vitest';
import { NoteWriter, type WriterState } from '../../lib/app/note-writer.ts';
import { type NoteDraft, type SavedNote, runningNoteId, saveNote } from '../../lib/app/save-note.ts';
import type { Note, NoteId } from '../../lib/note/note.ts';
import type { SessionId } from '../../lib/session/session.ts';
import { StorageError } from '../../lib/storage/database.ts';
import { NOW, buildNote, buildSession } from '../support/builders.ts';
import { contentOf, memoryDeps, put } from '../support/memory-deps.ts';

const SESSION = 'session-1' as SessionId;
const DRAFT = {
  id: runningNoteId(SESSION),
  sessionId: SESSION,
  type: 'note',
  private: true,
  baseRevision: 0,
} as const;

/** A disk that answers when the test says so. */
function slowDisk() {
  const asked: NoteDraft[] = [];
  const answers: PromiseWithResolvers<SavedNote>[] = [];
  const states: WriterState[] = [];
  const forks: NoteId[] = [];
  const timers: { milliseconds: number; work: () => void }[] = [];
  const writer = new NoteWriter({
    save: (draft) => {
      asked.push(draft);
      const answer = Promise.withResolvers<SavedNote>();
      answers.push(answer);
      return answer.promise;
    },
    draft: DRAFT,
    onState: (state) => states.push(state),
    onFork: (id) => forks.push(id),
    after: (milliseconds, work) => {
      const timer = { milliseconds, work };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer) >>> 0, 1);
    },
  });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return {
    writer,
    asked,
    states,
    forks,
    /** What waits: how long in milliseconds. */
    waits: () => timers.map(({ milliseconds }) => milliseconds),
    /** Lets the time of the one that waits come. */
    ring: () => timers.shift()?.work(),
    async answer(saved: Partial<Note> = {}, forked = false) {
      const draft = asked[answers.length - 1] as NoteDraft;
      const { text, id } = draft;
      answers
        .at(-1)
        ?.resolve({ note: buildNote({ id, text, revision: draft.baseRevision + 1, ...saved }), forked });
      await settled();
    },
    async fail(error: unknown) {
      answers.at(-1)?.reject(error);
      await settled();
    },
  };
}

describe('typing', () => {
  test('writes at once, one at a time, then only the latest', async () => {
    const disk = slowDisk();
    disk.writer.write('a');
    disk.writer.write('ab');
    disk.writer.write('abc');
    expect(disk.asked.map(({ text }) => text)).toEqual(['a']);
    await disk.answer();
    expect(disk.asked.map(({ text }) => text)).toEqual(['a', 'abc']);
    expect(disk.states).toEqual([{ kind: 'saving' }]);
    await disk.answer();
    expect(disk.asked).toHaveLength(2);
    expect(disk.states).toEqual([{ kind: 'saving' }, { kind: 'saved', at: NOW }]);
  });

  test('bases each write on the revision of the one before', async () => {
    const disk = slowDisk();
    disk.writer.write('a');
    disk.writer.write('ab');
    await disk.answer();
    await disk.answer();
    disk.writer.write('abc');
    expect(disk.asked.map(({ baseRevision }) => baseRevision)).toEqual([0, 1, 2]);
  });

  test('is unsaved until the disk has answered', async () => {
    const disk = slowDisk();
    expect(disk.writer.dirty).toBe(false);
    disk.writer.write('a');
    expect(disk.writer.dirty).toBe(true);
    await disk.answer();
    expect(disk.writer.dirty).toBe(false);
  });
});

describe('a write that fails', () => {
  test('keeps the text, says so, and retry stores it', async () => {
    const disk = slowDisk();
    const full = new StorageError('full');
    disk.writer.write('a');
    await disk.fail(full);
    expect(disk.states).toEqual([{ kind: 'saving' }, { kind: 'failed', error: full }]);
    expect(disk.writer.dirty).toBe(true);
    disk.writer.retry();
    await disk.answer();
    expect(disk.asked.map(({ text }) => text)).toEqual(['a', 'a']);
    expect(disk.states.at(-1)).toEqual({ kind: 'saved', at: NOW });
  });

  test('does not bring an older text back over one typed meanwhile', async () => {
    const disk = slowDisk();
    disk.writer.write('a');
    disk.writer.write('ab');
    await disk.fail(new StorageError('full'));
    disk.writer.retry();
    expect(disk.asked.at(-1)?.text).toBe('ab');
  });

  test('is tried again by the next key', async () => {
    const disk = slowDisk();
    disk.writer.write('a');
    await disk.fail(new StorageError('full'));
    disk.writer.write('ab');
    await disk.answer();
    expect(disk.asked.map(({ text }) => text)).toEqual(['a', 'ab']);
    expect(disk.writer.dirty).toBe(false);
    expect(disk.waits()).toEqual([]);
  });

  test('because the connection was closed, is made once more at once', async () => {
    const disk = slowDisk();
    disk.writer.write('a');
    await disk.fail(new StorageError('unavailable'));
    expect(disk.asked.map(({ text }) => text)).toEqual(['a', 'a']);
    expect(disk.states).toEqual([{ kind: 'saving' }]);
    await disk.answer();
    expect(disk.states).toEqual([{ kind: 'saving' }, { kind: 'saved', at: NOW }]);
    expect(disk.writer.dirty).toBe(false);
  });

  test('is made again by itself, after ever longer waits, until it is on disk', async () => {
    const disk = slowDisk();
    disk.writer.write('a');
    await disk.fail(new StorageError('unavailable'));
    await disk.fail(new StorageError('unavailable'));
    const waits = [];
    for (let attempt = 0; attempt < 7; attempt += 1) {
      waits.push(...disk.waits());
      disk.ring();
      await disk.fail(new StorageError('unavailable'));
    }
    expect(waits).toEqual([2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
    expect(disk.states.filter(({ kind }) => kind === 'saving')).toHaveLength(1);
    disk.ring();
    await disk.answer();
    expect(disk.asked.at(-1)?.text).toBe('a');
    expect(disk.states.at(-1)).toEqual({ kind: 'saved', at: NOW });
    expect(disk.waits()).toEqual([]);
    // All is well again: the next failure begins anew.
    disk.writer.write('ab');
    await disk.fail(new StorageError('full'));
    expect(disk.waits()).toEqual([1000]);
  });

  test('because the text is too long, is not made again until the text has changed', async () => {
    const disk = slowDisk();
    disk.writer.write('a');
    await disk.fail(new StorageError('limit'));
    expect(disk.waits()).toEqual([]);
  });

  test('at once, before anything was awaited, does not silence the writer', async () => {
    const stored: string[] = [];
    const states: string[] = [];
    let broken = true;
    const writer = new NoteWriter({
      save: (draft) => {
        if (broken) throw new StorageError('unavailable');
        stored.push(draft.text);
        return Promise.resolve({ note: buildNote({ text: draft.text }), forked: false });
      },
      draft: DRAFT,
      onState: ({ kind }) => states.push(kind),
      onFork: () => undefined,
      after: () => () => undefined,
    });
    writer.write('a');
    broken = false;
    writer.retry();
    await new Promise((resolve) => setImmediate(resolve));
    expect({ stored, states }).toEqual({ stored: ['a'], states: ['saving', 'failed', 'saving', 'saved'] });
  });

  test('retry without anything unsaved writes nothing', () => {
    const disk = slowDisk();
    disk.writer.retry();
    expect(disk.asked).toEqual([]);
  });
});

describe('another window', () => {
  test('changed the note: this text goes on as a note of its own', async () => {
    const disk = slowDisk();
    const own = 'own' as NoteId;
    disk.writer.write('mine');
    await disk.answer({ id: own, revision: 1 }, true);
    expect(disk.forks).toEqual([own]);
    disk.writer.write('mine, more');
    expect(disk.asked.at(-1)).toMatchObject({ id: own, baseRevision: 1 });
  });

  test('stored the note: it goes on from there, unless something here is unsaved', async () => {
    const disk = slowDisk();
    disk.writer.rebase(7);
    expect(disk.writer.baseRevision).toBe(7);
    disk.writer.write('a');
    disk.writer.rebase(9);
    expect(disk.writer.baseRevision).toBe(7);
  });
});

test('with the real store: a text typed character by character in two windows is lost nowhere', async () => {
  const deps = memoryDeps();
  await put(deps, { sessions: [buildSession()] });
  const open = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    let last = '';
    const writer = new NoteWriter({
      save: async (draft) => {
        const saved = await saveNote(deps, draft);
        if (draft.text === last) resolve();
        return saved;
      },
      draft: DRAFT,
      onState: () => undefined,
      onFork: () => undefined,
    });
    return async (text: string) => {
      last = text;
      for (let end = 1; end <= text.length; end += 1) writer.write(text.slice(0, end));
      await promise;
    };
  };
  const [panel, tab] = [open(), open()];
  await Promise.all([panel('Wants the pricing project.'), tab('Ask about the pilot.')]);
  const texts = ((await contentOf(deps)).notes as Note[]).map(({ text }) => text);
  expect(texts.toSorted()).toEqual(['Ask about the pilot.', 'Wants the pricing project.']);
});
