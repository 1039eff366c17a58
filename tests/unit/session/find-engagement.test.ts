import { describe, expect, test } from 'vitest';
import type { Person } from '../../../lib/event/calendar-event.ts';
import type { Engagement, EngagementId } from '../../../lib/session/engagement.ts';
import {
  type Meeting,
  findEngagement,
  nameFromTitle,
  newEngagement,
  resolveMerged,
} from '../../../lib/session/find-engagement.ts';
import { NOW, buildEngagement } from '../../support/builders.ts';

const person = (name: string): Person => ({ email: `${name.toLowerCase()}@people.example`, name });
const [lotte, sami, ana, jo] = [person('Lotte'), person('Sami'), person('Ana'), person('Jo')];

function engagement(id: string, people: Person[], overrides: Partial<Engagement> = {}): Engagement {
  return buildEngagement({ id: id as EngagementId, name: id, people, ...overrides });
}

function found(meeting: Partial<Meeting>, ...engagements: Engagement[]): string | null {
  const whole: Meeting = { kind: 'mentoring', people: [], seriesKey: null, title: '', ...meeting };
  return findEngagement(whole, engagements)?.id ?? null;
}

describe('finding', () => {
  test('one to one by the person, never the group they are in', () => {
    const group = engagement('group', [lotte, sami]);
    expect(found({ people: [lotte] }, group)).toBeNull();
    expect(found({ people: [lotte] }, group, engagement('lotte', [lotte]))).toBe('lotte');
  });

  test('by address whatever the name; by name where there is no address', () => {
    expect(found({ people: [{ ...lotte, name: 'L. Maes' }] }, engagement('lotte', [lotte]))).toBe('lotte');
    const named = { email: null, name: 'Lotte Maes' };
    expect(found({ people: [{ email: null, name: 'lotte maes ' }] }, engagement('named', [named]))).toBe(
      'named',
    );
  });

  test('by name, where no address is known of the one before', () => {
    const [other, titled] = [engagement('sami', [sami]), engagement('Lotte', [])];
    const byHand = engagement('by hand', [{ email: null, name: 'Lotte' }]);
    expect(found({ people: [lotte] }, other, titled)).toBe('Lotte');
    expect(found({ people: [lotte] }, other, byHand)).toBe('by hand');
    expect(found({ people: [lotte] }, titled, byHand, engagement('exact', [lotte]))).toBe('exact');
    expect(
      found({ people: [{ ...lotte, email: 'other@people.example' }] }, engagement('x', [lotte])),
    ).toBeNull();
    expect(found({ people: [sami] }, titled, byHand)).toBeNull();
  });

  test('never one of the other kind', () => {
    expect(found({ people: [lotte] }, engagement('lotte', [lotte], { kind: 'coaching' }))).toBeNull();
    expect(
      found({ seriesKey: 's', kind: 'coaching' }, engagement('g', [], { seriesKeys: ['s'] })),
    ).toBeNull();
  });

  test('groups by their series first, then by most of their people', () => {
    const other = engagement('other', [ana, jo], { seriesKeys: ['series'] });
    const same = engagement('same', [lotte, sami, ana]);
    expect(found({ people: [lotte, sami], seriesKey: 'series' }, same, other)).toBe('other');
    expect(found({ people: [lotte, sami] }, same, other)).toBe('same');
    expect(found({ people: [lotte, jo] }, same, other)).toBeNull();
  });

  test('the best of several groups', () => {
    const near = engagement('near', [lotte, sami, ana, jo]);
    const exact = engagement('exact', [lotte, sami, ana]);
    expect(found({ people: [lotte, sami, ana] }, near, exact)).toBe('exact');
    expect(found({ people: [lotte, sami, ana] }, exact, near)).toBe('exact');
  });

  test('without guests by series, then by the whole name in the title, then by a first name that is clear', () => {
    const maes = engagement('Lotte Maes', [lotte]);
    const claes = engagement('Lotte Claes', [sami]);
    const ours = engagement('ours', [], { seriesKeys: ['series'] });
    expect(found({ title: 'Mentoring Lotte Maes', seriesKey: 'series' }, maes, ours)).toBe('ours');
    expect(found({ title: 'Mentoring met lotte maes' }, maes, claes)).toBe('Lotte Maes');
    expect(found({ title: 'Mentoring: Lotte' }, maes)).toBe('Lotte Maes');
    expect(found({ title: 'Mentoring: Lotte' }, maes, claes)).toBeNull();
    expect(found({ title: 'Mentoring' }, maes, engagement('nameless', [], { name: '' }))).toBeNull();
  });

  test('through merges to the one that holds the record, by the people of either', () => {
    const into = engagement('into', [lotte]);
    const middle = engagement('middle', [jo], { mergedInto: into.id });
    const from = engagement('from', [ana], { mergedInto: middle.id });
    for (const people of [[lotte], [jo], [ana]]) expect(found({ people }, from, middle, into)).toBe('into');
  });

  test('a merged one whose target has turned to the other kind is not used for the old kind', () => {
    const into = engagement('into', [sami], { kind: 'coaching' });
    const from = engagement('from', [lotte], { mergedInto: into.id });
    expect(found({ people: [lotte] }, from, into)).toBeNull();
    expect(found({ people: [lotte], kind: 'coaching' }, from, into)).toBe('into');
  });

  test('merges that go round in a circle, or lead nowhere, end', () => {
    const a = engagement('a', [lotte], { mergedInto: 'b' as EngagementId });
    const b = engagement('b', [sami], { mergedInto: 'a' as EngagementId });
    expect(resolveMerged(a, new Map([a, b].map((e) => [e.id, e])))).toBeDefined();
    expect(resolveMerged(a, new Map([[a.id, a]]))).toBe(a);
  });
});

