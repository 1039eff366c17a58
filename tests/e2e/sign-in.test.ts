/** A sign-in that ends, on the production build: what is said, what is kept, and how it comes back. */
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { DEMO_CLIENTS } from '../../scripts/demo-clients.ts';
import { DEMO_IDS, demoWorld } from '../world/demo-world.ts';
import type { WorldAccount } from '../world/world-description.ts';
import {
  type Journey,
  type StoredSession,
  connect,
  connectBoth,
  refresh,
  signInWindow,
  startJourney,
  stored,
  watchComplaints,
} from './journey.ts';

interface ExtensionPage {
  chrome: {
    runtime: { sendMessage(message: unknown): Promise<unknown> };
    storage: Record<'local' | 'session', { get(keys: null): Promise<Record<string, unknown>> }>;
  };
}

const NOTE = 'Dreads the talk with Pieter.';

let journey: Journey;
afterEach(async () => {
  await journey.end();
});

const microsoft = (): WorldAccount => {
  const found = journey.world.description.accounts.find(({ id }) => id === DEMO_IDS.microsoftAccount);
  if (!found) throw new Error('the demo world has a Microsoft account');
  return found;
};

/** Requests to Microsoft's sign-in page since `from`; a silent one asks for no prompt. */
const authorisations = (from: number) =>
  journey.world.requests.slice(from).filter(({ path }) => path.endsWith('/oauth2/v2.0/authorize'));

const outlookRow = (options: Page) => options.getByRole('listitem').filter({ hasText: 'Outlook' }).first();

/** What is the user's own: it has to be the same, whatever becomes of a sign-in. */
async function record(page: Page) {
  const [sessions, notes, goals, engagements] = await Promise.all([
    stored<StoredSession>(page, 'sessions'),
    stored(page, 'notes'),
    stored(page, 'goals'),
    stored(page, 'engagements'),
  ]);
  return {
    sessions: sessions.map(({ id, state, start, title }) => ({ id, state, start, title })),
    notes,
    goals,
    engagements,
  };
}

/** The panel with a note in it. */
async function writeNote(): Promise<Page> {
  const panel = await journey.browser.open('sidepanel.html', { width: 400, height: 900 });
  await panel.getByRole('textbox', { name: 'Note', exact: true }).fill(NOTE);
  await panel.getByText(/^Saved \d\d:\d\d:\d\d/).waitFor();
  return panel;
}

test('Microsoft’s day is over: it goes on silently, and nobody is asked', async () => {
  journey = await startJourney();
  const { browser, world } = journey;
  const options = await connectBoth(browser);
  const before = await record(options);
  const windows = browser.context.pages().length;
  world.passHours(25);
  const from = world.requests.length;
  expect(await refresh(options)).toEqual({ ok: true });
  expect(authorisations(from).map(({ query }) => [query['prompt'], query['login_hint']])).toEqual([
    ['none', microsoft().email],
  ]);
  expect(browser.context.pages().length).toBe(windows);
  await outlookRow(options)
    .getByText(/Read today at/)
    .waitFor();
  expect(await record(options)).toEqual(before);
  // And the new sign-in lasts: nothing silent is needed for the next reading.
  const next = world.requests.length;
  expect(await refresh(options)).toEqual({ ok: true });
  expect(authorisations(next)).toEqual([]);
});

