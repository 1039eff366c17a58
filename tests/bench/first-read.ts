/** First reading of a full calendar, and one that finds nothing new, in the real worker against fetching alone. */
import type { Page } from 'playwright-core';
import { connectCalendar } from '../../scripts/tour-steps.ts';
import { type LaunchedExtension, launchExtension } from '../support/launch-browser.ts';
import { type World, startWorld } from '../world/start-world.ts';
import { bigWorld } from './big-world.ts';
import { type BenchRow, median } from './ratio.ts';

const RUNS = 7;
const ENTRIES = 5_000;

interface Extension {
  chrome: {
    runtime: { sendMessage(message: unknown): Promise<{ ok: boolean }> };
    storage: { session: { get(key: null): Promise<Record<string, { token: string }>> } };
  };
}

/** The rows of reading; `runs` calendars are read once each, every one new to the extension. */
export async function benchFirstRead(): Promise<BenchRow[]> {
  const world = await startWorld(bigWorld(Temporal.Now.instant(), RUNS + 2, ENTRIES));
  try {
    const browser = await launchExtension({ hostResolverRules: world.hostResolverRules });
    try {
      return await measure(world, browser);
    } finally {
      await browser.close();
    }
  } finally {
    await world.close();
  }
}

async function measure(world: World, browser: LaunchedExtension): Promise<BenchRow[]> {
  const options = await browser.open('options.html');
  await connectCalendar(browser, options, 'Google');
  const { primary, full } = await calendarsOf(options);
  await ask(options, { command: 'choose-calendar', ...primary, chosen: false });
  const first: number[] = [];
  const again: number[] = [];
  const fetched: number[] = [];
  for (const [run, { accountId, calendarId }] of full.entries()) {
    const choose = (chosen: boolean) =>
      ask(options, { command: 'choose-calendar', accountId, calendarId, chosen });
    const from = world.requests.length;
    const reading = await choose(true);
    const urls = world.requests
      .slice(from)
      .filter(({ path }) => path.endsWith('/events') && decodeURIComponent(path).includes(calendarId))
      .map(({ host, path, search }) => `https://${host}${path}?${search}`);
    if (urls.length < 2) throw new Error('the calendar was not read');
    const fetching = await fetchAll(browser, urls);
    const nothingNew = await ask(options, { command: 'refresh-calendars', cause: 'user' });
    await choose(false);
    await emptyRecord(options);
    // The first one warms up.
    if (run === 0) continue;
    first.push(reading);
    fetched.push(fetching);
    again.push(nothingNew);
  }
  const base = median(fetched);
  const name = `of ${ENTRIES.toLocaleString('en')} entries`;
  const baseline = 'fetch and JSON.parse of the same pages';
  return [
    { name: `first reading ${name}`, baseline, ours: median(first), base, limit: 1.5, runs: first.length },
    {
      name: `reading ${name}, nothing new`,
      baseline,
      ours: median(again),
      base,
      limit: null,
      runs: again.length,
    },
  ];
}

interface CalendarName {
  accountId: string;
  calendarId: string;
}

/** The account's primary calendar, which is empty, and the full ones, once its list has been read. */
async function calendarsOf(page: Page): Promise<{ primary: CalendarName; full: CalendarName[] }> {
  const rows = await page.evaluate(
    () =>
      new Promise<(CalendarName & { name: string; primary: boolean })[]>((done, fail) => {
        const opening = indexedDB.open('beforehand');
        opening.addEventListener('error', () => fail(new Error('the database does not open')));
        opening.addEventListener('success', () => {
          const reading = opening.result.transaction('calendars').objectStore('calendars').getAll();
          reading.addEventListener('success', () => {
            opening.result.close();
            done(reading.result);
          });
        });
      }),
  );
  const named = ({ accountId, calendarId }: CalendarName) => ({ accountId, calendarId });
  const [primary] = rows.filter((row) => row.primary);
  if (!primary) throw new Error('the account has no primary calendar');
  return { primary: named(primary), full: rows.filter(({ name }) => name.startsWith('Full ')).map(named) };
}

/** So that the next reading is a first one too. */
async function emptyRecord(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((done, fail) => {
        const opening = indexedDB.open('beforehand');
        opening.addEventListener('error', () => fail(new Error('the database does not open')));
        opening.addEventListener('success', () => {
          const stores = ['events', 'sessions', 'engagements'];
          const clearing = opening.result.transaction(stores, 'readwrite');
          for (const store of stores) clearing.objectStore(store).clear();
          clearing.addEventListener('complete', () => {
            opening.result.close();
            done();
          });
        });
      }),
  );
}

/** Milliseconds from a page's message to the worker's answer. */
async function ask(page: Page, message: Record<string, unknown>): Promise<number> {
  return await page.evaluate(async (sent) => {
    const { runtime } = (globalThis as unknown as Extension).chrome;
    const start = performance.now();
    const reply = await runtime.sendMessage(sent);
    if (!reply.ok) throw new Error(`refused: ${JSON.stringify(reply)}`);
    return performance.now() - start;
  }, message);
}

/** Milliseconds that the worker takes to fetch these addresses one after the other and to parse what comes. */
async function fetchAll(browser: LaunchedExtension, urls: readonly string[]): Promise<number> {
  const [worker] = browser.context.serviceWorkers();
  if (!worker) throw new Error('the worker has stopped');
  return await worker.evaluate(async (addresses) => {
    const { storage } = (globalThis as unknown as Extension).chrome;
    const stored = await storage.session.get(null);
    const access = Object.entries(stored).find(([key]) => key.startsWith('access:'))?.[1];
    const headers = { authorization: `Bearer ${access?.token}` };
    const start = performance.now();
    let items = 0;
    for (const address of addresses) {
      const answer = await fetch(address, { headers, credentials: 'omit', cache: 'no-store' });
      items += (JSON.parse(await answer.text()) as { items: unknown[] }).items.length;
    }
    if (items === 0) throw new Error('nothing was fetched');
    return performance.now() - start;
  }, urls);
}
