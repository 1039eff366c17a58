/**
 * Calendar → our own sessions: which to make, which to change, which to leave. Pure.
 * The rules that keep a session whole when its event is moved, renamed, cancelled or deleted are all here.
 */
import type { Verdict } from '../detection/verdict.ts';
import {
  type AccountId,
  type CalendarEvent,
  type CalendarId,
  type InstanceKey,
  type Person,
  isDeclined,
  instancePrefix,
  otherPeople,
  seriesKey,
} from '../event/calendar-event.ts';
import { type Instant, toEpoch } from '../event/instant.ts';
import { type Engagement, type EngagementId, personKey } from './engagement.ts';
import { type Meeting, findEngagement, newEngagement } from './find-engagement.ts';
import type { Acquaintance } from './known-people.ts';
import type { Session, SessionId, SessionState } from './session.ts';

/** An event with what detection says of it. */
export interface DetectedEvent {
  event: CalendarEvent;
  verdict: Verdict;
}

/** A calendar that was read to the end, and the window that was read. */
interface Complete {
  accountId: AccountId;
  calendarId: CalendarId;
  window: { start: Instant; end: Instant };
  /** Instances that are there still, though they could not be understood this time. */
  kept: readonly InstanceKey[];
}

export interface SessionPlanInput {
  detected: readonly DetectedEvent[];
  /** Every session that could match: those around the window, and those that hold an instance of `detected`. */
  sessions: readonly Session[];
  engagements: readonly Engagement[];
  /**
   * What was read to the end: sessions of this calendar inside the window that are not in `detected` have lost their
   * event. null when `detected` is only a part, so that absence says nothing.
   */
  complete: Complete | null;
  /** How much the calendar of an instance is believed; less is more (rank-calendars.ts). All the same when absent. */
  rank?: (key: InstanceKey) => number;
  now: Instant;
  newId: () => string;
}

export interface SessionPlan {
  /** New and changed sessions, to be stored whole. */
  sessions: Session[];
  /** New and changed engagements, to be stored whole. */
  engagements: Engagement[];
  /** Sessions that went to another engagement: what was written in them goes along. */
  moved: { sessionId: SessionId; engagementId: EngagementId }[];
}

/**
 * The name that the same meeting has in every calendar it is in (RFC 5545 §3.8.4.7 with RECURRENCE-ID). Of a single
 * event it is the UID alone, so that it stays when the event is moved.
 */
export function iCalKey(event: CalendarEvent): string | null {
  if (event.iCalUid === null || event.time.kind !== 'timed') return null;
  return `${event.iCalUid}|${event.originalStart ?? ''}`;
}

/**
 * Works out what a reading means for the sessions. Running it twice on its own result changes nothing.
 * A session is never deleted: it becomes cancelled, gone or dismissed, and comes back when its event does.
 */
export function planSessions(input: SessionPlanInput): SessionPlan {
  const book = new SessionBook(input);
  book.dropLost();
  const unknown: DetectedEvent[] = [];
  // Known instances first: only then does it show which meeting still is where the store has it.
  // Of those the ones that lead: the others of a session are measured by them.
  const leads = input.detected.filter(({ event }) => book.isLead(event));
  const others = input.detected.filter(({ event }) => !book.isLead(event));
  for (const detected of [...leads, ...others]) {
    const session = book.findInstance(detected.event);
    if (session && book.isStill(session, detected)) {
      book.follow(session, detected);
      continue;
    }
    if (session) book.release(session, detected.event);
    unknown.push(detected);
  }
  const left: DetectedEvent[] = [];
  for (const detected of unknown) {
    const session = book.findInstance(detected.event) ?? book.findMeeting(detected.event);
    if (session && !isUntouched(session)) book.follow(session, detected);
    else left.push(detected);
  }
  // What is neither known nor a meeting that the user knows may be one that lost its instance: a series that was moved
  // as a whole, and of which another calendar has told already.
  for (const detected of left) {
    const same = book.findMeeting(detected.event);
    const moved = book.findMoved(detected);
    const session = moved?.written === true ? moved : (same ?? moved);
    if (session) book.follow(session, detected);
    else book.create(detected);
  }
  book.markGone();
  book.joinDoubles();
  return book.result();
}