test('Microsoft’s day is over and nobody is signed in: said, not tried again, one click brings it back', async () => {
  journey = await startJourney();
  const { browser, world } = journey;
  const options = await connectBoth(browser);
  const panel = await writeNote();
  const before = await record(options);
  microsoft().signedOut = true;
  world.passHours(25);
  expect(await refresh(options)).toEqual({ ok: false, reason: 'sign-in-ended' });
  await panel.getByText(/The sign-in to Outlook has ended.*Your notes are not affected/).waitFor();
  await outlookRow(options)
    .getByText(/The sign-in to Outlook has ended/)
    .waitFor();
  expect(await record(options)).toEqual(before);

  // A page that opens, and an alarm, leave the account alone.
  const from = world.requests.length;
  await options.evaluate(async () => {
    const { runtime } = (globalThis as unknown as ExtensionPage).chrome;
    await runtime.sendMessage({ command: 'refresh-calendars', cause: 'open' });
  });
  await browser.stopWorker();
  await options.evaluate(async () => {
    const { runtime } = (globalThis as unknown as ExtensionPage).chrome;
    await runtime.sendMessage({ command: 'refresh-calendars', cause: 'open' });
  });
  expect(world.requests.slice(from).filter(({ service }) => service === 'microsoft')).toEqual([]);

  // One click; what is typed after it is Microsoft's own page.
  await panel.bringToFront();
  await panel.getByRole('button', { name: 'Reconnect' }).click();
  const window = await signInWindow(browser);
  await window.getByRole('button', { name: 'Sign in' }).click();
  await outlookRow(options)
    .getByText(/Read today at/)
    .waitFor();
  await panel.getByText(/The sign-in to Outlook has ended/).waitFor({ state: 'hidden' });
  const after = await record(panel);
  expect(after).toEqual(before);
  expect(after.notes).toMatchObject([{ text: NOTE }]);
  expect(await panel.getByRole('textbox', { name: 'Note', exact: true }).inputValue()).toBe(NOTE);
});

test.each([
  ['breaks off', { mode: 'reset' }],
  ['is down', { status: 503 }],
  ['never comes', { mode: 'hang' }],
] as const)('a silent sign-in whose page %s leaves the account as it was', async (_, rule) => {
  journey = await startJourney();
  const { browser, world } = journey;
  const options = await browser.open('options.html');
  await connect(browser, options, 'Outlook');
  world.passHours(25);
  const page = world.fail({ service: 'microsoft', path: '/authorize', ...rule });
  const from = world.requests.length;
  expect(await refresh(options)).toEqual({ ok: false, reason: 'provider-down' });
  expect(page.hits).toBeGreaterThan(0);
  // Once for the account, not once for each of its calendars.
  const renewals = world.requests
    .slice(from)
    .filter(({ body = '' }) => body.includes('refresh_token=refresh.'));
  expect(renewals).toHaveLength(1);
  page.stop();
  expect(await refresh(options)).toEqual({ ok: true });
});

test('consent withdrawn at Google: said, kept, and one click brings it back', async () => {
  journey = await startJourney();
  const { browser, world } = journey;
  const options = await browser.open('options.html');
  await connect(browser, options, 'Google');
  const panel = await writeNote();
  const before = await record(options);
  world.withdrawConsent(DEMO_IDS.googleAccount);
  expect(await refresh(options)).toEqual({ ok: false, reason: 'sign-in-ended' });
  await panel.getByText(/The sign-in to Google Calendar has ended/).waitFor();
  expect(await record(options)).toEqual(before);
  await panel.bringToFront();
  await panel.getByRole('button', { name: 'Reconnect' }).click();
  await (await signInWindow(browser)).getByRole('button', { name: 'Allow' }).click();
  await panel.getByText(/The sign-in to Google Calendar has ended/).waitFor({ state: 'hidden' });
  await expect.poll(() => refresh(options)).toEqual({ ok: true });
  expect(await record(options)).toEqual(before);
});

test.each(['AADSTS65001', 'AADSTS90094'] as const)(
  'an administrator has to approve (%s): what to tell them, and the way without',
  async (code) => {
    const description = demoWorld(Temporal.Now.instant());
    for (const account of description.accounts)
      if (account.provider === 'microsoft') account.adminApproval = code;
    journey = await startJourney(description);
    const { browser } = journey;
    const options = await browser.open('options.html');
    const button = options.getByRole('button', { name: 'Connect Outlook', exact: true });
    await button.click();
    const window = await signInWindow(browser);
    await window.getByRole('button', { name: /Katrien/ }).click();
    await window.getByRole('heading', { name: /Need admin approval/ }).waitFor();
    await window.getByRole('button', { name: /^Return to the application/ }).click();
    await options
      .getByText(/administrator to approve Beforehand for Outlook.*Calendars\.Read.*Entra/)
      .waitFor();
    await options.getByText(/A calendar file or address needs no approval/).waitFor();
    expect(await stored(options, 'accounts')).toEqual([]);

    delete microsoft().adminApproval;
    await connect(browser, options, 'Outlook');
  },
);

