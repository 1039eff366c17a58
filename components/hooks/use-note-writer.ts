/** Connects a text box with the note on disk: write-through, state to show, changes of other windows. */
import { type ComponentProps, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { AppDeps } from '../../lib/app/deps.ts';
import { NoteWriter, type WriterState } from '../../lib/app/note-writer.ts';
import { runningNoteId, saveNote } from '../../lib/app/save-note.ts';
import { NOTE_TEXT_LIMIT, type Note, type NoteId } from '../../lib/note/note.ts';
import type { SessionId } from '../../lib/session/session.ts';

/** `too-long`: the text has `over` characters too many; what was last saved is still on disk. */
export type OpenNoteState = WriterState | { kind: 'too-long'; over: number };

interface Snapshot {
  state: OpenNoteState;
  noteId: NoteId;
  /** Another window wrote at the same time: its text and this one are two notes. */
  forked: boolean;
}

/**
 * One session's running note while it is open. It outlives the text box, so that a text that could not be stored is
 * still there when the user comes back to the session.
 */
export class OpenNote {
  readonly sessionId: SessionId;
  /** What the text box holds. */
  text: string;
  readonly #writer: NoteWriter;
  readonly #listeners = new Set<() => void>();
  #snapshot: Snapshot;

  constructor(deps: AppDeps, sessionId: SessionId, note: Note | null) {
    const id = note?.id ?? runningNoteId(sessionId);
    this.sessionId = sessionId;
    this.text = note?.text ?? '';
    this.#snapshot = { state: { kind: 'idle' }, noteId: id, forked: false };
    this.#writer = new NoteWriter({
      save: (draft) => saveNote(deps, draft),
      draft: {
        id,
        sessionId,
        type: note?.type ?? 'note',
        private: note?.private ?? true,
        baseRevision: note?.revision ?? 0,
      },
      onState: (state) => {
        // A write that was under way may end while the text has become too long meanwhile.
        if (this.#snapshot.state.kind !== 'too-long') this.#show({ state });
      },
      onFork: (noteId) => this.#show({ noteId, forked: true }),
    });
  }

  /** Some of the text is not on disk. */
  get unsaved(): boolean {
    return this.#writer.dirty || this.#snapshot.state.kind === 'too-long';
  }

  /** The text box holds another text: store it. */
  type(text: string): void {
    this.text = text;
    const over = text.length - NOTE_TEXT_LIMIT;
    if (over > 0) {
      this.#show({ state: { kind: 'too-long', over } });
      return;
    }
    if (this.#snapshot.state.kind === 'too-long') this.#show({ state: { kind: 'saving' } });
    this.#writer.write(text);
  }

  /** Tries a text that failed once more. */
  retry(): void {
    this.#writer.retry();
  }

  /** Takes over what another window stored, unless something here is unsaved. Returns whether the text changed. */
  takeOver(note: Note | null): boolean {
    if (!note || note.id !== this.#snapshot.noteId || note.revision <= this.#writer.baseRevision)
      return false;
    if (this.unsaved) return false;
    this.#writer.rebase(note.revision);
    if (note.text === this.text) return false;
    this.text = note.text;
    return true;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): Snapshot => this.#snapshot;

  #show(part: Partial<Snapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...part };
    for (const listener of this.#listeners) listener();
  }
}

/** The notes that this page has open or could not store yet, by session. A screen keeps one of these. */
export type OpenNotes = Map<SessionId, OpenNote>;

/**
 * The open note of the session that is shown. Key the text box by the session: a text never meets another one.
 * @param notes the screen's own map.
 * @param note the note as last read from disk; null when there is none yet.
 */
export function useOpenNote(
  deps: AppDeps,
  notes: OpenNotes,
  sessionId: SessionId,
  note: Note | null,
): OpenNote {
  const find = () => notes.get(sessionId) ?? new OpenNote(deps, sessionId, note);
  const [held, hold] = useState(find);
  const open = held.sessionId === sessionId ? held : find();
  if (open !== held) hold(open);
  useEffect(() => {
    notes.set(sessionId, open);
    return () => {
      if (!open.unsaved) notes.delete(sessionId);
    };
  }, [notes, sessionId, open]);
  useEffect(() => {
    // What made a write fail may be over when the user comes back; and who goes may not come back.
    const retry = () => {
      for (const one of notes.values()) one.retry();
    };
    document.addEventListener('visibilitychange', retry);
    return () => document.removeEventListener('visibilitychange', retry);
  }, [notes]);
  return open;
}

/** State and identity of an open note, as React state. */
export function useOpenNoteState(open: OpenNote): Snapshot {
  return useSyncExternalStore(open.subscribe, open.snapshot);
}

/**
 * Props that bind an uncontrolled text box to an open note. What another window stored is put into the box in the same step in
 * which the writer takes it as its base, so a key pressed in between cannot overwrite it.
 */
export function useNoteWriter(
  open: OpenNote,
  note: Note | null,
): Pick<ComponentProps<'textarea'>, 'ref' | 'onInput' | 'onCompositionStart' | 'onCompositionEnd'> {
  const box = useRef<HTMLTextAreaElement>(null);
  // An input method is putting a word together: the text must not change under it.
  const composing = useRef(false);
  const takeOver = () => {
    const element = box.current;
    if (!element || composing.current || !open.takeOver(note)) return;
    const { selectionStart, selectionEnd } = element;
    element.value = open.text;
    element.setSelectionRange(selectionStart, selectionEnd);
  };
  useEffect(takeOver);
  return {
    ref: box,
    onInput: (event) => open.type(event.currentTarget.value),
    onCompositionStart: () => {
      composing.current = true;
    },
    onCompositionEnd: () => {
      composing.current = false;
      takeOver();
    },
  };
}
