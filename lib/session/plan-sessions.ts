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
  isInstanceOf,
  otherPeople,
  seriesKey,
} from '../event/calendar-event.ts';
import { type Instant, minutesBetween } from '../event/instant.ts';
import { type Engagement, type EngagementId, personKey } from './engagement.ts';
import { type Meeting, findEngagement, newEngagement } from './find-engagement.ts';
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

/** The name that the same meeting has in every calendar it is in (RFC 5545 §3.8.4.7 with RECURRENCE-ID). */
export function iCalKey(event: CalendarEvent): string | null {
  if (event.iCalUid === null || event.time.kind !== 'timed') return null;
  return `${event.iCalUid}|${event.originalStart ?? event.time.start}`;
}

/**
 * Works out what a reading means for the sessions. Running it twice on its own result changes nothing.
 * A session is never deleted: it becomes cancelled, gone or dismissed, and comes back when its event does.
 */
export function planSessions(input: SessionPlanInput): SessionPlan {
  const book = new SessionBook(input);
  const unknown: DetectedEvent[] = [];
  // Known instances first: only then does it show which meeting still is where the store has it.
  for (const detected of input.detected) {
    const session = book.findInstance(detected.event);
    if (session) book.follow(session, detected.event, detected.verdict);
    else unknown.push(detected);
  }
  const seen = new Set([...input.detected.map(({ event }) => event.key), ...(input.complete?.kept ?? [])]);
  const left: DetectedEvent[] = [];
  for (const detected of unknown) {
    const session = book.findInstance(detected.event) ?? book.findMeeting(detected.event);
    if (session) book.follow(session, detected.event, detected.verdict);
    else left.push(detected);
  }
  // What is neither known nor the same meeting may be one that lost its instance: a series that was moved as a whole.
  for (const { event, verdict } of left) {
    const session = input.complete && book.findMoved(event, input.complete, seen);
    if (session) book.follow(session, event, verdict);
    else if (takesPlace(event) && isSession(verdict)) book.create(event, verdict);
  }
  if (input.complete) book.markGone(input.complete, seen);
  return book.result();
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
const MOVED_DAYS = 3.5;

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

function hasSamePeople(one: Pick<Session, 'people'>, other: Pick<Session, 'people'>): boolean {
  const keys = (people: readonly Person[]) => people.map(personKey).toSorted().join('\n');
  return keys(one.people) === keys(other.people);
}

function sameMeetingKey(title: string, start: Instant, end: Instant): string {
  return `${start}|${end}|${title.trim().toLowerCase()}`;
}

/** The working copy of one plan. */
class SessionBook {
  readonly #input: SessionPlanInput;
  readonly #sessions = new Map<SessionId, Session>();
  readonly #engagements = new Map<EngagementId, Engagement>();
  readonly #changedSessions = new Set<SessionId>();
  readonly #changedEngagements = new Set<EngagementId>();
  readonly #moved = new Map<SessionId, EngagementId>();
  readonly #byInstance = new Map<InstanceKey, SessionId>();
  readonly #byICal = new Map<string, SessionId>();
  readonly #byMeeting = new Map<string, SessionId>();

  constructor(input: SessionPlanInput) {
    this.#input = input;
    for (const engagement of input.engagements) this.#engagements.set(engagement.id, engagement);
    for (const session of input.sessions) this.#index(session);
  }

  /** The session that holds this very instance. */
  findInstance(event: CalendarEvent): Session | null {
    const id = this.#byInstance.get(event.key);
    return (id === undefined ? undefined : this.#sessions.get(id)) ?? null;
  }

  /** The session of the same meeting in another calendar, entered anew, or entered by hand before. */
  findMeeting(event: CalendarEvent): Session | null {
    if (event.time.kind !== 'timed') return null;
    const { start, end } = event.time;
    const others = otherPeople(event);
    const shared = iCalKey(event);
    const id =
      (shared === null ? undefined : this.#byICal.get(shared)) ??
      this.#byMeeting.get(sameMeetingKey(event.title, start, end));
    const session = id === undefined ? undefined : this.#sessions.get(id);
    if (session && (others.length === 0 || session.people.length === 0 || meets(session.people, others))) {
      return session;
    }
    // One entered by hand has the person's name for its title, and often no address.
    for (const entered of this.#sessions.values()) {
      const isFree = entered.source === 'hand' && entered.instanceKeys.length === 0;
      if (isFree && entered.start === start && meets(entered.people, others)) return entered;
    }
    return null;
  }

  /**
   * The session of this calendar that has lost its instance and is nearest to `event`: of the same series, or of the
   * same title with the same people. Both lie before or both after now: notes of what was said stay where it was said.
   */
  findMoved(event: CalendarEvent, complete: Complete, seen: ReadonlySet<InstanceKey>): Session | null {
    if (event.time.kind !== 'timed' || !takesPlace(event)) return null;
    const { start } = event.time;
    const { now } = this.#input;
    const others = otherPeople(event);
    let nearest: Session | null = null;
    let shortest = MOVED_DAYS * 24 * 60;
    for (const session of this.#sessions.values()) {
      const keys = session.instanceKeys.filter((key) =>
        isInstanceOf(key, complete.accountId, complete.calendarId),
      );
      if (keys.length === 0 || keys.length < session.instanceKeys.length || keys.some((key) => seen.has(key)))
        continue;
      if (session.start < now !== start < now) continue;
      const isSameTitle = session.title.trim().toLowerCase() === event.title.trim().toLowerCase();
      const isSame =
        session.seriesKeys.includes(seriesKey(event)) || (isSameTitle && meets(session.people, others));
      const distance = Math.abs(minutesBetween(session.start, start));
      if (!isSame || distance >= shortest) continue;
      nearest = session;
      shortest = distance;
    }
    return nearest && { ...nearest, instanceKeys: [] };
  }

  create(event: CalendarEvent, verdict: Verdict & { kind: 'mentoring' | 'coaching' }): void {
    if (event.time.kind !== 'timed') return;
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
  follow(session: Session, event: CalendarEvent, verdict: Verdict): void {
    const next: Session = {
      ...session,
      instanceKeys: withItem(session.instanceKeys, event.key),
      seriesKeys: withItem(session.seriesKeys, seriesKey(event)),
    };
    const shared = iCalKey(event);
    if (shared !== null) next.iCalKeys = withItem(session.iCalKeys, shared);
    // The first instance leads: a second calendar that lags behind must not pull the session back and forth.
    // Only when the first is cancelled or gone does another that takes place go before it.
    const isLost = session.state === 'cancelled' || session.state === 'gone';
    if (isLost && takesPlace(event) && (isSession(verdict) || session.written)) {
      next.instanceKeys = [event.key, ...session.instanceKeys.filter((key) => key !== event.key)];
    }
    if (next.instanceKeys[0] !== event.key) {
      if (next.callLink === null) next.callLink = event.callLinks[0] ?? null;
      this.#putIfChanged(session, next);
      return;
    }
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
    const isOurs = !session.written && session.source === 'calendar';
    const mayTakeAway = word.by === 'person' || isOurs;
    if (session.source === 'calendar' || word.by === 'person') next.verdict = word;
    if (isSession(word) && mayTakeAway) next.kind = word.kind;
    if (next.kind !== session.kind || (isOurs && !hasSamePeople(session, next))) {
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

  #stateFor(session: Session, event: CalendarEvent, verdict: Verdict, mayTakeAway: boolean): SessionState {
    // One entered by hand is taken out by hand: no calendar brings it back.
    if (session.source === 'hand' && session.state === 'dismissed') return 'dismissed';
    const isTakenAway = verdict.by === 'person' || (mayTakeAway && event.status !== 'cancelled');
    if (!isSession(verdict) && isTakenAway) return 'dismissed';
    return takesPlace(event) ? 'active' : 'cancelled';
  }

  /** Sessions of a fully read calendar whose instance was not in the reading. */
  markGone(complete: Complete, seen: ReadonlySet<InstanceKey>): void {
    for (const session of this.#sessions.values()) {
      if (session.start < complete.window.start || session.start >= complete.window.end) continue;
      const lost = session.instanceKeys.filter(
        (key) => isInstanceOf(key, complete.accountId, complete.calendarId) && !seen.has(key),
      );
      if (lost.length === 0) continue;
      const left = session.instanceKeys.filter((key) => !lost.includes(key));
      this.#putIfChanged(session, withoutInstances(session, left));
    }
  }

  result(): SessionPlan {
    const pick = <Id, Row>(ids: ReadonlySet<Id>, rows: ReadonlyMap<Id, Row>) =>
      [...ids].flatMap((id) => rows.get(id) ?? []);
    return {
      sessions: pick(this.#changedSessions, this.#sessions),
      engagements: pick(this.#changedEngagements, this.#engagements),
      moved: [...this.#moved].map(([sessionId, engagementId]) => ({ sessionId, engagementId })),
    };
  }

  #engagementFor(meeting: Meeting): EngagementId {
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

  #index(session: Session): void {
    const before = this.#sessions.get(session.id);
    if (before) {
      const meeting = sameMeetingKey(before.title, before.start, before.end);
      if (this.#byMeeting.get(meeting) === before.id) this.#byMeeting.delete(meeting);
    }
    this.#sessions.set(session.id, session);
    for (const key of session.instanceKeys) this.#byInstance.set(key, session.id);
    for (const key of session.iCalKeys) this.#byICal.set(key, session.id);
    this.#byMeeting.set(sameMeetingKey(session.title, session.start, session.end), session.id);
  }

  #put(session: Session): void {
    this.#index({ ...session, revision: session.revision + 1, updatedAt: this.#input.now });
    this.#changedSessions.add(session.id);
  }

  #putIfChanged(before: Session, after: Session): void {
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    if (before.engagementId !== after.engagementId) this.#moved.set(after.id, after.engagementId);
    this.#put(after);
  }
}

function withItem<Item>(items: readonly Item[], item: Item): Item[] {
  return items.includes(item) ? [...items] : [...items, item];
}
