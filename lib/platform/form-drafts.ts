/**
 * Half-typed forms outlive the page that they were typed in: in the browser's memory, until it closes. They hold
 * confidential words and never touch the disk.
 */
import { browser } from 'wxt/browser';
import * as z from 'zod/mini';

const PREFIX = 'form-draft:';
const WordsSchema = z.catchall(z.object({}), z.string());
const DraftSchema = z.object({ mine: WordsSchema, seen: WordsSchema, others: WordsSchema });
/** The words of a form's fields by name: typed, stored when typing began, and stored meanwhile by another window. */
export type StoredDraft = z.infer<typeof DraftSchema>;

/** Every draft that was left, by the name of its form. Never rejects: without them the forms start empty. */
export async function loadFormDrafts(): Promise<Map<string, StoredDraft>> {
  const drafts = new Map<string, StoredDraft>();
  try {
    const stored: Record<string, unknown> = await browser.storage.session.get(null);
    for (const [key, value] of Object.entries(stored)) {
      const draft = z.safeParse(DraftSchema, value);
      if (key.startsWith(PREFIX) && draft.success) drafts.set(key.slice(PREFIX.length), draft.data);
    }
  } catch {
    // The page still holds what is typed into it.
  }
  return drafts;
}

/** Keeps the draft of one form (`StoredDraft` as JSON); null removes it. Never rejects: the page still holds what was typed. */
export async function keepFormDraft(name: string, draft: object | null): Promise<void> {
  const key = PREFIX + name;
  try {
    if (draft) await browser.storage.session.set({ [key]: draft });
    else await browser.storage.session.remove(key);
  } catch {
    // See above.
  }
}
