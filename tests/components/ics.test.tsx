// @vitest-environment jsdom
/** Calendar files and addresses on the options page, and the ways that lead there. */
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type AddressProblem, addressProblem } from '../../components/settings/address-problem.ts';
import { Settings } from '../../components/settings/settings.tsx';
import { SessionPanel } from '../../components/session-panel/session-panel.tsx';
import { WeeklyReview } from '../../components/weekly-review/weekly-review.tsx';
import type { AppDeps } from '../../lib/app/deps.ts';
import { type Account, AccountSchema, type Calendar, CalendarSchema } from '../../lib/event/account.ts';
import { type Instant, addDays, addMinutes } from '../../lib/event/instant.ts';
import type { Command } from '../../lib/messaging/commands.ts';
import { openDatabase, write } from '../../lib/storage/database.ts';
import { type FakeBrowser, installFakeBrowser } from '../support/fake-browser.ts';
import { MODEL } from '../support/detection-model.ts';

const NOW = '2026-11-12T12:00:00.000Z' as Instant;
const SECRET = 'private-0f9a8b7c';
const GOOGLE = `https://calendar.google.com/calendar/ical/katrien%40tilia.example/${SECRET}/basic.ics`;
const ICS = 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n';

let browser: FakeBrowser;
let deps: AppDeps;

beforeEach(() => {
  browser = installFakeBrowser();
  const db = openDatabase({ name: crypto.randomUUID() });
  deps = { db: () => db, now: () => NOW, newId: () => crypto.randomUUID(), model: async () => MODEL };
  location.hash = '';
});

/** Stores a calendar file or address as the worker would, read five minutes ago. */
async function haveIcs(
  ics: Partial<NonNullable<Account['ics']>> = {},
  account: Partial<Account> = {},
  calendar: Partial<Calendar> = {},
): Promise<void> {
  const whole = AccountSchema.parse({
    id: 'ics:1',
    provider: 'ics',
    email: '',
    name: 'Mentoring Noorderkade',
    ics: { kind: 'file', shown: 'noorderkade.ics', readsByItself: true, ...ics },
    connectedAt: NOW,
    listedAt: NOW,
    fault: null,
    ...account,
  });
  const only = CalendarSchema.parse({
    accountId: whole.id,
    calendarId: 'calendar',
    name: whole.name,
    primary: true,
    color: null,
    chosen: true,
    lastReadAt: addMinutes(NOW, -5),
    skipped: 0,
    fault: null,
    ...calendar,
  });
  await write(await deps.db(), ['accounts', 'calendars'], 'strict', async (tx) => {
    void tx.objectStore('accounts').put(whole);
    void tx.objectStore('calendars').put(only);
  });
}

function open(welcome = false) {
  return { user: userEvent.setup(), view: render(<Settings deps={deps} welcome={welcome} />) };
}

const file = (name: string, text = ICS) => new File([text], name, { type: 'text/calendar' });
const names = (commands: readonly Command[]) =>
  commands.map((command) => (command.command === 'add-ics-file' ? command.name : command.command));

/** The hidden input behind “Open a calendar file”, found as the button finds it: by its click. */
async function chooserOf(button: HTMLElement): Promise<HTMLInputElement> {
  const click = vi.spyOn(HTMLInputElement.prototype, 'click').mockImplementation(() => undefined);
  await userEvent.click(button);
  const [input] = click.mock.contexts;
  click.mockRestore();
  if (!(input instanceof HTMLInputElement)) throw new Error('the button opened no file chooser');
  return input;
}

