/** Decides whether a calendar entry is a mentoring session, a coaching session or neither. */
import { otherPeople, seriesKey, type CalendarEvent, type Person } from '../event/calendar-event.ts';
import { CROWD, KNOWN_WEIGHTS, NEUTRAL_WORDS, TELLING, UNSURE_BELOW } from './detection-facts.ts';
import { type People, platformLinked, readPeople, shapeFeatures } from './event-shape.ts';
import type { LearnedModel, Pair } from './learned-model.ts';
import { type ReadTexts, readTexts } from './read-texts.ts';
import type { Correction, Reason, SessionKind, Verdict, VerdictKind } from './verdict.ts';
import { type Ground, KINDS, reasonsFor, type Told } from './verdict-reasons.ts';

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
  /** What events say, by all that is looked at: every instance of a series says the same. */
  said: Map<string, Said>;
}

export function createMemo(): DetectionMemo {
  return { said: new Map() };
}

/** What an event says by itself. */
interface Said {
  people: People;
  texts: ReadTexts;
  odds: Readonly<Pair>;
  grounds: readonly Ground[];
  /** The answer when nothing is known of its people. */
  verdict: Verdict | null;
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
  return judge(event, context);
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
  const said = recall(event, context);
  if (context.known.size === 0) return (said.verdict ??= conclude(said, said.odds, said.grounds, context));
  const known = knownPeople(said, context);
  if (known === null) return conclude(said, said.odds, said.grounds, context);
  const odds: Pair = [said.odds[0] + known.pair[0], said.odds[1] + known.pair[1]];
  return conclude(said, odds, [...said.grounds, known], context);
}

function recall(event: CalendarEvent, context: DetectionContext): Said {
  if (!context.memo) return listen(event, context);
  const key = keyOfAll(event);
  let said = context.memo.said.get(key);
  if (!said) context.memo.said.set(key, (said = listen(event, context)));
  return said;
}

/** All of an event that is looked at. */
function keyOfAll({
  title,
  description,
  location,
  status,
  time,
  seriesId,
  organizer,
  attendees,
  callLinks,
}: CalendarEvent): string {
  const length = time.kind === 'timed' ? Date.parse(time.end) - Date.parse(time.start) : 0;
  const people = organizer ? [organizer, ...attendees] : attendees;
  return [
    title,
    description,
    location,
    `${status} ${length} ${seriesId === null} ${organizer === null}`,
    ...people.map(({ name, email, self }) => `${name} ${email} ${self}`),
    ...callLinks.map(({ url }) => url),
  ].join('\u0000');
}

function listen(event: CalendarEvent, { model }: DetectionContext): Said {
  const { bias, shape } = model.head;
  const people = readPeople(event, model.names);
  const texts = readTexts(event, people.names, model);
  const odds: Pair = [bias[0] + texts.said[0], bias[1] + texts.said[1]];
  const grounds: Ground[] = [];
  for (const feature of shapeFeatures(event, people, texts.titleTokens, texts.descriptionTokens)) {
    const pair = shape[feature];
    if (!pair) continue;
    odds[0] += pair[0];
    odds[1] += pair[1];
    const told = shapeTold(feature, event, people);
    if (told) grounds.push({ pair, told });
  }
  return { people, texts, odds, grounds, verdict: null };
}

function conclude(
  { people, texts }: Said,
  odds: Readonly<Pair>,
  grounds: readonly Ground[],
  context: DetectionContext,
): Verdict {
  const { kind, confidence } = decide(odds);
  return verdictOf(kind, confidence, reasonsFor(kind, grounds, texts, people.names), 'rules', context);
}

function verdictOf(
  kind: VerdictKind,
  confidence: number,
  reasons: Reason[],
  by: Verdict['by'],
  { model }: DetectionContext,
): Verdict {
  return { kind, confidence, reasons, by, rulesVersion: model.head.version };
}

/** What it says that the user has an engagement with everybody in it; null when that is not so. */
function knownPeople({ people, texts, odds }: Said, { known }: DetectionContext): Ground | null {
  const { others, names } = people;
  if (others.length === 0 || others.length >= CROWD) return null;
  const [mentors, coaches] = SESSION_KINDS.map((kind) =>
    others.every((person) => known.get(keyOf(person))?.has(kind)),
  );
  if (!mentors && !coaches) return null;
  const isSilent = texts.titleTokens.every(({ text }, place) => {
    if (NEUTRAL_WORDS.has(text) || names.has(text) || /^\d/.test(text)) return true;
    if (/coach|ment(?:or|ee)/.test(text)) return false;
    // A word that was learned to mean nothing much, such as the name of somebody who is not in the list.
    const mentoring = texts.byPlace[place * 2] ?? 0;
    const coaching = texts.byPlace[place * 2 + 1] ?? 0;
    return Math.min(mentoring, coaching) > TELLING.none && Math.abs(mentoring - coaching) < TELLING.kind;
  });
  const weight = !isSilent
    ? KNOWN_WEIGHTS.titled
    : texts.descriptionTokens.length === 0
      ? KNOWN_WEIGHTS.silent
      : KNOWN_WEIGHTS.untitled;
  // Known for both, and nothing tells which of the two it is this time: the odds are made even.
  const lean = mentors && coaches && isSilent ? (odds[0] - odds[1]) / 2 : 0;
  const pair: Pair = [mentors ? weight - lean : 0, coaches ? weight + lean : 0];
  return { pair, told: { code: 'known-people', names: others.map(({ name }) => name) } };
}

const SESSION_KINDS = ['mentoring', 'coaching'] as const;

/** How likely each answer is, and the likeliest. */
function decide([mentoring, coaching]: Readonly<Pair>): { kind: VerdictKind; confidence: number } {
  const top = Math.max(0, mentoring, coaching);
  const shares = {
    mentoring: Math.exp(mentoring - top),
    coaching: Math.exp(coaching - top),
    none: Math.exp(-top),
  };
  const kind = KINDS.reduce((best, next) => (shares[next] > shares[best] ? next : best));
  const share = shares[kind] / (shares.mentoring + shares.coaching + shares.none);
  return { kind: share < UNSURE_BELOW ? 'unsure' : kind, confidence: Math.round(share * 1000) / 1000 };
}

/** What a feature of `shapeFeatures` is called for a person; null for those that would tell nothing. */
function shapeTold(feature: string, event: CalendarEvent, { others, platform }: People): Told | null {
  if (feature.startsWith('link:')) return { code: 'platform', name: platformLinked(event)?.name ?? '' };
  if (feature.startsWith('platform:')) return platform && { code: 'platform', name: platform.name };
  if (feature === 'repeats:yes') return { code: 'shape', shape: 'recurring' };
  if (feature === 'numbered:yes') return { code: 'shape', shape: 'numbered' };
  if (!feature.startsWith('people:')) return null;
  if (others.length === 0) return { code: 'shape', shape: 'alone' };
  if (others.length === 1) return { code: 'shape', shape: 'one-to-one' };
  return { code: 'shape', shape: others.length >= CROWD ? 'crowd' : 'small-group' };
}
