/** Finds the phrases of phrase-groups.ts in a text that was cut into words. */
import type { Token } from './clean-text.ts';
import { TYPOS, type RuleGroup } from './detection-rules.ts';

export interface PhraseMatch {
  group: RuleGroup;
  /** As written in the rules. */
  phrase: string;
  /** First and last word, counted in the list of tokens. */
  first: number;
  last: number;
  /** Place in the text that the tokens were cut from. */
  start: number;
  end: number;
}

interface Phrase {
  group: RuleGroup;
  phrase: string;
  words: readonly string[];
}

/** The phrases by how their first word is found. Made by `buildPhraseIndex`, once for all events. */
export interface PhraseIndex {
  exact: Map<string, Phrase[]>;
  /** By their first three letters. */
  prefix: Map<string, Phrase[]>;
  /** By their last three letters. */
  suffix: Map<string, Phrase[]>;
}

/** Indexes `groups`, as phrase-groups.ts and the package have them. */
export function buildPhraseIndex(groups: readonly RuleGroup[]): PhraseIndex {
  const index: PhraseIndex = { exact: new Map(), prefix: new Map(), suffix: new Map() };
  for (const group of groups) {
    for (const phrase of group.phrases.flatMap((list) => list.split(',')).map((item) => item.trim())) {
      const words = phrase.split(' ');
      const [head = ''] = words;
      const entry = { group, phrase, words };
      if (head.startsWith('*')) push(index.suffix, head.slice(-3), entry);
      else if (head.endsWith('*')) push(index.prefix, head.slice(0, 3), entry);
      else push(index.exact, head, entry);
    }
  }
  return index;
}

function push(map: Map<string, Phrase[]>, key: string, entry: Phrase): void {
  const list = map.get(key);
  if (list) list.push(entry);
  else map.set(key, [entry]);
}

/**
 * All of `phrases` in the words `written`, none overlapping another: the one with more words wins, then the heavier.
 * A phrase never reaches over a slash, bar, comma or the end of a sentence.
 */
export function matchPhrases(
  phrases: PhraseIndex,
  written: readonly Token[],
  where: 'title' | 'description',
): PhraseMatch[] {
  const tokens = written.map((token) => {
    const meant = TYPOS.get(token.text);
    return meant === undefined ? token : { ...token, text: meant };
  });
  const found: { entry: Phrase; at: number }[] = [];
  const look = (list: readonly Phrase[] | undefined, at: number) => {
    if (list === undefined) return;
    for (const entry of list) {
      if (entry.group[where] > 0 && matchesAt(entry.words, tokens, at)) found.push({ entry, at });
    }
  };
  for (const [place, { text }] of tokens.entries()) {
    look(phrases.exact.get(text), place);
    look(phrases.prefix.get(text.slice(0, 3)), place);
    look(phrases.suffix.get(text.slice(-3)), place);
  }
  found.sort(
    (a, b) =>
      b.entry.words.length - a.entry.words.length ||
      b.entry.group[where] - a.entry.group[where] ||
      a.at - b.at,
  );
  const taken = new Uint8Array(tokens.length);
  const matches: PhraseMatch[] = [];
  for (const { entry, at } of found) {
    const last = at + entry.words.length - 1;
    if (taken.subarray(at, last + 1).some((value) => value === 1)) continue;
    taken.fill(1, at, last + 1);
    const start = tokens[at]?.start ?? 0;
    const end = tokens[last]?.end ?? start;
    matches.push({ group: entry.group, phrase: entry.phrase, first: at, last, start, end });
  }
  return matches;
}

function matchesAt(words: readonly string[], tokens: readonly Token[], at: number): boolean {
  let offset = 0;
  for (const word of words) {
    const token = tokens[at + offset];
    if (!token || (offset > 0 && token.apart)) return false;
    if (!isWord(word, token.text)) return false;
    offset += 1;
  }
  return true;
}

function isWord(word: string, text: string): boolean {
  if (word.endsWith('*')) return text.startsWith(word.slice(0, -1));
  if (word.startsWith('*')) return text.endsWith(word.slice(1));
  return text === word;
}