/** What the sessions will have in common with these events that are taken for ones, before they are planned. */
export function announce(detected: readonly DetectedEvent[]): Acquaintance[] {
  return detected.flatMap(({ event, verdict }) => {
    if (!takesPlace(event) || !isSession(verdict)) return [];
    const { kind } = verdict;
    const people = otherPeople(event);
    const seriesKeys = [seriesKey(event)];
    return { state: 'active', kind, people, seriesKeys, source: 'calendar', written: false, verdict };
  });
}

/**
 * A session of which only the instances `left` are still in a calendar. Without any it is gone, but keeps their names,
 * so that it comes back with them. One that was entered by hand needs no calendar.
 */
export function withoutInstances(session: Session, left: InstanceKey[]): Session {
  if (left.length > 0 || session.source === 'hand') return { ...session, instanceKeys: left };
  return { ...session, state: session.state === 'active' ? 'gone' : session.state };
}

/** A meeting that is put elsewhere by less than this is the same one; a weekly series has its next one beyond it. */
const MOVED_MINUTES = 3.5 * 24 * 60;

function minuteOf(instant: Instant): number {
  return toEpoch(instant) / 60_000;
}

/** Whether the user is expected at `event`: it has a time, is not cancelled, and they have not said no. */
function takesPlace(event: CalendarEvent): boolean {
  return event.time.kind === 'timed' && event.status !== 'cancelled' && !isDeclined(event);
}

function isSession(verdict: Verdict): verdict is Verdict & { kind: 'mentoring' | 'coaching' } {
  return verdict.kind === 'mentoring' || verdict.kind === 'coaching';
}

/** Whether one of `people` is among `others`, by address, or by name where one of them has none. */
function meets(people: readonly Person[], others: readonly Person[]): boolean {
  return people.some((one) =>
    others.some((other) =>
      one.email !== null && other.email !== null
        ? one.email === other.email
        : one.name.trim().toLowerCase() === other.name.trim().toLowerCase(),
    ),
  );
}

/** Tells of somebody whether they are among `people`, by address or by name. */
function amongst(people: readonly Person[]): (person: Person) => boolean {
  const names = new Set(people.flatMap(({ email, name }) => [email, name.trim().toLowerCase()]));
  return ({ email, name }) => names.has(email ?? '') || names.has(name.trim().toLowerCase());
}

/** Whether a meeting with `people` was given to others: nobody is left, neither by address nor by name. */
function isForOthers(people: readonly Person[], others: readonly Person[]): boolean {
  return people.length > 0 && others.length > 0 && !others.some(amongst(people));
}

/** Whether two lists may be of one meeting: somebody is in both, or one of them names nobody. */
function mayMeet(people: readonly Person[], others: readonly Person[]): boolean {
  return people.length === 0 || others.length === 0 || meets(people, others);
}

function hasSamePeople(one: Pick<Session, 'people'>, other: Pick<Session, 'people'>): boolean {
  const keys = (people: readonly Person[]) => people.map(personKey).toSorted().join('\n');
  return keys(one.people) === keys(other.people);
}

function sameMeetingKey(title: string, start: Instant, end: Instant): string {
  return `${start}|${end}|${title.trim().toLowerCase()}`;
}

function namesOf({ iCalKeys, title, start, end, source, seriesKeys }: Session): string[] {
  const names = [...iCalKeys, sameMeetingKey(title, start, end), ...seriesKeys.map(bySeriesKey)];
  return source === 'hand' ? [...names, byHandKey(start)] : names;
}

/** The name that all sessions of a series have. */
function bySeriesKey(series: string): string {
  return `series|${series}`;
}

/** The name that sessions entered by hand have besides: when they start. */
function byHandKey(start: Instant): string {
  return `by hand|${start}`;
}

/** A calendar announced it, and that is all: the user neither made it nor wrote in it. */
function isUntouched({ written, source }: Session): boolean {
  return !written && source === 'calendar';
}

