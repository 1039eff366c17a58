/** Calendars without any sign-in: files and addresses, from the first click to the note that stays. */
import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { allowHost } from '../support/allow-host.ts';
import { DEMO_IDS } from '../world/demo-world.ts';
import { icsSecret } from '../world/ics-service.ts';
import { type Journey, type StoredSession, startJourney, stored, watchComplaints } from './journey.ts';

const { googleAccount, googleMentoring } = DEMO_IDS;
/** Stands in the path of every address of that calendar, and nowhere else. */
const SECRET = icsSecret(googleAccount, googleMentoring);

let journey: Journey | null = null;
afterEach(async () => {
  await journey?.end();
  journey = null;
});

async function start(): Promise<Journey> {
  journey = await startJourney();
  return journey;
}

/** A calendar of one weekly session with Sofie Claes, from a week ago; `moved` says when the coming one is instead. */
function sofie(moved: Temporal.ZonedDateTime | null = null): string {
  const first = coming().subtract({ weeks: 1 });
  const entry = (when: Temporal.ZonedDateTime, more: string[]) => [
    'BEGIN:VEVENT',
    'UID:sofie-weekly@noorderkade.example',
    'DTSTAMP:20260105T080000Z',
    `DTSTART;TZID=Europe/Brussels:${wall(when)}`,
    `DTEND;TZID=Europe/Brussels:${wall(when.add({ hours: 1 }))}`,
    'SUMMARY:Mentoring Sofie Claes',
    'ORGANIZER;CN="Katrien Maes":mailto:katrien.maes@tilia.example',
    'ATTENDEE;CN="Sofie Claes";PARTSTAT=ACCEPTED:mailto:sofie.claes@noorderkade.example',
    ...more,
    'END:VEVENT',
  ];
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Noorderkade//Agenda//NL',
    'X-WR-CALNAME:Mentoring Noorderkade',
    ...entry(first, ['RRULE:FREQ=WEEKLY;COUNT=4']),
    ...(moved ? entry(moved, [`RECURRENCE-ID;TZID=Europe/Brussels:${wall(coming())}`, 'SEQUENCE:1']) : []),
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}

/** Three days from now at ten in Brussels. */
function coming(): Temporal.ZonedDateTime {
  return Temporal.Now.zonedDateTimeISO('Europe/Brussels').add({ days: 3 }).withPlainTime('10:00');
}

function wall(when: Temporal.ZonedDateTime): string {
  return when.toPlainDateTime().toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '');
}

function instant(when: Temporal.ZonedDateTime): string {
  return when.toInstant().toString({ fractionalSecondDigits: 3 });
}

/** Clicks `button`, which opens the file chooser, and chooses these files there. */
async function choose(page: Page, button: string, files: { name: string; text: string }[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: button, exact: true }).click();
  await (
    await chooser
  ).setFiles(files.map(({ name, text }) => ({ name, mimeType: 'text/calendar', buffer: Buffer.from(text) })));
}

/** Drags files over an element and drops them; resolves to whether the page took them. */
async function drop(page: Page, selector: string, files: { name: string; text: string }[]): Promise<boolean> {
  return await page.evaluate(
    ([where, given]) => {
      const dataTransfer = new DataTransfer();
      for (const { name, text } of given) {
        dataTransfer.items.add(new File([text], name, { type: 'text/calendar' }));
      }
      const target = document.querySelector(where);
      const fire = (type: string) =>
        target?.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true })) ===
        false;
      return ['dragenter', 'dragover', 'drop'].map(fire).every(Boolean);
    },
    [selector, files] as const,
  );
}

async function addAddress(page: Page, address: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a calendar address' }).click();
  await page.getByRole('textbox', { name: 'Address of the calendar' }).fill(address);
  await page.keyboard.press('Enter');
}

async function sessions(page: Page): Promise<StoredSession[]> {
  return (await stored<StoredSession>(page, 'sessions')).toSorted((a, b) => a.start.localeCompare(b.start));
}

