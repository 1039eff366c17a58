/** Decides whether a calendar entry is a mentoring session, a coaching session or neither. */
import { otherPeople, seriesKey, type CalendarEvent, type Person } from '../event/calendar-event.ts';
import { cleanDescription, cleanTitle, tokenise, type Token } from './clean-text.ts';
import { CROWD, KNOWN_WEIGHTS, NEUTRAL_WORDS, UNSURE_BELOW } from './detection-facts.ts';
import { eachWordFeature, namesOf, platformOf, shapeFeatures } from './event-features.ts';
import type { LearnedModel, Pair } from './learned-model.ts';
import type { Correction, Reason, SessionKind, Verdict, VerdictKind } from './verdict.ts';

/** What detection knows besides the event. Made by `prepareContext`, once for many events. */
export interface DetectionContext {
  model: LearnedModel;
  /** By `correctionId`. */
  corrections: ReadonlyMap<string, Correction>;
  /** By `personKey`: the kinds of engagement that the user has with someone. */
  known: ReadonlyMap<string, ReadonlySet<SessionKind>>;
  /** With it nothing is worked out twice. Serves as long as its owner likes, with the same model. */
  memo?: DetectionMemo;
}

/** What detection has worked out already. Made by `createMemo`. */
export interface DetectionMemo {
  /** What texts say, by what they are: every instance of a series has the same. */
  texts: Map<string, ReadTexts>;
  /** Verdicts of events of whose people nothing is known. */
  verdicts: WeakMap<CalendarEvent, Verdict>;
}

export function createMemo(): DetectionMemo {
  return { texts: new Map(), verdicts: new WeakMap() };
}

/** Title and description of an event, cleaned and cut. Places of tokens count in the cleaned texts. */
interface ReadTexts {
  title: string;
  description: string;
  titleTokens: readonly Token[];
  descriptionTokens: readonly Token[];
  /** Words of the names of those who take part. */
  names: ReadonlySet<string>;
  /** What the words say. */
  said: Pair;
  /** Which word said how much of it: mentoring and coaching by place, counted through title and description. */
  byPlace: Float32Array;
}

/** What detection goes by: what it has learned, a person's corrections, and whom the user meets already. */
export function prepareContext(
  model: LearnedModel,
  corrections: Iterable<Correction> = [],
  known: ReadonlyMap<string, ReadonlySet<SessionKind>> = new Map(),
): DetectionContext {
  return { model, corrections: indexCorrections(corrections), known };
}

/**
 * By `correctionId`, so that judging costs the same however many there are.
 * Of two corrections of the same thing the later one counts.
 */
export function indexCorrections(corrections: Iterable<Correction>): DetectionContext['corrections'] {
  const byId = new Map<string, Correction>();
  for (const correction of corrections) {
    const id = correctionId(correction.scope, correction.target);
    const earlier = byId.get(id);
    if (!earlier || earlier.createdAt <= correction.createdAt) byId.set(id, correction);
  }
  return byId;
}

/** The key under which a correction is stored: at most one for each thing that can be corrected. */
export function correctionId(scope: Correction['scope'], target: string): string {
  return `${scope}:${target}`;
}

/**
 * What a person can correct about `event`: `target` of a correction for this one, its series, this person.
 * `series` is null for a single event; `person` is null unless exactly one other person takes part.
 */
export function correctionTargets(event: CalendarEvent): {
  event: string;
  series: string | null;
  person: string | null;
} {
  const others = otherPeople(event);
  const [only] = others;
  return {
    event: event.key,
    series: event.seriesId === null ? null : seriesKey(event),
    person: others.length === 1 && only ? keyOf(only) || null : null,
  };
}

/** As `personKey` of lib/session, which comes after this stage: lower-case address, or name without one. */
function keyOf(person: Person): string {
  return (person.email ?? person.name).trim().toLowerCase();
}

/**
 * Judges `event`. A person's correction comes before everything: of the event, then of its series, then of the only
 * other person. Otherwise the learned weights of its words and its shape are added up, and what its people say.
 * `confidence` is how likely the answer is; `unsure` means that no answer is likely enough. Reasons quote the event as it
 * was written. Never throws; the work is bounded whatever the size of the event.
 */
export function detectSession(event: CalendarEvent, context: DetectionContext): Verdict {
  const corrected = findCorrection(event, context);
  if (corrected) {
    const { scope, verdict } = corrected;
    return verdictOf(verdict, 1, [{ code: 'correction', scope, points: verdict }], 'person', context);
  }
  if (context.known.size > 0) return judge(event, context);
  const verdict = context.memo?.verdicts.get(event) ?? judge(event, context);
  context.memo?.verdicts.set(event, verdict);
  return verdict;
}

