/** Decides whether a calendar entry is a mentoring session, a coaching session or neither. */
import { otherPeople, seriesKey, type CalendarEvent, type Person } from '../event/calendar-event.ts';
import { cleanDescription, cleanTitle, tokenise, type Token } from './clean-text.ts';
import {
  CROWD,
  DENIALS,
  NEUTRAL_WORDS,
  NUMBERED_WORDS,
  PLATFORM_NAMES,
  PLATFORMS,
  RULES_VERSION,
  SHAPE_WEIGHTS,
  type RulePoints,
} from './detection-rules.ts';
import { matchPhrases, type PhraseIndex, type PhraseMatch } from './match-phrases.ts';
import type { Correction, Reason, SessionKind, Verdict, VerdictKind } from './verdict.ts';

/** What detection knows besides the event. Made by `prepareContext`, once for many events. */
export interface DetectionContext {
  phrases: PhraseIndex;
  /** By `correctionId`. */
  corrections: ReadonlyMap<string, Correction>;
  /** By `personKey`: the kinds of engagement that the user has with someone. */
  known: ReadonlyMap<string, ReadonlySet<SessionKind>>;
  /** With it nothing is worked out twice. Serves as long as its owner likes, with the same phrases. */
  memo?: DetectionMemo;
}

/** What detection has worked out already. Made by `createMemo`. */
export interface DetectionMemo {
  /** What texts say, by where they stand and what they are: every instance of a series has the same. */
  texts: Map<string, ReadText>;
  /** Verdicts of events of whose people nothing is known. */
  verdicts: WeakMap<CalendarEvent, Verdict>;
}

export function createMemo(): DetectionMemo {
  return { texts: new Map(), verdicts: new WeakMap() };
}

interface ReadText {
  /** Cleaned; places of `tokens` and matches count in it. */
  text: string;
  tokens: readonly Token[];
  evidence: Evidence;
}