describe('the name in a title', () => {
  test.each([
    ['Mentoring Lotte Maes', 'Lotte Maes'],
    ['Coaching session with Sami Haddad', 'Sami Haddad'],
    ['Lotte / mentoring #4', 'Lotte'],
    ['Mentorgesprek met Noé', 'Noé'],
    ['Coachingsessie Noëlle Deák', 'Noëlle Deák'],
    ['Séance de coaching avec Zoé', 'Zoé'],
    ['Coaching-Sitzung mit Jürgen Groß', 'Jürgen Groß'],
    ['Mentoring Jan De Smet', 'Jan De Smet'],
    ['Mentoring Piet van den Berg', 'Piet van den Berg'],
    ['Coaching de Anne-Sophie O’Neil', 'Anne-Sophie O’Neil'],
    ['Mentoring: Etienne, Mette and Ende', 'Etienne Mette and Ende'],
    ['Réunion mentorat – Étienne', 'Réunion Étienne'],
    ['Mentoring 1/6', ''],
    ['Coaching', ''],
    ['', ''],
  ])('%s: %s', (title, name) => {
    expect(nameFromTitle(title)).toBe(name);
  });

  test('of a title without end is looked at only in part', () => {
    expect(nameFromTitle('coach-'.repeat(50_000)).length).toBeLessThanOrEqual(200);
  });
});

describe('a new engagement', () => {
  const context = { now: NOW, id: 'new' as EngagementId };
  const meeting: Meeting = { kind: 'coaching', people: [], seriesKey: 'series', title: 'Coaching Lotte' };

  test.each([
    ['the person', { people: [lotte], title: 'Something' }, 'Lotte', []],
    [
      'the title, for a group',
      { people: [lotte, sami], title: ' Team coaching ' },
      'Team coaching',
      ['series'],
    ],
    ['the name in the title, without guests', {}, 'Lotte', ['series']],
    ['the title, when no name is in it', { title: 'Coaching' }, 'Coaching', ['series']],
  ])('is called after %s', (_, overrides, name, seriesKeys) => {
    expect(newEngagement({ ...meeting, ...overrides }, context)).toMatchObject({
      name,
      seriesKeys,
      role: 'coach',
    });
  });

  test('takes the role that was given', () => {
    expect(newEngagement(meeting, { ...context, role: 'manager' }).role).toBe('manager');
  });
});
