/** The worker's wiring: alarms, badge, install and keyboard, in the real browser. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { type LaunchedExtension, launchExtension } from '../support/launch-browser.ts';
import { demoWorld } from '../world/demo-world.ts';
import { type World, startWorld } from '../world/start-world.ts';
import { connect, strayHosts } from './journey.ts';

interface Alarm {
  name: string;
  scheduledTime: number;
  periodInMinutes?: number;
}

interface Extension {
  chrome: {
    action: { getBadgeText(details: object): Promise<string> };
    alarms: {
      getAll(): Promise<Alarm[]>;
      clearAll(): Promise<boolean>;
      create(name: string, when: { when: number }): Promise<void>;
    };
    commands: {
      getAll(): Promise<{ name: string }[]>;
      onCommand: { dispatch(command: string, tab: { windowId: number }): void };
    };
    runtime: { sendMessage(message: unknown): Promise<unknown> };
    sidePanel: { open(options: { windowId: number }): Promise<void> };
  };
  opened: unknown[];
}

let world: World;
let profileDir: string;
let browser: LaunchedExtension;

async function launch(): Promise<LaunchedExtension> {
  browser = await launchExtension({ hostResolverRules: world.hostResolverRules, profileDir });
  return browser;
}

async function start(): Promise<LaunchedExtension> {
  world = await startWorld(demoWorld(Temporal.Now.instant()));
  profileDir = await mkdtemp(join(tmpdir(), 'beforehand-worker-'));
  return await launch();
}

afterEach(async () => {
  await browser.close();
  await world.close();
  await rm(profileDir, { recursive: true, force: true });
  expect(strayHosts(world, browser)).toEqual([]);
});

/** The alarms by name, in minutes from now, and the text of the badge. */
async function scheduled(page: Page): Promise<{ badge: string; alarms: Record<string, number> }> {
  return await page.evaluate(async () => {
    const { action, alarms } = (globalThis as unknown as Extension).chrome;
    const all = await alarms.getAll();
    return {
      badge: await action.getBadgeText({}),
      alarms: Object.fromEntries(
        all.map(({ name, scheduledTime }) => [name, (scheduledTime - Date.now()) / 60_000]),
      ),
    };
  });
}

const names = async (page: Page) => Object.keys((await scheduled(page)).alarms).toSorted();

/** How often the entries of a calendar were asked for since `from`. */
const readings = (from: number) =>
  world.requests.slice(from).filter(({ path }) => path.endsWith('/events')).length;

/** Starts the worker with a message that asks it for nothing but to look at the alarms. */
async function wake(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await (globalThis as unknown as Extension).chrome.runtime.sendMessage({ command: 'sessions-changed' });
  });
}

/** Lets the last reading be an hour ago: an alarm leaves alone what was read just now. */
async function passHour(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((done, fail) => {
        const opening = indexedDB.open('beforehand');
        opening.addEventListener('error', () => fail(new Error('the database does not open')));
        opening.addEventListener('success', () => {
          const tx = opening.result.transaction('calendars', 'readwrite');
          const store = tx.objectStore('calendars');
          const rows = store.getAll();
          rows.addEventListener('success', () => {
            const lastReadAt = new Date(Date.now() - 3_600_000).toISOString();
            for (const row of rows.result as object[]) store.put({ ...row, lastReadAt });
          });
          tx.addEventListener('complete', () => {
            opening.result.close();
            done();
          });
        });
      }),
  );
}

/** Enters a session that starts in 40 minutes. */
async function addByHand(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add a session by hand' }).click();
  await page.getByRole('textbox', { name: 'With whom' }).fill('Wouter Desmet');
  const [date, time] = await page.evaluate(() => {
    const start = new Date(Date.now() + 40 * 60_000);
    const two = (number: number) => String(number).padStart(2, '0');
    return [
      `${start.getFullYear()}-${two(start.getMonth() + 1)}-${two(start.getDate())}`,
      `${two(start.getHours())}:${two(start.getMinutes())}`,
    ];
  });
  await page.getByLabel('Date').fill(date ?? '');
  await page.getByLabel('Start', { exact: true }).fill(time ?? '');
  await page.getByRole('button', { name: 'Add the session' }).click();
  await page.getByRole('heading', { level: 1, name: 'Wouter Desmet' }).waitFor();
}

