/** How an answer becomes a fault: codes of both services beyond the one each that the contract sends. */
import { describe, expect, test } from 'vitest';
import { ProviderError } from '../../../lib/calendar/calendar-provider.ts';
import { retryAfter, sendApiRequest } from '../../../lib/calendar/send-request.ts';

const NOW = Date.UTC(2026, 10, 10, 12);

/** The fault that an answer of the service leads to. */
async function faultOf(status: number, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const deps = { fetch: async () => new Response(text, { status, headers }), now: () => NOW };
  const error: unknown = await sendApiRequest(deps, 'https://calendar.example/').catch((e: unknown) => e);
  expect(error).toBeInstanceOf(ProviderError);
  return error as ProviderError;
}

const google = (reason: string, rest: object = {}) => ({
  error: { code: 403, message: 'Very private', errors: [{ domain: 'usageLimits', reason }], ...rest },
});
const graph = (code: string) => ({ error: { code, message: 'Very private' } });

describe('403', () => {
  test.each([
    ['Google rateLimitExceeded', google('rateLimitExceeded'), 'rate-limited'],
    ['Google userRateLimitExceeded', google('userRateLimitExceeded'), 'rate-limited'],
    ['Google quotaExceeded', google('quotaExceeded'), 'rate-limited'],
    ['Google dailyLimitExceeded', google('dailyLimitExceeded'), 'rate-limited'],
    ['Google RESOURCE_EXHAUSTED', { error: { code: 403, status: 'RESOURCE_EXHAUSTED' } }, 'rate-limited'],
    ['Google insufficientPermissions', google('insufficientPermissions'), 'rights-missing'],
    [
      'Google PERMISSION_DENIED',
      google('insufficientPermissions', { status: 'PERMISSION_DENIED' }),
      'rights-missing',
    ],
    ['Google accessNotConfigured', google('accessNotConfigured'), 'client-refused'],
    ['Graph TooManyRequests', graph('TooManyRequests'), 'rate-limited'],
    ['Graph ApplicationThrottled', graph('ApplicationThrottled'), 'rate-limited'],
    ['Graph ErrorAccessDenied', graph('ErrorAccessDenied'), 'rights-missing'],
    ['nothing that is known', {}, 'rights-missing'],
    ['half a body', '{"error":{"code":', 'unreadable-answer'],
  ])('%s', async (_, body, reason) => {
    const error = await faultOf(403, body);
    expect(error.reason).toBe(reason);
    expect(error.message).not.toContain('Very private');
  });
});

test.each([
  [404, 'calendar-missing'],
  [408, 'provider-down'],
  [410, 'calendar-missing'],
  [429, 'rate-limited'],
  [500, 'provider-down'],
  [502, 'provider-down'],
  [503, 'provider-down'],
  [504, 'provider-down'],
  [599, 'provider-down'],
])('%s is %s', async (status, reason) => {
  expect(await faultOf(status, '', { 'retry-after': '30' })).toMatchObject({ reason, retryAfterSeconds: 30 });
});

describe('Retry-After', () => {
  test.each([
    ['120', 120],
    [' 7 ', 7],
    ['0', 0],
    ['Tue, 10 Nov 2026 12:01:30 GMT', 90],
    ['Tuesday, 10-Nov-26 12:01:30 GMT', 90],
    ['Tue, 10 Nov 2026 11:00:00 GMT', 0],
    ['', null],
    ['soon', null],
    ['-5', null],
    ['1e9', null],
  ])('%j: %s seconds', (text, seconds) => {
    expect(retryAfter(new Headers({ 'retry-after': text }), NOW)).toBe(seconds);
  });
});
