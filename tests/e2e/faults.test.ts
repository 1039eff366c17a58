/** Reading under faults, in the production build: what is said, what is kept, and that it recovers (docs/faults.md). */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { allowHost } from '../support/allow-host.ts';
import { DEMO_IDS } from '../world/demo-world.ts';
import type { FailureHandle, FailureManner } from '../world/failures.ts';
import type { WorldDescription, WorldEvent } from '../world/world-description.ts';
import {
  type Journey,
  type StoredSession,
  connect,
  connectBoth,
  consent,
  refresh,
  signInWindow,
  startJourney,
  stored,
} from './journey.ts';

const PROVIDERS = [
  { name: 'Google', service: 'google', path: '/events', shown: 'Google Calendar' },
  { name: 'Outlook', service: 'microsoft', path: '/calendarView', shown: 'Outlook' },
  { name: 'A calendar address', service: 'ics', path: 'basic.ics', shown: 'from calendar.google.com' },
] as const;

const json = (body: unknown) => JSON.stringify(body);
const GOOGLE_403 = (reason: string) =>
  ({ status: 403, body: json({ error: { code: 403, errors: [{ reason }] } }) }) as const;
const GRAPH_403 = (code: string) => ({ status: 403, body: json({ error: { code } }) }) as const;
const DOWN = /does not answer at the moment/;
const BUSY = /asks to wait before it is read again/;
const UNREADABLE = /gave an answer that could not be read/;
const OUT_OF_REACH = /cannot be reached at the moment\. Shown as of today at \d\d:\d\d/;
const LOOP = 'https://graph.microsoft.com/v1.0/me/calendars/x/calendarView?again=1';

/** By service, where it is not the same for all; one that is not named does not know it. */
type Manners = { google: FailureManner; microsoft: FailureManner; ics?: never };

/** What happens, what is answered to a click on "Read calendars now", and what the account's row says. */
const FAULTS: [string, Manners | FailureManner, string, RegExp][] = [
  [
    '403: too many requests',
    { google: GOOGLE_403('rateLimitExceeded'), microsoft: GRAPH_403('TooManyRequests') },
    'rate-limited',
    BUSY,
  ],
  [
    '403: quota used up',
    { google: GOOGLE_403('quotaExceeded'), microsoft: GRAPH_403('ApplicationThrottled') },
    'rate-limited',
    BUSY,
  ],
  [
    '410',
    { status: 410 },
    'calendar-missing',
    /no longer there or no longer shared|There is no calendar at the address/,
  ],
  ['429 with seconds', { status: 429, headers: { 'retry-after': '120' } }, 'rate-limited', BUSY],
  [
    '429 with a date',
    { status: 429, headers: { 'retry-after': new Date(Date.now() + 600_000).toUTCString() } },
    'rate-limited',
    BUSY,
  ],
  ['503 with seconds', { status: 503, headers: { 'retry-after': '120' } }, 'provider-down', DOWN],
  ['500', { status: 500 }, 'provider-down', DOWN],
  ['a reset in the middle of the body', { mode: 'reset-mid-body' }, 'provider-down', DOWN],
  ['truncated JSON', { mode: 'truncated-json' }, 'unreadable-answer', UNREADABLE],
  ['HTML', { mode: 'html' }, 'unreadable-answer', UNREADABLE],
  ['JSON of another shape', { status: 200, body: '{"items":3,"value":3}' }, 'unreadable-answer', UNREADABLE],
  ['nothing at all', { status: 200 }, 'unreadable-answer', UNREADABLE],
  [
    'pages that lead to themselves',
    {
      google: { status: 200, body: json({ items: [], nextPageToken: 'again' }) },
      microsoft: { status: 200, body: json({ value: [], '@odata.nextLink': LOOP }) },
    },
    'unreadable-answer',
    UNREADABLE,
  ],
  ['no connection', { mode: 'reset' }, 'offline', OUT_OF_REACH],
];

const row = (page: Page, shown: string) => page.getByRole('listitem').filter({ hasText: shown }).first();
const eventReads = ({ world }: Journey) =>
  world.requests.filter(({ path }) => /\/(events|calendarView)$/.test(path)).length;

