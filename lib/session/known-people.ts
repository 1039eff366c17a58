/** Whom the user has sessions with, as evidence for detection. Pure. */
import type { SessionKind } from '../detection/verdict.ts';
import { type CalendarEvent, otherPeople, seriesKey } from '../event/calendar-event.ts';
import { personKey } from './engagement.ts';
import type { Session } from './session.ts';

interface Evidence {
  kind: SessionKind;
  /** The series it is in; empty when the user has confirmed it by a word, a note or their own hand. */
  seriesKeys: readonly string[];
}

/** By `personKey`: what shows that the user has sessions with them, each once. */
export type KnownPeople = ReadonlyMap<string, ReadonlyMap<string, Evidence>>;

/** What a session needs to have for its people to be known. */
export type Acquaintance = Pick<
  Session,
  'state' | 'kind' | 'people' | 'seriesKeys' | 'source' | 'written' | 'verdict'
>;

/** Gathers the people of `sessions`. Dismissed sessions say nothing. */
export function knownPeople(sessions: Iterable<Acquaintance>): KnownPeople {
  const known = new Map<string, Map<string, Evidence>>();
  for (const session of sessions) {
    if (session.state === 'dismissed') continue;
    const isConfirmed = session.written || session.source === 'hand' || session.verdict?.by === 'person';
    const evidence = { kind: session.kind, seriesKeys: isConfirmed ? [] : session.seriesKeys };
    for (const person of session.people) {
      const key = personKey(person);
      known.set(key, (known.get(key) ?? new Map()).set(JSON.stringify(evidence), evidence));
    }
  }
  return known;
}

/** Whether two gatherings say the same. */
export function isSameKnown(a: KnownPeople, b: KnownPeople): boolean {
  return (
    a.size === b.size &&
    [...a].every(([key, evidence]) => {
      const other = b.get(key);
      return other?.size === evidence.size && [...evidence.keys()].every((name) => other.has(name));
    })
  );
}

/** What `known` says of the people of `event`. What only detection made of its own series is no evidence for it. */
export function knownFor(event: CalendarEvent, known: KnownPeople): Map<string, Set<SessionKind>> {
  const series = seriesKey(event);
  const kinds = new Map<string, Set<SessionKind>>();
  for (const person of otherPeople(event)) {
    const key = personKey(person);
    const evidence = [...(known.get(key)?.values() ?? [])];
    if (evidence.every(({ seriesKeys }) => seriesKeys.includes(series))) continue;
    // Once there is other evidence its own counts too: both kinds with one person must not pull at each other.
    kinds.set(key, new Set(evidence.map(({ kind }) => kind)));
  }
  return kinds;
}
