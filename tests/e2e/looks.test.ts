/** Every screen in its states: no serious accessibility fault, no sideways scrolling, and a picture to look at. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { goToPerson } from '../../scripts/tour-steps.ts';
import { allowHost } from '../support/allow-host.ts';
import { DEMO_IDS, demoWorld } from '../world/demo-world.ts';
import { toIcsFile } from '../world/ics-file.ts';
import { type Journey, connect, connectBoth, refresh, startJourney, watchComplaints } from './journey.ts';

const PICTURES = resolve(import.meta.dirname, '../../.output/looks');
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let journey: Journey;
let profileDir: string;
let complaints: string[];
beforeAll(async () => {
  await mkdir(PICTURES, { recursive: true });
  profileDir = await mkdtemp(join(tmpdir(), 'beforehand-looks-'));
  await mkdir(join(profileDir, 'Default'));
  // With spell checking on, Chromium fetches a dictionary after a while: a host that the product never asks.
  const preferences = {
    browser: { enable_spellchecking: false },
    spellcheck: { dictionaries: [], dictionary: '' },
  };
  await writeFile(join(profileDir, 'Default', 'Preferences'), JSON.stringify(preferences));
  journey = await startJourney(undefined, { profileDir });
  complaints = watchComplaints(journey.browser);
});
afterAll(async () => {
  await journey.end();
  await rm(profileDir, { recursive: true, force: true });
});

/** Looks at a page in light, dark, at 320 px and with the text twice as large. */
async function look(page: Page, name: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.evaluate(() =>
      Promise.allSettled(document.getAnimations().map((animation) => animation.finished)),
    );
    // The page's policy allows no script but its own; the protocol may evaluate all the same.
    await session.send('Runtime.evaluate', { expression: axe });
    const { result } = await session.send('Runtime.evaluate', {
      expression: 'axe.run({ resultTypes: ["violations"] })',
      awaitPromise: true,
      returnByValue: true,
    });
    const serious = (result.value as AxeResults).violations.filter(
      ({ impact }) => impact === 'serious' || impact === 'critical',
    );
    expect(serious.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
    await page.screenshot({ path: join(PICTURES, `${name}-${scheme}.png`), fullPage: true });
  }
  await page.emulateMedia({ colorScheme: 'light' });
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 800 });
  await page.screenshot({ path: join(PICTURES, `${name}-320.png`), fullPage: true });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  // The toolbar popup is as wide as its text wants; the panel is as wide as the user made it.
  const width = page.url().includes('popup.html') ? 760 : 400;
  await page.setViewportSize({ width, height: 900 });
  await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
  await page.screenshot({ path: join(PICTURES, `${name}-200-percent.png`), fullPage: true });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  if (page.url().includes('sidepanel.html')) {
    await page.setViewportSize({ width: 320, height: 800 });
    await page.screenshot({ path: join(PICTURES, `${name}-320-200-percent.png`) });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    const dialog = page.getByRole('dialog');
    if ((await dialog.count()) > 0) {
      expect(await dialog.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0);
    }
  }
  await page.evaluate(() => (document.documentElement.style.fontSize = ''));
  if (size) await page.setViewportSize(size);
}

test('first run: panel, popup and options', async () => {
  const { browser } = journey;
  for (const [path, width] of [
    ['sidepanel.html', 400],
    ['popup.html', 380],
    ['options.html', 1200],
    ['options.html#welcome', 1200],
  ] as const) {
    const page = await browser.open(path, { width, height: 900 });
    await page.getByRole('heading', { level: 1 }).waitFor();
    await look(page, `first-run-${path.replace(/\.html#?/, '-').replace(/-$/, '')}`);
    await page.close();
  }
});