test('an organisation that blocks the app at Google: the page that does not lead back is told too', async () => {
  const description = demoWorld(Temporal.Now.instant());
  for (const account of description.accounts)
    if (account.provider === 'google') account.adminApproval = 'admin_policy_enforced';
  journey = await startJourney(description);
  const { browser } = journey;
  const options = await browser.open('options.html');
  await options.getByRole('button', { name: 'Connect Google', exact: true }).click();
  await (await signInWindow(browser)).getByRole('button', { name: /Katrien/ }).click();
  await options
    .getByText(/does not accept the client id.*or your organisation blocks it.*calendar file or address/)
    .waitFor();
  expect(await stored(options, 'accounts')).toEqual([]);
});

test('the window is closed, on connecting and on reconnecting: calm, nothing changed, another try works', async () => {
  journey = await startJourney();
  const { browser, world } = journey;
  const options = await browser.open('options.html');
  const complaints = watchComplaints(browser);
  await options.getByRole('button', { name: 'Connect Outlook', exact: true }).click();
  await (await signInWindow(browser)).close();
  await options.getByText('The window was closed or refused. Nothing was changed.').waitFor();
  expect(await stored(options, 'accounts')).toEqual([]);
  await connect(browser, options, 'Outlook');

  microsoft().signedOut = true;
  world.passHours(25);
  expect(await refresh(options)).toEqual({ ok: false, reason: 'sign-in-ended' });
  const before = await record(options);
  const again = outlookRow(options).getByRole('button', { name: /Reconnect/ });
  await again.click();
  await (await signInWindow(browser)).close();
  await outlookRow(options).getByText('The window was closed or refused. Nothing was changed.').waitFor();
  await outlookRow(options)
    .getByText(/The sign-in to Outlook has ended/)
    .waitFor();
  expect(await record(options)).toEqual(before);
  await again.click();
  await (await signInWindow(browser)).getByRole('button', { name: 'Sign in' }).click();
  await outlookRow(options)
    .getByText(/Read today at/)
    .waitFor();
  expect(complaints).toEqual([]);
});

test('another account on reconnect is refused, and said', async () => {
  const description = demoWorld(Temporal.Now.instant());
  const [, first] = description.accounts;
  if (first)
    description.accounts.push({
      ...structuredClone(first),
      id: 'second-account',
      email: 'other@firm.example',
    });
  journey = await startJourney(description);
  const { browser, world } = journey;
  const options = await browser.open('options.html');
  await connect(browser, options, 'Outlook', microsoft().email);
  world.withdrawConsent(DEMO_IDS.microsoftAccount);
  world.expireAccessTokens();
  expect(await refresh(options)).toEqual({ ok: false, reason: 'sign-in-ended' });
  // The account has another name by now, so that the hint leads to nobody and Microsoft asks.
  microsoft().email = 'new.name@firm.example';
  await outlookRow(options)
    .getByRole('button', { name: /Reconnect/ })
    .click();
  const window = await signInWindow(browser);
  await window.getByRole('button', { name: /other@firm/ }).click();
  await window.getByRole('button', { name: 'Allow' }).click();
  await outlookRow(options)
    .getByText(/That was another account of Outlook/)
    .waitFor();
  expect(await stored<{ id: string }>(options, 'accounts')).toMatchObject([
    { id: expect.stringContaining(DEMO_IDS.microsoftAccount) as string, fault: { reason: 'sign-in-ended' } },
  ]);
});

test('a worker that is stopped in the middle of a renewal loses nothing', { retry: 0 }, async () => {
  const description = demoWorld(Temporal.Now.instant());
  description.refreshTokensWorkOnce = true;
  journey = await startJourney(description);
  const { browser, world } = journey;
  const options = await connectBoth(browser);
  const before = await record(options);
  for (let round = 0; round < 4; round += 1) {
    world.expireAccessTokens();
    const from = world.requests.length;
    const asked = () => world.requests.slice(from).some(({ path }) => path.endsWith('/oauth2/v2.0/token'));
    const reading = refresh(options).catch(() => 'stopped');
    await expect.poll(asked, { interval: 1, timeout: 20_000 }).toBe(true);
    await browser.stopWorker();
    await reading;
    expect(await refresh(options)).toEqual({ ok: true });
  }
  expect(await record(options)).toEqual(before);
});

