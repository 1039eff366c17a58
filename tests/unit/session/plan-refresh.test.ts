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
    fault: { reason: 'provider-down', since, retryAt: addMinutes(since, 8), ...overrides } as const,
  });

  test('is tried again when its record says so, and at once when that is over', () => {
    expect(minutesToNextRefresh([failing()], [], since, ZONE)).toBe(8);
    expect(minutesToNextRefresh([failing()], [], addMinutes(since, 6), ZONE)).toBe(2);
    expect(minutesToNextRefresh([failing()], [], addMinutes(since, 8), ZONE)).toBe(0.5);
    expect(minutesToNextRefresh([failing({ retryAt: null })], [], since, ZONE)).toBe(0.5);
  });

  test('what is well is read meanwhile as usual', () => {
    const well = { readAt: addMinutes(since, -18), fault: null };
    expect(minutesToNextRefresh([failing(), well], [], since, ZONE)).toBe(2);
  });

  test('a time that no wait leads to comes from a clock that was wrong', () => {
    const wrong = failing({ retryAt: addMinutes(since, 60 * 24 * 400) });
    expect(minutesToNextRefresh([wrong], [], since, ZONE)).toBe(0.5);
  });

  test('without a network it is tried every two minutes, and after twenty as seldom as ever', () => {
    let now = since;
    const found: number[] = [];
    for (let attempt = 0; attempt < 13; attempt += 1) {
      const wait = minutesToNextRefresh([failing({ reason: 'offline', retryAt: null })], [], now, ZONE);
      now = addMinutes(now, wait);
      found.push(wait);
    }
    expect(found).toEqual([...Array.from({ length: 10 }, () => 2), 20, 20, 20]);
  });

  test('asking again does not put that off', () => {
    const offline = failing({ reason: 'offline', retryAt: null });
    expect(minutesToNextRefresh([offline], [], addMinutes(since, 9.25), ZONE)).toBe(0.75);
  });
});

test('what is to rest longer is not read more often, also near a session', () => {
  const now = at('2026-11-10 12:00');
  const session = buildSession({ start: now });
  const feed = { readAt: addMinutes(now, -4), fault: null, least: 15 };
  expect(minutesToNextRefresh([feed], [session], now, ZONE)).toBe(5);
  expect(minutesToNextRefresh([{ ...feed, readAt: addMinutes(now, -12) }], [session], now, ZONE)).toBe(3);
  expect(minutesToNextRefresh([{ ...feed, least: 0 }], [session], now, ZONE)).toBe(1);
});