/** The working copy of one plan. */
class SessionBook {
  readonly #input: SessionPlanInput;
  /** What the keys of the instances of the calendar begin with that was read to its end. */
  readonly #prefix: string | null;
  /** The instances that are in the calendar that was read. */
  readonly #seen: ReadonlySet<InstanceKey>;
  readonly #sessions = new Map<SessionId, Session>();
  readonly #engagements = new Map<EngagementId, Engagement>();
  readonly #changedSessions = new Set<SessionId>();
  readonly #changedEngagements = new Set<EngagementId>();
  readonly #byInstance = new Map<InstanceKey, SessionId>();
  /** By `namesOf`. */
  readonly #byName = new Map<string, Set<SessionId>>();
  /** Those that may have lost all their instances, with the minute of their start. */
  readonly #mayHaveLost = new Map<SessionId, number>();

  constructor(input: SessionPlanInput) {
    this.#input = input;
    this.#prefix = input.complete && instancePrefix(input.complete);
    this.#seen = new Set([...input.detected.map(({ event }) => event.key), ...(input.complete?.kept ?? [])]);
    for (const engagement of input.engagements) this.#engagements.set(engagement.id, engagement);
    for (const session of input.sessions) {
      this.#index(session);
      this.#noteLoss(session);
    }
  }

  /** The session that holds this very instance. */
  findInstance(event: CalendarEvent): Session | null {
    const id = this.#byInstance.get(event.key);
    return (id === undefined ? undefined : this.#sessions.get(id)) ?? null;
  }

  /** Whether it is the instance that its session follows. */
  isLead(event: CalendarEvent): boolean {
    return this.findInstance(event)?.instanceKeys[0] === event.key;
  }

  /**
   * Whether an instance is still the meeting that its session is. It no longer is when it goes another way than the
   * instance that leads, or when it was given to other people after something was written about the ones before.
   */
  isStill(session: Session, detected: DetectedEvent): boolean {
    const { event } = detected;
    if (!takesPlace(event) || event.time.kind !== 'timed') return true;
    const others = otherPeople(event);
    if (session.instanceKeys[0] !== event.key) {
      const isSame = session.iCalKeys[0] === iCalKey(event) || session.start === event.time.start;
      return session.state !== 'active' || (isSame && mayMeet(session.people, others));
    }
    const isGiven = event.time.start >= this.#input.now && isForOthers(session.people, others);
    if (!isGiven || session.source === 'hand' || this.#input.complete === null) return true;
    const waits = this.findMoved(detected);
    return !session.written && !(waits?.written === true && waits.instanceKeys.length === 0);
  }

  /** Takes an instance away from its session. */
  release(session: Session, event: CalendarEvent): void {
    const shared = iCalKey(event);
    const left = session.instanceKeys.filter((key) => key !== event.key);
    this.#put({
      ...withoutInstances(session, left),
      instanceKeys: left,
      iCalKeys: session.iCalKeys.filter((key) => key !== shared),
    });
  }

  /** The session of the same meeting in another calendar, entered anew, or entered by hand before. */
  findMeeting(event: CalendarEvent): Session | null {
    if (event.time.kind !== 'timed') return null;
    const { start, end } = event.time;
    const others = otherPeople(event);
    const found = [iCalKey(event), sameMeetingKey(event.title, start, end)]
      .flatMap((name) => this.#named(name ?? ''))
      .filter(({ people }) => mayMeet(people, others));
    const session = found.find(({ state }) => state === 'active') ?? found.find(({ written }) => written);
    if (session ?? found[0]) return session ?? found[0] ?? null;
    // One entered by hand has the person's name for its title, and often no address.
    const entered = this.#named(byHandKey(start)).find(
      ({ instanceKeys, people }) => instanceKeys.length === 0 && meets(people, others),
    );
    return entered ?? null;
  }

  #named(name: string): Session[] {
    const ids = this.#byName.get(name);
    return ids === undefined ? [] : [...ids].flatMap((id) => this.#sessions.get(id) ?? []);
  }