describe('one fault at a time', () => {
  let journey: Journey;
  let page: Page | null = null;
  let failure: FailureHandle | null = null;
  beforeEach(async () => {
    if (page) return;
    journey = await startJourney();
    const options = await connectBoth(journey.browser);
    await allowHost(journey.browser, 'calendar.google.com');
    const { googleAccount, googleMentoring } = DEMO_IDS;
    const address = journey.world.icsAddress(googleAccount, googleMentoring, 'calendar.google.com');
    await options.bringToFront();
    await options.getByRole('button', { name: 'Add a calendar address' }).click();
    await options.getByRole('textbox', { name: 'Address of the calendar' }).fill(address);
    await options.keyboard.press('Enter');
    await options.getByText(/ was read: /).waitFor();
    page = options;
  });
  let changes = 0;
  /** Something that is no session changes, so that no service may answer "not modified". */
  const changeLunch = () => {
    const day = Temporal.Now.plainDateISO().add({ days: 2 });
    const at = (time: string) => `${day.toString()}T${time}[Europe/Brussels]`;
    journey.world.upsertEvent(DEMO_IDS.googleAccount, DEMO_IDS.googleMentoring, {
      id: 'lunch',
      iCalUid: 'lunch@calendar.example',
      title: `Lunch ${(changes += 1)}`,
      start: at('12:00'),
      end: at('13:00'),
      organiser: { name: 'Katrien Maes', email: 'katrien.maes@noorderkade.example' },
      label: 'none',
    });
  };
  afterEach(async () => {
    failure?.stop();
    if (page) await refresh(page);
  });
  afterAll(() => journey.end());

  describe.each(PROVIDERS)('$name', ({ service, path, shown }) => {
    const known = FAULTS.filter(([, fault]) => !('google' in fault) || service in fault);
    test.each(known)('%s', async (_, fault, reason, words) => {
      const options = page as Page;
      const before = await stored<StoredSession>(options, 'sessions');
      expect(before.length).toBeGreaterThan(5);
      const rule = 'google' in fault ? (fault[service] ?? { status: 500 }) : fault;
      changeLunch();
      failure = journey.world.fail({ service, path, ...rule });
      expect(await refresh(options)).toEqual({ ok: false, reason });
      expect(failure.hits).toBeGreaterThan(0);
      const text = row(options, shown).getByText(words);
      await text.waitFor();
      // The other account is read all the same, and nothing is lost.
      await row(options, shown === 'Outlook' ? 'Google Calendar' : 'Outlook')
        .getByText(/^Healthy/)
        .waitFor();
      expect(await stored<StoredSession>(options, 'sessions')).toEqual(before);

      failure.stop();
      expect(await refresh(options)).toEqual({ ok: true });
      await row(options, shown)
        .getByText(/^Healthy\. Read today at/)
        .waitFor();
      await text.waitFor({ state: 'detached' });
      expect(await stored<StoredSession>(options, 'sessions')).toEqual(before);
    });
  });

  test.each(PROVIDERS.slice(0, 2))(
    '$name: a 401 is met by a renewal that nobody sees',
    async ({ service, path }) => {
      const options = page as Page;
      failure = journey.world.fail({ service, path, status: 401, times: 1 });
      const before = journey.world.requests.length;
      expect(await refresh(options)).toEqual({ ok: true });
      expect(failure.hits).toBe(1);
      const renewals = journey.world.requests
        .slice(before)
        .filter((request) => request.path.endsWith('/token'));
      expect(renewals).toHaveLength(1);
    },
  );
});