describe('a calendar file', () => {
  test.each([true, false])(
    'is opened through the file chooser (first run: %s), and named when read',
    async (welcome) => {
      browser.answer = async () => {
        await haveIcs();
        return { ok: true };
      };
      const { user } = open(welcome);
      const chooser = await chooserOf(await screen.findByRole('button', { name: 'Open a calendar file' }));
      expect(chooser.multiple).toBe(true);
      await user.upload(chooser, file('noorderkade.ics'));
      await screen.findByText('Mentoring Noorderkade was read: no sessions ahead.');
      expect(browser.commands).toEqual([{ command: 'add-ics-file', name: 'noorderkade.ics', text: ICS }]);
    },
  );

  test('and several more are read one after the other, and each is spoken of', async () => {
    let reading = 0;
    let most = 0;
    browser.answer = async (command) => {
      reading += 1;
      most = Math.max(most, reading);
      await new Promise((done) => setTimeout(done));
      reading -= 1;
      const bad = command.command === 'add-ics-file' && command.name === 'letter.ics';
      return bad ? { ok: false, reason: 'not-a-calendar' } : { ok: true };
    };
    const { user } = open();
    const chooser = await chooserOf(await screen.findByRole('button', { name: 'Open a calendar file' }));
    await user.upload(chooser, [file('a.ics'), file('letter.ics'), file('c.ics')]);
    const said = await screen.findByText(/^letter\.ics: That is not a calendar file/);
    expect(said.closest('[role=status]')?.querySelectorAll('p')).toHaveLength(3);
    expect(names(browser.commands)).toEqual(['a.ics', 'letter.ics', 'c.ics']);
    expect(most).toBe(1);
  });

  test('that is a zip archive is not sent anywhere', async () => {
    const { view } = open();
    await screen.findByRole('button', { name: 'Open a calendar file' });
    const section = view.container.querySelector('#accounts')!;
    fireEvent.drop(section, { dataTransfer: { types: ['Files'], files: [file('katrien.ical.zip', 'PK')] } });
    await screen.findByText(/^katrien\.ical\.zip: That is a zip archive\. Unpack it/);
    expect(browser.commands).toEqual([]);
  });

  test('is too big, and that is said before the worker is asked', async () => {
    const { user } = open();
    const chooser = await chooserOf(await screen.findByRole('button', { name: 'Open a calendar file' }));
    const huge = file('huge.ics');
    Object.defineProperty(huge, 'size', { value: 20_000_001 });
    await user.upload(chooser, huge);
    await screen.findByText(/^huge\.ics: That calendar is larger than Beforehand reads/);
    expect(browser.commands).toEqual([]);
  });

  test('says when it was added, and a newer one of any name comes in its place', async () => {
    await haveIcs({}, { connectedAt: addDays(NOW, -9) });
    const { user } = open();
    await screen.findByText(/^Added Tue,? 3 Nov at \d\d:\d\d, 9 days ago: no sessions ahead\. Changes since/);
    expect(screen.queryByRole('button', { name: /^Read now: / })).toBeNull();
    expect(screen.queryByText('Calendars')).toBeNull();
    const chooser = await chooserOf(
      screen.getByRole('button', { name: 'Open a newer file of Mentoring Noorderkade' }),
    );
    await user.upload(chooser, file('noorderkade (2).ics'));
    await waitFor(() => expect(names(browser.commands)).toEqual(['noorderkade.ics']));
  });
});

describe('dropping', () => {
  const files = { types: ['Files'], files: [file('noorderkade.ics')], dropEffect: 'copy' };
  const text = { types: ['text/uri-list'], files: [], dropEffect: 'copy' };

  test('marks the place while files are over the page, and reads what falls on it', async () => {
    const { view } = open();
    await screen.findByRole('button', { name: 'Open a calendar file' });
    const accounts = view.container.querySelector('#accounts')!;
    expect(screen.queryByText('Drop calendar files here')).toBeNull();
    fireEvent.dragEnter(document.body, { dataTransfer: { ...files } });
    await screen.findByText('Drop calendar files here');
    fireEvent.dragLeave(document.body, { relatedTarget: null });
    expect(screen.queryByText('Drop calendar files here')).toBeNull();
    const over = { ...files };
    expect(fireEvent.dragOver(accounts, { dataTransfer: over })).toBe(false);
    expect(over.dropEffect).toBe('copy');
    fireEvent.drop(accounts, { dataTransfer: files });
    expect(screen.queryByText('Drop calendar files here')).toBeNull();
    // What is dropped while that is read waits its turn.
    fireEvent.drop(accounts, { dataTransfer: { ...files, files: [file('later.ics')] } });
    await waitFor(() => expect(names(browser.commands)).toEqual(['noorderkade.ics', 'later.ics']));
  });

  test('elsewhere does nothing, and never leaves the page', async () => {
    const { view } = open();
    await screen.findByRole('button', { name: 'Open a calendar file' });
    const data = view.container.querySelector('#data')!;
    const field = screen.getByRole('textbox', { name: 'Client id for Google' });
    for (const [target, dataTransfer] of [
      [data, files],
      [data, text],
      [field, files],
    ] as const) {
      const over = { ...dataTransfer };
      expect(fireEvent.dragOver(target, { dataTransfer: over })).toBe(false);
      expect(over.dropEffect).toBe('none');
      expect(fireEvent.drop(target, { dataTransfer })).toBe(false);
    }
    // Text into a field is the field's own business.
    expect(fireEvent.dragOver(field, { dataTransfer: { ...text } })).toBe(true);
    expect(fireEvent.drop(field, { dataTransfer: text })).toBe(true);
    expect(browser.commands).toEqual([]);
  });
});

