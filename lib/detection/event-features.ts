/**
 * What the learned model sees of an event: words, pairs of words and pieces of words, hashed into buckets, and the shape
 * of the meeting by name. Training and judging use the same functions; with every change here the model has to be
 * trained anew (`npm run train`). What a feature is worth does not belong here: that is learned.
 */
import { otherPeople, type CalendarEvent } from '../event/calendar-event.ts';
import { foldText, type Token } from './clean-text.ts';
import { PLATFORMS } from './detection-facts.ts';

/** How many buckets the words fall into. A power of two. */
export const BUCKETS = 65_536;
/** Of a description so many words are looked at. */
const MOST_WORDS = 400;

/**
 * Takes one feature of the texts: its bucket, how much of it there is, and the first and last word that it comes from,
 * counted through title and description.
 */
export type TakeWordFeature = (bucket: number, value: number, first: number, last: number) => void;

/** Share of the whole that words, pairs and pieces have; found by trying, see docs/detection.md. */
const WEIGHT = 2;
const PIECE_WEIGHT = 1;

const SEEDS = { title: 0x811c9dc5, description: 0x01d3f5a7, anywhere: 0x5bd1e995, pair: 0x27d4eb2f } as const;
const PIECE_SEED = 0x165667b1;

/**
 * Gives `take` each different word (as of the title, of the description, and of either), each different pair of
 * neighbours, and the pieces of words. Long texts count no more than short ones: each feature is divided by the square
 * root of the number of words.
 */
export function eachWordFeature(
  title: readonly Token[],
  description: readonly Token[],
  names: ReadonlySet<string>,
  take: TakeWordFeature,
): void {
  const anywhere = new Map<string, number>();
  const pairs = new Map<number, number>();
  const texts = [title, description.slice(0, MOST_WORDS)] as const;
  let place = 0;
  for (const [index, tokens] of texts.entries()) {
    const seed = index === 0 ? SEEDS.title : SEEDS.description;
    const here = new Map<string, number>();
    let before = 0;
    for (const token of tokens) {
      const word = plainWord(token.text, names);
      if (!here.has(word)) here.set(word, place);
      if (!anywhere.has(word)) anywhere.set(word, place);
      const hash = hashWord(word, SEEDS.pair);
      if (before !== 0 && !token.apart) {
        const pair = Math.imul(before, 31) ^ hash;
        if (!pairs.has(pair)) pairs.set(pair, place);
      }
      before = hash;
      place += 1;
    }
    const value = WEIGHT / Math.sqrt(here.size);
    for (const [word, at] of here) take(bucketOf(hashWord(word, seed)), value, at, at);
  }
  const value = WEIGHT / Math.sqrt(anywhere.size);
  for (const [pair, at] of pairs) take(bucketOf(pair), value, at - 1, at);
  const pieceValue = (value * PIECE_WEIGHT) / WEIGHT;
  for (const [word, at] of anywhere) {
    take(bucketOf(hashWord(word, SEEDS.anywhere)), value, at, at);
    if (word !== NAME) eachPiece(word, (bucket) => take(bucket, pieceValue, at, at));
  }
}

/** Stands for the name of somebody who takes part. */
const NAME = '\u0001';

/** Digits say that there is a number, not which; names that there is one, not whose. */
function plainWord(word: string, names: ReadonlySet<string>): string {
  if (names.has(word)) return NAME;
  return /\d/.test(word) ? word.replaceAll(/\d/g, '0') : word;
}

