import { act, render, renderHook, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { useAct } from '../../components/hooks/use-act.ts';
import { useLiveQuery } from '../../components/hooks/use-live-query.ts';
import {
  OpenNote,
  type OpenNotes,
  useNoteWriter,
  useOpenNote,
} from '../../components/hooks/use-note-writer.ts';
import { useNow } from '../../components/hooks/use-now.ts';
import { SavedMark } from '../../components/ui/saved-mark.tsx';
import { addMinutes, type Instant } from '../../lib/event/instant.ts';
import { NOTE_TEXT_LIMIT, type Note } from '../../lib/note/note.ts';
import { announceChange } from '../../lib/storage/changes.ts';
import { StorageError } from '../../lib/storage/database.ts';
import { demoRows, fill, note, NOW, testDeps } from './session-panel-record.ts';

const STORES = ['notes'] as const;

test('a burst of commits leads to one more reading', async () => {
  const pending: ((value: number) => void)[] = [];
  const load = vi.fn<() => Promise<number>>(() => new Promise<number>((resolve) => pending.push(resolve)));
  const { result } = renderHook(() => useLiveQuery(load, STORES));
  expect(result.current.state).toBe('loading');
  for (let i = 0; i < 20; i++) announceChange(['notes']);
  announceChange(['goals']);
  // The announcements travel as messages: one of our own comes after all of them.
  const channel = new BroadcastChannel('beforehand-changes');
  const arrived = new Promise((resolve) => channel.addEventListener('message', resolve, { once: true }));
  announceChange(['goals']);
  await arrived;
  channel.close();
  expect(load).toHaveBeenCalledTimes(1);
  await act(async () => pending[0]?.(1));
  await waitFor(() => expect(load).toHaveBeenCalledTimes(2));
  await act(async () => pending[1]?.(2));
  expect(result.current).toMatchObject({ state: 'ready', value: 2 });
  expect(load).toHaveBeenCalledTimes(2);
});

test('an older answer never replaces a newer one, and the last value stays meanwhile', async () => {
  const resolvers = new Map<string, (value: string) => void>();
  const loads = {
    a: () => new Promise<string>((resolve) => resolvers.set('a', resolve)),
    b: () => new Promise<string>((resolve) => resolvers.set('b', resolve)),
  };
  const first = () => Promise.resolve('first');
  const { result, rerender } = renderHook(({ load }) => useLiveQuery<string>(load, STORES), {
    initialProps: { load: first },
  });
  await waitFor(() => expect(result.current).toMatchObject({ state: 'ready', value: 'first' }));
  rerender({ load: loads.a });
  rerender({ load: loads.b });
  expect(result.current).toMatchObject({ state: 'ready', value: 'first' });
  await act(async () => resolvers.get('b')?.('newer'));
  await act(async () => resolvers.get('a')?.('older'));
  expect(result.current).toMatchObject({ state: 'ready', value: 'newer' });
});

test('a reading that fails keeps the last value beside its error', async () => {
  let answer: () => Promise<string> = () => Promise.resolve('there');
  const load = () => answer();
  const { result } = renderHook(() => useLiveQuery(load, STORES));
  await waitFor(() => expect(result.current.state).toBe('ready'));
  answer = () => Promise.reject(new Error('gone'));
  act(() => result.current.reload());
  await waitFor(() =>
    expect(result.current).toMatchObject({ state: 'ready', value: 'there', error: new Error('gone') }),
  );
});

test('time is told at the turn of the minute', () => {
  vi.useFakeTimers({ now: Date.parse('2026-11-10T12:00:40.000Z') });
  try {
    const clock = () => new Date(Date.now()).toISOString() as Instant;
    const { result } = renderHook(() => useNow(clock));
    expect(result.current).toBe('2026-11-10T12:00:40.000Z');
    act(() => void vi.advanceTimersByTime(19_000));
    expect(result.current).toBe('2026-11-10T12:00:40.000Z');
    act(() => void vi.advanceTimersByTime(2_000));
    expect(result.current.slice(0, 16)).toBe('2026-11-10T12:01');
  } finally {
    vi.useRealTimers();
  }
});

test('the undo of an act that is no longer the last one is not offered', async () => {
  const { result } = renderHook(() => useAct());
  let finish = () => {};
  const slow = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const undone = vi.fn<() => Promise<void>>(async () => {});
  await act(async () => {
    const first = result.current.run(() => slow, { done: 'first', undo: undone });
    await result.current.run(async () => {}, { done: 'second', undo: undone });
    finish();
    await first;
  });
  expect(result.current.offer?.text).toBe('second');
  await act(async () => result.current.offer?.undo?.());
  expect(undone).toHaveBeenCalledTimes(1);
  expect(result.current.offer).toBeNull();
});

test('the newest of many quick changes is what ends up on disk', async () => {
  const deps = testDeps();
  const db = await fill(deps, demoRows());
  const open = new OpenNote(deps, 'lotte-now' as never, null);
  for (let length = 1; length <= 200; length++) open.type('x'.repeat(length));
  await waitFor(() => expect(open.snapshot().state.kind).toBe('saved'));
  expect((await db.get('notes', 'running:lotte-now' as never))?.text).toHaveLength(200);
  expect(await db.count('notes')).toBe(demoRows().notes.length + 1);
});

test('a text that is not on disk is never replaced by one from elsewhere', async () => {
  const deps = testDeps();
  const rows = demoRows();
  await fill(deps, rows);
  const of = rows.sessions[0];
  if (!of) throw new Error('no session');
  const newer = note('running:lotte-now', of, 'from elsewhere', { revision: 1 });

  const failing = new OpenNote(deps, of.id, null);
  deps.breakWith = new StorageError('full');
  failing.type('mine');
  await waitFor(() => expect(failing.snapshot().state.kind).toBe('failed'));
  expect(failing.takeOver(newer)).toBe(false);
  expect(failing.text).toBe('mine');

  const tooLong = new OpenNote(deps, of.id, null);
  tooLong.type('x'.repeat(NOTE_TEXT_LIMIT + 1));
  expect(tooLong.takeOver(newer)).toBe(false);
  expect(tooLong.text).toHaveLength(NOTE_TEXT_LIMIT + 1);
});

function Box({
  notes,
  deps,
  stored,
}: {
  notes: OpenNotes;
  deps: ReturnType<typeof testDeps>;
  stored: Note | null;
}) {
  const open = useOpenNote(deps, notes, 'lotte-now' as never, stored);
  return <textarea defaultValue={open.text} {...useNoteWriter(open, stored)} />;
}

test('while an input method puts a word together the text is not changed under it', async () => {
  const deps = testDeps();
  const rows = demoRows();
  await fill(deps, rows);
  const of = rows.sessions[0];
  if (!of) throw new Error('no session');
  const stored = note('running:lotte-now', of, 'old', { revision: 3 });
  const newer = { ...stored, text: 'from elsewhere', revision: 4 };
  const notes: OpenNotes = new Map();
  const { rerender } = render(<Box notes={notes} deps={deps} stored={stored} />);
  const box = screen.getByRole<HTMLTextAreaElement>('textbox');
  box.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
  rerender(<Box notes={notes} deps={deps} stored={newer} />);
  expect(box.value).toBe('old');
  box.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }));
  expect(box.value).toBe('from elsewhere');
  // An answer that was read before the last save is older than what the box shows.
  rerender(<Box notes={notes} deps={deps} stored={stored} />);
  expect(box.value).toBe('from elsewhere');
  await userEvent.type(box, '!');
  expect(box.value).toContain('!');
});

test('"Saved" stays while the next write is under way, and goes when one fails', () => {
  const { rerender } = render(<SavedMark state={{ kind: 'saved', at: NOW }} />);
  const mark = screen.getByText(/^Saved \d\d:51:00$/);
  rerender(<SavedMark state={{ kind: 'saving' }} />);
  expect(mark.textContent).toMatch(/^\s*Saved/);
  rerender(<SavedMark state={{ kind: 'saved', at: addMinutes(NOW, 1) }} />);
  expect(screen.getByText(/^Saved \d\d:52:00$/)).toBeTruthy();
  rerender(<SavedMark state={{ kind: 'failed' }} />);
  expect(screen.queryByText(/^Saved/)).toBeNull();
});