describe('the dialog for an address', () => {
  async function dialog() {
    const { user, view } = open();
    const opener = await screen.findByRole('button', { name: 'Add a calendar address' });
    await user.click(opener);
    const box = within(screen.getByRole('dialog', { name: 'Add a calendar address' }));
    const field = box.getByRole<HTMLInputElement>('textbox', { name: 'Address of the calendar' });
    return { user, view, opener, box, field };
  }

  test('has the focus in its one field, which nothing fills in or spells', async () => {
    const { field, box } = await dialog();
    expect(document.activeElement).toBe(field);
    expect([field.autocomplete, field.getAttribute('spellcheck')]).toEqual(['off', 'false']);
    box.getByText(/like a password.*never shown whole again/);
    for (const term of ['Google Calendar', 'Outlook', 'iCloud', 'Others']) box.getByText(term);
  });

  test('asks for leave for that host alone, adds with Enter, and leaves nothing of the address behind', async () => {
    browser.answer = async () => {
      await haveIcs({ kind: 'address', shown: 'calendar.google.com' });
      return { ok: true };
    };
    const { user, view, field, opener } = await dialog();
    await user.type(field, `${GOOGLE}{Enter}`);
    await screen.findByText('Mentoring Noorderkade was read: no sessions ahead.');
    expect(browser.hostsAsked).toEqual(['https://calendar.google.com/*']);
    expect(browser.commands).toEqual([{ command: 'add-ics-address', address: GOOGLE }]);
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(view.container.innerHTML).not.toContain(SECRET);
    expect([...document.querySelectorAll('input')].map((input) => input.value).join()).not.toContain(SECRET);
    // The part with the button was built anew: the focus is still on the page's own part.
    await waitFor(() => expect(document.activeElement).not.toBe(document.body));
    expect(opener).toBeDefined();
  });

  test.each([
    ['', /^Paste the address first\./],
    ['my calendar', /^That is not an address that can be read/],
    ['http://feeds.example/a.ics', /^That address begins with http:/],
    ['https://calendar.google.com/calendar/u/0/r', /page on which you see your Google Calendar/],
    ['https://outlook.office.com/calendar/view/week', /page on which you see your Outlook calendar/],
  ])('says of “%s” what to copy instead, and asks nobody', async (text, words) => {
    const { user, field, box } = await dialog();
    if (text !== '') await user.type(field, text);
    await user.click(box.getByRole('button', { name: 'Add the calendar' }));
    expect(box.getByRole('alert').textContent).toMatch(words);
    expect(document.activeElement).toBe(field);
    expect([browser.hostsAsked, browser.commands]).toEqual([[], []]);
    // Mending it takes the words away.
    await user.clear(field);
    await user.type(field, GOOGLE);
    expect(box.queryByRole('alert')).toBeNull();
  });

  test('points a page out as soon as it is pasted, and an unfinished address only when it is sent', async () => {
    const { user, field, box } = await dialog();
    await user.type(field, 'https://calendar');
    expect(box.queryByRole('alert')).toBeNull();
    await user.clear(field);
    await user.paste('https://calendar.google.com/calendar/u/0/r');
    box.getByText(/page on which you see your Google Calendar/);
  });

  test('says before the click that an unknown host is read in a tab, and offers a file', async () => {
    const { user, field, box } = await dialog();
    await user.click(field);
    await user.paste(GOOGLE);
    expect(box.queryByText(/does not know/)).toBeNull();
    await user.clear(field);
    await user.paste('webcal://agenda.gemeente.example/feeds/1.ics');
    const words = box.getByText(/does not know agenda\.gemeente\.example.*only when you ask, in a tab/);
    expect(words.closest('[role=status]')).not.toBeNull();
    const chooser = await chooserOf(box.getByRole('button', { name: 'Open a file instead' }));
    expect(chooser.type).toBe('file');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test.each([
    ['calendar-missing', /no calendar at that address/],
    ['not-a-calendar', /does not give out a calendar/],
    ['offline', /could not be reached\. Check it/],
    ['provider-down', /did not answer with a calendar this time/],
    ['too-big', /larger than Beforehand reads/],
    ['full', /disk is full/],
    ['failed', /interrupted/],
  ] as const)('keeps what was typed when it fails (%s), and says what to do', async (reason, words) => {
    browser.answer = () => ({ ok: false, reason });
    const { user, field, box } = await dialog();
    await user.click(field);
    await user.paste(GOOGLE);
    await user.click(box.getByRole('button', { name: 'Add the calendar' }));
    expect((await box.findByRole('alert')).textContent).toMatch(words);
    expect(field.value).toBe(GOOGLE);
  });

  test('a no to the browser’s question is said, and nothing is sent', async () => {
    browser.hostsAllowed = false;
    const { user, field, box } = await dialog();
    await user.click(field);
    await user.paste(GOOGLE);
    await user.keyboard('{Enter}');
    expect((await box.findByRole('alert')).textContent).toMatch(/was not allowed to read.*choose “Allow”/);
    expect(browser.commands).toEqual([]);
  });

  test('Escape closes it and gives the focus back; what comes of it later is still said', async () => {
    let refuse = () => {};
    browser.answer = () =>
      new Promise((resolve) => {
        refuse = () => resolve({ ok: false, reason: 'offline' });
      });
    const { user, field, opener } = await dialog();
    await user.click(field);
    await user.paste(GOOGLE);
    await user.keyboard('{Enter}');
    await waitFor(() => expect(browser.commands).toHaveLength(1));
    // What Escape does in a browser: jsdom's dialogs do not listen to keys.
    fireEvent(screen.getByRole('dialog'), new Event('cancel', { cancelable: true }));
    expect(screen.queryByRole('dialog')).toBeNull();
    refuse();
    const said = await screen.findByText(/That address could not be reached/);
    expect(said.closest('[role=status]')).not.toBeNull();
    expect(opener.isConnected).toBe(true);
  });
});

test.each<[string, AddressProblem | null]>([
  [GOOGLE, null],
  ['webcal://p42-caldav.icloud.com/published/2/abc', null],
  ['https://outlook.office365.com/owa/calendar/a@b.example/c/calendar.ics', null],
  ['https://outlook.live.com/owa/calendar/1/2/cid/calendar.html', null],
  ['https://www.google.com/calendar/render', 'google-page'],
  ['https://calendar.google.com/calendar/embed?src=katrien', 'google-page'],
  ['https://outlook.live.com/calendar/0/view/month', 'outlook-page'],
  ['https://outlook.cloud.microsoft/calendar/view/week', 'outlook-page'],
  ['https://www.icloud.com/calendar/', 'icloud-page'],
  ['https://agenda.gemeente.example/calendar', null],
])('%s: %s', (text, problem) => {
  expect(addressProblem(text)).toBe(problem);
});

describe('an address in the list', () => {
  test('that reads by itself has no “Read now” while it does well, and no choice of calendars', async () => {
    await haveIcs({ kind: 'address', shown: 'calendar.google.com' }, {}, { skipped: 3 });
    open();
    await screen.findByText('from calendar.google.com');
    screen.getByText(/^Healthy\. Read today at \d\d:\d\d, no sessions ahead\.$/);
    screen.getByText('3 entries could not be read and were left out.');
    expect(screen.queryByRole('button', { name: /^(Read now: |Reconnect|Disconnect)/ })).toBeNull();
    expect(screen.queryByText('Calendars')).toBeNull();
  });

  test('that must be asked for says so, and is read by its own button, with leave asked again', async () => {
    await haveIcs({ kind: 'address', shown: 'agenda.gemeente.example', readsByItself: false });
    browser.answer = () => ({ ok: false, reason: 'offline' });
    const { user } = open();
    const note = await screen.findByText('Read only when you ask, in a tab that opens for a moment.');
    await user.click(screen.getByRole('button', { name: 'Read now: Mentoring Noorderkade' }));
    expect(browser.hostsAsked).toEqual(['https://agenda.gemeente.example/*']);
    expect(browser.commands).toEqual([{ command: 'refresh-calendars', cause: 'user', accountId: 'ics:1' }]);
    await waitFor(() =>
      expect(note.closest('li')?.textContent).toMatch(/Mentoring Noorderkade could not be reached/),
    );
  });

  test('that failed is named by its own name, never reconnected, and can be read again', async () => {
    const fault = { reason: 'host-not-allowed', since: NOW, retryAt: null } as const;
    await haveIcs({ kind: 'address', shown: 'calendar.google.com' }, { fault });
    open();
    await screen.findByText(/was not allowed to read from that address/);
    screen.getByRole('button', { name: 'Read now: Mentoring Noorderkade' });
    expect(screen.queryByRole('button', { name: /Reconnect/ })).toBeNull();
  });

  test('that gives out only when one is busy says what to publish', async () => {
    await haveIcs({ kind: 'address', shown: 'outlook.office365.com', busyOnly: true });
    open();
    await screen.findByText(/gives out only when you are busy.*all details/);
  });

  test('is removed only after saying what goes and what stays', async () => {
    await haveIcs({ kind: 'address', shown: 'calendar.google.com' });
    browser.answer = async () => {
      await write(await deps.db(), ['accounts'], 'strict', async (tx) => tx.objectStore('accounts').clear());
      return { ok: true };
    };
    const { user } = open();
    const remove = await screen.findByRole('button', { name: 'Remove Mentoring Noorderkade' });
    await user.click(remove);
    let box = screen.getByRole('dialog', { name: 'Remove Mentoring Noorderkade?' });
    expect(box.textContent).toMatch(/The address and what was read.*What stays.*notes and goals/);
    expect(document.activeElement).toBe(within(box).getByRole('button', { name: 'Keep it' }));
    await user.click(within(box).getByRole('button', { name: 'Keep it' }));
    expect(browser.commands).toEqual([]);
    await user.click(remove);
    box = screen.getByRole('dialog');
    await user.click(within(box).getByRole('button', { name: 'Remove' }));
    await screen.findByText('Mentoring Noorderkade was removed. Your notes and goals are still here.');
    expect(browser.commands).toEqual([{ command: 'disconnect-account', accountId: 'ics:1' }]);
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Accounts'));
  });
});

describe('the way there', () => {
  const tab = 'tab chrome-extension://abcdefghijklmnopabcdefghijklmnop/options.html#ics';

  test('options.html#ics has the focus on the first of the two', async () => {
    location.hash = '#ics';
    open();
    const button = await screen.findByRole('button', { name: 'Open a calendar file' });
    await waitFor(() => expect(document.activeElement).toBe(button));
  });

  test.each([
    ['popup', () => <WeeklyReview deps={deps} />],
    ['panel', () => <SessionPanel deps={deps} />],
  ])('is one quiet line in the first run of the %s', async (_, screenOf) => {
    vi.spyOn(window, 'close').mockImplementation(() => undefined);
    render(screenOf());
    await userEvent.click(
      await screen.findByRole('button', { name: 'Use a calendar file or address instead' }),
    );
    await waitFor(() => expect(browser.opened).toEqual([tab]));
  });

  test.each(['admin-approval-needed', 'client-id-missing'] as const)(
    'is offered in words and with a button when connecting ends in “%s”',
    async (reason) => {
      vi.spyOn(window, 'close').mockImplementation(() => undefined);
      browser.answer = () => ({ ok: false, reason });
      for (const screenOf of [
        () => <WeeklyReview deps={deps} />,
        () => <SessionPanel deps={deps} />,
        () => <Settings deps={deps} welcome />,
      ]) {
        const view = render(screenOf());
        await userEvent.click(await screen.findByRole('button', { name: 'Connect Outlook' }));
        expect((await screen.findAllByText(/calendar file or address.*needs n/)).length).toBeGreaterThan(0);
        await userEvent.click(screen.getByRole('button', { name: 'Use a calendar file or address' }));
        view.unmount();
      }
      await waitFor(() => expect(browser.opened).toEqual([tab, tab]));
    },
  );

  test('on the options page the button brings the focus to it', async () => {
    browser.answer = () => ({ ok: false, reason: 'admin-approval-needed' });
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: 'Connect Outlook' }));
    await user.click(await screen.findByRole('button', { name: 'Use a calendar file or address' }));
    const button = screen.getByRole('button', { name: 'Open a calendar file' });
    await waitFor(() => expect(document.activeElement).toBe(button));
  });
});
