/** Published calendars of the test world over TLS: four manners of writing, one truth. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ICS_CALENDAR_ID, createIcsProvider } from '../../lib/calendar/ics/ics-provider.ts';
import type { Feed } from '../../lib/calendar/ics/ics-source.ts';
import { readIcsText } from '../../lib/calendar/ics/read-ics-text.ts';
import { AccountSchema } from '../../lib/event/account.ts';
import type { AccountId } from '../../lib/event/calendar-event.ts';
import { type Instant, fromEpoch } from '../../lib/event/instant.ts';
import { expandEvent, isAllDay } from '../world/expand-recurrence.ts';
import type { IcsHost } from '../world/ics-service.ts';
import { type World, startWorld } from '../world/start-world.ts';
import { demoWorld } from '../world/demo-world.ts';
import { NOW } from './calendar-provider-fakes.ts';
import * as fixture from './world-fixture.ts';

const WINDOW = { start: '2026-10-01T00:00:00.000Z' as Instant, end: '2026-12-01T00:00:00.000Z' as Instant };
const HOSTS: readonly IcsHost[] = [
  'calendar.google.com',
  'outlook.office365.com',
  'p42-caldav.icloud.com',
  'agenda.gemeente.example',
];

let world: World;
beforeEach(async () => {
  world = await startWorld(fixture.smallWorld());
});
afterEach(async () => {
  await world.close();
  expect(world.unexpected).toEqual([]);
});

/** Adds an address and gives a reader of it, over the network of the world. */
async function reader(address: string) {
  let feed: Feed | null = null;
  let text: string | null = null;
  const provider = createIcsProvider({
    read: async (request) => readIcsText(request),
    fetch: world.fetch,
    fetchInTab: async (request) => {
      const response = await world.fetch(request.address, { headers: request.headers });
      const body = (await response.bytes()).toBase64();
      return { status: response.status, headers: Object.fromEntries(response.headers), body };
    },
    isHostAllowed: async () => true,
    releaseHost: async () => undefined,
    now: () => NOW,
    timeZone: () => 'Europe/Brussels',
    sources: {
      loadFeed: async () => feed,
      saveFeed: async (_, next) => void (feed = next),
      loadText: async () => text,
      saveText: async (_, next) => void (text = next),
      remove: async () => undefined,
      loadAccount: async (id: AccountId) =>
        AccountSchema.parse({
          id,
          provider: 'ics',
          email: '',
          name: '',
          ics: opened.ics,
          connectedAt: fromEpoch(NOW),
          listedAt: null,
          fault: null,
        }),
      ownAddresses: async () => ['mia@mentor.example', 'mia@consult.example'],
      isHostShared: async () => false,
    },
  });
  const opened = await provider.open({ kind: 'address', address });
  await provider.keep(opened);
  const { accountId } = opened;
  return {
    opened,
    read: () =>
      provider.readPage({ accountId, calendarId: ICS_CALENDAR_ID, window: WINDOW, pageToken: null }),
  };
}

test.each(HOSTS)('%s: every instance at its time, and a moved one knows where it came from', async (host) => {
  const { opened, read } = await reader(world.icsAddress(fixture.GOOGLE_ACCOUNT, fixture.CALENDAR, host));
  expect(opened.name).toBe('Work');
  const { events, skipped } = await read();
  expect(skipped).toBe(0);
  expect(events.map(({ time }) => (time.kind === 'timed' ? time.start : time.startDate)).toSorted()).toEqual([
    '2026-10-14T08:00:00.000Z',
    '2026-10-21T08:00:00.000Z',
    '2026-10-29T14:30:00.000Z',
    '2026-11-11',
  ]);
  const moved = events.find(({ title }) => title === 'Mentoring Ada (moved)');
  expect(moved).toMatchObject({ originalStart: '2026-10-28T09:00:00.000Z' });
  expect(moved?.description).toMatch(/^Goals & notes/);
  expect(moved?.callLinks.map(({ url }) => url)).toEqual(['https://meet.google.com/abc-defg-hij']);
  const guests = moved?.attendees.map(({ email, response }) => [email, response]);
  expect(guests).toEqual(host === 'outlook.office365.com' ? [] : [['ada@brand.example', 'tentative']]);
});

test.each(HOSTS)('%s: only what changed is sent, and a change is seen', async (host) => {
  const { read } = await reader(world.icsAddress(fixture.MICROSOFT_ACCOUNT, fixture.CALENDAR, host));
  const first = await read();
  expect(await read()).toEqual(first);
  world.cancelInstance(fixture.MICROSOFT_ACCOUNT, fixture.CALENDAR, 'weekly', '2026-10-21');
  const { events } = await read();
  expect(events).toHaveLength(first.events.length - 1);
  expect(world.requests.map(({ status }) => status)).toEqual([200, 304, 200]);
});

test.each(HOSTS)('%s: the whole demo world, as its own rules expand it', async (host) => {
  await world.close();
  world = await startWorld(demoWorld(Temporal.Instant.fromEpochMilliseconds(NOW)));
  for (const account of world.description.accounts) {
    for (const calendar of account.calendars) {
      const { read } = await reader(world.icsAddress(account.id, calendar.id, host));
      const { events, skipped } = await read();
      expect(skipped).toBe(0);
      const window = { from: Temporal.Instant.from(WINDOW.start), to: Temporal.Instant.from(WINDOW.end) };
      const truth = calendar.events
        .flatMap((event) => expandEvent(event, window, calendar.timeZone))
        .filter(({ cancelled }) => !cancelled)
        .map(
          ({ event, start }) =>
            `${isAllDay(start) ? start.toString() : fromEpoch(start.epochMilliseconds)} ${event.title}`,
        );
      const found = events
        .filter(({ status }) => status !== 'cancelled')
        .map(({ time, title }) => `${time.kind === 'timed' ? time.start : time.startDate} ${title}`);
      expect(found.toSorted()).toEqual(truth.toSorted());
    }
  }
});
