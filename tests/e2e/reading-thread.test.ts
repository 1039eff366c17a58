/** The hidden page and its thread that read calendar files, in the production build: there only while they are needed. */
import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { buildIcs } from '../support/build-ics.ts';
import { type Journey, startJourney, stored } from './journey.ts';

interface Extension {
  chrome: {
    runtime: {
      sendMessage(message: unknown): Promise<unknown>;
      getContexts(filter: { contextTypes: string[] }): Promise<unknown[]>;
    };
    offscreen: {
      createDocument(page: { url: string; reasons: string[]; justification: string }): Promise<void>;
      closeDocument(): Promise<void>;
    };
  };
}

let journey: Journey | null = null;
afterEach(async () => {
  await journey?.end();
  journey = null;
});

async function start(): Promise<Page> {
  journey = await startJourney();
  return await journey.browser.open('options.html');
}

/** A session in two days, with Lotte. */
function calendar(uid: string): string {
  const start = Temporal.Now.zonedDateTimeISO('UTC').add({ days: 2 }).toInstant();
  return buildIcs({
    uid,
    start: `:${start.toString({ fractionalSecondDigits: 0 }).replaceAll(/[-:]/g, '')}`,
    lines: [
      'DURATION:PT1H',
      `SUMMARY:Mentoring session ${uid}`,
      'ORGANIZER:mailto:mira@mentors.example',
      'ATTENDEE;CN=Lotte Maes:mailto:lotte@maes.example',
    ],
  });
}

/** Adds files all at once, as pages do that do not know of each other; what the worker answers to each. */
async function addFiles(page: Page, files: Readonly<Record<string, string>>): Promise<unknown[]> {
  return await page.evaluate(async (sent) => {
    const { runtime } = (globalThis as unknown as Extension).chrome;
    return await Promise.all(
      Object.entries(sent).map(async ([name, text]) =>
        runtime.sendMessage({ command: 'add-ics-file', name, text }),
      ),
    );
  }, files);
}

async function hiddenPages(page: Page): Promise<number> {
  return await page.evaluate(async () => {
    const { runtime } = (globalThis as unknown as Extension).chrome;
    return (await runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] })).length;
  });
}

async function titles(page: Page): Promise<string[]> {
  const sessions = (await stored(page, 'sessions')) as { title: string }[];
  return sessions.map(({ title }) => title).toSorted();
}

test('two files at once are both read, and then the page is gone', async () => {
  const page = await start();
  expect(await addFiles(page, { 'one.ics': calendar('one'), 'two.ics': calendar('two') })).toEqual([
    { ok: true },
    { ok: true },
  ]);
  expect(await titles(page)).toEqual(['Mentoring session one', 'Mentoring session two']);
  await expect.poll(() => hiddenPages(page)).toBe(0);
});

test('the page that a worker left that died serves the next one, which closes it', async () => {
  const page = await start();
  await page.evaluate(async () => {
    const { offscreen } = (globalThis as unknown as Extension).chrome;
    await offscreen.createDocument({ url: '/offscreen.html', reasons: ['WORKERS'], justification: 'left' });
  });
  expect(await hiddenPages(page)).toBe(1);
  expect(await addFiles(page, { 'one.ics': calendar('one') })).toEqual([{ ok: true }]);
  expect(await titles(page)).toEqual(['Mentoring session one']);
  await expect.poll(() => hiddenPages(page)).toBe(0);
});

test('a page that goes while it reads is said, leaves nothing behind, and the next reading is well', async () => {
  const page = await start();
  const long = calendar('long').replace(
    /SUMMARY/,
    `${`X-FILL:${'x'.repeat(990)}\r\n`.repeat(15_000)}SUMMARY`,
  );
  const reply = addFiles(page, { 'long.ics': long });
  await page.evaluate(async () => {
    const { runtime, offscreen } = (globalThis as unknown as Extension).chrome;
    while ((await runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] })).length === 0);
    await offscreen.closeDocument();
  });
  expect(await reply).toEqual([{ ok: false, reason: 'unreadable-answer' }]);
  expect(await stored(page, 'accounts')).toEqual([]);
  expect(await addFiles(page, { 'one.ics': calendar('one') })).toEqual([{ ok: true }]);
  await expect.poll(() => hiddenPages(page)).toBe(0);
});
