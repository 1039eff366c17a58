import { describe, expect, test } from 'vitest';
import type { FaultRecord } from '../../../lib/event/account.ts';
import { type Instant, addMinutes } from '../../../lib/event/instant.ts';
import { minutesToNextRefresh } from '../../../lib/session/plan-refresh.ts';
import type { Session } from '../../../lib/session/session.ts';
import { at, buildSession } from '../../support/builders.ts';

const ZONE = 'Europe/Brussels';

/** With one calendar that was read `ago` minutes before `now`. */
function next(now: Instant, sessions: readonly Session[] = [], ago = 0, zone = ZONE): number {
  return minutesToNextRefresh([{ readAt: addMinutes(now, -ago), fault: null }], sessions, now, zone);
}

describe('without a session near', () => {
  test.each([
    ['2026-11-10 03:00', 120, 'night, 4:00'],
    ['2026-11-10 03:01', 119, 'night, 4:01: the day begins at 6:00'],
    ['2026-11-10 04:50', 10, 'night, 5:50'],
    ['2026-11-10 04:59', 1, 'night, 5:59'],
    ['2026-11-10 05:00', 20, 'day, 6:00'],
    ['2026-11-10 20:59', 20, 'day, 21:59'],
    ['2026-11-10 21:00', 120, 'night, 22:00'],
    ['2026-10-25 00:30', 120, 'the hour that comes twice, first'],
    ['2026-10-25 01:30', 120, 'the hour that comes twice, second'],
    ['2026-10-25 04:30', 30, '5:30 in winter time, which would be day in summer time'],
    ['2026-10-25 05:00', 20, '6:00 in winter time'],
    ['2026-03-29 04:00', 20, '6:00 in summer time, an hour after the gap'],
    ['2026-03-29 00:30', 120, '1:30 in winter time, before the gap'],
    ['2026-03-29 03:00', 60, '5:00 in summer time'],
  ])('at %s UTC: %s minutes (%s)', (now, minutes) => {
    expect(next(at(now))).toBe(minutes);
  });

  test('the night is that of the user', () => {
    expect(next(at('2026-11-10 14:00'), [], 0, 'Asia/Tokyo')).toBe(120);
  });
});

describe('with a session', () => {
  const start = at('2026-11-10 13:00');
  const session = buildSession({ start });

  test.each([
    [-46.5, 1.5],
    [-46, 1],
    [-45.25, 0.5],
    [-45, 5],
    [0, 5],
    [59, 5],
    [60, 20],
    [-60, 15],
    [-66, 20],
  ])('%s minutes from its start: %s', (minutes, expected) => {
    expect(next(addMinutes(start, minutes), [session])).toBe(expected);
  });

  test('early in the morning the reading at night comes in time', () => {
    const early = buildSession({ start: at('2026-11-10 05:00') });
    expect(next(at('2026-11-10 03:00'), [early])).toBe(75);
  });

  test('that is off, does not count', () => {
    for (const state of ['cancelled', 'gone', 'dismissed'] as const) {
      expect(next(start, [buildSession({ start, state })])).toBe(20);
    }
  });
});

describe('counted from the last reading', () => {
  const noon = at('2026-11-10 12:00');

  test.each([
    [0, 20],
    [15, 5],
    [20, 0.5],
    [600, 0.5],
  ])('read %s minutes ago: %s', (ago, expected) => {
    expect(next(noon, [], ago)).toBe(expected);
  });

  test('the oldest counts; one that was never read is due', () => {
    const read = (ago: number) => ({ readAt: addMinutes(noon, -ago), fault: null });
    expect(minutesToNextRefresh([read(1), read(12), read(3)], [], noon, ZONE)).toBe(8);
    expect(minutesToNextRefresh([read(1), { readAt: null, fault: null }], [], noon, ZONE)).toBe(0.5);
  });

  test('with nothing to be read, as often as usual', () => {
    expect(minutesToNextRefresh([], [], noon, ZONE)).toBe(20);
  });
});

describe('after a failure', () => {
  const since = at('2026-11-10 12:00');
  const failing = (overrides: Partial<FaultRecord> = {}) => ({
    readAt: addMinutes(since, -200),
    fault: { reason: 'offline', since, retryAt: null, ...overrides } as const,
  });

  test('is tried again soon, then ever later, up to what is usual', () => {
    let now = since;
    const waits: number[] = [];
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const wait = minutesToNextRefresh([failing()], [], now, ZONE);
      now = addMinutes(now, wait);
      waits.push(wait);
    }
    // 32 minutes after it began the twenties of the day take over.
    expect(waits).toEqual([1, 1, 2, 4, 8, 16, 8, 20]);
  });

  test('asking again does not put it off', () => {
    expect(minutesToNextRefresh([failing()], [], addMinutes(since, 9), ZONE)).toBe(7);
    expect(minutesToNextRefresh([failing()], [], addMinutes(since, 15), ZONE)).toBe(1);
  });

  test('near a session never later than usual there', () => {
    const session = buildSession({ start: since });
    expect(minutesToNextRefresh([failing()], [session], addMinutes(since, 16), ZONE)).toBe(4);
  });

  test('when the provider wants to be asked again, not before', () => {
    const asked = failing({ reason: 'rate-limited', retryAt: addMinutes(since, 12) });
    expect(minutesToNextRefresh([asked], [], since, ZONE)).toBe(12);
    expect(minutesToNextRefresh([asked], [], addMinutes(since, 12), ZONE)).toBe(4);
  });
});
