import { describe, expect, test } from 'vitest';
import {
  type Account,
  type AccountHealth,
  type Calendar,
  type FaultRecord,
  MOST_WAIT_MINUTES,
  STALE_AFTER_MINUTES,
  accountHealth,
  isWaiting,
  leastMinutesBetween,
  nextFault,
} from '../../../lib/event/account.ts';
import type { AccountId, CalendarId } from '../../../lib/event/calendar-event.ts';
import { addMinutes, minutesBetween } from '../../../lib/event/instant.ts';
import { NOW, buildAccount, buildCalendar } from '../../support/builders.ts';

const earlier = (minutes: number) => addMinutes(NOW, -minutes);
const fault = { reason: 'provider-down', since: earlier(90), retryAt: null } as const;
const second = (overrides: Partial<Calendar> = {}) =>
  buildCalendar({ calendarId: 'second' as CalendarId, lastReadAt: NOW, ...overrides });

describe('the health of an account', () => {
  test.each<[string, Partial<Account>, Calendar[], AccountHealth]>([
    ['not listed yet', { listedAt: null }, [], { state: 'first-read' }],
    [
      'not listed yet, while another account has calendars',
      { listedAt: null },
      [buildCalendar({ accountId: 'outlook:2' as AccountId, lastReadAt: NOW })],
      { state: 'first-read' },
    ],
    ['none chosen', {}, [buildCalendar({ chosen: false })], { state: 'no-calendar-chosen' }],
    ['no calendars at all', {}, [], { state: 'no-calendar-chosen' }],
    ['one not read yet', {}, [second(), buildCalendar()], { state: 'first-read' }],
    [
      'read',
      {},
      [second({ skipped: 2 }), buildCalendar({ lastReadAt: earlier(10), skipped: 1 })],
      { state: 'healthy', readAt: earlier(10), skipped: 3 },
    ],
    [
      'one that is not chosen does not count',
      {},
      [second(), buildCalendar({ chosen: false, fault })],
      { state: 'healthy', readAt: NOW, skipped: 0 },
    ],
    [
      'just fresh',
      {},
      [second({ lastReadAt: earlier(STALE_AFTER_MINUTES) })],
      { state: 'healthy', readAt: earlier(STALE_AFTER_MINUTES), skipped: 0 },
    ],
    [
      'stale, by its oldest calendar',
      {},
      [second(), buildCalendar({ lastReadAt: earlier(STALE_AFTER_MINUTES + 1) })],
      { state: 'stale', readAt: earlier(STALE_AFTER_MINUTES + 1), skipped: 0 },
    ],
    [
      'one calendar fails',
      {},
      [second(), buildCalendar({ fault, lastReadAt: earlier(90) })],
      { state: 'failing', reason: 'provider-down', since: fault.since, readAt: earlier(90) },
    ],
    [
      'the account fails: that comes first',
      { fault: { ...fault, reason: 'sign-in-ended' } },
      [second({ fault })],
      { state: 'failing', reason: 'sign-in-ended', since: fault.since, readAt: NOW },
    ],
    [
      'out of reach: that is no failure',
      {},
      [second(), buildCalendar({ fault: { ...fault, reason: 'offline' }, lastReadAt: earlier(90) })],
      { state: 'offline', since: fault.since, readAt: earlier(90) },
    ],
    [
      'out of reach for so long that it counts as stale',
      {},
      [
        buildCalendar({
          fault: { ...fault, reason: 'offline' },
          lastReadAt: earlier(STALE_AFTER_MINUTES + 1),
        }),
      ],
      { state: 'stale', readAt: earlier(STALE_AFTER_MINUTES + 1), skipped: 0 },
    ],
    [
      'one out of reach, one with a fault',
      { fault: { ...fault, reason: 'offline' } },
      [buildCalendar({ fault, lastReadAt: earlier(90) })],
      { state: 'failing', reason: 'provider-down', since: fault.since, readAt: earlier(90) },
    ],
    [
      'out of reach before the first reading',
      { fault: { ...fault, reason: 'offline' }, listedAt: null },
      [],
      { state: 'offline', since: fault.since, readAt: null },
    ],
    [
      'fails before the first reading',
      { fault },
      [],
      { state: 'failing', reason: 'provider-down', since: fault.since, readAt: null },
    ],
  ])('%s', (_, account, calendars, expected) => {
    expect(accountHealth(buildAccount(account), calendars, NOW)).toEqual(expected);
  });
});

const wait = (overrides: Partial<Parameters<typeof nextFault>[3]> = {}) => ({
  asked: null,
  most: 20,
  chance: 0,
  ...overrides,
});