  /**
   * The session that has lost its instance, or had it cancelled, and is nearest to an event: of the same series, or
   * with the same people and of the same title, kind or start. Both lie before or both after now: notes of what was
   * said stay where it was said.
   */
  findMoved({ event, verdict }: DetectedEvent): Session | null {
    const { now, complete } = this.#input;
    if (complete === null || event.time.kind !== 'timed' || !takesPlace(event)) return null;
    const { start } = event.time;
    const others = otherPeople(event);
    let nearest: Session | null = null;
    let shortest = Infinity;
    const minute = minuteOf(start);
    const title = event.title.trim().toLowerCase();
    const series = seriesKey(event);
    for (const [id, lostMinute] of this.#mayHaveLost) {
      const distance = Math.abs(lostMinute - minute);
      if (distance >= MOVED_MINUTES) continue;
      const session = this.#sessions.get(id);
      if (!session || session.start < now !== start < now) continue;
      const isSameTitle = session.title.trim().toLowerCase() === title;
      const isSameKind = session.kind === verdict.kind || distance === 0;
      const isAlike =
        (isSameTitle && meets(session.people, others)) ||
        (isSameKind && others.length > 0 && hasSamePeople(session, { people: others }));
      const isSeries = session.seriesKeys.includes(series) && !isForOthers(session.people, others);
      if ((!isAlike && !isSeries) || !this.#hasLostAll(session)) continue;
      // What has just been lost comes before what was lost long ago.
      const isJustLost = session.instanceKeys.some((key) => this.#isLost(key));
      const rank = isJustLost ? distance : distance + MOVED_MINUTES;
      if (rank >= shortest) continue;
      nearest = session;
      shortest = rank;
    }
    return nearest;
  }

  #noteLoss(session: Session): void {
    if (this.#hasLostAll(session)) this.#mayHaveLost.set(session.id, minuteOf(session.start));
  }

  #hasLostAll({ state, source, instanceKeys }: Session): boolean {
    if (state === 'gone' || state === 'cancelled') return source === 'calendar';
    return instanceKeys.length > 0 && instanceKeys.every((key) => this.#isLost(key));
  }

  #isLost(key: InstanceKey): boolean {
    return this.#prefix !== null && key.startsWith(this.#prefix) && !this.#seen.has(key);
  }

  /** Takes lost instances from sessions that have others left, so that one of those leads. */
  dropLost(): void {
    for (const session of this.#sessions.values()) {
      const left = this.#leftOf(session);
      if (left.length > 0) this.#putIfChanged(session, { ...session, instanceKeys: left });
    }
  }

  /** The instances of a session that a complete reading has not missed. */
  #leftOf({ start, instanceKeys }: Session): InstanceKey[] {
    const window = this.#input.complete?.window;
    const wasRead = window !== undefined && start >= window.start && start < window.end;
    return instanceKeys.filter((key) => !wasRead || !this.#isLost(key));
  }

  /** Makes a session of an event, if it is one. */
  create({ event, verdict }: DetectedEvent): void {
    if (event.time.kind !== 'timed' || !takesPlace(event) || !isSession(verdict)) return;
    const people = otherPeople(event);
    const shared = iCalKey(event);
    this.#put({
      id: this.#input.newId() as SessionId,
      engagementId: this.#engagementFor({
        kind: verdict.kind,
        people,
        seriesKey: seriesKey(event),
        title: event.title,
      }),
      kind: verdict.kind,
      state: 'active',
      title: event.title,
      start: event.time.start,
      end: event.time.end,
      timeZone: event.time.timeZone,
      people,
      location: event.location,
      callLink: event.callLinks[0] ?? null,
      instanceKeys: [event.key],
      iCalKeys: shared === null ? [] : [shared],
      seriesKeys: [seriesKey(event)],
      verdict,
      source: 'calendar',
      written: false,
      revision: 0,
      createdAt: this.#input.now,
      updatedAt: this.#input.now,
    });
  }

  /** Brings a session up to date with one of its instances. */
  follow(session: Session, { event, verdict }: DetectedEvent): void {
    const next: Session = {
      ...session,
      instanceKeys: withItem(session.instanceKeys, event.key),
      seriesKeys: withItem(session.seriesKeys, seriesKey(event)),
    };
    const shared = iCalKey(event);
    if (shared !== null) next.iCalKeys = withItem(session.iCalKeys, shared);
    // The first instance leads: a second calendar that lags behind must not pull the session back and forth.
    // One of a calendar that is believed more goes before it, and any that takes place when it is cancelled or gone.
    const isLost = session.state === 'cancelled' || session.state === 'gone' || this.#hasLostAll(session);
    const isMeant = isLost
      ? isSession(verdict) || session.written
      : this.#goesBefore(session, event, verdict);
    if (takesPlace(event) && isMeant) {
      const left = session.state === 'gone' ? [] : this.#leftOf(session);
      next.instanceKeys = withItem([event.key], ...(session.state === 'cancelled' ? left.slice(1) : left));
    }
    if (next.instanceKeys[0] !== event.key) {
      // What is off beside it says nothing of it, and would only keep it when its own instance goes.
      if (!takesPlace(event)) next.instanceKeys = next.instanceKeys.filter((key) => key !== event.key);
      if (next.callLink === null) next.callLink = event.callLinks[0] ?? null;
      this.#putIfChanged(session, next);
      return;
    }
    if (shared !== null) next.iCalKeys = withItem([shared], ...next.iCalKeys);
    // What comes with a cancellation is often trimmed or marked: the session stays as it was planned.
    if (event.time.kind === 'timed' && event.status !== 'cancelled') {
      const people = otherPeople(event);
      if (event.title.trim() !== '') next.title = event.title;
      next.start = event.time.start;
      next.end = event.time.end;
      next.timeZone = event.time.timeZone;
      next.location = event.location;
      next.callLink = event.callLinks[0] ?? null;
      // Someone who is alone in it now still had it with them.
      if (people.length > 0) next.people = people;
    }
    // A person's word on this session holds until a person says otherwise, whichever instance leads.
    const word = session.verdict?.by === 'person' && verdict.by === 'rules' ? session.verdict : verdict;
    const mayTakeAway = word.by === 'person' || isUntouched(session);
    if (session.source === 'calendar' || word.by === 'person') next.verdict = word;
    if (isSession(word) && mayTakeAway) next.kind = word.kind;
    if (next.kind !== session.kind || (isUntouched(session) && this.#leavesHome(session, next))) {
      next.engagementId = this.#engagementFor({
        kind: next.kind,
        people: next.people,
        seriesKey: seriesKey(event),
        title: next.title,
      });
    }
    next.state = this.#stateFor(session, event, word, mayTakeAway);
    this.#putIfChanged(session, next);
  }

  /**
   * Whether a session that becomes `next` is none of its engagement any more: nobody of it is left. Who joins, or has
   * another address, changes nothing. One that was with nobody waited for somebody.
   */
  #leavesHome(session: Session, next: Session): boolean {
    if (hasSamePeople(session, next)) return false;
    const home = this.#engagements.get(session.engagementId)?.people ?? [];
    const before = home.length > 0 ? home : session.people;
    return before.length === 0 || isForOthers(before, next.people);
  }

  /** Whether the calendar of `event` is believed more than the one that the session follows. */
  #goesBefore({ instanceKeys: [lead] }: Session, { key }: CalendarEvent, verdict: Verdict): boolean {
    const { rank } = this.#input;
    if (rank === undefined || lead === undefined || lead === key || !isSession(verdict)) return false;
    return rank(key) < rank(lead);
  }

  #stateFor(session: Session, event: CalendarEvent, verdict: Verdict, mayTakeAway: boolean): SessionState {
    // One entered by hand is taken out by hand: no calendar brings it back.
    if (session.source === 'hand' && session.state === 'dismissed') return 'dismissed';
    const isTakenAway = verdict.by === 'person' || (mayTakeAway && event.status !== 'cancelled');
    if (!isSession(verdict) && isTakenAway) return 'dismissed';
    return takesPlace(event) ? 'active' : 'cancelled';
  }

  /** Sessions of a fully read calendar whose instance was not in the reading. */
  markGone(): void {
    for (const session of this.#sessions.values()) {
      const left = this.#leftOf(session);
      if (left.length === session.instanceKeys.length) continue;
      this.#putIfChanged(session, withoutInstances(session, left));
    }
  }

  /** Sessions that have become the same meeting are one again, unless the user wrote in both. */
  joinDoubles(): void {
    if (this.#input.complete === null) return;
    const active = [...this.#sessions.values()].filter(({ state }) => state === 'active');
    const kept = new Map<string, Session>();
    for (const session of active.toSorted((a, b) => Number(isUntouched(a)) - Number(isUntouched(b)))) {
      const names = [sameMeetingKey(session.title, session.start, session.end), session.iCalKeys[0] ?? ''];
      const twin = names
        .map((name) => this.#sessions.get(kept.get(name)?.id ?? session.id))
        .find((one) => one && one.id !== session.id && mayMeet(one.people, session.people));
      if (!twin || !isUntouched(session)) {
        for (const name of names) if (name !== '') kept.set(name, session);
        continue;
      }
      this.#put({ ...session, state: 'gone', instanceKeys: [], iCalKeys: [] });
      this.#put({
        ...twin,
        instanceKeys: withItem(twin.instanceKeys, ...session.instanceKeys),
        iCalKeys: withItem(twin.iCalKeys, ...session.iCalKeys),
        seriesKeys: withItem(twin.seriesKeys, ...session.seriesKeys),
      });
    }
  }

  /** What differs from what is stored, each as one change, however often it was touched. */
  result(): SessionPlan {
    const { now } = this.#input;
    const stored = new Map(this.#input.sessions.map((session) => [session.id, session]));
    const plan: SessionPlan = { sessions: [], engagements: [], moved: [] };
    for (const id of this.#changedSessions) {
      const before = stored.get(id);
      const after = this.#sessions.get(id);
      if (!after || JSON.stringify(before) === JSON.stringify(after)) continue;
      // Made and joined to another one within this plan.
      if (!before && after.state === 'gone') continue;
      plan.sessions.push({ ...after, revision: after.revision + 1, updatedAt: now });
      const { engagementId } = after;
      if (before && before.engagementId !== engagementId) plan.moved.push({ sessionId: id, engagementId });
    }
    for (const id of this.#changedEngagements) {
      const engagement = this.#engagements.get(id);
      if (engagement) plan.engagements.push(engagement);
    }
    return plan;
  }

  #engagementFor(meeting: Meeting): EngagementId {
    const ofSeries = this.#engagementOfSeries(meeting);
    if (ofSeries) return ofSeries.id;
    const found = findEngagement(meeting, [...this.#engagements.values()]);
    if (!found) {
      const made = newEngagement(meeting, { now: this.#input.now, id: this.#input.newId() as EngagementId });
      this.#engagements.set(made.id, made);
      this.#changedEngagements.add(made.id);
      return made.id;
    }
    if (
      meeting.people.length !== 1 &&
      meeting.seriesKey !== null &&
      !found.seriesKeys.includes(meeting.seriesKey)
    ) {
      this.#engagements.set(found.id, {
        ...found,
        seriesKeys: [...found.seriesKeys, meeting.seriesKey],
        revision: found.revision + 1,
        updatedAt: this.#input.now,
      });
      this.#changedEngagements.add(found.id);
    }
    return found.id;
  }

  /** That of sessions of the same series all of whose people are there still; of several, of those with the most. */
  #engagementOfSeries({ kind, seriesKey: series, people }: Meeting): Engagement | null {
    const isThere = amongst(people);
    const earlier = this.#named(series === null ? '' : bySeriesKey(series))
      .filter((session) => session.people.length > 0 && session.people.every(isThere))
      .toSorted((a, b) => b.people.length - a.people.length);
    for (const { engagementId } of earlier) {
      const home = this.#engagements.get(engagementId);
      const isHome = home?.kind === kind && home.mergedInto === null && !isForOthers(home.people, people);
      if (home && isHome) return home;
    }
    return null;
  }

  #index(session: Session): void {
    const before = this.#sessions.get(session.id);
    for (const name of before ? namesOf(before) : []) this.#byName.get(name)?.delete(session.id);
    for (const key of before?.instanceKeys ?? []) {
      if (this.#byInstance.get(key) === session.id) this.#byInstance.delete(key);
    }
    this.#sessions.set(session.id, session);
    for (const key of session.instanceKeys) this.#byInstance.set(key, session.id);
    for (const name of namesOf(session)) {
      const ids = this.#byName.get(name) ?? new Set();
      this.#byName.set(name, ids.add(session.id));
    }
  }

  #put(session: Session): void {
    this.#index(session);
    this.#changedSessions.add(session.id);
    this.#noteLoss(session);
  }

  #putIfChanged(before: Session, after: Session): void {
    if (JSON.stringify(before) !== JSON.stringify(after)) this.#put(after);
  }
}

function withItem<Item>(items: readonly Item[], ...more: Item[]): Item[] {
  return [...new Set([...items, ...more])];
}
