import { describe, expect, test } from 'vitest';
import type { Verdict, VerdictKind } from '../../../lib/detection/verdict.ts';
import type { Attendee, CalendarEvent, InstanceKey } from '../../../lib/event/calendar-event.ts';
import { addDays } from '../../../lib/event/instant.ts';
import {
  type SessionPlan,
  type SessionPlanInput,
  iCalKey,
  planSessions,
} from '../../../lib/session/plan-sessions.ts';
import type { Session } from '../../../lib/session/session.ts';
import {
  NOW,
  at,
  buildEngagement,
  buildSession,
  mentoringEvent,
  seriesEvent,
  timed,
} from '../../support/builders.ts';
import { buildAttendee, buildSelf } from '../../support/event-builder.ts';

function verdict(kind: VerdictKind, by: Verdict['by'] = 'rules'): Verdict {
  return { kind, confidence: 1, reasons: [], by, rulesVersion: 1 };
}

/** Plans a complete reading of the calendar that `buildEvent` uses. */
function plan(
  detected: [CalendarEvent, Verdict][],
  sessions: Session[] = [],
  overrides: Partial<SessionPlanInput> = {},
): SessionPlan {
  let ids = 0;
  const { accountId, calendarId } = mentoringEvent();
  return planSessions({
    detected: detected.map(([event, of]) => ({ event, verdict: of })),
    sessions,
    engagements: [buildEngagement()],
    complete: {
      accountId,
      calendarId,
      window: { start: addDays(NOW, -30), end: addDays(NOW, 60) },
      kept: [],
    },
    now: NOW,
    newId: () => `new-${(ids += 1)}`,
    ...overrides,
  });
}

/** A session as planning would have made it of `event`. */
function sessionOf(event: CalendarEvent, overrides: Partial<Session> = {}): Session {
  const made = plan([[event, verdict('mentoring')]]).sessions[0] as Session;
  return { ...made, ...overrides };
}

const event = mentoringEvent();
const mentoring = verdict('mentoring');