/** Faults one after the other, each as soon as the one before may be tried again; resolves to the waits in minutes. */
function waits(count: number, overrides: Parameters<typeof wait>[0] = {}): number[] {
  let now = NOW;
  let record: FaultRecord | null = null;
  return Array.from({ length: count }, () => {
    record = nextFault(record, 'provider-down', now, wait(overrides));
    const minutes = minutesBetween(now, record.retryAt ?? now);
    now = addMinutes(now, minutes);
    return minutes;
  });
}

describe('after a fault', () => {
  test('the time of its beginning stays while the reason stays', () => {
    const first = nextFault(null, 'provider-down', NOW, wait());
    const later = addMinutes(NOW, 20);
    expect(nextFault(first, 'provider-down', later, wait()).since).toBe(NOW);
    expect(nextFault(first, 'unreadable-answer', later, wait()).since).toBe(later);
  });

  test('the wait doubles up to the usual time between two readings', () => {
    expect(waits(8)).toEqual([1, 2, 4, 8, 16, 20, 20, 20]);
    expect(waits(5, { most: 5 })).toEqual([1, 2, 4, 5, 5]);
  });

  test('chance takes off up to half of it', () => {
    expect(waits(5, { chance: 0.5 })).toEqual([0.75, 1.5, 3, 6, 12]);
    for (const minutes of waits(6, { chance: 0.999 })) expect(minutes).toBeGreaterThanOrEqual(0.5);
  });

  test('another reason does not begin anew with the waits', () => {
    const first = nextFault(null, 'provider-down', NOW, wait());
    const second = nextFault(first, 'rate-limited', addMinutes(NOW, 1), wait());
    expect(second).toMatchObject({ retryAt: addMinutes(NOW, 3), attempts: 2 });
  });

  test('a row of an earlier version counts as the first failure', () => {
    expect(nextFault(fault, 'provider-down', NOW, wait())).toMatchObject({ attempts: 1, since: fault.since });
  });

  test("the provider's wish is kept where it is longer, to the second, but for a day at most", () => {
    expect(waits(3, { asked: 2.5, chance: 0.9 })).toEqual([2.5, 2.5, 2.5]);
    expect(waits(4, { asked: 2.5 })).toEqual([2.5, 2.5, 4, 8]);
    expect(waits(1, { asked: 60 * 24 * 365 * 30 })).toEqual([MOST_WAIT_MINUTES]);
  });

  test('being without a network neither waits nor counts, and keeps what was to be waited', () => {
    const offline = nextFault(null, 'offline', NOW, wait());
    expect(offline).toEqual({ reason: 'offline', since: NOW, retryAt: null, attempts: 0 });
    const asked = nextFault(null, 'rate-limited', NOW, wait({ asked: 60 }));
    const between = nextFault(asked, 'offline', addMinutes(NOW, 10), wait());
    expect(between).toMatchObject({ reason: 'offline', retryAt: addMinutes(NOW, 60), attempts: 1 });
    const after = nextFault(between, 'offline', addMinutes(NOW, 61), wait());
    expect(after).toMatchObject({ retryAt: null, attempts: 1 });
    expect(nextFault(after, 'provider-down', NOW, wait()).attempts).toBe(2);
  });

  test('what only the user can mend is not tried again by itself', () => {
    expect(nextFault(null, 'sign-in-ended', NOW, wait())).toEqual({
      reason: 'sign-in-ended',
      since: NOW,
      retryAt: null,
    });
  });

  test.each([
    [null, false],
    [0, false],
    [0.1, true],
    [MOST_WAIT_MINUTES, true],
    // The clock was ahead when it was written.
    [MOST_WAIT_MINUTES + 1, false],
  ])('to be tried again in %s minutes: waiting is %s', (minutes, expected) => {
    const retryAt = minutes === null ? null : addMinutes(NOW, minutes);
    expect(isWaiting({ ...fault, retryAt }, NOW)).toBe(expected);
  });
});

test.each([
  ['a service that one signs in to', undefined, 0],
  ['an address', { kind: 'address', shown: 'calendar.example', readsByItself: true }, 15],
  ['an address that is read on demand', { kind: 'address', shown: 'x.example', readsByItself: false }, null],
  ['a file', { kind: 'file', shown: 'work.ics', readsByItself: true }, 360],
] as const)('%s rests between two readings: %s', (_, ics, minutes) => {
  expect(leastMinutesBetween(buildAccount(ics === undefined ? {} : { ics }))).toBe(minutes);
});