function findCorrection(event: CalendarEvent, { corrections }: DetectionContext): Correction | undefined {
  if (corrections.size === 0) return undefined;
  const targets = correctionTargets(event);
  for (const scope of ['event', 'series', 'person'] as const) {
    const target = targets[scope];
    const correction = target === null ? undefined : corrections.get(correctionId(scope, target));
    if (correction) return correction;
  }
  return undefined;
}

/** What the event itself and the people in it say. */
function judge(event: CalendarEvent, context: DetectionContext): Verdict {
  if (event.time.kind === 'all-day') {
    const reason: Reason = { code: 'shape', shape: 'all-day', points: 'none' };
    return verdictOf('none', 0.97, [reason], 'rules', context);
  }
  const { bias, shape } = context.model.head;
  const others = otherPeople(event);
  const texts = readTexts(event, context);
  const odds: Pair = [bias[0] + texts.said[0], bias[1] + texts.said[1]];
  const grounds: Ground[] = [];
  const add = (pair: Pair, told: Told | null) => {
    odds[0] += pair[0];
    odds[1] += pair[1];
    if (told) grounds.push({ pair, told });
  };
  for (const feature of shapeFeatures(event, texts.titleTokens, texts.descriptionTokens)) {
    add(shape[feature] ?? NOTHING, shapeTold(feature, event));
  }
  addKnownPeople(others, texts, context, add);
  const { kind, confidence } = decide(odds);
  return verdictOf(kind, confidence, reasonsFor(kind, grounds, texts), 'rules', context);
}

const NOTHING: Pair = [0, 0];

function verdictOf(
  kind: VerdictKind,
  confidence: number,
  reasons: Reason[],
  by: Verdict['by'],
  { model }: DetectionContext,
): Verdict {
  return { kind, confidence, reasons, by, rulesVersion: model.head.version };
}

function readTexts(event: CalendarEvent, { model, memo }: DetectionContext): ReadTexts {
  const names = namesOf(event);
  const key = memo && [event.title, event.description, ...names].join('\u0000');
  const known = key === undefined ? undefined : memo?.texts.get(key);
  if (known) return known;
  const title = cleanTitle(event.title);
  const description = cleanDescription(event.description);
  const titleTokens = tokenise(title, 80);
  const descriptionTokens = tokenise(description);
  const said: Pair = [0, 0];
  const byPlace = new Float32Array(2 * (titleTokens.length + descriptionTokens.length));
  eachWordFeature(titleTokens, descriptionTokens, names, (bucket, value, first, last) => {
    const mentoring = value * (model.weights[bucket * 2] ?? 0);
    const coaching = value * (model.weights[bucket * 2 + 1] ?? 0);
    said[0] += mentoring;
    said[1] += coaching;
    const share = first === last ? 1 : 0.5;
    for (let place = first; place <= last; place += 1) {
      byPlace[place * 2] = (byPlace[place * 2] ?? 0) + share * mentoring;
      byPlace[place * 2 + 1] = (byPlace[place * 2 + 1] ?? 0) + share * coaching;
    }
  });
  const texts = { title, description, titleTokens, descriptionTokens, names, said, byPlace };
  if (key !== undefined) memo?.texts.set(key, texts);
  return texts;
}

function addKnownPeople(
  others: readonly Person[],
  texts: ReadTexts,
  { known }: DetectionContext,
  add: (pair: Pair, told: Told) => void,
): void {
  if (known.size === 0 || others.length === 0 || others.length >= CROWD) return;
  const isSilent = texts.titleTokens.every(
    ({ text }) => NEUTRAL_WORDS.has(text) || texts.names.has(text) || /^\d/.test(text),
  );
  const weight = !isSilent
    ? KNOWN_WEIGHTS.titled
    : texts.descriptionTokens.length === 0
      ? KNOWN_WEIGHTS.silent
      : KNOWN_WEIGHTS.untitled;
  const told: Told = { code: 'known-people', names: others.map(({ name }) => name) };
  for (const [index, kind] of SESSION_KINDS.entries()) {
    if (!others.every((person) => known.get(keyOf(person))?.has(kind))) continue;
    add(index === 0 ? [weight, 0] : [0, weight], told);
  }
}

const SESSION_KINDS = ['mentoring', 'coaching'] as const;

/** How likely each answer is, and the likeliest. */
function decide([mentoring, coaching]: Pair): { kind: VerdictKind; confidence: number } {
  const top = Math.max(0, mentoring, coaching);
  const shares = { mentoring: Math.exp(mentoring - top), coaching: Math.exp(coaching - top), none: Math.exp(-top) };
  const kind = KINDS.reduce((best, next) => (shares[next] > shares[best] ? next : best));
  const share = shares[kind] / (shares.mentoring + shares.coaching + shares.none);
  return { kind: share < UNSURE_BELOW ? 'unsure' : kind, confidence: Math.round(share * 1000) / 1000 };
}

