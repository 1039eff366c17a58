import { expect, test } from 'vitest';
import { seriesKey } from '../../../lib/event/calendar-event.ts';
import { isSameKnown, knownFor, knownPeople } from '../../../lib/session/known-people.ts';
import type { Session } from '../../../lib/session/session.ts';
import { buildSession, mentoringEvent, seriesEvent } from '../../support/builders.ts';

const event = seriesEvent('2026-11-10 13:00');
const ofSeries: Partial<Session> = { seriesKeys: [seriesKey(event)] };
const kindsOf = (...sessions: Session[]) =>
  [...(knownFor(event, knownPeople(sessions)).get('lotte@maes.example') ?? [])].toSorted();

test('a session that only detection made is no evidence for its own series', () => {
  expect(kindsOf(buildSession(ofSeries))).toEqual([]);
});

test.each<[string, Partial<Session>]>([
  ['written in', { ...ofSeries, written: true }],
  ['entered by hand', { ...ofSeries, source: 'hand' }],
  ['of another series', { seriesKeys: [seriesKey(mentoringEvent())] }],
  [
    'confirmed by a person',
    {
      ...ofSeries,
      verdict: { kind: 'mentoring', confidence: 1, reasons: [], by: 'person', rulesVersion: 1 },
    },
  ],
])('one that was %s is', (_, overrides) => {
  expect(kindsOf(buildSession(overrides))).toEqual(['mentoring']);
});

test('with other evidence its own counts too, so that two kinds do not pull at each other', () => {
  const coaching = buildSession({ kind: 'coaching', seriesKeys: ['other'] });
  expect(kindsOf(buildSession(ofSeries), coaching)).toEqual(['coaching', 'mentoring']);
});

test('dismissed sessions say nothing', () => {
  expect(kindsOf(buildSession({ state: 'dismissed', written: true }))).toEqual([]);
});

test('two gatherings are the same when they say the same', () => {
  const one = [buildSession(ofSeries)];
  const twice = [...one, buildSession({ ...ofSeries, id: 'other' as Session['id'] })];
  expect(isSameKnown(knownPeople(one), knownPeople(twice))).toBe(true);
  expect(isSameKnown(knownPeople(one), knownPeople([]))).toBe(false);
  expect(isSameKnown(knownPeople(one), knownPeople([buildSession({ kind: 'coaching' })]))).toBe(false);
});
