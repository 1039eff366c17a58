import { describe, expect, test } from 'vitest';
import { addMinutes } from '../../../lib/event/instant.ts';
import { isShown, phaseOf, pickSession } from '../../../lib/session/pick-session.ts';
import type { Session, SessionId } from '../../../lib/session/session.ts';
import { NOW, buildSession } from '../../support/builders.ts';

/** A session from `from` to `to`, in minutes from now. */
function session(id: string, from: number, to: number, overrides: Partial<Session> = {}): Session {
  return buildSession({
    id: id as SessionId,
    start: addMinutes(NOW, from),
    end: addMinutes(NOW, to),
    ...overrides,
  });
}

test.each([
  [-1, 'before'],
  [0, 'running'],
  [59, 'running'],
  [60, 'after'],
] as const)('%s minutes after its start a session of an hour is %s', (minutes, phase) => {
  const one = session('one', 0, 60);
  expect(phaseOf(one, addMinutes(NOW, minutes))).toBe(phase);
});

describe('the session to show', () => {
  test.each<[string, Session[], string | null]>([
    ['nothing', [], null],
    ['running', [session('a', -30, 30), session('b', 5, 60)], 'a'],
    ['overlapping: the latest start', [session('a', -30, 30), session('b', -5, 10)], 'b'],
    ['overlapping, whatever their order', [session('b', -5, 10), session('a', -30, 30)], 'b'],
    ['begins now', [session('a', -60, 0), session('b', 0, 60)], 'b'],
    ['ended just now', [session('a', -60, 0), session('b', 31, 60)], 'a'],
    ['ended 15 minutes ago', [session('a', -60, -15), session('b', 31, 60)], 'a'],
    ['ended longer ago', [session('a', -60, -16), session('b', 31, 60)], 'b'],
    ['about to begin, while one lingers', [session('a', -60, -1), session('b', 30, 60)], 'b'],
    ['of two that ended, the one that ended last', [session('a', -90, -2), session('b', -60, -10)], 'a'],
    ['of two ahead, the first', [session('b', 90, 100), session('a', 60, 100)], 'a'],
    ['only past', [session('a', -900, -800), session('b', -500, -400)], 'b'],
    [
      'a running one that is cancelled',
      [session('a', -30, 30, { state: 'cancelled' }), session('b', 90, 100)],
      'b',
    ],
    ['only one without length, now', [session('a', 0, 0)], 'a'],
  ])('%s', (_, sessions, expected) => {
    expect(pickSession(sessions, NOW)?.id ?? null).toBe(expected);
  });
});

test.each<[Session['state'], boolean, boolean]>([
  ['active', false, true],
  ['cancelled', false, false],
  ['cancelled', true, true],
  ['gone', true, true],
  ['gone', false, false],
  ['dismissed', true, false],
])('%s, written %s: shown %s', (state, written, shown) => {
  expect(isShown(buildSession({ state, written }))).toBe(shown);
});