describe('the state of a session follows its event', () => {
  const allDay = { kind: 'all-day', startDate: '2026-11-10', endDate: '2026-11-11' } as CalendarEvent['time'];
  const declined = [buildSelf({ response: 'declined' }), buildAttendee('Lotte Maes <lotte@maes.example>')];
  type Row = [
    what: string,
    now: CalendarEvent | null,
    verdict: Verdict,
    before: Partial<Session>,
    after: Partial<Session> | 'unchanged',
  ];

  test.each<Row>([
    ['unchanged', event, mentoring, {}, 'unchanged'],
    [
      'moved',
      mentoringEvent({ time: timed('2026-11-12 09:00') }),
      mentoring,
      {},
      { start: at('2026-11-12 09:00') },
    ],
    ['renamed', mentoringEvent({ title: 'Lotte' }), mentoring, {}, { title: 'Lotte', state: 'active' }],
    ['cancelled', mentoringEvent({ status: 'cancelled' }), mentoring, {}, { state: 'cancelled' }],
    [
      'cancelled, no session by the rules',
      mentoringEvent({ status: 'cancelled' }),
      verdict('none'),
      {},
      { state: 'cancelled' },
    ],
    ['declined', mentoringEvent({ attendees: declined }), mentoring, {}, { state: 'cancelled' }],
    ['deleted', null, mentoring, {}, { state: 'gone' }],
    ['deleted when cancelled before', null, mentoring, { state: 'cancelled' }, 'unchanged'],
    ['deleted when dismissed before', null, mentoring, { state: 'dismissed' }, 'unchanged'],
    ['back after it was gone', event, mentoring, { state: 'gone' }, { state: 'active' }],
    ['back after it was cancelled', event, mentoring, { state: 'cancelled' }, { state: 'active' }],
    ['none by the rules, nothing written', event, verdict('none'), {}, { state: 'dismissed' }],
    ['unsure by the rules, nothing written', event, verdict('unsure'), {}, { state: 'dismissed' }],
    [
      'none by the rules, written',
      event,
      verdict('none'),
      { written: true },
      { state: 'active', kind: 'mentoring', verdict: verdict('none') },
    ],
    ['none by the rules, by hand', event, verdict('none'), { source: 'hand' }, 'unchanged'],
    [
      'none by a person, written',
      event,
      verdict('none', 'person'),
      { written: true },
      { state: 'dismissed' },
    ],
    [
      'none by a person, cancelled',
      mentoringEvent({ status: 'cancelled' }),
      verdict('none', 'person'),
      { written: true },
      { state: 'dismissed' },
    ],
    ['a session again by the rules', event, mentoring, { state: 'dismissed' }, { state: 'active' }],
    [
      'all-day, nothing written',
      mentoringEvent({ time: allDay }),
      verdict('none'),
      {},
      { state: 'dismissed' },
    ],
    [
      'all-day, written',
      mentoringEvent({ time: allDay }),
      verdict('none'),
      { written: true },
      { state: 'cancelled', start: event.time.kind === 'timed' ? event.time.start : at('2000-01-01 00:00') },
    ],
    ['the other kind by the rules, nothing written', event, verdict('coaching'), {}, { kind: 'coaching' }],
    [
      'the other kind by the rules, written',
      event,
      verdict('coaching'),
      { written: true },
      { state: 'active', kind: 'mentoring', verdict: verdict('coaching') },
    ],
    [
      'a session by the rules, none by a person before',
      event,
      mentoring,
      { state: 'dismissed', verdict: verdict('none', 'person') },
      'unchanged',
    ],
    ['the other kind by the rules, by hand', event, verdict('coaching'), { source: 'hand' }, 'unchanged'],
    [
      'the other kind by a person, written',
      event,
      verdict('coaching', 'person'),
      { written: true },
      { kind: 'coaching', state: 'active' },
    ],
  ])('%s', (_, now, of, before, after) => {
    const session = sessionOf(event, before);
    const { sessions } = plan(now ? [[now, of]] : [], [session]);
    if (after === 'unchanged') expect(sessions).toEqual([]);
    else expect(sessions).toMatchObject([{ id: session.id, revision: session.revision + 1, ...after }]);
  });

  test('whatever happened, planning again on the result changes nothing', () => {
    const first = plan(
      [[mentoringEvent({ title: 'Lotte', location: 'Room 4' }), mentoring]],
      [sessionOf(event)],
    );
    const again = plan([[mentoringEvent({ title: 'Lotte', location: 'Room 4' }), mentoring]], first.sessions);
    expect(again).toEqual({ sessions: [], engagements: [], moved: [] });
  });

  test('absence says nothing when only a part was read, nor about what lies outside the window', () => {
    const session = sessionOf(event);
    expect(plan([], [session], { complete: null }).sessions).toEqual([]);
    for (const start of ['2026-10-11 08:59', '2027-01-09 09:00']) {
      expect(plan([], [{ ...session, start: at(start) }]).sessions).toEqual([]);
    }
    for (const start of ['2026-10-11 09:00', '2027-01-09 08:59']) {
      expect(plan([], [{ ...session, start: at(start) }]).sessions).toMatchObject([{ state: 'gone' }]);
    }
  });
});

describe('a new session', () => {
  test.each([
    ['mentoring', 'mentor'],
    ['coaching', 'coach'],
  ] as const)('of %s gets an engagement in which the user is the %s', (kind, role) => {
    const { sessions, engagements } = plan([[event, verdict(kind)]], [], { engagements: [] });
    expect(engagements).toMatchObject([
      { kind, role, name: 'Lotte Maes', personKeys: ['lotte@maes.example'] },
    ]);
    expect(sessions).toMatchObject([
      { kind, engagementId: engagements[0]?.id, state: 'active', revision: 1 },
    ]);
  });

  test('of somebody known goes to their engagement', () => {
    const { sessions, engagements } = plan([[event, mentoring]]);
    expect(sessions).toMatchObject([{ engagementId: 'engagement-lotte' }]);
    expect(engagements).toEqual([]);
  });

  test('and another of the same person in one reading share one engagement', () => {
    const { sessions, engagements } = plan(
      [
        [seriesEvent('2026-11-10 13:00'), mentoring],
        [seriesEvent('2026-11-17 13:00'), mentoring],
      ],
      [],
      { engagements: [] },
    );
    expect(engagements).toHaveLength(1);
    expect(new Set(sessions.map(({ engagementId }) => engagementId)).size).toBe(1);
  });

  test('of a group is found again by its series when the people change', () => {
    const group = (start: string, ...names: string[]) =>
      seriesEvent(start, {
        title: 'Group mentoring',
        attendees: [buildSelf(), ...names.map((name) => buildAttendee(name))],
      });
    const first = plan([[group('2026-11-10 13:00', 'Lotte Maes', 'Sami Haddad'), mentoring]], [], {
      engagements: [],
    });
    const second = plan([[group('2026-11-17 13:00', 'Ana Silva', 'Jo Dupont'), mentoring]], first.sessions, {
      engagements: first.engagements,
      complete: null,
    });
    expect(second.sessions).toMatchObject([{ engagementId: first.engagements[0]?.id }]);
    expect(second.engagements).toEqual([]);
  });

  test('is not made of an event that is unsure, none, cancelled or declined', () => {
    const off = [verdict('unsure'), verdict('none')].map((of): [CalendarEvent, Verdict] => [event, of]);
    expect(plan([...off, [mentoringEvent({ status: 'cancelled' }), mentoring]]).sessions).toEqual([]);
  });
});