/** What detection goes by: the phrases of the package, a person's corrections, and whom the user meets already. */
export function prepareContext(
  phrases: PhraseIndex,
  corrections: Iterable<Correction> = [],
  known: ReadonlyMap<string, ReadonlySet<SessionKind>> = new Map(),
): DetectionContext {
  return { phrases, corrections: indexCorrections(corrections), known };
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

const BOTH_KINDS = ['mentoring', 'coaching'] as const;
const CLASSES = ['mentoring', 'coaching', 'none'] as const;

type Class = (typeof CLASSES)[number];
type Scores = Record<Class, number>;

interface Evidence {
  scores: Scores;
  /** What supports the kind that the rest names; counted afterwards. */
  session: number;
  matches: { match: PhraseMatch; weight: number; points: RulePoints }[];
}

interface Ground {
  weight: number;
  reason: Reason;
}

/**
 * Judges `event`. A person's correction comes before every rule: of the event, then of its series, then of the only
 * other person. Otherwise words in context, the shape of the meeting, platforms and known people are weighed as
 * natural-log odds. `confidence` is the share of the likeliest answer; `unsure` means that the shares lie too close.
 * Reasons quote the event as it was written. Never throws; the work is bounded whatever the size of the event.
 */
export function detectSession(event: CalendarEvent, context: DetectionContext): Verdict {
  const corrected = findCorrection(event, context);
  if (corrected) {
    const { scope, verdict } = corrected;
    return verdictOf(verdict, 1, [{ code: 'correction', scope, points: verdict }], 'person');
  }
  if (context.known.size > 0) return judge(event, context);
  const verdict = context.memo?.verdicts.get(event) ?? judge(event, context);
  context.memo?.verdicts.set(event, verdict);
  return verdict;
}

/** What the event itself and the people in it say. */
function judge(event: CalendarEvent, context: DetectionContext): Verdict {
  if (event.time.kind === 'all-day') {
    return verdictOf('none', 0.97, [{ code: 'shape', shape: 'all-day', points: 'none' }], 'rules');
  }

  const { text: title, tokens: titleTokens, evidence: inTitle } = readText(event.title, 'title', context);
  const { text: description, evidence: inDescription } = readText(event.description, 'description', context);
  overruleTitle(inTitle, inDescription);

  const others = otherPeople(event);
  const scores: Scores = { mentoring: 0, coaching: 0, none: SHAPE_WEIGHTS.none };
  for (const evidence of [inTitle, inDescription]) {
    for (const kind of CLASSES) scores[kind] += evidence.scores[kind];
  }
  const grounds: Ground[] = [];
  const add = (kind: Class, weight: number, reason: Reason) => {
    scores[kind] += weight;
    grounds.push({ weight, reason });
  };

  addPlatforms(event, titleTokens, title, others, add);
  addKnownPeople(titleTokens, title, inTitle, others, context, add);

  // What follows only strengthens a kind that something has named already.
  const leading: SessionKind = scores.coaching > scores.mentoring ? 'coaching' : 'mentoring';
  const named = scores[leading] > 0;
  if (named) {
    for (const kind of kindsNamed(scores)) scores[kind] += inTitle.session + inDescription.session;
  }
  const number = isNumbered(titleTokens);
  const oneToOne = others.length === 1;
  if (number && (named || oneToOne)) {
    const weight = named ? SHAPE_WEIGHTS.numbered : SHAPE_WEIGHTS.numberedAlone;
    for (const kind of named ? kindsNamed(scores) : (['mentoring', 'coaching'] as const))
      scores[kind] += weight;
    grounds.push({
      weight,
      reason: { code: 'shape', shape: 'numbered', points: named ? leading : 'unsure' },
    });
  }
  if (event.seriesId !== null && (named || oneToOne)) {
    for (const kind of named ? kindsNamed(scores) : BOTH_KINDS) scores[kind] += SHAPE_WEIGHTS.recurring;
    const points = named ? leading : 'unsure';
    grounds.push({ weight: SHAPE_WEIGHTS.recurring, reason: { code: 'shape', shape: 'recurring', points } });
  }
  if (oneToOne) {
    scores.mentoring += SHAPE_WEIGHTS.oneToOne;
    scores.coaching += SHAPE_WEIGHTS.oneToOne;
    const points = named ? leading : 'unsure';
    grounds.push({ weight: SHAPE_WEIGHTS.oneToOne, reason: { code: 'shape', shape: 'one-to-one', points } });
  } else if (others.length === 0) {
    if (!(named && namesSomeone(titleTokens, title, inTitle))) {
      add('none', SHAPE_WEIGHTS.alone, { code: 'shape', shape: 'alone', points: 'none' });
    }
  } else if (others.length >= CROWD.from) {
    const weight = others.length >= CROWD.largeFrom ? SHAPE_WEIGHTS.largeCrowd : SHAPE_WEIGHTS.crowd;
    add('none', weight, { code: 'shape', shape: 'crowd', points: 'none' });
  }

  const { kind, confidence } = decide(scores);
  addWords(grounds, inTitle, title, 'title', named ? leading : null);
  addWords(grounds, inDescription, description, 'description', named ? leading : null);
  return verdictOf(kind, confidence, pickReasons(grounds, kind), 'rules');
}

function verdictOf(kind: VerdictKind, confidence: number, reasons: Reason[], by: Verdict['by']): Verdict {
  return { kind, confidence, reasons, by, rulesVersion: RULES_VERSION };
}

/** Cleans, cuts and weighs one text. The evidence is the caller's to change. */
function readText(
  raw: string,
  where: 'title' | 'description',
  { phrases, memo }: DetectionContext,
): ReadText {
  const key = `${where} ${raw}`;
  let read = memo?.texts.get(key);
  if (!read) {
    const text = where === 'title' ? cleanTitle(raw) : cleanDescription(raw);
    const tokens = where === 'title' ? tokenise(text, 80) : tokenise(text);
    read = { text, tokens, evidence: weigh(phrases, tokens, where) };
    memo?.texts.set(key, read);
  }
  const { scores, session, matches } = read.evidence;
  return {
    ...read,
    evidence: { scores: { ...scores }, session, matches: matches.map((match) => ({ ...match })) },
  };
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

/** Sums what the words say. The same thing said again counts for less: full, half, a quarter, … */
function weigh(phrases: PhraseIndex, tokens: readonly Token[], where: 'title' | 'description'): Evidence {
  const evidence: Evidence = { scores: { mentoring: 0, coaching: 0, none: 0 }, session: 0, matches: [] };
  const factors = { mentoring: 1, coaching: 1, none: 1, session: 1 };
  const seen = new Set<string>();
  const found = matchPhrases(phrases, tokens, where).toSorted((a, b) => b.group[where] - a.group[where]);
  for (const match of found) {
    if (seen.has(match.phrase)) continue;
    seen.add(match.phrase);
    const points = isDenied(match, tokens) ? 'none' : match.group.points;
    const weight = match.group[where] * factors[points];
    factors[points] /= 2;
    if (points === 'session') evidence.session += weight;
    else evidence.scores[points] += weight;
    evidence.matches.push({ match, weight, points });
  }
  return evidence;
}

/** "Not a coaching session": the name of a session, one or two words after a denial in the same sentence. */
function isDenied({ first, group }: PhraseMatch, tokens: readonly Token[]): boolean {
  if (group.points === 'none' || group.points === 'session' || group.description < 2.8) return false;
  for (let index = first; index > 0 && index > first - 2; index -= 1) {
    if (tokens[index]?.apart) return false;
    if (DENIALS.has(tokens[index - 1]?.text ?? '')) return true;
  }
  return false;
}

/** Where title and description disagree the description wins, if it is clear in itself. */
function overruleTitle(title: Evidence, description: Evidence): void {
  const [first, second] = CLASSES.toSorted((a, b) => description.scores[b] - description.scores[a]);
  if (first === undefined || second === undefined) return;
  if (description.scores[first] < 2.2 || description.scores[first] - description.scores[second] < 0.8) return;
  for (const kind of CLASSES) {
    if (kind === first) continue;
    // A title that says "prep" or "travel" describes the block itself; what the text copies in does not undo that.
    const factor = kind === 'none' ? 1 : SHAPE_WEIGHTS.titleOverruled;
    title.scores[kind] *= factor;
    for (const entry of title.matches) if (entry.points === kind) entry.weight *= factor;
  }
}

function kindsNamed(scores: Scores): SessionKind[] {
  return BOTH_KINDS.filter((kind) => scores[kind] > 0);
}

function addPlatforms(
  event: CalendarEvent,
  titleTokens: readonly Token[],
  title: string,
  others: readonly Person[],
  add: (kind: Class, weight: number, reason: Reason) => void,
): void {
  const hosts = new Set<string>();
  for (const person of others) {
    const host = person.email?.split('@').at(-1)?.toLowerCase();
    if (host) hosts.add(host);
  }
  for (const link of event.callLinks) {
    const host = /^https:\/\/([^/?#]+)/.exec(link.url)?.[1];
    if (host) hosts.add(host);
  }
  for (const host of hosts) {
    const platform = PLATFORMS.find(({ domain }) => host === domain || host.endsWith(`.${domain}`));
    if (platform) {
      const { name, kind } = platform;
      return add(kind, SHAPE_WEIGHTS.platform, { code: 'platform', name, points: kind });
    }
  }
  for (const token of titleTokens) {
    const kind = PLATFORM_NAMES[token.text];
    if (kind && Object.hasOwn(PLATFORM_NAMES, token.text)) {
      const name = title.slice(token.start, token.end);
      return add(kind, SHAPE_WEIGHTS.platformName, { code: 'platform', name, points: kind });
    }
  }
  for (const host of hosts) {
    const kind = host.includes('mentor') ? 'mentoring' : host.includes('coach') ? 'coaching' : null;
    if (kind)
      return add(kind, SHAPE_WEIGHTS.platformLikeDomain, { code: 'platform', name: host, points: kind });
  }
}

function addKnownPeople(
  titleTokens: readonly Token[],
  title: string,
  inTitle: Evidence,
  others: readonly Person[],
  { known }: DetectionContext,
  add: (kind: Class, weight: number, reason: Reason) => void,
): void {
  if (known.size === 0 || others.length === 0 || others.length >= CROWD.from) return;
  const silent = inTitle.scores.none === 0 && kindsNamed(inTitle.scores).length === 0;
  const neutral = silent && isNeutral(titleTokens, title);
  const weight = neutral ? SHAPE_WEIGHTS.knownNeutral : SHAPE_WEIGHTS.knownOther;
  for (const kind of BOTH_KINDS) {
    if (!others.every((person) => known.get(keyOf(person))?.has(kind))) continue;
    add(kind, weight, { code: 'known-people', names: others.map(({ name }) => name), points: kind });
  }
}

/** Only names, numbers and words like "call": the title does not say what the meeting is for. */
function isNeutral(tokens: readonly Token[], title: string): boolean {
  return tokens.every(
    ({ text, start }) =>
      NEUTRAL_WORDS.has(text) || /^\d/u.test(text) || /^\p{Lu}/u.test(title.slice(start, start + 2)),
  );
}

/** A capitalised word is left over that no rule knows: a name, most likely. */
function namesSomeone(tokens: readonly Token[], title: string, inTitle: Evidence): boolean {
  const used = new Set<number>();
  for (const { match } of inTitle.matches) {
    for (let index = match.first; index <= match.last; index += 1) used.add(index);
  }
  return tokens.some(({ text, start, end }, index) => {
    if (used.has(index) || NEUTRAL_WORDS.has(text)) return false;
    return /^\p{Lu}\p{Ll}/u.test(title.slice(start, end));
  });
}

/** "session 4", "#3", "2/6", "3 von 6". */
function isNumbered(tokens: readonly Token[]): boolean {
  const isCount = (token: Token | undefined) => token !== undefined && /^\d{1,2}$/u.test(token.text);
  return tokens.some((token, index) => {
    if (!isCount(token)) return false;
    const before = tokens[index - 1];
    if (before && NUMBERED_WORDS.has(before.text)) return true;
    const next = tokens[index + 1];
    const separated = next !== undefined && ['of', 'van', 'von', 'sur', 'de'].includes(next.text);
    const total = separated ? tokens[index + 2] : next;
    return (
      isCount(total) && (separated || total?.apart === true) && Number(token.text) <= Number(total?.text)
    );
  });
}

function decide(scores: Scores): { kind: VerdictKind; confidence: number } {
  const top = Math.max(scores.mentoring, scores.coaching, scores.none);
  const mentoring = Math.exp(scores.mentoring - top);
  const coaching = Math.exp(scores.coaching - top);
  const none = Math.exp(scores.none - top);
  const total = mentoring + coaching + none;
  const session = (mentoring + coaching) / total;
  const confidence = Math.round((1 / total) * 1000) / 1000;
  if (session < 0.42) return { kind: 'none', confidence: Math.round((none / total) * 1000) / 1000 };
  const share = Math.max(mentoring, coaching) / (mentoring + coaching);
  if (session < 0.55 || share < 0.68) return { kind: 'unsure', confidence };
  return { kind: mentoring > coaching ? 'mentoring' : 'coaching', confidence };
}

function addWords(
  grounds: Ground[],
  evidence: Evidence,
  text: string,
  where: 'title' | 'description',
  leading: SessionKind | null,
): void {
  for (const { match, weight, points: said } of evidence.matches) {
    const points = said === 'session' ? leading : said;
    if (points === null) continue;
    const reason: Reason = { code: 'words', where, text: text.slice(match.start, match.end), points };
    grounds.push({ weight, reason });
  }
}

/** The four weightiest; what speaks for the verdict comes before what speaks as loudly against it. */
function pickReasons(grounds: readonly Ground[], kind: VerdictKind): Reason[] {
  const rank = ({ weight, reason }: Ground) => weight + (reason.points === kind ? 0.01 : 0);
  return grounds
    .filter(({ weight }) => weight >= 0.25)
    .toSorted((a, b) => rank(b) - rank(a))
    .slice(0, 4)
    .map(({ reason }) => reason);
}
