/** What the end-to-end tests do again and again, as a person would do it, and how they look at what is stored. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { type LaunchOptions, type LaunchedExtension, launchExtension } from '../support/launch-browser.ts';
import { demoWorld } from '../world/demo-world.ts';
import { type World, startWorld } from '../world/start-world.ts';
import type { WorldDescription } from '../world/world-description.ts';

export interface Journey {
  world: World;
  browser: LaunchedExtension;
  /** Ends browser and world. Fails when the browser asked for any host that the product may not ask. */
  end(): Promise<void>;
}

/** Starts a world (the demo world unless another is given) and a browser in it. */
export async function startJourney(
  description: WorldDescription = demoWorld(Temporal.Now.instant()),
  options: LaunchOptions = {},
): Promise<Journey> {
  const world = await startWorld(description);
  const browser = await launchExtension({ hostResolverRules: world.hostResolverRules, ...options });
  return {
    world,
    browser,
    async end() {
      await browser.close();
      await world.close();
      expect(strayHosts(world, browser)).toEqual([]);
    },
  };
}

/** Hosts that were asked for and should not have been. */
export function strayHosts(world: World, browser: LaunchedExtension): string[] {
  // The sign-in window looks up its redirect address before the browser hands it to the extension.
  const redirect = `${browser.extensionId}.chromiumapp.org`;
  return world.unexpected.filter((host) => host !== redirect);
}

/** Connects an account on the options page by clicking through the provider's pages. */
export async function connect(
  browser: LaunchedExtension,
  options: Page,
  provider: 'Google' | 'Outlook',
  account?: string,
): Promise<void> {
  await options.getByRole('button', { name: `Connect ${provider}`, exact: true }).click();
  await consent(await signInWindow(browser), account);
  const shown = provider === 'Google' ? 'Google Calendar' : 'Outlook';
  await options
    .getByRole('listitem')
    .filter({ hasText: shown })
    .getByText(/Read today at/)
    .waitFor();
}

/** The provider's window, once it is there. Other tabs (the welcome page) may open meanwhile. */
export async function signInWindow(browser: LaunchedExtension): Promise<Page> {
  const isSignIn = (page: Page) =>
    /^https:\/\/(accounts\.google\.com|login\.microsoftonline\.com)\//.test(page.url());
  await expect.poll(() => browser.context.pages().some(isSignIn)).toBe(true);
  const found = browser.context.pages().findLast(isSignIn);
  if (!found) throw new Error('the sign-in window was closed at once');
  return found;
}

/** Chooses the account (the first one unless named) and allows. */
export async function consent(window: Page, account?: string): Promise<void> {
  const choice = window.locator('button[name=account]');
  const allow = window.getByRole('button', { name: 'Allow' });
  await choice.or(allow).first().waitFor();
  if (await choice.first().isVisible()) {
    await (account === undefined ? choice.first() : choice.filter({ hasText: account })).click();
  }
  await allow.click();
}

/** Both accounts of the demo world connected; resolves to the options page. */
export async function connectBoth(browser: LaunchedExtension): Promise<Page> {
  const options = await browser.open('options.html');
  await connect(browser, options, 'Google');
  await connect(browser, options, 'Outlook');
  return options;
}

/** Everything in a store, read from a page of the extension. */
export async function stored<Row = Record<string, unknown>>(page: Page, store: string): Promise<Row[]> {
  return await page.evaluate(
    (name) =>
      new Promise<Row[]>((done, fail) => {
        const opening = indexedDB.open('beforehand');
        opening.addEventListener('error', () => fail(new Error('the database does not open')));
        opening.addEventListener('success', () => {
          const db = opening.result;
          const reading = db.transaction(name).objectStore(name).getAll();
          reading.addEventListener('success', () => {
            db.close();
            done(reading.result as Row[]);
          });
        });
      }),
    store,
  );
}

export interface StoredSession {
  id: string;
  engagementId: string;
  kind: string;
  state: string;
  title: string;
  start: string;
  instanceKeys: string[];
  written: boolean;
}

/** Asks the worker to read the calendars, as the panel's button does, and waits until it has. */
export async function refresh(page: Page): Promise<unknown> {
  return await page.evaluate(
    async () =>
      await (globalThis as unknown as ExtensionPage).chrome.runtime.sendMessage({
        command: 'refresh-calendars',
        cause: 'user',
      }),
  );
}

interface ExtensionPage {
  chrome: { runtime: { sendMessage(message: unknown): Promise<unknown> } };
}

/** Collects what the browser complains about on the extension's pages: errors and broken security policy. */
export function watchComplaints(browser: LaunchedExtension): string[] {
  const complaints: string[] = [];
  const watch = (page: Page) => {
    const ours = () => page.url().startsWith('chrome-extension://');
    page.on('pageerror', (error) => ours() && complaints.push(error.message));
    page.on('console', (message) => {
      if (ours() && (message.type() === 'error' || message.type() === 'warning'))
        complaints.push(message.text());
    });
  };
  for (const page of browser.context.pages()) watch(page);
  browser.context.on('page', watch);
  return complaints;
}