test('connected: panel before and during a session, its dialogs and forms, popup, options', async () => {
  const { browser } = journey;
  const options = await connectBoth(browser);
  await options.setViewportSize({ width: 1200, height: 900 });
  await look(options, 'options');

  const panel = await browser.open('sidepanel.html', { width: 400, height: 900 });
  await panel.getByRole('heading', { level: 1, name: 'Karim Benali' }).waitFor();
  const goals = panel.getByRole('region', { name: 'Goals' });
  for (const goal of [
    'Say no to the steering group, and still be asked back',
    'Leave by six, three days a week',
  ]) {
    await goals.getByRole('textbox', { name: /goal/i }).fill(goal);
    await panel.keyboard.press('Enter');
    await goals.getByText(goal).waitFor();
  }
  await panel
    .getByRole('textbox', { name: 'Note', exact: true })
    .fill('I say yes before they have finished the question.');
  await panel.getByText(/^Saved/).waitFor();
  await look(panel, 'panel-running');

  await panel.getByRole('button', { name: 'Not right?' }).click();
  await look(panel, 'panel-running-not-right');
  await panel.getByRole('button', { name: 'Not right?' }).click();
  await goals.getByRole('button', { name: 'Leave by six, three days a week' }).click();
  await goals.getByRole('textbox', { name: 'Goal', exact: true }).waitFor();
  await look(panel, 'panel-goal-editor');

  // The same field is changed in a second window, which was there before: this one says so.
  const second = await browser.open('sidepanel.html', { width: 400, height: 900 });
  const there = second.getByRole('region', { name: 'Goals' });
  await there.getByRole('button', { name: 'Leave by six, three days a week' }).waitFor();
  await panel.bringToFront();
  await goals.getByRole('textbox', { name: 'Goal', exact: true }).fill('Leave by six, four days a week');
  await second.bringToFront();
  await there.getByRole('button', { name: 'Leave by six, three days a week' }).click();
  await there.getByRole('textbox', { name: 'Goal', exact: true }).fill('Leave by five on Fridays');
  await there.getByRole('button', { name: 'Save' }).click();
  await there.getByRole('button', { name: 'Leave by five on Fridays' }).waitFor();
  await second.close();
  await panel.bringToFront();
  await goals.getByRole('button', { name: 'Leave by five on Fridays' }).waitFor();
  await goals.getByRole('button', { name: 'Save' }).click();
  await goals.getByText(/“Leave by five on Fridays”/).waitFor();
  await look(panel, 'panel-goal-conflict');
  await goals.getByRole('button', { name: 'Cancel' }).click();
  await panel.getByRole('button', { name: 'Add an action' }).click();
  await look(panel, 'panel-action-form');
  await panel.keyboard.press('Escape');

  await panel.getByRole('button', { name: 'People', exact: true }).click();
  await panel.getByRole('dialog').waitFor();
  await look(panel, 'panel-people');
  await panel.getByRole('dialog').getByRole('button', { name: 'Add a session by hand' }).click();
  await panel.getByRole('button', { name: 'Add the session' }).waitFor();
  await look(panel, 'panel-add-session');
  await panel.keyboard.press('Escape');

  await goToPerson(panel, 'Lotte Vermeersch');
  await look(panel, 'panel-before');
  await panel.getByRole('button', { name: 'Details of Lotte Vermeersch' }).click();
  await panel.getByRole('dialog', { name: 'Details' }).waitFor();
  await look(panel, 'panel-details');
  await panel.keyboard.press('Escape');

  const popup = await browser.open('popup.html', { width: 380, height: 600 });
  await popup.getByRole('heading', { level: 1 }).waitFor();
  await look(popup, 'popup');
  for (let week = 0; week < 10; week += 1) {
    await popup
      .getByRole('button', { name: /^Week \d+$/ })
      .last()
      .click();
  }
  await popup.getByText('This week was not read.').waitFor();
  await look(popup, 'popup-unread');
  await popup.close();

  const line = panel.getByRole('region', { name: 'How this session was recognised' });
  await line.getByRole('button', { name: 'Coaching' }).click();
  await line.getByRole('button', { name: 'Undo' }).waitFor();
  await look(panel, 'panel-corrected');
  await options.bringToFront();
  const corrections = options.getByRole('region', { name: 'Corrections' });
  await corrections.getByText('The series “Mentorgesprek Lotte”: coaching').waitFor();
  await look(options, 'options-corrections');
  await corrections.getByRole('button', { name: /^Take back/ }).click();
  await corrections.getByText(/^Nothing corrected yet/).waitFor();

  await options.bringToFront();
  await options.getByRole('button', { name: /^Disconnect Outlook/ }).click();
  await options.getByRole('dialog').waitFor();
  await look(options, 'options-disconnect');
  await options.keyboard.press('Escape');
});

test('not all is well: a sign-in that ended, no network', async () => {
  const { browser, world } = journey;
  const panel = await browser.open('sidepanel.html', { width: 400, height: 900 });
  await goToPerson(panel, 'Lotte Vermeersch');
  world.revokeRefreshTokens(DEMO_IDS.microsoftAccount);
  world.expireAccessTokens(DEMO_IDS.microsoftAccount);
  await refresh(panel);
  await panel.getByText(/The sign-in to Outlook has ended/).waitFor();
  await look(panel, 'panel-fault');
  for (const path of ['popup.html', 'options.html'] as const) {
    const page = await browser.open(path, { width: path === 'popup.html' ? 380 : 1200, height: 700 });
    await page.getByRole('button', { name: /^Reconnect Outlook/ }).waitFor();
    await look(page, `${path.replace('.html', '')}-fault`);
    await page.close();
  }

  await panel.bringToFront();
  await panel.context().setOffline(true);
  await panel.getByText(/^Offline/).waitFor();
  await look(panel, 'panel-offline');
  await panel.context().setOffline(false);
});