test('a file, chosen: its sessions are in the panel, and what was noted stays when a newer file moves one', async () => {
  const { browser } = await start();
  const complaints = watchComplaints(browser);
  const options = await browser.open('options.html#welcome', { width: 1200, height: 900 });
  await choose(options, 'Open a calendar file', [{ name: 'noorderkade.ics', text: sofie() }]);
  await options.getByText('Mentoring Noorderkade was read: 3 sessions ahead.').waitFor();
  await options.getByText(/^Added today at \d\d:\d\d, 3 sessions ahead\. A file does not follow/).waitFor();
  expect((await sessions(options)).map(({ start: at }) => at)).toContain(instant(coming()));

  const panel = await browser.open('sidepanel.html', { width: 400, height: 900 });
  await panel.getByRole('heading', { level: 1, name: 'Sofie Claes' }).waitFor();
  const [, next] = await sessions(panel);
  await panel.getByRole('textbox', { name: 'Note', exact: true }).fill('Ask about the second shop.');
  await panel.getByText(/^Saved \d\d:\d\d:\d\d/).waitFor();

  await options.bringToFront();
  const later = coming().add({ days: 1, hours: 2 });
  await choose(options, 'Open a newer file of Mentoring Noorderkade', [
    { name: 'noorderkade (1).ics', text: sofie(later) },
  ]);
  await expect
    .poll(async () => (await sessions(options)).find(({ id }) => id === next?.id)?.start)
    .toBe(instant(later));
  expect(await sessions(options)).toHaveLength(4);
  expect(await stored(options, 'accounts')).toHaveLength(1);
  await panel.bringToFront();
  await panel.getByRole('heading', { level: 1, name: 'Sofie Claes' }).waitFor();
  const box = panel.getByRole('textbox', { name: 'Note', exact: true });
  await expect.poll(() => box.inputValue()).toBe('Ask about the second shop.');
  expect(complaints).toEqual([]);
});

test('files, dropped: those on the accounts are read, those elsewhere do nothing', async () => {
  const { browser } = await start();
  const options = await browser.open('options.html', { width: 1200, height: 900 });
  await options.getByRole('button', { name: 'Open a calendar file' }).waitFor();
  const file = { name: 'noorderkade.ics', text: sofie() };
  const other = { name: 'letter.ics', text: '<!doctype html><title>Sign in</title>' };
  expect(await drop(options, '#data', [file])).toBe(true);
  expect(await drop(options, 'nav', [file])).toBe(true);
  expect(options.url()).toMatch(/options\.html$/);
  expect(await drop(options, '#accounts', [file, other])).toBe(true);
  await options.getByText(/^Mentoring Noorderkade was read: 3 sessions ahead\.$/).waitFor();
  await options.getByText(/^letter\.ics: That is not a calendar file/).waitFor();
  expect(await stored(options, 'accounts')).toHaveLength(1);
});

test('bad files are refused in words, and leave nothing behind', async () => {
  const { browser } = await start();
  const options = await browser.open('options.html', { width: 1200, height: 900 });
  const binary = String.fromCodePoint(...Array.from({ length: 2000 }, (_, index) => index % 256));
  for (const [name, text, said] of [
    ['page.ics', '<html><body>Please sign in</body></html>', /^page\.ics: That is not a calendar file/],
    ['empty.ics', '', /^empty\.ics: That is not a calendar file/],
    ['photo.ics', binary, /^photo\.ics: That is not a calendar file/],
    ['all.zip', 'PK', /^all\.zip: That is a zip archive\. Unpack it/],
  ] as const) {
    await choose(options, 'Open a calendar file', [{ name, text }]);
    await options.getByText(said).waitFor();
  }
  await options.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['x'.repeat(20_000_001)], 'huge.ics'));
    document
      .querySelector('#accounts')
      ?.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
  await options.getByText(/^huge\.ics: That calendar is larger/).waitFor();
  for (const store of ['accounts', 'calendars', 'events', 'sessions', 'icsSources']) {
    expect([store, await stored(options, store)]).toEqual([store, []]);
  }
});

