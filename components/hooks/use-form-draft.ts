/** What was typed into a form and not stored yet. It outlives form and page, until it is stored or given up. */
import { useEffect, useState } from 'react';
import { keepFormDraft, loadFormDrafts } from '../../lib/platform/form-drafts.ts';

/** The words of a form's fields, as the fields hold them. */
type Words<Field extends string> = Readonly<Partial<Record<Field, string>>>;

export interface FormDraft<Field extends string = string> {
  /** The fields the user has changed. */
  mine: Words<Field>;
  /** What was stored in those fields when the user began to change them. */
  seen: Words<Field>;
  /** What another window has stored in them meanwhile, once it stood in the way of storing `mine`. */
  others: Words<Field>;
}

/** The drafts of a page, by the name of their form. A screen keeps one of these (`useFormDrafts`). */
export type FormDrafts = Map<string, FormDraft>;

export interface DraftForm<Field extends string> {
  draft: FormDraft<Field>;
  /** What a field shows: the user's words, else what is stored. */
  show(field: Field): string;
  type(field: Field, words: string): void;
  /** The changed fields; null when nothing differs from what the user began with. */
  changes(): Words<Field> | null;
  /** `sent` is stored. Returns whether that was all: what was typed meanwhile stays. */
  settle(sent: FormDraft<Field>): boolean;
  /** `sent` was not stored, because another window had changed these fields: the user has seen that now. */
  refuse(others: Words<Field>): void;
  drop(): void;
}

const EMPTY: FormDraft = { mine: {}, seen: {}, others: {} };

/** The drafts of this page, with those that pages before it left; null until these are read. */
export function useFormDrafts(): FormDrafts | null {
  const [drafts, setDrafts] = useState<FormDrafts | null>(null);
  useEffect(() => {
    void loadFormDrafts().then((left) => setDrafts((current) => current ?? left));
  }, []);
  return drafts;
}

/**
 * The draft of one form. A field that the user has not touched follows what is stored.
 * @param name of the form within `drafts`; it stays the same while the component is mounted.
 * @param stored the words of all fields, as last read from disk.
 */
export function useFormDraft<Field extends string>(
  drafts: FormDrafts,
  name: string,
  stored: Readonly<Record<Field, string>>,
): DraftForm<Field> {
  const current = () => (drafts.get(name) ?? EMPTY) as FormDraft<Field>;
  const [draft, setDraft] = useState(current);
  const put = (next: FormDraft<Field> | null) => {
    if (next) drafts.set(name, next);
    else drafts.delete(name);
    void keepFormDraft(name, next);
    setDraft(current());
  };
  return {
    draft,
    show: (field) => draft.mine[field] ?? stored[field],
    type(field, words) {
      const { mine, seen, others } = current();
      put({ mine: { ...mine, [field]: words }, seen: { [field]: stored[field], ...seen }, others });
    },
    changes() {
      const { mine, seen } = current();
      const changed = (Object.keys(mine) as Field[]).filter((field) => mine[field] !== seen[field]);
      if (changed.length === 0) return null;
      return Object.fromEntries(changed.map((field) => [field, mine[field]])) as Words<Field>;
    },
    settle(sent) {
      const { mine, seen } = current();
      const all = mine === sent.mine;
      put(all ? null : { mine, seen: { ...seen, ...sent.mine }, others: {} as Words<Field> });
      return all;
    },
    refuse(others) {
      const { mine, seen } = current();
      put({ mine, seen: { ...seen, ...others }, others });
    },
    drop: () => put(null),
  };
}
