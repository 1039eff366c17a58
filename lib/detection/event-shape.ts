/**
 * What the learned model sees of an event besides its words: who takes part, how long it lasts, whether it repeats, how
 * much is written. Each feature has a name. Training and judging use the same function; with every change here the model
 * has to be trained anew (`npm run train`). What a feature is worth does not belong here: that is learned.
 */
import { otherPeople, type CalendarEvent, type Person } from '../event/calendar-event.ts';
import { foldText, type Token } from './clean-text.ts';
import { type Platform, platformAt } from './platforms.ts';

/** The people of an event as detection sees them. */
export interface People {
  /** Everybody but the user. */
  others: readonly Person[];
  /** Words of everybody's names and addresses, folded. */
  names: ReadonlySet<string>;
  /** What names and addresses say that somebody does: "Ros Keane Executive Coaching", `mentoring@…`. */
  callings: readonly string[];
  /** The platform that one of the others has an address of. */
  platform: Platform | null;
}

/** What a name with its address says, worked out once. */
interface KnownName {
  words: readonly string[];
  callings: readonly string[];
  platform: Platform | null;
}

/** Names that were met before. Its owner may keep it as long as it likes: it does not grow beyond `MOST_CACHED`. */
export type NameCache = Map<string, KnownName>;
const MOST_CACHED = 5_000;

/** Of a crowd, so many words of names are known; nobody is called by name in its title. */
const MOST_NAMES = 120;

/** Reads the people of an event. */
export function readPeople(event: CalendarEvent, cache: NameCache): People {
  const others = otherPeople(event);
  const names = new Set<string>();
  const callings = new Set<string>();
  let platform: Platform | null = null;
  const everybody = event.organizer ? [event.organizer, ...event.attendees] : event.attendees;
  for (const { name, email, self } of everybody) {
    const read = readName(name, email ?? '', cache);
    for (const word of read.words) names.add(word);
    for (const calling of read.callings) callings.add(`${self ? 'self' : 'other'}:${calling}`);
    if (!self) platform ??= read.platform;
    if (names.size >= MOST_NAMES) break;
  }
  return { others, names, callings: [...callings], platform };
}

function readName(name: string, email: string, cache: NameCache): KnownName {
  const key = `${name.slice(0, 120)} <${email.slice(0, 120)}>`;
  const known = cache.get(key);
  if (known) return known;
  const folded = foldText(key);
  const called = folded.slice(0, folded.lastIndexOf('@') + 1 || undefined).split(/[^\p{L}\p{N}]+/u);
  const read: KnownName = {
    // Two letters are an initial, and what somebody does is no name.
    words: called.filter((word) => word.length > 2 && !/coach|mentor|\d/.test(word)),
    callings: [...folded.matchAll(/coach|mentor|\b[pm]cc\b/g)].map(([word]) =>
      word.endsWith('cc') ? 'coach' : word,
    ),
    platform: platformAt(email.slice(email.lastIndexOf('@') + 1).toLowerCase()),
  };
  if (cache.size >= MOST_CACHED) cache.clear();
  cache.set(key, read);
  return read;
}

/** So many characters of a text are searched for links, and so many links are looked at. */
const SEARCHED = 12_000;
const MOST_LINKS = 20;

/** The platform that the meeting is held on: one of its links leads there. */
export function platformLinked({ callLinks, location, description }: CalendarEvent): Platform | null {
  for (const { url } of callLinks) {
    const platform = platformAt(/^https:\/\/([^/?#]+)/.exec(url)?.[1] ?? '');
    if (platform) return platform;
  }
  const text = `${location.slice(0, SEARCHED)} ${description.slice(0, SEARCHED)}`;
  if (!text.includes('://')) return null;
  let left = MOST_LINKS;
  for (const [, host = ''] of text.matchAll(/https?:\/\/([a-z0-9.-]{1,100})/gi)) {
    const platform = platformAt(host.toLowerCase());
    if (platform) return platform;
    left -= 1;
    if (left === 0) break;
  }
  return null;
}

/** The shape of the meeting, by name. `title` and `description` are cleaned and cut. */
export function shapeFeatures(
  event: CalendarEvent,
  { others, callings, platform }: People,
  title: readonly Token[],
  description: readonly Token[],
): string[] {
  const { time } = event;
  const minutes = time.kind === 'timed' ? (Date.parse(time.end) - Date.parse(time.start)) / 60_000 : 0;
  const count = others.length;
  const linked = platformLinked(event);
  return [
    ...(linked ? [`link:${linked.kind}`] : []),
    ...(platform ? [`platform:${platform.kind}`] : []),
    ...callings,
    `people:${count < 4 ? count : count < 8 ? '4-7' : count < 16 ? '8-15' : '16+'}`,
    event.attendees.length === 0 ? 'listed:nobody' : 'listed:somebody',
    event.organizer === null
      ? 'organizer:unknown'
      : event.organizer.self
        ? 'organizer:self'
        : 'organizer:other',
    event.seriesId === null ? 'repeats:no' : 'repeats:yes',
    isNumbered(title) ? 'numbered:yes' : 'numbered:no',
    `status:${event.status}`,
    `quarters:${Math.min(Math.floor(minutes / 15), 16)}`,
    `description:${Math.min(Math.floor(Math.log2(description.length + 1)), 9)}`,
    `title:${Math.min(title.length, 8)}`,
    `questions:${questionsIn(event.description)}`,
    event.location === '' ? 'location:no' : 'location:yes',
    event.callLinks.length === 0 ? 'call:no' : 'call:yes',
  ];
}

/** How many question marks there are, up to 4. */
function questionsIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('?'); at >= 0 && count < 4; at = text.indexOf('?', at + 1)) count += 1;
  return count;
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