/** Three to five letters in a row, with the ends of the word; one to three where a letter is a syllable or a word. */
function eachPiece(word: string, take: (bucket: number) => void): void {
  const wide = word.charCodeAt(0) >= 0x2e80;
  const [least, most] = wide ? [1, 3] : [3, 5];
  const text = wide ? word : `^${word}$`;
  for (let start = 0; start + least <= text.length; start += 1) {
    let hash = PIECE_SEED;
    const end = Math.min(start + most, text.length);
    for (let at = start; at < end; at += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
      if (at - start + 1 >= least) take(bucketOf(hash));
    }
  }
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

/**
 * The words of the names and addresses of those who take part, folded. Words of fewer than three letters are left out,
 * and those that tell what somebody does ("coaching@…").
 */
export function namesOf(event: CalendarEvent): Set<string> {
  const names = new Set<string>();
  const people = event.organizer ? [event.organizer, ...event.attendees] : event.attendees;
  for (const { name, email } of people) {
    const known = `${name.includes('@') ? '' : name} ${email?.split('@', 1)[0] ?? ''}`;
    for (const word of foldText(known.slice(0, 120)).split(/[^\p{L}\p{N}]+/u)) {
      if (word.length > 2 && !/coach|mentor|\d/.test(word)) names.add(word);
    }
    if (names.size >= MOST_NAMES) break;
  }
  return names;
}

/** Of a crowd, so many words of names are known; nobody is called by name in its title. */
const MOST_NAMES = 120;

/** The shape of the meeting, by name: who takes part, how long, how much is written, whether it repeats. */
export function shapeFeatures(
  event: CalendarEvent,
  title: readonly Token[],
  description: readonly Token[],
): string[] {
  const others = otherPeople(event).length;
  const { time } = event;
  const minutes = time.kind === 'timed' ? (Date.parse(time.end) - Date.parse(time.start)) / 60_000 : 0;
  const platform = platformOf(event);
  return [
    ...(platform ? [`platform:${platform.kind}`] : []),
    ...callings(event),
    `people:${others < 4 ? others : others < 8 ? '4-7' : others < 16 ? '8-15' : '16+'}`,
    `listed:${event.attendees.length === 0 ? 'nobody' : 'somebody'}`,
    `organizer:${event.organizer === null ? 'unknown' : event.organizer.self ? 'self' : 'other'}`,
    `repeats:${event.seriesId === null ? 'no' : 'yes'}`,
    `numbered:${isNumbered(title) ? 'yes' : 'no'}`,
    `status:${event.status}`,
    `quarters:${Math.min(Math.floor(minutes / 15), 16)}`,
    `description:${Math.min(Math.floor(Math.log2(description.length + 1)), 9)}`,
    `title:${Math.min(title.length, 8)}`,
    `questions:${Math.min(event.description.split('?', 5).length - 1, 4)}`,
    `location:${event.location === '' ? 'no' : 'yes'}`,
    `call:${event.callLinks.length === 0 ? 'no' : 'yes'}`,
  ];
}

/** Names and addresses that tell what somebody does: "Ros Keane Executive Coaching", `mentoring@…`. */
function callings(event: CalendarEvent): string[] {
  const people = event.organizer ? [event.organizer, ...event.attendees] : event.attendees;
  const found = new Set<string>();
  for (const { name, email, self } of people) {
    const text = foldText(`${name} ${email ?? ''}`.slice(0, 240));
    for (const [, calling = ''] of text.matchAll(/(coach|mentor|\b[pm]cc\b)/g)) {
      found.add(`${self ? 'self' : 'other'}:${calling.endsWith('cc') ? 'coach' : calling}`);
    }
  }
  return [...found];
}

/** The platform that organises it: known by the mail domain of a guest or by the host of the call. */
export function platformOf(event: CalendarEvent): (typeof PLATFORMS)[number] | null {
  const hosts = new Set<string>();
  for (const person of otherPeople(event)) {
    const host = person.email?.split('@').at(-1)?.toLowerCase();
    if (host) hosts.add(host);
  }
  for (const link of event.callLinks) {
    const host = /^https:\/\/([^/?#]+)/.exec(link.url)?.[1];
    if (host) hosts.add(host);
  }
  for (const host of hosts) {
    const platform = PLATFORMS.find(({ domain }) => host === domain || host.endsWith(`.${domain}`));
    if (platform) return platform;
  }
  return null;
}

/** "#3", "2/6", "3 von 6", "session 4": a small number that is the title's last word, or stands before another one. */
function isNumbered(tokens: readonly Token[]): boolean {
  const isCount = (token: Token | undefined) => token !== undefined && /^\d{1,2}$/.test(token.text);
  return tokens.some((token, index) => {
    if (!isCount(token)) return false;
    const next = tokens[index + 1];
    if (next === undefined) return true;
    const total = /^(?:of|van|von|sur|de|di|av|z|ze)$/.test(next.text) ? tokens[index + 2] : next;
    return isCount(total) && Number(token.text) <= Number(total?.text);
  });
}