describe('a journey of its own', () => {
  let journey: Journey | null = null;
  const begin = async (description?: WorldDescription): Promise<Journey> => {
    journey = await startJourney(description);
    return journey;
  };
  afterEach(async () => {
    await journey?.end();
    journey = null;
  });

  test('a fault in one calendar keeps the changes of the other one', async () => {
    const { browser, world } = await begin();
    const options = await browser.open('options.html');
    await connect(browser, options, 'Google');
    const rename = (calendarId: string) => {
      const calendar = world.description.accounts[0]?.calendars.find(({ id }) => id === calendarId);
      for (const event of calendar?.events ?? []) {
        if (event.title)
          world.renameEvent(DEMO_IDS.googleAccount, calendarId, event.id, `${event.title} (new)`);
      }
    };
    rename(DEMO_IDS.googlePrimary);
    rename(DEMO_IDS.googleMentoring);
    world.fail({ service: 'google', path: encodeURIComponent(DEMO_IDS.googleMentoring), status: 503 });
    expect(await refresh(options)).toEqual({ ok: false, reason: 'provider-down' });
    const sessions = await stored<StoredSession>(options, 'sessions');
    const of = (calendarId: string) =>
      sessions.filter(({ instanceKeys }) => instanceKeys[0]?.includes(JSON.stringify(calendarId)));
    const isNew = ({ title }: StoredSession) => title.endsWith('(new)');
    expect(of(DEMO_IDS.googlePrimary).some(isNew)).toBe(true);
    expect(of(DEMO_IDS.googleMentoring).length).toBeGreaterThan(0);
    expect(of(DEMO_IDS.googleMentoring).some(isNew)).toBe(false);
  });

  test('a worker that was stopped goes on waiting', async () => {
    const own = await begin();
    const { browser, world } = own;
    const options = await browser.open('options.html');
    await connect(browser, options, 'Google');
    world.fail({ service: 'google', path: '/events', status: 503, headers: { 'retry-after': '600' } });
    await refresh(options);
    const fault = async () =>
      (await stored<StoredCalendar>(options, 'calendars')).find((one) => one.fault)?.fault;
    const before = await fault();
    expect(Date.parse(before?.retryAt ?? '') - Date.now()).toBeGreaterThan(500_000);
    await browser.stopWorker();

    const asked = eventReads(own);
    expect(await send(options, { command: 'refresh-calendars', cause: 'open' })).toEqual({ ok: true });
    expect(eventReads(own)).toBe(asked);
    expect(await fault()).toEqual(before);
    const due = await options.evaluate(async () => {
      const { alarms } = (globalThis as unknown as Extension).chrome;
      return (await alarms.get('refresh-calendars'))?.scheduledTime ?? 0;
    });
    expect(due).toBeLessThanOrEqual(Date.parse(before?.retryAt ?? '') + 1000);
  });

  test('two never read at once: the lock holds across worker and pages, and ends with its holder', async () => {
    const own = await begin();
    const { browser, world } = own;
    const options = await browser.open('options.html');
    await connect(browser, options, 'Google');
    const holder = await browser.open('popup.html');
    await holder.evaluate(async (name) => {
      await new Promise<void>((held) => {
        void navigator.locks.request(name, () => {
          held();
          return new Promise(() => undefined);
        });
      });
    }, LOCK);
    const asked = eventReads(own);
    const waiting = refresh(options);
    await expect.poll(() => locks(options)).toMatchObject({ held: 1, pending: 1 });
    expect(eventReads(own)).toBe(asked);
    // The holder dies: whoever waits has its turn.
    await holder.close();
    expect(await waiting).toEqual({ ok: true });
    expect(eventReads(own)).toBeGreaterThan(asked);

    // The same when it is the worker that dies, in the middle of a reading.
    const silence = world.fail({ service: 'google', path: '/events', mode: 'hang' });
    void refresh(options).catch(() => undefined);
    await expect.poll(() => silence.hits).toBeGreaterThan(0);
    expect(await locks(options)).toMatchObject({ held: 1 });
    await browser.stopWorker();
    await expect.poll(() => locks(options)).toEqual({ held: 0, pending: 0 });
    silence.stop();
    expect(await refresh(options)).toEqual({ ok: true });
  });

  test('out of reach is quiet everywhere, and over by itself when the network is back', async () => {
    const { browser, world } = await begin();
    const options = await browser.open('options.html');
    await connect(browser, options, 'Google');
    const popup = await browser.open('popup.html');
    const panel = await browser.open('sidepanel.html', { width: 400, height: 900 });
    const before = await stored<StoredSession>(options, 'sessions');
    const gone = world.fail({ service: 'google', path: '', mode: 'reset' });
    expect(await refresh(options)).toEqual({ ok: false, reason: 'offline' });
    for (const page of [options, popup, panel]) {
      await page.getByText(/Google Calendar cannot be reached at the moment\. Shown as of today/).waitFor();
      expect(await page.locator('[class*=late]').count()).toBe(0);
    }
    // The device itself has no network.
    await options.context().setOffline(true);
    for (const page of [options, popup, panel]) {
      await page.getByText(/^Offline\. .*Shown as of today/).waitFor();
      expect(await page.locator('[class*=late]').count()).toBe(0);
    }
    const [calendar] = await stored<StoredCalendar>(options, 'calendars');
    expect(calendar?.fault).toMatchObject({ reason: 'offline', attempts: 0, retryAt: null });
    expect(await stored<StoredSession>(options, 'sessions')).toEqual(before);

    gone.stop();
    await options.context().setOffline(false);
    await row(options, 'Google Calendar')
      .getByText(/^Healthy/)
      .waitFor();
    for (const page of [options, popup, panel]) {
      await page.getByText(/cannot be reached|^Offline/).waitFor({ state: 'detached' });
    }
  });

  test('a first reading of 5,000 entries says how far it is, also when the worker dies', async () => {
    const own = await begin(bigWorld());
    const { browser, world } = own;
    const options = await browser.open('options.html');
    const popup = await browser.open('popup.html');
    const late = () => world.fail({ service: 'google', path: '/events', mode: 'late', times: 1 });
    const first = late();
    await options.bringToFront();
    await options.getByRole('button', { name: 'Connect Google', exact: true }).click();
    await consent(await signInWindow(browser));
    await expect.poll(() => first.hits).toBe(1);
    const panel = await browser.open('sidepanel.html', { width: 400, height: 900 });
    // It is told of what takes longer than a second: this page does.
    const began = Date.now();
    await expect.poll(() => Date.now() - began, { timeout: 5000 }).toBeGreaterThan(1100);
    const second = late();
    first.stop();
    const said = (entries: string) => new RegExp(`Reading Google Calendar… ${entries} entries`);
    for (const page of [options, popup, panel]) await page.getByText(said('250')).waitFor();
    const rest = Array.from({ length: 5 }, () => late());
    second.stop();
    for (const held of rest.slice(0, -1)) {
      await expect.poll(() => held.hits).toBe(1);
      held.stop();
    }
    for (const page of [options, popup, panel]) await page.getByText(said('1,500')).waitFor();
    expect(await stored(options, 'sessions')).toEqual([]);

    await browser.stopWorker();
    for (const page of [options, popup, panel]) {
      await page.getByText(/Reading Google Calendar…/).waitFor({ state: 'detached' });
    }
    rest.at(-1)?.stop();
    expect(await refresh(options)).toEqual({ ok: true });
    await options.getByText(/^Healthy/).waitFor();
    expect(await stored(options, 'sessions')).toHaveLength(50);
  });
});