describe('going to another engagement', () => {
  test('is told, so that what was written goes along', () => {
    const session = sessionOf(event, { written: true });
    const { moved, engagements } = plan([[event, verdict('coaching', 'person')]], [session]);
    expect(engagements).toMatchObject([{ kind: 'coaching' }]);
    expect(moved).toEqual([{ sessionId: session.id, engagementId: engagements[0]?.id }]);
  });
});

describe('with whom a session is, while nothing is written in it', () => {
  const lotte = buildAttendee('Lotte Maes <lotte@maes.example>');
  const [sami, ana] = [buildAttendee('Sami Haddad'), buildAttendee('Ana Silva')];
  const moved = buildAttendee('Lotte Maes <lotte@brand.example>');
  const homes = (result: SessionPlan) => result.sessions.map(({ engagementId }) => engagementId);
  const guests = (...others: Attendee[]) => ({ attendees: [buildSelf(), ...others] });

  test.each<[string, Attendee[], boolean]>([
    ['somebody joins', [lotte, sami], true],
    ['the address changes', [moved], true],
    ['the address changes, and somebody joins', [sami, moved], true],
    ['somebody else comes instead', [sami], false],
    ['others come instead', [sami, ana], false],
  ])('%s', (_, others, stays) => {
    const result = plan([[mentoringEvent(guests(...others)), mentoring]], [sessionOf(event)]);
    expect(homes(result)).toEqual([stays ? 'engagement-lotte' : expect.stringMatching(/^new/)]);
    expect(result.engagements).toHaveLength(stays ? 0 : 1);
  });

  test('somebody joins, then the first one leaves: it is another one’s', () => {
    const both = plan([[mentoringEvent(guests(lotte, sami)), mentoring]], [sessionOf(event)]);
    const left = plan([[mentoringEvent(guests(sami)), mentoring]], both.sessions);
    expect(left.engagements).toMatchObject([{ name: 'Sami Haddad' }]);
    expect(homes(left)).toEqual([left.engagements[0]?.id]);
  });

  test('a new address becomes another name: it is still the same one', () => {
    const first = plan([[mentoringEvent(guests(moved)), mentoring]], [sessionOf(event)]);
    const renamed = { ...moved, name: 'L. Maes' };
    expect(homes(plan([[mentoringEvent(guests(renamed)), mentoring]], first.sessions))).toEqual([
      'engagement-lotte',
    ]);
  });

  test('one that had no guest goes to whom it was kept for, or stays where the title has named them', () => {
    const open = mentoringEvent({ title: 'Mentoring', ...guests() });
    const kept = plan([[open, mentoring]]);
    expect(kept.engagements).toMatchObject([{ name: 'Mentoring', people: [] }]);
    const engagements = [buildEngagement(), ...kept.engagements];
    const taken = plan([[{ ...open, ...guests(lotte) }, mentoring]], kept.sessions, { engagements });
    expect(homes(taken)).toEqual(['engagement-lotte']);
    const titled = mentoringEvent({ title: 'Mentoring Sami Haddad', ...guests() });
    const named = plan([[titled, mentoring]], [], { engagements: [] });
    const joined = plan([[{ ...titled, ...guests(sami) }, mentoring]], named.sessions, named);
    expect(homes(joined)).toEqual(homes(named));
    const given = plan([[{ ...titled, ...guests(ana) }, mentoring]], joined.sessions, named);
    expect(homes(given)).not.toEqual(homes(named));
  });

  describe('a new one of a series', () => {
    const earlier = seriesEvent('2026-11-10 13:00');
    const next = (...others: Attendee[]) => seriesEvent('2026-11-17 13:00', guests(...others));
    const added = (sessions: Session[], of: CalendarEvent) =>
      plan([[of, mentoring]], sessions, { complete: null });

    test.each<[string, Attendee[], boolean]>([
      ['with one more', [lotte, sami], true],
      ['with another address', [moved], true],
      ['with somebody else', [sami], false],
      ['with others', [sami, ana], false],
    ])('%s', (_, others, stays) => {
      const result = added([sessionOf(earlier)], next(...others));
      expect(homes(result)).toEqual([stays ? 'engagement-lotte' : expect.stringMatching(/^new/)]);
      expect(result.engagements).toHaveLength(stays ? 0 : 1);
    });

    test('goes where all of its people were before, rather than where some of them were', () => {
      const both = sessionOf(seriesEvent('2026-11-03 13:00', guests(lotte, sami)), {
        id: 'both' as Session['id'],
        engagementId: 'both' as Session['engagementId'],
      });
      const engagements = [
        buildEngagement(),
        buildEngagement({ id: both.engagementId, people: both.people }),
      ];
      for (const sessions of [
        [both, sessionOf(earlier)],
        [sessionOf(earlier), both],
      ]) {
        const result = plan([[next(lotte, sami), mentoring]], sessions, { complete: null, engagements });
        expect(homes(result)).toEqual(['both']);
      }
    });

    test('does not follow one that was merged away or is of the other kind, nor somebody who is gone', () => {
      const others = [
        buildEngagement({ mergedInto: 'x' as Session['engagementId'] }),
        buildEngagement({ kind: 'coaching' }),
        buildEngagement({ people: [{ email: 'ana@people.example', name: 'Ana' }] }),
      ];
      for (const engagement of others) {
        const engagements = [engagement];
        const result = plan([[next(lotte, sami), mentoring]], [sessionOf(earlier)], {
          complete: null,
          engagements,
        });
        expect(homes(result)).toEqual([expect.stringMatching(/^new/)]);
      }
    });
  });
});

