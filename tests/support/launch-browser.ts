/**
 * Starts a real Chromium with the production build and, when given, a local world in place of the internet.
 * Shared by the end-to-end tests, the benchmarks and `npm start`. Nothing of the product is faked here.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type BrowserContext, type Page, chromium } from 'playwright-core';
import { browserArguments, findBrowser } from '../../scripts/find-browser.ts';
import { type SidePanel, attachSidePanel } from './side-panel.ts';
import { DEMO_BUILD } from '../../scripts/demo-clients.ts';

export interface LaunchOptions {
  /** `hostResolverRules` of a world; without it the browser reaches nothing at all. */
  hostResolverRules?: string;
  /** A profile to start from and to leave behind; without one a new profile is made and removed by `close`. */
  profileDir?: string;
  headless?: boolean;
  extensionDir?: string;
  colorScheme?: 'light' | 'dark';
  locale?: string;
  /** More switches for Chromium. */
  arguments?: readonly string[];
}

export interface LaunchedExtension {
  context: BrowserContext;
  extensionId: string;
  profile: string;
  /** Opens a page of the extension in a tab, e.g. `options.html`. */
  open(path: string, viewport?: { width: number; height: number }): Promise<Page>;
  /** Stops the worker as the browser does, at whatever it was doing. */
  stopWorker(): Promise<void>;
  /** Runs `gesture` (a click that opens the panel) and attaches to the real side panel that appears. */
  openSidePanel(gesture: () => Promise<void>): Promise<SidePanel>;
  close(): Promise<void>;
}

/** The build for the test world lies here; `npm test`, `npm start` and `npm run bench` make it. */
export const BUILT_EXTENSION = resolve(import.meta.dirname, '../../.output', DEMO_BUILD.WXT_OUT);

/** Launches the browser and waits until the extension is there. */
export async function launchExtension(options: LaunchOptions = {}): Promise<LaunchedExtension> {
  const extension = options.extensionDir ?? BUILT_EXTENSION;
  const headless = options.headless ?? true;
  const ownProfile = options.profileDir === undefined;
  const profile = options.profileDir ?? (await mkdtemp(join(tmpdir(), 'beforehand-profile-')));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: await findBrowser(),
    headless,
    viewport: null,
    colorScheme: options.colorScheme ?? 'light',
    locale: options.locale ?? 'en-GB',
    ignoreHTTPSErrors: true,
    args: [
      ...browserArguments({ headless }),
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
      `--host-resolver-rules=${options.hostResolverRules ?? 'MAP * ~NOTFOUND'}`,
      '--ignore-certificate-errors',
      // A second way in, besides Playwright's pipe: Playwright does not list the side panel among the pages.
      '--remote-debugging-port=0',
      ...(options.arguments ?? []),
    ],
  });
  const first =
    context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker', { timeout: 30_000 }));
  const extensionId = new URL(first.url()).host;
  const open = async (path: string, viewport?: { width: number; height: number }): Promise<Page> => {
    const page = await context.newPage();
    if (viewport) await page.setViewportSize(viewport);
    await page.goto(`chrome-extension://${extensionId}/${path}`);
    // A page behind another one is drawn once a second only.
    await page.bringToFront();
    return page;
  };

  return {
    context,
    extensionId,
    profile,
    open,
    async stopWorker() {
      // The protocol's domain works per origin, so the page has to be one of the extension's.
      const page = await open('manifest.json');
      const session = await context.newCDPSession(page);
      const stopped = new Promise<void>((done) => {
        session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
          if (versions.every((version) => version.runningStatus === 'stopped')) done();
        });
      });
      await session.send('ServiceWorker.enable');
      await session.send('ServiceWorker.stopAllWorkers');
      await stopped;
      await page.close();
    },
    async openSidePanel(from) {
      return await attachSidePanel(profile, `chrome-extension://${extensionId}/sidepanel.html`, from);
    },
    async close() {
      await context.close();
      if (ownProfile) await rm(profile, { recursive: true, force: true });
    },
  };
}
