/** What every source of calendars has to do, whether one signs in to it or not. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CalendarProvider } from '../../lib/calendar/calendar-provider.ts';
import type { OAuthClient, ProviderDeps } from '../../lib/calendar/provider-deps.ts';
import type { ProviderFault } from '../../lib/event/account.ts';
import type { AccountId, CalendarEvent, CalendarId } from '../../lib/event/calendar-event.ts';
import { CalendarEventSchema } from '../../lib/event/calendar-event.ts';
import type { Instant } from '../../lib/event/instant.ts';
import { createWorld, faultOf, NOW } from './calendar-provider-fakes.ts';
import type { Reply, World } from './calendar-provider-fakes.ts';

export interface ProviderDriver {
  create(deps: ProviderDeps): CalendarProvider;
  client: OAuthClient | null;
  accountId: AccountId;
  calendarId: CalendarId;
  /** Puts the account there, so that it can be read. */
  connect(world: World): void;
  /** Where events are read: origin and path, as sent. */
  eventsUrl: string;
  /** An answer with all of these entries. */
  answer(items: unknown[]): Response;
  events: Record<
    'timed' | 'moved' | 'cancelled' | 'allDay',
    { raw: unknown; expected: Partial<CalendarEvent> }
  >;
  unusable: unknown[];
  /** Scripts what leaving asks of the network, if anything. */
  leave?(world: World): void;
  /** What an account that nobody connected gives. */
  unknownAccount: ProviderFault;
  /** Everything that is kept of the account, as text. */
  kept(world: World): string;
}

const WINDOW = { start: '2026-10-11T00:00:00.000Z' as Instant, end: '2027-01-10T00:00:00.000Z' as Instant };

const status = (code: number, headers: Record<string, string> = {}) =>
  new Response('Very private', { status: code, headers });

