/** What a verdict rests on, in words that a person can check: which grounds weigh the most, and what to quote. */
import type { Token } from './clean-text.ts';
import type { Pair } from './learned-model.ts';
import type { ReadTexts } from './read-texts.ts';
import type { Reason, VerdictKind } from './verdict.ts';

export const KINDS = ['none', 'mentoring', 'coaching'] as const;
type Kind = (typeof KINDS)[number];

/** A reason without its direction, which is where its weight is greatest. */
export type Told = Reason extends infer Each ? (Each extends Reason ? Omit<Each, 'points'> : never) : never;

/** One thing that speaks: what it adds to the odds of mentoring and of coaching. */
export interface Ground {
  pair: Pair;
  told: Told;
}

/** How much log-odds of mentoring and of coaching speak for `kind` against the mean of the two others. */
function towards(mentoring: number, coaching: number, kind: Kind): number {
  switch (kind) {
    case 'mentoring':
      return mentoring - coaching / 2;
    case 'coaching':
      return coaching - mentoring / 2;
    case 'none':
      return -(mentoring + coaching) / 2;
  }
}

/** What weighs less is not worth a person's attention. */
const LEAST_GROUND = 0.25;
/** What speaks against the verdict is told from this weight on. */
const LEAST_AGAINST = 1;
const MOST_REASONS = 4;

/** The weightiest grounds: those for the verdict, and the weightiest one against it where that is strong. */
export function reasonsFor(
  verdict: VerdictKind,
  grounds: readonly Ground[],
  texts: ReadTexts,
  names: ReadonlySet<string>,
): Reason[] {
  const pro: Weighed[] = [];
  let against: Weighed | null = null;
  for (const { pair, told } of [...grounds, ...wordGrounds(verdict, texts, names)]) {
    const points = strongest(pair);
    const weight = towards(pair[0], pair[1], points);
    if (weight < LEAST_GROUND) continue;
    const supports = points === verdict || (verdict === 'unsure' && points !== 'none');
    if (supports) pro.push({ told, points, weight });
    else if (weight >= LEAST_AGAINST && weight > (against?.weight ?? 0)) against = { told, points, weight };
  }
  const reasons: Reason[] = [];
  for (const { told, points } of [
    ...pro.toSorted((a, b) => b.weight - a.weight),
    ...(against ? [against] : []),
  ]) {
    // A compound may speak with each of its halves, for either side; it is quoted once.
    const isQuoted = reasons.some((other) => isSameQuote(other, told));
    if (!isQuoted) reasons.push({ ...told, points });
  }
  const last = reasons.at(-1);
  return last && reasons.length > MOST_REASONS && against !== null
    ? [...reasons.slice(0, MOST_REASONS - 1), last]
    : reasons.slice(0, MOST_REASONS);
}

function isSameQuote(one: Told, other: Told): boolean {
  return (
    one.code === 'words' && other.code === 'words' && one.where === other.where && one.text === other.text
  );
}

interface Weighed {
  told: Told;
  points: Kind;
  weight: number;
}

/** The kind that a pair speaks for the most. */
function strongest([m, c]: Pair): Kind {
  const [mentoring, coaching, none] = [
    towards(m, c, 'mentoring'),
    towards(m, c, 'coaching'),
    towards(m, c, 'none'),
  ];
  if (none >= mentoring && none >= coaching) return 'none';
  return mentoring > coaching ? 'mentoring' : 'coaching';
}

/** Of a text so many words in a row are quoted, and so many times. */
const MOST_WORDS = 6;
const MOST_QUOTES = 3;

/** The stretches of title and description that speak the loudest; for a session also those against it. */
function wordGrounds(verdict: VerdictKind, texts: ReadTexts, names: ReadonlySet<string>): Ground[] {
  const { title, titleTokens, description, descriptionTokens, byPlace } = texts;
  const kinds = verdict === 'none' ? (['none'] as const) : KINDS;
  return kinds.flatMap((kind) => [
    ...loudest({ tokens: titleTokens, names, byPlace, from: 0 }, kind).map((stretch) =>
      quote('title', title, titleTokens, stretch),
    ),
    ...loudest({ tokens: descriptionTokens, names, byPlace, from: titleTokens.length }, kind).map((stretch) =>
      quote('description', description, descriptionTokens, stretch),
    ),
  ]);
}

interface Stretch {
  first: number;
  last: number;
  pair: Pair;
}

function quote(
  where: 'title' | 'description',
  text: string,
  tokens: readonly Token[],
  { first, last, pair }: Stretch,
): Ground {
  return { pair, told: { code: 'words', where, text: text.slice(tokens[first]?.start, tokens[last]?.end) } };
}

interface Spoken {
  tokens: readonly Token[];
  /** Names say nothing by themselves. */
  names: ReadonlySet<string>;
  byPlace: Float32Array;
  /** Where the text's words begin in `byPlace`. */
  from: number;
}

/**
 * Stretches within a sentence in which every word speaks for `kind`, the loudest first; none overlaps another, or begins
 * or ends with a name.
 */
function loudest({ tokens, names, byPlace, from }: Spoken, kind: Kind): Stretch[] {
  const found: { first: number; last: number; weight: number }[] = [];
  const isName = (place: number) => names.has(tokens[place]?.text ?? '');
  for (let first = 0; first < tokens.length; first += 1) {
    if (isName(first)) continue;
    let weight = 0;
    for (let last = first; last < Math.min(first + MOST_WORDS, tokens.length); last += 1) {
      if (last > first && tokens[last]?.apart === true) break;
      const at = (from + last) * 2;
      const more = towards(byPlace[at] ?? 0, byPlace[at + 1] ?? 0, kind);
      if (more <= 0) break;
      weight += more;
      if (!isName(last) && weight >= LEAST_GROUND) found.push({ first, last, weight });
    }
  }
  const kept: Stretch[] = [];
  for (const { first, last } of found.toSorted((a, b) => b.weight - a.weight)) {
    if (kept.some((other) => first <= other.last && other.first <= last)) continue;
    const pair: Pair = [0, 0];
    for (let place = from + first; place <= from + last; place += 1) {
      pair[0] += byPlace[place * 2] ?? 0;
      pair[1] += byPlace[place * 2 + 1] ?? 0;
    }
    // What speaks for both kinds of session is told once, for the one that it speaks for the most.
    if (strongest(pair) !== kind) continue;
    kept.push({ first, last, pair });
    if (kept.length === MOST_QUOTES) break;
  }
  return kept;
}