test('installing opens the welcome page, and nothing is planned while there is nothing to do', async () => {
  const { context, open } = await start();
  const welcome = () => context.pages().filter((page) => page.url().endsWith('/options.html#welcome')).length;
  await expect.poll(welcome, { timeout: 15_000 }).toBe(1);
  expect(await scheduled(await open('options.html'))).toEqual({ badge: '', alarms: {} });
});

test('alarms and badge follow a session by hand, an account, a restart and its disconnection', async () => {
  const first = await start();
  const panel = await first.open('sidepanel.html', { width: 400, height: 900 });
  await addByHand(panel);
  await expect.poll(async () => (await scheduled(panel)).badge).toMatch(/^(3\d|40)$/);
  // Without an account there is nothing to read; the number changes within the minute.
  const byHand = await scheduled(panel);
  expect(Object.keys(byHand.alarms)).toEqual(['badge']);
  expect(byHand.alarms['badge']).toBeLessThanOrEqual(1.1);

  await connect(first, await first.open('options.html'), 'Google');
  // A session is about to begin: the next reading comes within five minutes, and the badge counts down to it.
  await expect.poll(() => names(panel)).toEqual(['badge', 'refresh-calendars']);
  const connected = await scheduled(panel);
  expect(connected.alarms['refresh-calendars']).toBeGreaterThan(3);
  expect(connected.alarms['refresh-calendars']).toBeLessThanOrEqual(5);
  expect(Number(connected.badge)).toBeLessThanOrEqual(10);

  // The browser may forget alarms when it closes.
  await panel.evaluate(() => (globalThis as unknown as Extension).chrome.alarms.clearAll());
  await first.close();
  const second = await launch();
  const options = await second.open('options.html');
  await expect.poll(() => names(options), { timeout: 15_000 }).toEqual(['badge', 'refresh-calendars']);
  expect(Number((await scheduled(options)).badge)).toBeGreaterThan(0);

  await options.getByRole('button', { name: 'Disconnect' }).click();
  await options.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
  await expect.poll(() => names(options), { timeout: 15_000 }).toEqual(['badge']);
  expect((await scheduled(options)).badge).toMatch(/^(3\d|40)$/);
});

test('a reading at the start of the browser that is cut off is made by the next worker', async () => {
  const first = await start();
  await connect(first, await first.open('options.html'), 'Google');
  const page = await first.open('options.html');
  await page.evaluate(() => (globalThis as unknown as Extension).chrome.alarms.clearAll());
  await first.close();
  // The provider never answers, and the worker does not live to the end of the reading.
  const failure = world.fail({ service: 'google', path: '/calendar/v3/', mode: 'hang' });
  const second = await launch();
  await expect.poll(() => failure.hits, { timeout: 20_000 }).toBeGreaterThan(0);
  await second.stopWorker();
  const again = await second.open('manifest.json');
  expect(await names(again)).toContain('refresh-calendars');
  // The next worker does what this one could not.
  failure.stop();
  const before = world.requests.length;
  await wake(again);
  await expect.poll(() => readings(before), { timeout: 20_000 }).toBeGreaterThan(0);
});

test('an alarm wakes the worker and reads the calendars', async () => {
  const { open, stopWorker } = await start();
  const options = await open('options.html');
  await connect(browser, options, 'Google');
  await expect.poll(() => names(options)).toContain('refresh-calendars');
  await stopWorker();
  await passHour(options);
  const before = world.requests.length;
  await options.evaluate(async () => {
    const { alarms } = (globalThis as unknown as Extension).chrome;
    await alarms.create('refresh-calendars', { when: Date.now() });
  });
  await expect.poll(() => readings(before), { timeout: 60_000 }).toBeGreaterThan(0);
  // And sets itself for the next time.
  await expect
    .poll(async () => (await scheduled(options)).alarms['refresh-calendars'], { timeout: 15_000 })
    .toBeGreaterThan(3);
});

test('the key opens the panel of the window it was pressed in', async () => {
  const { context } = await start();
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  const opened = await worker.evaluate(async () => {
    const extension = globalThis as unknown as Extension;
    const { commands, sidePanel } = extension.chrome;
    const known = await commands.getAll();
    // Only a real key press lets the browser open a panel; what is asked of it can be seen without one.
    extension.opened = [];
    sidePanel.open = async (options) => void extension.opened.push(options);
    commands.onCommand.dispatch('another', { windowId: 6 });
    commands.onCommand.dispatch('open-panel', { windowId: 7 });
    return { known: known.map(({ name }) => name), opened: extension.opened };
  });
  expect(opened.known).toContain('open-panel');
  expect(opened.opened).toEqual([{ windowId: 7 }]);
});