/** Everything that the extension keeps, and all that its pages show or say, as text by place. */
async function everything(page: Page, said: readonly string[]): Promise<Record<string, string>> {
  const kept = await page.evaluate(async () => {
    const { storage } = (globalThis as unknown as ExtensionPage).chrome;
    const rows: unknown[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((done, fail) => {
        const opening = indexedDB.open(name);
        opening.addEventListener('success', () => done(opening.result));
        opening.addEventListener('error', () => fail(new Error('the database does not open')));
      });
      for (const store of db.objectStoreNames) {
        const reading = db.transaction(store).objectStore(store).getAll();
        await new Promise((done) => reading.addEventListener('success', done));
        rows.push(store, reading.result);
      }
      db.close();
    }
    const caches = await Promise.all(
      (await globalThis.caches.keys()).map(async (name) => (await globalThis.caches.open(name)).keys()),
    );
    return {
      local: JSON.stringify(await storage.local.get(null)),
      session: JSON.stringify(await storage.session.get(null)),
      indexedDB: JSON.stringify(rows),
      web: JSON.stringify([
        Object.entries(localStorage),
        Object.entries(sessionStorage),
        document.cookie,
        caches.flat().map(({ url }) => url),
      ]),
    };
  });
  const shown = await Promise.all(
    journey.browser.context
      .pages()
      .filter((one) => one.url().startsWith('chrome-extension://'))
      .map(async (one) => `${one.url()} ${await one.content()}`),
  );
  return { ...kept, pages: shown.join('\n'), console: said.join('\n') };
}

/** What pages and worker write to the console from now on. */
function watchWords(): string[] {
  const said: string[] = [];
  const { context } = journey.browser;
  context.on('console', (message) => said.push(message.text()));
  for (const worker of context.serviceWorkers()) worker.on('console', (message) => said.push(message.text()));
  return said;
}

/** In which of these places a secret is found. */
const placesOf = (places: Record<string, string>, secret: string) =>
  Object.entries(places).flatMap(([place, text]) => (text.includes(secret) ? [place] : []));