test('of two instances of one session the first leads, until it is off', () => {
  const calendarId = 'team' as CalendarEvent['calendarId'];
  const other = mentoringEvent({ calendarId, eventId: 'copy', iCalUid: event.iCalUid });
  const session = sessionOf(event, { instanceKeys: [event.key, other.key] });
  const late = { ...other, time: timed('2026-11-11 13:00') };
  const withoutLate = plan([[late, mentoring]], [session], { complete: null });
  expect(withoutLate.sessions.map(({ start }) => start)).not.toContain(at('2026-11-11 13:00'));
  for (const state of ['cancelled', 'gone'] as const) {
    const { sessions } = plan([[late, mentoring]], [{ ...session, state }], { complete: null });
    expect(sessions).toMatchObject([
      { state: 'active', start: at('2026-11-11 13:00'), instanceKeys: [other.key] },
    ]);
  }
  const dismissed = plan([[late, mentoring]], [{ ...session, state: 'dismissed' }], { complete: null });
  expect(dismissed.sessions.map(({ state }) => state)).not.toContain('active');
});

test('a lost instance is forgotten when another is left, else kept by name for the day it comes back', () => {
  const other = '["outlook:2","calendar","x",""]' as InstanceKey;
  const both = sessionOf(event, { instanceKeys: [event.key, other] });
  expect(plan([], [both]).sessions).toMatchObject([{ instanceKeys: [other], state: 'active' }]);
  expect(plan([], [sessionOf(event)]).sessions).toMatchObject([{ instanceKeys: [event.key], state: 'gone' }]);
});

test('by hand and in the calendar at the same time under the same title is one session', () => {
  const byHand = buildSession({ source: 'hand', title: 'mentoring lotte maes ' });
  expect(plan([[event, mentoring]], [byHand]).sessions).toMatchObject([
    { id: byHand.id, instanceKeys: [event.key], source: 'hand' },
  ]);
});

test('the shared name of a meeting: its uid, in a series with its original start; none for all-day or without uid', () => {
  expect(iCalKey(event)).toBe('event-1@calendar.example|');
  expect(iCalKey(seriesEvent('2026-11-10 13:00', { time: timed('2026-11-12 09:00') }))).toBe(
    'weekly@calendar.example|2026-11-10T13:00:00.000Z',
  );
  expect(iCalKey(mentoringEvent({ iCalUid: null }))).toBeNull();
});
