/**
 * What the learned model sees of title and description: words, pairs of words and pieces of words, hashed into buckets.
 * Training and judging use the same function; with every change here the model has to be trained anew
 * (`npm run train`). What a feature is worth does not belong here: that is learned.
 */
import type { Token } from './clean-text.ts';

/** How many buckets the words fall into. A power of two. */
export const BUCKETS = 65_536;
/** Of a description so many words are looked at. */
const MOST_WORDS = 400;
/** What is longer is no word. */
const LONGEST_WORD = 40;

/**
 * Takes features of the texts: their buckets (or the only one), how much of each there is, and the first and last word
 * that they come from, counted through title and description.
 */
export type TakeWordFeatures = (
  features: WordFeatures | number,
  value: number,
  first: number,
  last: number,
) => void;

/** Features that always come together. */
export interface WordFeatures {
  buckets: readonly number[];
  /** What they are worth together, once somebody has added it up: mentoring, coaching. */
  worth: readonly [number, number] | null;
}

/** Share of the whole that words, pairs and pieces have; found by trying, see docs/detection.md. */
const WEIGHT = 2;
const PIECE_WEIGHT = 1;

const SEEDS = { title: 0x811c9dc5, description: 0x01d3f5a7, anywhere: 0x5bd1e995, pair: 0x27d4eb2f } as const;
const PIECE_SEED = 0x165667b1;

/** What a word is, worked out once. */
interface KnownWord {
  title: WordFeatures;
  description: WordFeatures;
  anywhere: WordFeatures;
  pieces: WordFeatures;
  /** What it adds to a pair. */
  hash: number;
  /** The round in which it was met last. */
  met: { title: number; description: number; anywhere: number };
}

/** Words that were met before. Its owner may keep it as long as it likes: it does not grow beyond `MOST_CACHED`. */
export interface WordCache {
  words: Map<string, KnownWord>;
  /** Counts the texts. */
  round: number;
}
const MOST_CACHED = 20_000;

export function createWordCache(): WordCache {
  return { words: new Map(), round: 0 };
}

/**
 * Gives `take` each different word (as of the title, of the description, and of either), each different pair of neighbours, and the
 * pieces of words. Long texts count no more than short ones: each feature is divided by the square root of the number of
 * words.
 */
export function eachWordFeature(
  title: readonly Token[],
  description: readonly Token[],
  names: ReadonlySet<string>,
  cache: WordCache,
  take: TakeWordFeatures,
): void {
  // Each word remembers in which text it was met last: cheaper than a set for each text.
  const round = (cache.round += 1);
  const words: { word: KnownWord; place: number; where: 'title' | 'description'; isNew: boolean }[] = [];
  const pairs = new Map<number, number>();
  const counts = { title: 0, description: 0, anywhere: 0 };
  const read = (tokens: readonly Token[], where: 'title' | 'description', from: number) => {
    let before: KnownWord | null = null;
    for (let index = 0; index < tokens.length && index < MOST_WORDS; index += 1) {
      const token = tokens[index];
      if (token === undefined) break;
      if (token.text.length > LONGEST_WORD) continue;
      const word = known(names.has(token.text) ? NAME : token.text, cache);
      const place = from + index;
      if (word.met[where] !== round) {
        word.met[where] = round;
        const isNew = word.met.anywhere !== round;
        word.met.anywhere = round;
        counts[where] += 1;
        if (isNew) counts.anywhere += 1;
        words.push({ word, place, where, isNew });
      }
      if (before !== null && !token.apart) {
        const pair = Math.imul(before.hash, 31) ^ word.hash;
        if (!pairs.has(pair)) pairs.set(pair, place);
      }
      before = word;
    }
  };
  read(title, 'title', 0);
  read(description, 'description', title.length);
  const value = WEIGHT / Math.sqrt(counts.anywhere);
  const pieceValue = PIECE_WEIGHT / Math.sqrt(counts.anywhere);
  const own = {
    title: WEIGHT / Math.sqrt(counts.title),
    description: WEIGHT / Math.sqrt(counts.description),
  };
  for (const { word, place, where, isNew } of words) {
    take(word[where], own[where], place, place);
    if (!isNew) continue;
    take(word.anywhere, value, place, place);
    take(word.pieces, pieceValue, place, place);
  }
  for (const [pair, place] of pairs) take(bucketOf(pair), value, place - 1, place);
}

/** Stands for the name of somebody who takes part. */
const NAME = '\u0001';

function known(text: string, cache: WordCache): KnownWord {
  const found = cache.words.get(text);
  if (found) return found;
  // Digits say that there is a number, not which.
  const word = text.replaceAll(/\d/g, '0');
  const same = word === text ? undefined : cache.words.get(word);
  const made = same ?? {
    title: features([bucketOf(hashWord(word, SEEDS.title))]),
    description: features([bucketOf(hashWord(word, SEEDS.description))]),
    anywhere: features([bucketOf(hashWord(word, SEEDS.anywhere))]),
    pieces: features(word === NAME ? [] : piecesOf(word)),
    hash: hashWord(word, SEEDS.pair),
    met: { title: 0, description: 0, anywhere: 0 },
  };
  if (cache.words.size >= MOST_CACHED) cache.words.clear();
  cache.words.set(text, made);
  if (!same) cache.words.set(word, made);
  return made;
}

function features(buckets: readonly number[]): WordFeatures {
  return { buckets, worth: null };
}

/** Three to five letters in a row, with the ends of the word; one to three where a letter is a syllable or a word. */
function piecesOf(word: string): number[] {
  const wide = word.charCodeAt(0) >= 0x2e80;
  const [least, most] = wide ? [1, 3] : [3, 5];
  const text = wide ? word : `^${word}$`;
  const pieces: number[] = [];
  for (let start = 0; start + least <= text.length; start += 1) {
    let hash = PIECE_SEED;
    const end = Math.min(start + most, text.length);
    for (let at = start; at < end; at += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
      if (at - start + 1 >= least) pieces.push(bucketOf(hash));
    }
  }
  return pieces;
}

/** FNV-1a over UTF-16 units. */
function hashWord(word: string, seed: number): number {
  let hash = seed;
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  return hash;
}

/** Mixes all bits into the low ones (the finaliser of MurmurHash3). */
function bucketOf(hash: number): number {
  let mixed = hash;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) & (BUCKETS - 1);
}
