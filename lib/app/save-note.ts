/** Writes one note durably. How often to write is note-writer.ts's business. */
import { type Note, type NoteId, type NoteType, NoteSchema, NOTE_TEXT_LIMIT } from '../note/note.ts';
import { type SessionId, SessionSchema } from '../session/session.ts';
import { StorageError, write } from '../storage/database.ts';
import { parseRow } from '../storage/rows.ts';
import type { AppDeps } from './deps.ts';

export interface NoteDraft {
  id: NoteId;
  sessionId: SessionId;
  text: string;
  type: NoteType;
  private: boolean;
  /** The revision that was on screen when typing began; 0 for a note that was not stored yet. */
  baseRevision: number;
}

export interface SavedNote {
  note: Note;
  /** Someone else (another window) changed the note meanwhile: this text was kept as a note of its own. */
  forked: boolean;
}

/** The running note of a session has a fixed id, so that two windows write one note and not two. */
export function runningNoteId(sessionId: SessionId): NoteId {
  return `running:${sessionId}` as NoteId;
}

/**
 * Stores a note; resolves when it is on disk. Reading, comparing and writing are one transaction: a text that
 * another window stored in between is never overwritten, this one then becomes a second note.
 * @throws StorageError `limit` over NOTE_TEXT_LIMIT (nothing is stored), `full`, `unavailable`.
 */
export async function saveNote(deps: AppDeps, draft: NoteDraft): Promise<SavedNote> {
  if (draft.text.length > NOTE_TEXT_LIMIT) throw new StorageError('limit');
  const db = await deps.db();
  const now = deps.now();
  return await write(db, ['notes', 'sessions'], 'strict', async (tx) => {
    const notes = tx.objectStore('notes');
    const sessions = tx.objectStore('sessions');
    const [stored, session] = await Promise.all([
      notes.get(draft.id),
      sessions.get(draft.sessionId).then((row) => parseRow(SessionSchema, row)),
    ]);
    if (!session) throw new StorageError('unavailable', 'session missing');
    const current = parseRow(NoteSchema, stored);
    // A note that this build cannot read is not overwritten either.
    const conflict = current
      ? current.revision !== draft.baseRevision && current.text !== draft.text
      : stored !== undefined;
    const base = conflict ? undefined : current;
    const note: Note = {
      ...base,
      id: conflict ? (deps.newId() as NoteId) : draft.id,
      sessionId: session.id,
      engagementId: session.engagementId,
      type: draft.type,
      text: draft.text,
      private: draft.private,
      revision: (base?.revision ?? 0) + 1,
      createdAt: base?.createdAt ?? now,
      updatedAt: now,
    };
    await notes.put(note);
    if (!session.written && draft.text.trim() !== '') {
      await sessions.put({ ...session, written: true, revision: session.revision + 1, updatedAt: now });
    }
    return { note, forked: conflict };
  });
}