/** Which kinds of what was given out are found in the files of a profile: `access.`, `refresh.`, `4/`. */
async function kindsOnDisk(profileDir: string, secrets: readonly string[]): Promise<string[]> {
  const kinds = new Set<string>();
  for (const file of await readdir(profileDir, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const content = await readFile(join(file.parentPath, file.name)).catch(() => Buffer.alloc(0));
    for (const secret of secrets)
      if (content.includes(secret)) kinds.add(/^[a-z4]+[./]/.exec(secret)?.[0] ?? secret);
  }
  return [...kinds];
}

async function disconnectAll(options: Page): Promise<void> {
  await options.bringToFront();
  const buttons = options.getByRole('button', { name: /^Disconnect / });
  for (let left = await buttons.count(); left > 0; left -= 1) {
    await buttons.first().click();
    await options.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
    await expect.poll(async () => (await stored(options, 'accounts')).length).toBe(left - 1);
    await expect.poll(() => buttons.count()).toBe(left - 1);
  }
}

test('tokens are only where they belong, and gone after a disconnect', { retry: 0 }, async () => {
  const profileDir = await mkdtemp(join(tmpdir(), 'beforehand-tokens-'));
  try {
    journey = await startJourney(demoWorld(Temporal.Now.instant()), { profileDir });
    const { browser, world } = journey;
    const said = watchWords();
    const options = await connectBoth(browser);
    await browser.open('sidepanel.html', { width: 400, height: 900 });
    await browser.open('popup.html', { width: 380, height: 600 });
    // Renewed, and renewed silently: each leaves tokens behind.
    world.expireAccessTokens();
    expect(await refresh(options)).toEqual({ ok: true });
    world.passHours(25);
    expect(await refresh(options)).toEqual({ ok: true });

    const places = await everything(options, said);
    const whereOf = (kind: string) =>
      world.issuedSecrets
        .filter((secret) => secret.startsWith(kind))
        .map((secret) => placesOf(places, secret))
        .filter((found) => found.length > 0);
    // One of each account is in use; every other one is nowhere.
    expect(whereOf('refresh.')).toEqual([['local'], ['local']]);
    expect(whereOf('access.')).toEqual([['session'], ['session']]);
    expect(whereOf('4/')).toEqual([]);

    await disconnectAll(options);
    const left = await everything(options, said);
    expect(world.issuedSecrets.filter((secret) => placesOf(left, secret).length > 0)).toEqual([]);
    expect(world.requests.filter(({ path }) => path === '/revoke').map(({ status }) => status)).toEqual([
      200,
    ]);

    // What was to stay in memory was never written to the disk; what belongs there is found by the same search.
    await browser.context.close();
    expect(await kindsOnDisk(profileDir, world.issuedSecrets)).toEqual(['refresh.']);
  } finally {
    await rm(profileDir, { recursive: true, force: true });
  }
});

test(
  'Google without a secret: no token on the disk, silently another one, and a reconnect when signed out',
  { retry: 0 },
  async () => {
    const profileDir = await mkdtemp(join(tmpdir(), 'beforehand-tokens-'));
    try {
      journey = await startJourney(demoWorld(Temporal.Now.instant()), { profileDir });
      const { browser, world } = journey;
      const said = watchWords();
      const options = await browser.open('options.html');
      const field = options.getByRole('textbox', { name: 'Client id for Google' });
      await field.fill('42-own.apps.googleusercontent.com');
      await field.blur();
      await options
        .getByText(/^Saved/)
        .first()
        .waitFor();
      await connect(browser, options, 'Google');
      expect(world.requests.some(({ path }) => path === '/token')).toBe(false);

      world.passHours(2);
      const from = world.requests.length;
      expect(await refresh(options)).toEqual({ ok: true });
      const asked = world.requests.slice(from).filter(({ host }) => host === 'accounts.google.com');
      expect(asked.map(({ query }) => [query['response_type'], query['prompt']])).toEqual([
        ['token', 'none'],
      ]);
      const places = await everything(options, said);
      const found = world.issuedSecrets.map((secret) => placesOf(places, secret));
      expect(found).toEqual([[], ['session']]);

      const google = world.description.accounts.find(({ provider }) => provider === 'google');
      if (google) google.signedOut = true;
      world.passHours(2);
      expect(await refresh(options)).toEqual({ ok: false, reason: 'sign-in-ended' });
      const row = options.getByRole('listitem').filter({ hasText: 'Google Calendar' }).first();
      await row.getByRole('button', { name: /Reconnect/ }).click();
      await (await signInWindow(browser)).getByRole('button', { name: 'Sign in' }).click();
      await row.getByText(/Read today at/).waitFor();
      await browser.context.close();
      expect(await kindsOnDisk(profileDir, world.issuedSecrets)).toEqual([]);
    } finally {
      await rm(profileDir, { recursive: true, force: true });
    }
  },
);

test('the client id is changed to a wrong one: said, and right again it goes on without a sign-in', async () => {
  const description = demoWorld(Temporal.Now.instant());
  description.clients = Object.values(DEMO_CLIENTS).map((id) => ({ provider: 'microsoft', id }));
  journey = await startJourney(description);
  const { browser, world } = journey;
  const options = await browser.open('options.html');
  await connect(browser, options, 'Outlook');
  const field = options.getByRole('textbox', { name: 'Client id for Outlook' });
  const enter = async (id: string) => {
    await field.fill(id);
    await field.blur();
    await expect
      .poll(async () => JSON.stringify(await everything(options, [])))
      .toContain(`\\"id\\":\\"${id}\\"`);
  };
  await enter('00000000-0000-4000-8000-000000000000');
  world.expireAccessTokens();
  expect(await refresh(options)).toEqual({ ok: false, reason: 'client-refused' });
  await outlookRow(options)
    .getByText(/Outlook does not accept the client id/)
    .waitFor();
  await enter('');
  const from = world.requests.length;
  expect(await refresh(options)).toEqual({ ok: true });
  expect(authorisations(from)).toEqual([]);
});
