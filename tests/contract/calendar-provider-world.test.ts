/** Both adapters against the test world over TLS: sign in, list, read to the end, renew, sign out. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SignInProvider } from '../../lib/calendar/calendar-provider.ts';
import { createOutlookProvider } from '../../lib/calendar/outlook/outlook-provider.ts';
import type { ProviderDeps } from '../../lib/calendar/provider-deps.ts';
import type { AccountId, CalendarEvent, CalendarId } from '../../lib/event/calendar-event.ts';
import type { Instant } from '../../lib/event/instant.ts';
import { startWorld } from '../world/start-world.ts';
import type { World } from '../world/start-world.ts';
import { faultOf, MemoryTokens } from './calendar-provider-fakes.ts';
import { loadGoogleProvider } from './google-transport-hook.ts';
import * as fixture from './world-fixture.ts';

const WINDOW = { start: '2026-10-01T00:00:00.000Z' as Instant, end: '2026-12-01T00:00:00.000Z' as Instant };

let world: World;
let tokens: MemoryTokens;
let now: number;

beforeEach(async () => {
  world = await startWorld(fixture.smallWorld());
  tokens = new MemoryTokens();
  now = Date.now();
});
afterEach(async () => {
  await world.close();
});

/** A user who presses "Allow" on the consent page of the given account. */
function depsFor(account: string): ProviderDeps {
  return {
    // A browser adds the origin by itself, which Microsoft's rule for single-page apps wants.
    fetch: (input, init) => {
      const headers = new Headers(init?.headers);
      headers.set('origin', `chrome-extension://${'abcdefghijklmnop'.repeat(2)}`);
      return world.fetch(input, { ...init, headers });
    },
    launchWebAuthFlow: async ({ url, interactive }) => {
      const form = new URLSearchParams([
        ['account', account],
        ['decision', 'allow'],
      ]);
      for (const scope of new URL(url).searchParams.get('scope')?.split(' ') ?? [])
        form.append('scope', scope);
      const response = await world.fetch(url, interactive ? { method: 'POST', body: form } : {});
      return response.headers.get('location') ?? '';
    },
    redirectUrl: fixture.REDIRECT_URI,
    tokens,
    loadClient: async (provider) => ({
      id: fixture.CLIENT_ID,
      secret: provider === 'google' ? fixture.CLIENT_SECRET : null,
    }),
    now: () => now,
  };
}

async function readAll(provider: SignInProvider, accountId: AccountId, calendarId: CalendarId) {
  const events: CalendarEvent[] = [];
  let pageToken: string | null = null;
  do {
    const page = await provider.readPage({ accountId, calendarId, window: WINDOW, pageToken });
    expect(page.skipped).toBe(0);
    events.push(...page.events);
    pageToken = page.nextPageToken;
  } while (pageToken !== null);
  return events;
}

describe.each([
  ['google', fixture.GOOGLE_ACCOUNT],
  ['outlook', fixture.MICROSOFT_ACCOUNT],
] as const)('%s in the test world', (id, account) => {
  let provider: SignInProvider;
  beforeEach(async () => {
    const create = id === 'google' ? await loadGoogleProvider() : createOutlookProvider;
    provider = create(depsFor(account));
  });

  test('sign in, list, read, renew, sign out', async () => {
    const { accountId, email } = await provider.connect();
    const calendars = await provider.listCalendars(accountId);
    expect(calendars).toHaveLength(3);
    // Google: one is not ticked, one is only shared with the user. Microsoft: all three are the user's own.
    expect(calendars.filter(({ own }) => own)).toHaveLength(id === 'google' ? 1 : 3);
    const primary = calendars.find((calendar) => calendar.primary);

    const events = await readAll(provider, accountId, primary?.calendarId as CalendarId);
    const times = events
      .filter(({ status }) => status !== 'cancelled')
      .map(({ time }) => (time.kind === 'timed' ? time.start : time.startDate));
    expect(times.toSorted()).toEqual([
      '2026-10-14T08:00:00.000Z',
      '2026-10-21T08:00:00.000Z',
      '2026-10-29T14:30:00.000Z',
      '2026-11-11',
    ]);
    const moved = events.find(({ title }) => title === 'Mentoring Ada (moved)');
    expect(moved).toMatchObject({ originalStart: '2026-10-28T09:00:00.000Z', description: 'Goals & notes' });
    expect(moved?.attendees).toContainEqual(
      expect.objectContaining({ email: 'ada@brand.example', response: 'tentative' }),
    );
    expect(moved?.organizer).toMatchObject({ email: expect.any(String) });
    expect(moved?.callLinks).toHaveLength(1);
    expect(new Set(events.map(({ key }) => key)).size).toBe(events.length);

    const before = tokens.accounts.get(accountId)?.access?.token;
    now += 3_600_000;
    expect(await readAll(provider, accountId, primary?.calendarId as CalendarId)).toEqual(events);
    expect(tokens.accounts.get(accountId)?.access?.token).not.toBe(before);

    await provider.connect({ accountId, email });
    await provider.disconnect(accountId);
    expect(tokens.accounts.size).toBe(0);
    expect((await faultOf(provider.listCalendars(accountId))).reason).toBe('sign-in-ended');
  });

  test('a calendar that is not there', async () => {
    const { accountId } = await provider.connect();
    const read = provider.readPage({
      accountId,
      calendarId: 'no such' as CalendarId,
      window: WINDOW,
      pageToken: null,
    });
    expect((await faultOf(read)).reason).toBe('calendar-missing');
  });
});
