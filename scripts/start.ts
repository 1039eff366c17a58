/**
 * `npm start`: a real Chromium with the production build and the demo world, both calendars connected, a session about
 * to begin. Without a display it takes pictures instead and lists them.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { type LaunchedExtension, launchExtension } from '../tests/support/launch-browser.ts';
import { demoWorld } from '../tests/world/demo-world.ts';
import { startWorld } from '../tests/world/start-world.ts';
import { DEMO_BUILD } from './demo-clients.ts';
import { findBrowser } from './find-browser.ts';
import { ROOT, runTool } from './run-tool.ts';
import { connectCalendar, goToPerson, writeRecord } from './tour-steps.ts';

const PICTURES = resolve(ROOT, '.output/tour');
const PANEL = { width: 400, height: 900 };

async function main(): Promise<void> {
  const headless = process.argv.includes('--headless') || !hasDisplay();
  say(`Chromium: ${await findBrowser()}`);
  say('Building the extension …');
  const build = await runTool('wxt', ['build'], { env: DEMO_BUILD });
  if (!build.ok) throw new Error(`${build.output}\nThe extension does not build.`);

  const world = await startWorld(demoWorld(Temporal.Now.instant()));
  try {
    const browser = await launchExtension({ hostResolverRules: world.hostResolverRules, headless });
    try {
      if (headless) await takePictures(browser);
      else await openForUser(browser);
    } finally {
      await browser.close();
    }
  } finally {
    await world.close();
  }
}

/** Linux has a display when a variable says so; the others always do. */
function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}

/** Sets everything up, opens the real side panel and stays until the user closes the browser. */
async function openForUser(browser: LaunchedExtension): Promise<void> {
  say('Connecting both calendars and writing a few notes …');
  const options = await browser.open('options.html');
  await connectBoth(browser, options);
  const panel = await browser.open('sidepanel.html');
  await writeRecord(panel, Temporal.Now.plainDateISO());
  const popup = await browser.open('popup.html');
  await browser.openSidePanel(async () => popup.getByRole('button', { name: 'Open the panel' }).click());
  await panel.close();
  await options.bringToFront();
  say('The side panel is open. Everything runs on this machine; close the browser to end.');
  await new Promise<void>((closed) => browser.context.once('close', () => closed()));
}

async function connectBoth(browser: LaunchedExtension, options: Page): Promise<void> {
  await connectCalendar(browser, options, 'Google');
  await connectCalendar(browser, options, 'Outlook');
}

/** Walks through the product and writes a picture at each stop. */
async function takePictures(browser: LaunchedExtension): Promise<void> {
  say('No display here, so the tour becomes pictures …');
  await rm(PICTURES, { recursive: true, force: true });
  await mkdir(PICTURES, { recursive: true });
  const taken: string[] = [];
  const shoot = async (page: Page, name: string, colorScheme: 'light' | 'dark' = 'light') => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // Colours change in a moment of their own.
    await page.mouse.move(0, 0);
    await page.evaluate(() =>
      Promise.allSettled(document.getAnimations().map((animation) => animation.finished)),
    );
    const path = join(PICTURES, `${String(taken.length + 1).padStart(2, '0')}-${name}.png`);
    await page.screenshot({ path });
    taken.push(path);
  };

  const welcome = await browser.open('options.html#welcome', { width: 1100, height: 800 });
  await welcome.getByRole('button', { name: 'Connect Google' }).first().waitFor();
  await shoot(welcome, 'first-run');
  await welcome.close();
  const panel = await browser.open('sidepanel.html', PANEL);
  await panel.getByRole('button', { name: 'Connect Google' }).waitFor();
  await shoot(panel, 'panel-first-run');

  const options = await browser.open('options.html', { width: 1100, height: 900 });
  await connectBoth(browser, options);
  await shoot(options, 'options-connected');

  await writeRecord(panel, Temporal.Now.plainDateISO());
  await panel.getByRole('heading', { level: 1 }).scrollIntoViewIfNeeded();
  await shoot(panel, 'panel-briefing');
  await shoot(panel, 'panel-briefing-dark', 'dark');
  await panel.setViewportSize({ width: 320, height: PANEL.height });
  await shoot(panel, 'panel-briefing-320');
  await panel.setViewportSize(PANEL);

  await goToPerson(panel, 'Karim Benali');
  await shoot(panel, 'panel-running');
  await shoot(panel, 'panel-running-dark', 'dark');

  const popup = await browser.open('popup.html', { width: 380, height: 600 });
  await popup.getByRole('button', { name: 'Open the panel' }).waitFor();
  await shoot(popup, 'popup');
  await shoot(popup, 'popup-dark', 'dark');

  say(`\nPictures of the tour:\n${taken.map((path) => `  ${relative(ROOT, path)}`).join('\n')}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

await main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
