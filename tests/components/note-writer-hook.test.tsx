import { render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { type OpenNotes, useNoteWriter, useOpenNote } from '../../components/hooks/use-note-writer.ts';
import { StorageError } from '../../lib/storage/database.ts';
import { demoRows, fill, testDeps } from './session-panel-record.ts';

function Box({ notes, deps }: { notes: OpenNotes; deps: ReturnType<typeof testDeps> }) {
  const open = useOpenNote(deps, notes, 'lotte-now' as never, null);
  return <textarea defaultValue={open.text} {...useNoteWriter(open, null)} />;
}

test('a text that could not be stored is tried again when the user comes back to the page', async () => {
  const deps = testDeps();
  const db = await fill(deps, demoRows());
  const notes: OpenNotes = new Map();
  render(<Box notes={notes} deps={deps} />);
  deps.breakWith = new StorageError('full');
  await userEvent.type(screen.getByRole('textbox'), 'Kept');
  const open = notes.get('lotte-now' as never);
  await waitFor(() => expect(open?.snapshot().state.kind).toBe('failed'));
  deps.breakWith = null;
  document.dispatchEvent(new Event('visibilitychange'));
  expect(open?.snapshot().state.kind).toBe('saving');
  await waitFor(() => expect(open?.snapshot().state.kind).toBe('saved'));
  expect(await db.get('notes', 'running:lotte-now' as never)).toMatchObject({ text: 'Kept' });
});
