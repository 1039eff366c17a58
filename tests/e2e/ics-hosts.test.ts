/** How calendar addresses are read, in the production build: directly, or in a tab of the host, and with leave only. */
import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { allowHost } from '../support/allow-host.ts';
import { DEMO_IDS } from '../world/demo-world.ts';
import type { IcsHost } from '../world/ics-service.ts';
import type { WorldRequest } from '../world/start-world.ts';
import { type Journey, startJourney, stored } from './journey.ts';

interface Extension {
  chrome: {
    runtime: { sendMessage(message: unknown): Promise<unknown> };
    storage: Record<'local' | 'session', { get(keys: null): Promise<object> }>;
    tabs: { query(which: { url: string }): Promise<{ id: number }[]> };
    scripting: { executeScript(what: object): Promise<{ result: unknown }[]> };
    permissions: Record<'request' | 'remove', (which: { origins: string[] }) => Promise<boolean>>;
  };
}

const KNOWN = 'calendar.google.com';
const UNKNOWN = 'agenda.gemeente.example';
const COOKIE = { name: 'session', value: 'of-the-user', path: '/', secure: true };

let journey: Journey | null = null;
afterEach(async () => {
  await journey?.end();
  journey = null;
});

async function start(): Promise<{ journey: Journey; page: Page; address(host: IcsHost): string }> {
  const started = (journey = await startJourney());
  const page = await started.browser.open('options.html');
  const { googleAccount, googleMentoring } = DEMO_IDS;
  const address = (host: IcsHost) => started.world.icsAddress(googleAccount, googleMentoring, host);
  return { journey: started, page, address };
}

/** Sends a command as a page does. */
async function send(page: Page, message: object): Promise<unknown> {
  return await page.evaluate(
    async (sent) => await (globalThis as unknown as Extension).chrome.runtime.sendMessage(sent),
    message,
  );
}

const add = (page: Page, address: string) => send(page, { command: 'add-ics-address', address });

/** Says yes and asks, as the click that adds an address does. */
async function allow({ browser }: Journey, page: Page, host: string): Promise<void> {
  await allowHost(browser, host);
  await page.bringToFront();
  expect(await changeLeave(page, host, 'request')).toBe(true);
}

async function changeLeave(page: Page, host: string, change: 'request' | 'remove'): Promise<boolean> {
  return await page.evaluate(
    async ([how, origin]) =>
      await (globalThis as unknown as Extension).chrome.permissions[how]({ origins: [origin] }),
    [change, `https://${host}/*`] as const,
  );
}

/** What reached a host besides the page of the tab. */
function feedRequests({ world }: Journey, host: string): WorldRequest[] {
  const pages = ['/robots.txt', '/favicon.ico'];
  return world.requests.filter((request) => request.host === host && !pages.includes(request.path));
}

function tabsOf({ browser }: Journey, host: string): string[] {
  return browser.context
    .pages()
    .map((page) => page.url())
    .filter((url) => url.includes(host));
}

test('without leave no host is asked for anything, known or not', async () => {
  const { journey, page, address } = await start();
  for (const host of [KNOWN, UNKNOWN] as const) {
    expect(await add(page, address(host))).toEqual({ ok: false, reason: 'host-not-allowed' });
  }
  expect(journey.world.requests.filter(({ service }) => service === 'ics')).toEqual([]);
  expect(await stored(page, 'accounts')).toEqual([]);
});

test.each([KNOWN, UNKNOWN] as const)(
  '%s: no cookie, no preflight, and the second time only what is new',
  async (host) => {
    const { journey, page, address } = await start();
    await journey.browser.context.addCookies([{ ...COOKIE, domain: host, path: '/' }]);
    await allow(journey, page, host);
    expect(await add(page, address(host))).toEqual({ ok: true });
    expect(await send(page, { command: 'refresh-calendars', cause: 'user' })).toEqual({ ok: true });
    const requests = feedRequests(journey, host);
    expect(requests.map(({ method, status }) => [method, status])).toEqual([
      ['GET', 200],
      ['GET', 304],
    ]);
    expect(requests.map(({ headers }) => headers['cookie'])).toEqual([undefined, undefined]);
    expect((await stored(page, 'sessions')).length).toBeGreaterThan(0);
    expect(tabsOf(journey, host)).toEqual([]);
  },
);

test('leave that was taken back is noticed before anything is asked', async () => {
  const { journey, page, address } = await start();
  await allow(journey, page, KNOWN);
  await add(page, address(KNOWN));
  expect(await changeLeave(page, KNOWN, 'remove')).toBe(true);
  expect(await send(page, { command: 'refresh-calendars', cause: 'user' })).toEqual({
    ok: false,
    reason: 'host-not-allowed',
  });
  expect(feedRequests(journey, KNOWN)).toHaveLength(1);
});