test(
  'an address is read after leave for its host alone, by itself from then on, and its secret stays put',
  { retry: 0 },
  async () => {
    const { browser, world } = await start();
    const complaints = watchComplaints(browser);
    const address = world.icsAddress(googleAccount, googleMentoring, 'calendar.google.com');
    const options = await browser.open('options.html', { width: 1200, height: 900 });

    // Nothing is asked of anyone before the click, nor for an address that is none.
    await addAddress(options, 'https://calendar.google.com/calendar/u/0/r');
    await options.getByText(/page on which you see your Google Calendar/).waitFor();
    await options.keyboard.press('Escape');
    expect(world.requests.filter(({ service }) => service === 'ics')).toEqual([]);

    await allowHost(browser, 'calendar.google.com');
    await options.bringToFront();
    await addAddress(options, address);
    const mentoring = world.description.accounts[0]?.calendars.find(({ id }) => id === googleMentoring);
    await options.getByText(new RegExp(`^${mentoring?.name} was read: \\d+ sessions? ahead\\.$`)).waitFor();
    await options.getByText('from calendar.google.com').waitFor();
    const allowed = await options.evaluate(
      async () => await (globalThis as unknown as PermissionsPage).chrome.permissions.getAll(),
    );
    expect(allowed.origins?.filter((origin) => origin.includes('calendar.google.com'))).toEqual([
      'https://calendar.google.com/*',
    ]);
    const titles = new Set((await sessions(options)).map(({ title }) => title));
    const truth =
      mentoring?.events.filter(({ label }) => label !== 'none').map(({ title }) => title ?? '') ?? [];
    expect(truth.length).toBeGreaterThan(0);
    expect([...titles].filter((title) => !truth.includes(title))).toEqual([]);
    // Asked once to add it, without a cookie.
    const asked = world.requests.filter(({ service, path }) => service === 'ics' && path.includes(SECRET));
    expect(asked.map(({ method, headers }) => [method, headers['cookie']])).toEqual([['GET', undefined]]);

    const panel = await browser.open('sidepanel.html', { width: 400, height: 900 });
    await panel.getByRole('heading', { level: 1 }).waitFor();
    const popup = await browser.open('popup.html', { width: 380, height: 600 });
    await popup.getByRole('heading', { level: 1 }).waitFor();
    for (const page of [options, panel, popup]) {
      const shown = await page.evaluate(() => {
        const fields = [...document.querySelectorAll<HTMLInputElement>('input, textarea')];
        return [document.documentElement.outerHTML, ...fields.map(({ value }) => value)].join('\n');
      });
      expect(shown.includes(SECRET)).toBe(false);
    }
    expect(await placesOf(options, SECRET)).toEqual(['storage.local']);
    // What the worker answers to pages names it nowhere either, also when it fails.
    world.fail({ service: 'ics', path: 'gone.ics', status: 404 });
    const accounts = await stored<{ id: string }>(options, 'accounts');
    const replies = await options.evaluate(
      async ([id, entered]) => {
        const { runtime } = (globalThis as unknown as PermissionsPage).chrome;
        return JSON.stringify([
          await runtime.sendMessage({ command: 'add-ics-address', address: entered }),
          await runtime.sendMessage({ command: 'refresh-calendars', cause: 'user', accountId: id }),
          await runtime.sendMessage({
            command: 'add-ics-address',
            address: entered.replace('basic', 'gone'),
          }),
        ]);
      },
      [accounts[0]?.id ?? '', address] as const,
    );
    expect(JSON.parse(replies)).toHaveLength(3);
    expect(replies).not.toContain(SECRET);

    await options.bringToFront();
    await options.getByRole('button', { name: /^Remove Mentoring/ }).click();
    await options.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await options.getByText(/was removed\. Your notes and goals are still here\.$/).waitFor();
    expect(await placesOf(options, SECRET)).toEqual([]);
    const left = await options.evaluate(
      async () => await (globalThis as unknown as PermissionsPage).chrome.permissions.getAll(),
    );
    expect(left.origins?.some((origin) => origin.includes('calendar.google.com'))).toBe(false);
    expect(complaints).toEqual([]);
  },
);

