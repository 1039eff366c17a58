import { describe, expect, test } from 'vitest';
import {
  type Account,
  type AccountHealth,
  type Calendar,
  STALE_AFTER_MINUTES,
  accountHealth,
  nextFault,
} from '../../../lib/event/account.ts';
import type { AccountId, CalendarId } from '../../../lib/event/calendar-event.ts';
import { addMinutes } from '../../../lib/event/instant.ts';
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
      'fails before the first reading',
      { fault },
      [],
      { state: 'failing', reason: 'provider-down', since: fault.since, readAt: null },
    ],
  ])('%s', (_, account, calendars, expected) => {
    expect(accountHealth(buildAccount(account), calendars, NOW)).toEqual(expected);
  });
});

test('a fault keeps its beginning while the reason stays, and forgets an old back-off', () => {
  const first = nextFault(null, 'offline', NOW, addMinutes(NOW, 5));
  expect(first).toEqual({ reason: 'offline', since: NOW, retryAt: addMinutes(NOW, 5) });
  const later = addMinutes(NOW, 20);
  expect(nextFault(first, 'offline', later, null)).toEqual({ reason: 'offline', since: NOW, retryAt: null });
  expect(nextFault(first, 'rate-limited', later, null)).toEqual({
    reason: 'rate-limited',
    since: later,
    retryAt: null,
  });
});
