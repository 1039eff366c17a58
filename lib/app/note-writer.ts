/**
 * Write-through while typing: every change goes to disk at once, one write in flight, only the latest one waiting.
 * A debounce loses the last words when a panel is closed, so there is none.
 */
import type { Instant } from '../event/instant.ts';
import type { NoteId } from '../note/note.ts';
import { StorageError } from '../storage/database.ts';
import type { NoteDraft, SavedNote } from './save-note.ts';

export type WriterState =
  | { kind: 'idle' }
  | { kind: 'saving' }
  | { kind: 'saved'; at: Instant }
  /** The text is still in the editor; it is tried again by itself, at the next change and by `retry`. */
  | { kind: 'failed'; error: unknown };

export interface NoteWriterOptions {
  save(draft: NoteDraft): Promise<SavedNote>;
  /** The note as it was loaded, or as it will be made. */
  draft: Omit<NoteDraft, 'text'>;
  onState(state: WriterState): void;
  /** The note has become another one, because a second window had changed the first. */
  onFork(id: NoteId): void;
  /** Runs `work` once, `milliseconds` from now, unless what it returns is called before. A timer unless given. */
  after?(milliseconds: number, work: () => void): () => void;
}

/** Between two attempts after a failure; each wait is twice the one before. */
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

/** Keeps one note on disk as it is typed. */
export class NoteWriter {
  readonly #options: NoteWriterOptions;
  #draft: Omit<NoteDraft, 'text'>;
  #pending: string | null = null;
  #busy = false;
  /** In a row. */
  #failures = 0;
  #stopWaiting: () => void = () => undefined;

  constructor(options: NoteWriterOptions) {
    this.#options = options;
    this.#draft = options.draft;
  }

  /** Whether some text has not reached the disk yet. */
  get dirty(): boolean {
    return this.#pending !== null || this.#busy;
  }

  /** The revision on disk that this editor is based on. */
  get baseRevision(): number {
    return this.#draft.baseRevision;
  }

  /** Stores `text` as soon as the write before it is done. */
  write(text: string): void {
    this.#pending = text;
    if (!this.#busy) void this.#drain();
  }

  /** Tries the text that failed once more, now. */
  retry(): void {
    if (this.#pending !== null && !this.#busy) void this.#drain();
  }

  /** Another window stored the note, and nothing was typed here: go on from there. */
  rebase(revision: number): void {
    if (!this.dirty) this.#draft = { ...this.#draft, baseRevision: revision };
  }

  async #drain(quietly = false): Promise<void> {
    this.#busy = true;
    this.#stopWaiting();
    if (!quietly) this.#options.onState({ kind: 'saving' });
    let savedAt: Instant | null = null;
    while (this.#pending !== null) {
      const text: string = this.#pending;
      this.#pending = null;
      try {
        const { note, forked } = await this.#options.save({ ...this.#draft, text });
        this.#draft = { ...this.#draft, id: note.id, baseRevision: note.revision };
        this.#failures = 0;
        savedAt = note.updatedAt;
        if (forked) this.#options.onFork(note.id);
      } catch (error) {
        // Keep the newest text, which may have come meanwhile.
        this.#pending ??= text;
        this.#failures += 1;
        // A connection that the browser has closed is opened anew by the next attempt.
        if (this.#failures === 1 && reasonOf(error) === 'unavailable') continue;
        this.#busy = false;
        this.#options.onState({ kind: 'failed', error });
        this.#tryLater(error);
        return;
      }
    }
    this.#busy = false;
    if (savedAt !== null) this.#options.onState({ kind: 'saved', at: savedAt });
  }

  #tryLater(error: unknown): void {
    // A text that is too long stays so until it is changed.
    if (this.#pending === null || this.#busy || reasonOf(error) === 'limit') return;
    const wait = Math.min(FIRST_WAIT_MS * 2 ** (this.#failures - 1), LONGEST_WAIT_MS);
    const after = this.#options.after ?? afterTimeout;
    this.#stopWaiting = after(wait, () => {
      if (this.#pending !== null && !this.#busy) void this.#drain(true);
    });
  }
}

function reasonOf(error: unknown): string | null {
  return error instanceof StorageError ? error.reason : null;
}

function afterTimeout(milliseconds: number, work: () => void): () => void {
  const timer = setTimeout(work, milliseconds);
  return () => clearTimeout(timer);
}