test('an address on a host nobody knows is read in a tab that closes again, only when asked', async () => {
  const { browser, world } = await start();
  const host = 'agenda.gemeente.example';
  const options = await browser.open('options.html', { width: 1200, height: 900 });
  await options.getByRole('button', { name: 'Add a calendar address' }).click();
  const field = options.getByRole('textbox', { name: 'Address of the calendar' });
  await field.fill(world.icsAddress(googleAccount, googleMentoring, host));
  await options.getByText(`Beforehand does not know ${host}`).waitFor();
  expect(world.requests.filter((request) => request.host === host)).toEqual([]);

  await allowHost(browser, host);
  await options.bringToFront();
  const opened: string[] = [];
  browser.context.on('page', (page) => void opened.push(page.url()));
  await options.getByRole('button', { name: 'Add the calendar' }).click();
  await options.getByText(/was read: \d+ sessions? ahead\.$/).waitFor();
  await options.getByText('Read only when you ask, in a tab that opens for a moment.').waitFor();
  expect(opened).toHaveLength(1);
  await expect.poll(() => browser.context.pages().some((page) => page.url().includes(host))).toBe(false);
  expect((await sessions(options)).length).toBeGreaterThan(0);

  const asked = () => world.requests.filter(({ path }) => path.includes(SECRET)).length;
  const before = asked();
  await options.getByRole('button', { name: /^Read now: / }).click();
  await expect.poll(asked).toBe(before + 1);
  expect(await placesOf(options, SECRET)).toEqual(['storage.local']);
});

test('removing a file keeps every session with its notes; added again, they are together again', async () => {
  const { browser } = await start();
  const options = await browser.open('options.html', { width: 1200, height: 900 });
  const file = { name: 'noorderkade.ics', text: sofie() };
  await choose(options, 'Open a calendar file', [file]);
  await options.getByText(/was read: 3 sessions ahead\.$/).waitFor();
  const panel = await browser.open('sidepanel.html', { width: 400, height: 900 });
  await panel.getByRole('heading', { level: 1, name: 'Sofie Claes' }).waitFor();
  await panel.getByRole('textbox', { name: 'Note', exact: true }).fill('Wants to write less, and better.');
  await panel.getByText(/^Saved \d\d:\d\d:\d\d/).waitFor();
  const before = await sessions(panel);

  await options.bringToFront();
  await options.getByRole('button', { name: 'Remove Mentoring Noorderkade' }).click();
  const dialog = options.getByRole('dialog', { name: 'Remove Mentoring Noorderkade?' });
  await dialog.getByText(/^Your notes and goals, and every session so far/).waitFor();
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  await options
    .getByText('Mentoring Noorderkade was removed. Your notes and goals are still here.')
    .waitFor();
  for (const store of ['accounts', 'calendars', 'events', 'icsSources']) {
    expect([store, await stored(options, store)]).toEqual([store, []]);
  }
  expect((await sessions(options)).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  expect((await stored<{ text: string }>(options, 'notes')).map(({ text }) => text)).toEqual([
    'Wants to write less, and better.',
  ]);

  await choose(options, 'Open a calendar file', [file]);
  await options.getByText(/was read: 3 sessions ahead\.$/).waitFor();
  const after = await sessions(options);
  expect(after.map(({ id, state }) => [id, state])).toEqual(before.map(({ id, state }) => [id, state]));
});

interface PermissionsPage {
  chrome: {
    permissions: { getAll(): Promise<{ origins?: string[] }> };
    runtime: { sendMessage(message: unknown): Promise<unknown> };
    storage: Record<'local' | 'session', { get(key: null): Promise<object> }>;
  };
}

/** Where a text is kept: in any store of the database, in the extension's own storage, or in the page's. */
async function placesOf(page: Page, text: string): Promise<string[]> {
  const names = await page.evaluate(
    () =>
      new Promise<string[]>((done) => {
        const opening = indexedDB.open('beforehand');
        opening.addEventListener('success', () => {
          done([...opening.result.objectStoreNames]);
          opening.result.close();
        });
      }),
  );
  expect(names.length).toBeGreaterThan(5);
  const places: string[] = [];
  for (const name of names) {
    if (JSON.stringify(await stored(page, name)).includes(text)) places.push(name);
  }
  const outside = await page.evaluate(async () => {
    const { local, session } = (globalThis as unknown as PermissionsPage).chrome.storage;
    return {
      'storage.local': JSON.stringify(await local.get(null)),
      'storage.session': JSON.stringify(await session.get(null)),
      localStorage: JSON.stringify(Object.entries(localStorage)),
      caches: (await caches.keys()).join(' '),
      address: location.href,
    };
  });
  return [
    ...places,
    ...Object.entries(outside).flatMap(([name, kept]) => (kept.includes(text) ? [name] : [])),
  ];
}
