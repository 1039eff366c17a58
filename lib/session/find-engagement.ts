/** Which engagement a meeting belongs to, and what a new one is called. Pure. */
import type { SessionKind } from '../detection/verdict.ts';
import type { Person } from '../event/calendar-event.ts';
import type { Instant } from '../event/instant.ts';
import { type Engagement, type EngagementId, type Role, personKey } from './engagement.ts';

/** What is known of a meeting when its engagement is looked for. */
export interface Meeting {
  kind: SessionKind;
  people: readonly Person[];
  seriesKey: string | null;
  title: string;
}

/** Groups count as the same when at least this part of all their people is in both. */
const GROUP_OVERLAP = 0.6;

/**
 * The engagement that holds the record of `engagement` after merges.
 * Returns `engagement` itself when it was never merged.
 */
export function resolveMerged(
  engagement: Engagement,
  byId: ReadonlyMap<EngagementId, Engagement>,
): Engagement {
  const seen = new Set<EngagementId>();
  let current = engagement;
  while (current.mergedInto !== null && !seen.has(current.id)) {
    seen.add(current.id);
    const next = byId.get(current.mergedInto);
    if (!next) return current;
    current = next;
  }
  return current;
}

/**
 * Finds the engagement of `meeting.kind` for a meeting: one to one by the person (by name where no address is known of
 * the one before), groups by the series or by most of their people, meetings without guests by the series or the name
 * in the title. null when it is a new one.
 * A merged engagement is still found by its own people and leads to the one that holds the record, unless that one has
 * turned to the other kind meanwhile: the kinds are never mixed.
 */
export function findEngagement(meeting: Meeting, engagements: readonly Engagement[]): Engagement | null {
  const byId = new Map(engagements.map((engagement) => [engagement.id, engagement]));
  const found = pickEngagement(
    meeting,
    engagements.filter((engagement) => resolveMerged(engagement, byId).kind === meeting.kind),
  );
  return found && resolveMerged(found, byId);
}

function pickEngagement(meeting: Meeting, engagements: readonly Engagement[]): Engagement | null {
  const keys = meeting.people.map(personKey);
  const [person, ...more] = meeting.people;
  if (person && more.length === 0) {
    const single = engagements.filter((e) => e.personKeys.length < 2);
    const name = person.name.trim().toLowerCase();
    return (
      first(single.filter((e) => e.personKeys[0] === keys[0])) ??
      first(single.filter((e) => (e.personKeys[0] ?? e.name.toLowerCase()) === name))
    );
  }
  const bySeries = engagements.filter(
    (e) => meeting.seriesKey !== null && e.seriesKeys.includes(meeting.seriesKey),
  );
  if (bySeries.length > 0) return first(bySeries);
  if (keys.length === 0) {
    const name = nameFromTitle(meeting.title).toLowerCase();
    if (name === '') return null;
    const exact = engagements.filter((e) => e.name.toLowerCase() === name);
    if (exact.length > 0) return first(exact);
    const partly = engagements.filter(
      (e) =>
        e.mergedInto === null && e.personKeys.length < 2 && e.name.toLowerCase().split(/\s+/)[0] === name,
    );
    return partly.length === 1 ? first(partly) : null;
  }
  let best: Engagement | null = null;
  let bestOverlap = 0;
  for (const engagement of engagements) {
    if (engagement.personKeys.length < 2) continue;
    const union = new Set([...engagement.personKeys, ...keys]).size;
    const shared = keys.filter((key) => engagement.personKeys.includes(key)).length;
    if (shared / union >= GROUP_OVERLAP && shared / union > bestOverlap) {
      best = engagement;
      bestOverlap = shared / union;
    }
  }
  return best;
}

function first(engagements: readonly Engagement[]): Engagement | null {
  return engagements.find((engagement) => engagement.mergedInto === null) ?? engagements[0] ?? null;
}

/** Words for the meeting itself, in the languages detection knows. `\b` knows ASCII only, names do not. */
const MEETING_WORDS =
  /(?<![\p{L}\p{M}\p{N}])(?:[\p{L}-]*mentor\p{L}*|[\p{L}-]*coach\p{L}*|sessions?|sessie|séance|seance|sitzung|gesprek|gespräch|entretien|meeting|call|intake|kick-?off|review|evaluatie|nr|no)(?![\p{L}\p{M}\p{N}])/giu;
/** Words that join those to a name. Within a name they stay, and so does "De" of a family name. */
const JOINING_WORD = /^(?:with|met|avec|mit|and|en|et|und|the|het|für|pour|voor|for|my|mijn|mon)$/iu;
const JOINING_PARTICLE = /^(?:de|van|von)$/u;

/** What is left of a title when the words for the meeting itself are taken out: a name, or an empty text. */
export function nameFromTitle(title: string): string {
  const words = title
    .slice(0, 200)
    .replace(MEETING_WORDS, ' ')
    .replace(/[^\p{L}\p{M}\s'’.-]+/gu, ' ')
    .split(/\s+/u)
    .filter((word) => /\p{L}/u.test(word));
  const joins = (word = '') => JOINING_WORD.test(word) || JOINING_PARTICLE.test(word);
  while (joins(words[0])) words.shift();
  while (joins(words.at(-1))) words.pop();
  return words.join(' ').replace(/^[-.'’]+|[-'’]+$/gu, '');
}

/** A new engagement for a meeting that fits none. */
export function newEngagement(
  meeting: Meeting,
  context: { now: Instant; id: EngagementId; role?: Role },
): Engagement {
  const [person, ...more] = meeting.people;
  const name =
    person && more.length === 0 ? person.name : person ? meeting.title.trim() : nameFromTitle(meeting.title);
  return {
    id: context.id,
    kind: meeting.kind,
    role: context.role ?? (meeting.kind === 'mentoring' ? 'mentor' : 'coach'),
    name: name === '' ? meeting.title.trim() : name,
    people: [...meeting.people],
    personKeys: meeting.people.map(personKey),
    seriesKeys: meeting.people.length !== 1 && meeting.seriesKey !== null ? [meeting.seriesKey] : [],
    mergedInto: null,
    revision: 1,
    createdAt: context.now,
    updatedAt: context.now,
  };
}