test.each([KNOWN, UNKNOWN] as const)('%s: what is too big is left off, 12 MB are read', async (host) => {
  const { journey, page, address } = await start();
  const { world } = journey;
  await allow(journey, page, host);
  const calendar = (bytes: number) =>
    `BEGIN:VCALENDAR\r\nVERSION:2.0\r\n${`X-FILL:${'x'.repeat(990)}\r\n`.repeat(bytes / 1000)}END:VCALENDAR\r\n`;
  const path = new URL(address(host)).pathname;
  const big = world.fail({ service: 'ics', path, status: 200, body: calendar(21_000_000) });
  expect(await add(page, address(host))).toEqual({ ok: false, reason: 'too-big' });
  expect(await stored(page, 'accounts')).toEqual([]);
  big.stop();
  // With nothing added the leave was given back.
  await allow(journey, page, host);
  world.fail({ service: 'ics', path, status: 200, body: calendar(12_000_000) });
  expect(await add(page, address(host))).toEqual({ ok: true });
  expect(tabsOf(journey, host)).toEqual([]);
});

test.each([
  ['a page instead of the calendar', { mode: 'html' }, 'not-a-calendar'],
  ['not found', { status: 404 }, 'calendar-missing'],
  ['too many requests', { status: 429, headers: { 'retry-after': '60' } }, 'rate-limited'],
  ['down', { status: 503 }, 'provider-down'],
  ['a connection that is reset', { mode: 'reset' }, 'offline'],
  [
    'sent on to another host',
    { status: 302, headers: { location: `https://${KNOWN}/robots.txt` } },
    'offline',
  ],
] as const)('an unknown host, %s: said, and the tab is closed', async (_, failure, reason) => {
  const { journey, page, address } = await start();
  await allow(journey, page, UNKNOWN);
  journey.world.fail({ service: 'ics', path: `${UNKNOWN}/feeds`, ...failure });
  expect(await add(page, address(UNKNOWN))).toEqual({ ok: false, reason });
  expect(tabsOf(journey, UNKNOWN)).toEqual([]);
  expect(await stored(page, 'icsSources')).toEqual([]);
});

test('a script in the page of a host reads neither store', async () => {
  const { journey, page, address } = await start();
  await allow(journey, page, UNKNOWN);
  journey.world.fail({ service: 'ics', path: `${UNKNOWN}/feeds`, mode: 'hang' });
  const reply = add(page, address(UNKNOWN));
  await expect.poll(() => feedRequests(journey, UNKNOWN)).toHaveLength(1);
  const read = await page.evaluate(async (url) => {
    const { tabs, scripting } = (globalThis as unknown as Extension).chrome;
    const [tab] = await tabs.query({ url });
    const func = async () => {
      const { storage } = (globalThis as unknown as Extension).chrome;
      const tries = await Promise.allSettled([storage.local.get(null), storage.session.get(null)]);
      return tries.map(({ status }) => status);
    };
    const [injected] = await scripting.executeScript({ target: { tabId: tab?.id }, func });
    return injected?.result;
  }, `https://${UNKNOWN}/*`);
  expect(read).toEqual(['rejected', 'rejected']);
  const tab = journey.browser.context.pages().find((open) => open.url().includes(UNKNOWN));
  await tab?.close();
  await reply;
});

test('a tab whose page leads elsewhere is not used', async () => {
  const { journey, page, address } = await start();
  await allow(journey, page, UNKNOWN);
  const headers = { location: 'https://meet.google.com/abc-defg-hij' };
  journey.world.fail({ service: 'ics', path: `${UNKNOWN}/robots.txt`, status: 302, headers });
  expect(await add(page, address(UNKNOWN))).toEqual({ ok: false, reason: 'offline' });
  expect(feedRequests(journey, UNKNOWN)).toEqual([]);
  expect(tabsOf(journey, 'meet.google.com')).toEqual([]);
});

test('a tab that the user closes ends the reading', async () => {
  const { journey, page, address } = await start();
  await allow(journey, page, UNKNOWN);
  journey.world.fail({ service: 'ics', path: `${UNKNOWN}/feeds`, mode: 'hang' });
  const reply = add(page, address(UNKNOWN));
  await expect.poll(() => feedRequests(journey, UNKNOWN)).toHaveLength(1);
  const tab = journey.browser.context.pages().find((open) => open.url().includes(UNKNOWN));
  await tab?.close();
  expect(await reply).toEqual({ ok: false, reason: 'offline' });
});

test('a worker that dies leaves a tab, which the next one closes', async () => {
  const { journey, page, address } = await start();
  const { browser, world } = journey;
  await allow(journey, page, UNKNOWN);
  const hanging = world.fail({ service: 'ics', path: `${UNKNOWN}/feeds`, mode: 'hang' });
  const reply = add(page, address(UNKNOWN)).catch(() => 'no answer');
  await expect.poll(() => feedRequests(journey, UNKNOWN)).toHaveLength(1);
  await browser.stopWorker();
  await reply;
  expect(tabsOf(journey, UNKNOWN)).toHaveLength(1);
  hanging.stop();
  await send(page, { command: 'sessions-changed' });
  await expect.poll(() => tabsOf(journey, UNKNOWN)).toEqual([]);
  expect(await stored(page, 'accounts')).toEqual([]);
});