/** Runs the suite; `getDriver` is asked in each test. */
export function describeEveryProvider(name: string, getDriver: () => ProviderDriver): void {
  let driver: ProviderDriver;
  let world: World;
  let provider: CalendarProvider;

  const connected = () => driver.connect(world);
  const readWith = (source: CalendarProvider) => {
    const { accountId, calendarId } = driver;
    return source.readPage({ accountId, calendarId, window: WINDOW, pageToken: null });
  };
  const read = () => readWith(provider);

  beforeEach(() => {
    driver = getDriver();
    world = createWorld(driver.client);
    provider = driver.create(world.deps);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    world.network.expectFinished();
  });

  describe(`${name}: every source, reading`, () => {
    test.each(['timed', 'moved', 'cancelled', 'allDay'] as const)('understands a %s event', async (kind) => {
      connected();
      world.network.on(driver.eventsUrl, driver.answer([driver.events[kind].raw]));
      const { events, skipped, nextPageToken } = await read();
      expect(skipped).toBe(0);
      expect(nextPageToken).toBeNull();
      const found = events.filter(({ status }) => kind !== 'cancelled' || status === 'cancelled');
      const [event] = kind === 'moved' ? found.filter(isMoved) : found;
      expect(event).toMatchObject(driver.events[kind].expected);
      expect(events.every((one) => CalendarEventSchema.safeParse(one).success)).toBe(true);
    });

    test('skips and counts what it cannot use, and keeps the rest', async () => {
      connected();
      const { unusable, events: known } = driver;
      const items = [unusable[0], known.timed.raw, ...unusable.slice(1), known.allDay.raw];
      world.network.on(driver.eventsUrl, driver.answer(items));
      const { events, skipped } = await read();
      expect(events).toHaveLength(2);
      expect(skipped).toBe(unusable.length);
    });

    test('the same answer gives the same events, in every detail', async () => {
      connected();
      const items = Object.values(driver.events).map(({ raw }) => raw);
      world.network.on(driver.eventsUrl, driver.answer(items), driver.answer(items));
      const first = await read();
      expect(await read()).toEqual(first);
      expect(new Set(first.events.map(({ key }) => key)).size).toBe(first.events.length);
    });

    test('nothing in the calendar is no fault', async () => {
      connected();
      world.network.on(driver.eventsUrl, driver.answer([]));
      expect(await read()).toMatchObject({ events: [], skipped: 0, skippedIds: [], nextPageToken: null });
    });
  });

  describe(`${name}: every source, faults`, () => {
    const cases: [string, Reply, ProviderFault, number | null][] = [
      ['404', () => status(404), 'calendar-missing', null],
      ['410', () => status(410), 'calendar-missing', null],
      ['429 with seconds', () => status(429, { 'retry-after': '120' }), 'rate-limited', 120],
      [
        '429 with a date',
        () => status(429, { 'retry-after': new Date(NOW + 90_000).toUTCString() }),
        'rate-limited',
        90,
      ],
      ['429 without a wish', () => status(429), 'rate-limited', null],
      ['503', () => status(503, { 'retry-after': '30' }), 'provider-down', 30],
      ['500', () => status(500), 'provider-down', null],
      ['400', () => status(400), 'unreadable-answer', null],
      ['no network', new TypeError('Failed to fetch: Very private'), 'offline', null],
      [
        'HTML',
        () => new Response('<html>Very private</html>', { headers: { 'content-type': 'text/html' } }),
        'unreadable-answer',
        null,
      ],
      ['an empty body', () => new Response(null), 'unreadable-answer', null],
      [
        'a body that breaks off',
        () =>
          new Response(
            new ReadableStream({
              start: (controller) => controller.error(new TypeError('network error')),
            }),
          ),
        'provider-down',
        null,
      ],
    ];
    test.each(cases)('%s', async (_, reply, reason, seconds) => {
      connected();
      const before = driver.kept(world);
      world.network.on(driver.eventsUrl, reply);
      const error = await faultOf(read());
      expect(error.reason).toBe(reason);
      expect(error.retryAfterSeconds).toBe(seconds);
      // What was connected stays connected, as it was.
      expect(driver.kept(world)).toBe(before);
    });

    test('an answer that is cut in half', async () => {
      connected();
      const whole = await driver.answer([driver.events.timed.raw, driver.events.allDay.raw]).text();
      world.network.on(driver.eventsUrl, new Response(whole.slice(0, Math.ceil(whole.length / 2))));
      expect((await faultOf(read())).reason).toBe('unreadable-answer');
    });

    test('no answer in time', async () => {
      connected();
      const timeout = vi
        .spyOn(AbortSignal, 'timeout')
        .mockImplementation(() => AbortSignal.abort(new DOMException('too late', 'TimeoutError')));
      expect((await faultOf(read())).reason).toBe('provider-down');
      expect(timeout).toHaveBeenCalledWith(25_000);
    });

    test('an account that is not connected', async () => {
      expect((await faultOf(read())).reason).toBe(driver.unknownAccount);
      expect((await faultOf(provider.listCalendars(driver.accountId))).reason).toBe(driver.unknownAccount);
      expect(world.network.calls).toEqual([]);
    });

    test('every request is sent without cookies and past the cache', async () => {
      connected();
      const fetched = vi.fn<typeof fetch>(async (input, init) => {
        const response = driver.answer([]);
        Object.defineProperty(response, 'url', { value: new Request(input, init).url });
        return response;
      });
      await readWith(driver.create({ ...world.deps, fetch: fetched }));
      expect(fetched.mock.calls[0]?.[1]).toMatchObject({ credentials: 'omit', cache: 'no-store' });
    });
  });

  describe(`${name}: every source, leaving`, () => {
    test('disconnect forgets everything, and never rejects', async () => {
      connected();
      expect(driver.kept(world)).not.toBe('');
      driver.leave?.(world);
      await provider.disconnect(driver.accountId);
      expect(driver.kept(world)).toBe('');
      expect((await faultOf(read())).reason).toBe(driver.unknownAccount);
      await provider.disconnect(driver.accountId);
    });
  });
}

/** An instance that is not where its series put it. */
function isMoved({ time, originalStart }: CalendarEvent): boolean {
  return time.kind === 'timed' && originalStart !== null && time.start !== originalStart;
}
