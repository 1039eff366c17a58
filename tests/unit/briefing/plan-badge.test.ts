import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { type Badge, planBadge } from '../../../lib/briefing/plan-badge.ts';
import { addMinutes } from '../../../lib/event/instant.ts';
import type { Session, SessionId } from '../../../lib/session/session.ts';
import { NOW, buildSession } from '../../support/builders.ts';

/** A session from `from` to `to`, in minutes from now. */
function session(from: number, to: number, overrides: Partial<Session> = {}): Session {
  return buildSession({
    id: `s${from}` as SessionId,
    start: addMinutes(NOW, from),
    end: addMinutes(NOW, to),
    ...overrides,
  });
}

const after = (minutes: number) => addMinutes(NOW, minutes);

describe('the badge', () => {
  test.each<[string, Session[], Partial<Badge>]>([
    ['nothing ahead', [session(-60, -1)], { state: 'none', nextAt: null }],
    ['far ahead', [session(200, 260)], { state: 'none', nextAt: after(140) }],
    ['61 minutes ahead', [session(61, 90)], { state: 'none', nextAt: after(1) }],
    ['60 minutes ahead', [session(60, 90)], { state: 'counting', minutes: 60, nextAt: after(1) }],
    [
      'part of a minute is rounded up',
      [session(12.4, 60)],
      { state: 'counting', minutes: 13, nextAt: after(0.4) },
    ],
    ['the last minute', [session(1, 60)], { state: 'counting', minutes: 1, nextAt: after(1) }],
    ['begins now', [session(0, 60)], { state: 'running', nextAt: after(60) }],
    ['running', [session(-10, 50)], { state: 'running', nextAt: after(50) }],
    [
      'running, the next in half an hour',
      [session(-10, 50), session(30, 60)],
      { state: 'running', nextAt: after(15) },
    ],
    [
      'running, the next in a quarter',
      [session(-10, 50), session(15, 60)],
      { state: 'counting', minutes: 15 },
    ],
    ['ended now', [session(-60, 0)], { state: 'none', nextAt: null }],
    ['cancelled', [session(10, 60, { state: 'cancelled' })], { state: 'none', nextAt: null }],
    ['the kind of the next', [session(10, 60, { kind: 'coaching' })], { kind: 'coaching' }],
  ])('%s', (_, sessions, expected) => {
    expect(planBadge(sessions, NOW)).toMatchObject(expected);
  });

  test('is never late: until nextAt it stays as it is, and nextAt lies ahead', () => {
    const sessions = fc.array(
      fc.tuple(fc.integer({ min: -120, max: 240 }), fc.integer({ min: 1, max: 90 })),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(sessions, fc.double({ min: 0, max: 0.999, noNaN: true }), (spans, part) => {
        const all = spans.map(([from, length]) => session(from, from + length));
        const badge = planBadge(all, NOW);
        const { nextAt, ...shown } = badge;
        if (nextAt !== null) expect(nextAt > NOW).toBe(true);
        const until = nextAt === null ? 1000 : (Date.parse(nextAt) - Date.parse(NOW)) / 60_000;
        const { nextAt: _, ...later } = planBadge(
          all,
          addMinutes(NOW, Math.floor(until * part * 60_000) / 60_000),
        );
        expect(later).toEqual(shown);
      }),
    );
  });
});