interface StoredCalendar {
  fault: { reason: string; retryAt: string | null; attempts?: number } | null;
}

interface Extension {
  chrome: {
    alarms: { get(name: string): Promise<{ scheduledTime: number } | undefined> };
    runtime: { sendMessage(message: unknown): Promise<unknown> };
  };
}

const LOCK = 'beforehand:refresh';

/** How many hold the lock of reading, and how many wait for it. */
async function locks(page: Page): Promise<{ held: number; pending: number }> {
  return await page.evaluate(async (name) => {
    const { held = [], pending = [] } = await navigator.locks.query();
    const count = (infos: LockInfo[]) => infos.filter((info) => info.name === name).length;
    return { held: count(held), pending: count(pending) };
  }, LOCK);
}

async function send(page: Page, message: unknown): Promise<unknown> {
  return await page.evaluate(
    async (what) => await (globalThis as unknown as Extension).chrome.runtime.sendMessage(what),
    message,
  );
}

/** One Google calendar with 5,000 entries in the weeks ahead, one in a hundred of them a session. */
function bigWorld(): WorldDescription {
  const from = Temporal.Now.zonedDateTimeISO('Europe/Brussels').round('hour').add({ days: 1 });
  const local = (time: Temporal.ZonedDateTime) =>
    `${time.toPlainDateTime().toString({ smallestUnit: 'minute' })}[Europe/Brussels]`;
  const me = { name: 'Katrien Maes', email: 'katrien@maes.example' };
  const events = Array.from({ length: 5000 }, (_, at): WorldEvent => {
    const start = from.add({ minutes: at * 15 });
    const isSession = at % 100 === 0;
    return {
      id: `entry${at}`,
      iCalUid: `entry${at}@calendar.example`,
      title: isSession ? 'Mentoring session Lotte' : `Production line ${at}`,
      start: local(start),
      end: local(start.add({ minutes: 15 })),
      organiser: me,
      ...(isSession ? { attendees: [{ name: 'Lotte Peeters', email: 'lotte@peeters.example' }] } : {}),
      label: isSession ? 'mentoring' : 'none',
    };
  });
  return {
    accounts: [
      {
        provider: 'google',
        id: '100000000000000000007',
        ...me,
        calendars: [
          {
            id: me.email,
            name: me.name,
            primary: true,
            colour: '#9fe1e7',
            timeZone: 'Europe/Brussels',
            accessRole: 'owner',
            events,
          },
        ],
      },
    ],
  };
}