const KINDS = ['none', 'mentoring', 'coaching'] as const;
type Kind = (typeof KINDS)[number];

/** A reason without its direction, which is where its weight is greatest. */
type Told = Reason extends infer Each ? (Each extends Reason ? Omit<Each, 'points'> : never) : never;

/** One thing that speaks: what it adds to the odds of mentoring and of coaching. */
interface Ground {
  pair: Pair;
  told: Told;
}

/** What a feature of `shapeFeatures` is called for a person; null for those that would tell nothing. */
function shapeTold(feature: string, event: CalendarEvent): Told | null {
  if (feature.startsWith('platform:')) return { code: 'platform', name: platformOf(event)?.name ?? '' };
  if (feature === 'repeats:yes') return { code: 'shape', shape: 'recurring' };
  if (feature === 'numbered:yes') return { code: 'shape', shape: 'numbered' };
  if (!feature.startsWith('people:')) return null;
  const others = otherPeople(event).length;
  if (others === 0) return { code: 'shape', shape: 'alone' };
  if (others === 1) return { code: 'shape', shape: 'one-to-one' };
  return { code: 'shape', shape: others >= CROWD ? 'crowd' : 'small-group' };
}

/** How much a pair of log-odds speaks for `kind` against the mean of the two others. */
function towards([mentoring, coaching]: Pair, kind: Kind): number {
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
const MOST_REASONS = 4;

/** The weightiest grounds: those for the verdict, and the weightiest one against it where that is strong. */
function reasonsFor(verdict: VerdictKind, grounds: readonly Ground[], texts: ReadTexts): Reason[] {
  const found = [...grounds, ...wordGrounds(texts)].map(({ pair, told }) => {
    const points = KINDS.reduce((best, next) => (towards(pair, next) > towards(pair, best) ? next : best));
    return { reason: { ...told, points } as Reason, weight: towards(pair, points) };
  });
  const supports = ({ points }: Reason) => points === verdict || (verdict === 'unsure' && points !== 'none');
  const sorted = found
    .filter(({ weight }) => weight >= LEAST_GROUND)
    .toSorted((a, b) => b.weight - a.weight);
  const against = sorted.filter(({ reason, weight }) => !supports(reason) && weight >= 4 * LEAST_GROUND).slice(0, 1);
  const pro = sorted.filter(({ reason }) => supports(reason)).slice(0, MOST_REASONS - against.length);
  return [...pro, ...against].map(({ reason }) => reason);
}

/** Of a text so many words in a row are quoted, and so many times. */
const MOST_WORDS = 6;
const MOST_QUOTES = 3;

/** The stretches of title and description that speak the loudest, for whichever kind. */
function wordGrounds({ title, titleTokens, description, descriptionTokens, byPlace }: ReadTexts): Ground[] {
  const parts = [
    { where: 'title', text: title, tokens: titleTokens, from: 0 },
    { where: 'description', text: description, tokens: descriptionTokens, from: titleTokens.length },
  ] as const;
  return parts.flatMap(({ where, text, tokens, from }) => {
    const pairs = tokens.map((_, index): Pair => {
      const at = (from + index) * 2;
      return [byPlace[at] ?? 0, byPlace[at + 1] ?? 0];
    });
    return KINDS.flatMap((kind) => loudest(tokens, pairs, kind)).map(({ first, last, pair }) => ({
      pair,
      told: { code: 'words', where, text: text.slice(tokens[first]?.start, tokens[last]?.end) },
    }));
  });
}

interface Stretch {
  first: number;
  last: number;
  pair: Pair;
  weight: number;
}

/** Stretches within a sentence that speak the loudest for `kind`; none overlaps another. */
function loudest(tokens: readonly Token[], pairs: readonly Pair[], kind: Kind): Stretch[] {
  const found: Stretch[] = [];
  for (let first = 0; first < tokens.length; first += 1) {
    const sum: Pair = [0, 0];
    for (let last = first; last < Math.min(first + MOST_WORDS, tokens.length); last += 1) {
      if (last > first && tokens[last]?.apart === true) break;
      const [mentoring, coaching] = pairs[last] ?? NOTHING;
      if (towards([mentoring, coaching], kind) <= 0) break;
      sum[0] += mentoring;
      sum[1] += coaching;
      const weight = towards(sum, kind);
      if (weight >= LEAST_GROUND) found.push({ first, last, pair: [...sum], weight });
    }
  }
  const kept: Stretch[] = [];
  for (const stretch of found.toSorted((a, b) => b.weight - a.weight)) {
    if (kept.some(({ first, last }) => stretch.first <= last && first <= stretch.last)) continue;
    kept.push(stretch);
    if (kept.length === MOST_QUOTES) break;
  }
  return kept;
}