test('connected, and no session in any calendar', async () => {
  const world = demoWorld(Temporal.Now.instant());
  for (const { calendars } of world.accounts) {
    for (const calendar of calendars) {
      calendar.events = calendar.events.filter(({ label }) => label === 'none');
    }
  }
  const empty = await startJourney(world);
  try {
    await connect(empty.browser, await empty.browser.open('options.html'), 'Google');
    const panel = await empty.browser.open('sidepanel.html', { width: 400, height: 900 });
    await panel.getByRole('heading', { level: 1, name: 'No sessions found yet' }).waitFor();
    await look(panel, 'panel-no-session');
    const popup = await empty.browser.open('popup.html', { width: 380, height: 600 });
    await popup.getByText('No sessions this week.').waitFor();
    await look(popup, 'popup-no-session');
  } finally {
    await empty.end();
  }
});

test('calendar files and addresses: the dialog, the drop, the rows, and what is said when it fails', async () => {
  const ics = await startJourney();
  try {
    const { browser, world } = ics;
    const { googleAccount, googleMentoring, googlePrimary } = DEMO_IDS;
    const options = await browser.open('options.html#ics', { width: 1200, height: 900 });
    const openFile = options.getByRole('button', { name: 'Open a calendar file' });
    await openFile.waitFor();
    await expect.poll(() => openFile.evaluate((button) => button === document.activeElement)).toBe(true);
    await look(options, 'ics-first-run');

    await options.getByRole('button', { name: 'Add a calendar address' }).click();
    const field = options.getByRole('textbox', { name: 'Address of the calendar' });
    await look(options, 'ics-address');
    await options.getByText('Where do I find it?').click();
    await field.fill('https://calendar.google.com/calendar/u/0/r');
    await options.getByText(/page on which you see/).waitFor();
    await look(options, 'ics-address-help');
    await options.getByText('Where do I find it?').click();
    const unknown = world.icsAddress(googleAccount, googleMentoring, 'agenda.gemeente.example');
    await field.fill(unknown);
    await options.getByText(/does not know/).waitFor();
    await look(options, 'ics-address-unknown-host');
    await allowHost(browser, 'agenda.gemeente.example');
    await options.bringToFront();
    await options.getByRole('button', { name: 'Add the calendar' }).click();
    await options.getByText(/was read:/).waitFor();

    await allowHost(browser, 'calendar.google.com');
    await options.bringToFront();
    await options.getByRole('button', { name: 'Add a calendar address' }).click();
    await field.fill(world.icsAddress(googleAccount, googlePrimary, 'calendar.google.com'));
    await options.keyboard.press('Enter');
    await options.getByText('from calendar.google.com').waitFor();
    const drag = (type: string, files: { name: string; text: string }[]) =>
      options.evaluate(
        ([event, given]) => {
          const dataTransfer = new DataTransfer();
          for (const { name, text } of given) dataTransfer.items.add(new File([text], name));
          const where = document.querySelector('#accounts');
          where?.dispatchEvent(new DragEvent(event, { dataTransfer, bubbles: true, cancelable: true }));
        },
        [type, files] as const,
      );
    const calendar = world.description.accounts[1]?.calendars[0];
    if (!calendar) throw new Error('no calendar');
    const files = [
      { name: 'tilia.ics', text: toIcsFile({ ...calendar, name: 'Tilia' }, 'outlook') },
      { name: 'letter.ics', text: '<!doctype html>' },
    ];
    await drag('dragover', files);
    await options.getByText('Drop calendar files here').waitFor();
    await look(options, 'ics-drop');
    await drag('drop', files);
    await options.getByText(/^letter\.ics: /).waitFor();
    await look(options, 'ics-rows');
    await options.getByRole('button', { name: 'Remove Tilia' }).click();
    await options.getByRole('dialog').waitFor();
    await look(options, 'ics-remove');
    await options.keyboard.press('Escape');

    // The address is no longer given out.
    world.fail({ service: 'ics', path: /private-/, status: 404 });
    await refresh(options);
    await options.getByText(/There is no calendar at the address of/).waitFor();
    await look(options, 'ics-fault');
  } finally {
    await ics.end();
  }
});

test('nothing on the way broke the security policy or logged an error', () => {
  expect(complaints).toEqual([]);
});
