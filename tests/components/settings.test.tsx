// @vitest-environment jsdom
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import { looksLikeClientId } from '../../components/settings/check-client-id.ts';
import { Settings } from '../../components/settings/settings.tsx';
import type { AppDeps } from '../../lib/app/deps.ts';
import { type Account, AccountSchema, type Calendar, CalendarSchema } from '../../lib/event/account.ts';
import type { Correction } from '../../lib/detection/verdict.ts';
import { type Instant, addMinutes } from '../../lib/event/instant.ts';
import { loadClientId } from '../../lib/platform/client-ids.ts';
import { openDatabase, write } from '../../lib/storage/database.ts';
import { type FakeBrowser, installFakeBrowser } from '../support/fake-browser.ts';
import { engagement, session } from './session-panel-record.ts';
import { MODEL } from '../support/detection-model.ts';

const NOW = '2026-11-12T12:00:00.000Z' as Instant;
const MINUTES_PER_DAY = 24 * 60;

let browser: FakeBrowser;
let deps: AppDeps;

beforeEach(() => {
  browser = installFakeBrowser();
  const db = openDatabase({ name: crypto.randomUUID() });
  deps = { db: () => db, now: () => NOW, newId: () => crypto.randomUUID(), model: async () => MODEL };
});

/** Stores a connected account with its calendars, the first of them chosen and just read. */
async function haveAccount(
  account: Partial<Account> = {},
  calendars: Partial<Calendar>[] = [{}],
): Promise<void> {
  const whole = AccountSchema.parse({
    id: 'google:1',
    provider: 'google',
    email: 'katrien.maes@tilia.example',
    name: 'Katrien Maes',
    connectedAt: NOW,
    listedAt: NOW,
    fault: null,
    ...account,
  });
  await write(await deps.db(), ['accounts', 'calendars'], 'strict', async (tx) => {
    void tx.objectStore('accounts').put(whole);
    for (const [index, calendar] of calendars.entries()) {
      void tx.objectStore('calendars').put(
        CalendarSchema.parse({
          accountId: whole.id,
          calendarId: `calendar-${index}`,
          name: index === 0 ? 'Katrien' : `Other ${index}`,
          primary: index === 0,
          color: '#0b8043',
          chosen: index === 0,
          lastReadAt: index === 0 ? addMinutes(NOW, -5) : null,
          skipped: 0,
          fault: null,
          ...calendar,
        }),
      );
    }
  });
}

const open = (welcome = false) => render(<Settings deps={deps} welcome={welcome} />);
const google = () => screen.findByRole('button', { name: 'Connect Google' });

describe('connecting', () => {
  test.each([
    ['Connect Google', 'google'],
    ['Connect Outlook', 'outlook'],
  ])('“%s” opens the consent window, says that it waits, and then that it worked', async (name, provider) => {
    let finish = () => {};
    browser.answer = () =>
      new Promise((resolve) => {
        finish = () => resolve({ ok: true });
      });
    const user = userEvent.setup();
    open();
    await user.click(await screen.findByRole('button', { name }));
    await screen.findByText('Waiting for the consent window…');
    // A second click must not open a second window.
    await user.click(screen.getByRole('button', { name }));
    expect(browser.commands).toEqual([{ command: 'connect-account', provider, accountId: null }]);
    finish();
    await screen.findByText(/is connected\.$/);
  });

  test('a closed consent window is no drama', async () => {
    browser.answer = () => ({ ok: false, reason: 'consent-refused' });
    const user = userEvent.setup();
    open();
    await user.click(await google());
    await screen.findByText('The window was closed or refused. Nothing was changed.');
    expect(screen.queryByRole('alert')).toBeNull();
  });

  test('without a client id it leads to the field where one is entered', async () => {
    browser.answer = () => ({ ok: false, reason: 'client-id-missing' });
    const user = userEvent.setup();
    open();
    await user.click(await screen.findByRole('button', { name: 'Connect Outlook' }));
    const field = screen.getByRole('textbox', { name: 'Client id for Outlook' });
    await waitFor(() => expect(document.activeElement).toBe(field));
    expect(screen.getByRole('alert').textContent).toMatch(/Outlook needs a client id first/);
    await user.type(field, '1');
    expect(screen.queryByRole('alert')).toBeNull();
  });

  test('an organisation that wants approval is said plainly', async () => {
    browser.answer = () => ({ ok: false, reason: 'admin-approval-needed' });
    const user = userEvent.setup();
    open();
    await user.click(await screen.findByRole('button', { name: 'Connect Outlook' }));
    expect(await screen.findByText(/administrator to approve Beforehand for Outlook/)).toBeDefined();
  });

  test('a worker that dies is not waited for', async () => {
    browser.answer = () => Promise.reject(new Error('message port closed'));
    const user = userEvent.setup();
    open();
    await user.click(await google());
    expect(await screen.findByText(/interrupted before it was done/)).toBeDefined();
  });
});

describe('an account', () => {
  test('that does well says when it was read, and how much', async () => {
    await haveAccount({}, [{}, { chosen: true, lastReadAt: addMinutes(NOW, -2), skipped: 2 }]);
    open();
    await screen.findByText(/^Healthy\. Read today at \d\d:\d\d, 2 calendars, no sessions ahead\.$/);
    expect(screen.getByText('2 entries could not be read and were left out.')).toBeDefined();
    expect(screen.queryByRole('button', { name: /^Reconnect/ })).toBeNull();
  });

  test('that was not read for long says what may be missing', async () => {
    await haveAccount({}, [{ lastReadAt: addMinutes(NOW, -3 * MINUTES_PER_DAY) }]);
    open();
    expect(
      await screen.findByText(
        /^Last read Mon,? 9 Nov at \d\d:\d\d, 3 days ago\. Changes since then are missing\.$/,
      ),
    ).toBeDefined();
  });

  test('whose sign-in ended says since when, and is reconnected by its own name', async () => {
    await haveAccount({
      fault: { reason: 'sign-in-ended', since: addMinutes(NOW, -MINUTES_PER_DAY), retryAt: null },
    });
    const user = userEvent.setup();
    open();
    const health = await screen.findByText(/has ended/);
    expect(health.textContent).toMatch(/Since Wed,? 11 Nov at \d\d:\d\d\. Last read today at/);
    browser.answer = () => ({ ok: false, reason: 'wrong-account' });
    await user.click(
      screen.getByRole('button', { name: 'Reconnect Google Calendar katrien.maes@tilia.example' }),
    );
    expect(browser.commands).toEqual([
      { command: 'connect-account', provider: 'google', accountId: 'google:1' },
    ]);
    const row = health.closest('li');
    await waitFor(() => expect(row?.textContent).toMatch(/another account of Google Calendar/));
  });

  test('has its calendars chosen one by one; a refusal is said and undone', async () => {
    await haveAccount({}, [{}, {}]);
    const user = userEvent.setup();
    open();
    await user.click(await screen.findByText('Calendars'));
    const list = screen.getByRole('list', { name: /^Calendars of Google Calendar/ });
    expect(within(list).getByRole('checkbox', { name: /Katrien/ })).toHaveProperty('checked', true);
    const other = within(list).getByRole('checkbox', { name: 'Other 1' });
    expect(other).toHaveProperty('checked', false);
    let refuse = () => {};
    browser.answer = () =>
      new Promise((resolve) => {
        refuse = () => resolve({ ok: false, reason: 'offline' });
      });
    await user.click(other);
    expect(other).toHaveProperty('checked', true);
    expect(browser.commands).toEqual([
      { command: 'choose-calendar', accountId: 'google:1', calendarId: 'calendar-1', chosen: true },
    ]);
    refuse();
    await within(list).findByText(/could not be reached/);
    expect(other).toHaveProperty('checked', false);
  });

  test('is disconnected only after saying what goes and what stays', async () => {
    await haveAccount();
    browser.answer = async () => {
      await write(await deps.db(), ['accounts'], 'strict', async (tx) => tx.objectStore('accounts').clear());
      return { ok: true };
    };
    const user = userEvent.setup();
    open();
    const disconnect = await screen.findByRole('button', { name: /^Disconnect Google Calendar/ });
    await user.click(disconnect);
    let dialog = screen.getByRole('dialog', { name: 'Disconnect Google Calendar?' });
    expect(dialog.textContent).toMatch(
      /calendar entries.*What stays.*notes and goals, and every session so far/,
    );
    await user.click(within(dialog).getByRole('button', { name: 'Keep it connected' }));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(browser.commands).toEqual([]);

    await user.click(disconnect);
    dialog = screen.getByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: 'Disconnect' }));
    await screen.findByText(/^Google Calendar is disconnected\./);
    expect(browser.commands).toEqual([{ command: 'disconnect-account', accountId: 'google:1' }]);
    await waitFor(() => expect(screen.queryByText('katrien.maes@tilia.example')).toBeNull());
    expect(screen.queryByRole('dialog')).toBeNull();
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Accounts'));
  });

  test('is read on demand, and the end of it is told', async () => {
    await haveAccount();
    const user = userEvent.setup();
    open();
    await user.click(await screen.findByRole('button', { name: 'Read now' }));
    await screen.findByText('Your calendars were read.');
    expect(browser.commands).toEqual([{ command: 'refresh-calendars', cause: 'user' }]);
  });
});

describe('corrections', () => {
  test('are listed in words, and taken back one by one', async () => {
    const series = JSON.stringify(['google:1', 'c', 'lotte']);
    const correct = (scope: Correction['scope'], target: string, verdict: Correction['verdict']) => ({
      id: `${scope}:${target}`,
      scope,
      target,
      verdict,
      rulesVersion: 1,
      createdAt: scope === 'series' ? NOW : addMinutes(NOW, -MINUTES_PER_DAY),
    });
    const lotte = { ...engagement('lotte', 'mentoring', 'Lotte Maes') };
    const met = session('lotte-1', lotte, NOW, { title: 'Mentorgesprek Lotte', seriesKeys: [series] });
    await write(await deps.db(), ['corrections', 'engagements', 'sessions'], 'strict', async (tx) => {
      void tx.objectStore('corrections').put(correct('series', series, 'none'));
      void tx.objectStore('corrections').put(correct('person', 'lotte@noorderkade.example', 'coaching'));
      void tx.objectStore('engagements').put(lotte);
      void tx.objectStore('sessions').put(met);
    });
    const user = userEvent.setup();
    open();
    const corrections = within(await screen.findByRole('region', { name: 'Corrections' }));
    await corrections.findByText('The series “Mentorgesprek Lotte”: not a session');
    corrections.getByText('Everything with Lotte Maes: coaching');
    await user.click(corrections.getByRole('button', { name: /^Take back: The series/ }));
    expect((await corrections.findByText(/^Taken back\./)).closest('[role=status]')).not.toBeNull();
    await waitFor(() => expect(corrections.getAllByRole('listitem')).toHaveLength(1));
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Corrections'));
    expect((await (await deps.db()).getAll('corrections')).map(({ scope }) => scope)).toEqual(['person']);
    await user.click(corrections.getByRole('button', { name: /^Take back: Everything/ }));
    await corrections.findByText(/^Nothing corrected yet\./);
  });
});

describe('client ids', () => {
  test('of both providers, changed at the same moment, are both kept', async () => {
    open();
    const change = (name: string, value: string) =>
      fireEvent.change(screen.getByRole('textbox', { name }), { target: { value } });
    await google();
    change('Client id for Google', 'one');
    change('Client id for Outlook', 'two');
    await waitFor(async () => expect((await loadClientId('outlook'))?.id).toBe('two'));
    expect((await loadClientId('google'))?.id).toBe('one');
  });

  test('are kept as they are typed', async () => {
    const user = userEvent.setup();
    open();
    const googleId = await screen.findByRole('textbox', { name: 'Client id for Google' });
    await user.type(googleId, '42-a.apps.googleusercontent.com');
    await user.type(screen.getByLabelText('Client secret for Google'), 'quiet');
    await user.type(screen.getByRole('textbox', { name: 'Client id for Outlook' }), 'abc');
    await waitFor(async () => expect((await loadClientId('outlook'))?.id).toBe('abc'));
    expect(await loadClientId('google')).toEqual({ id: '42-a.apps.googleusercontent.com', secret: 'quiet' });
    expect(screen.getAllByText(/^Saved \d\d:\d\d:\d\d$/).length).toBeGreaterThan(0);
  });

  test('a doubtful one is pointed out when the field is left, and kept', async () => {
    const user = userEvent.setup();
    open();
    await user.type(await screen.findByRole('textbox', { name: 'Client id for Google' }), 'my-app');
    expect(screen.queryByText(/end in .apps.googleusercontent.com/)).toBeNull();
    await user.tab();
    await screen.findByText(/end in .apps.googleusercontent.com/);
    expect((await loadClientId('google'))?.id).toBe('my-app');
  });

  test.each([
    ['google', '42-a1b2.apps.googleusercontent.com', true],
    ['google', ' 42-a1b2.apps.googleusercontent.com ', true],
    ['google', '.apps.googleusercontent.com.example', false],
    ['google', '1b2c3d4e-0000-4000-8000-1a2b3c4d5e6f', false],
    ['outlook', '1B2C3D4E-0000-4000-8000-1a2b3c4d5e6f', true],
    ['outlook', '1b2c3d4e-0000-4000-8000', false],
    ['outlook', '', true],
  ] as const)('%s: “%s” looks right: %s', (provider, id, expected) => {
    expect(looksLikeClientId(provider, id)).toBe(expected);
  });

  test('the address to register is shown, and copied', async () => {
    const user = userEvent.setup();
    open();
    await screen.findByText('https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/');
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    await screen.findByText('Copied');
    expect(await navigator.clipboard.readText()).toBe(
      'https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/',
    );
  });
});

describe('the first run', () => {
  test('offers each way to begin once', async () => {
    open(true);
    await screen.findByRole('heading', { level: 1, name: 'Know what matters before you meet' });
    for (const name of ['Connect Google', 'Connect Outlook', 'Add a session by hand']) {
      expect(screen.getAllByRole('button', { name })).toHaveLength(1);
    }
  });

  test('a session entered by hand is stored, and one click away in the panel', async () => {
    const user = userEvent.setup();
    open(true);
    await user.click(await screen.findByRole('button', { name: 'Add a session by hand' }));
    const dialog = screen.getByRole('dialog', { name: 'Add a session by hand' });
    await user.type(within(dialog).getAllByRole('textbox')[0]!, 'Nele Goossens');
    await user.click(within(dialog).getByRole('button', { name: /^Add/ }));
    await screen.findByText('The session with Nele Goossens is in the panel.');
    expect(screen.queryByRole('dialog')).toBeNull();
    const stored = await (await deps.db()).getAll('sessions');
    expect(stored.map((session) => [session.title, session.source])).toEqual([['Nele Goossens', 'hand']]);
    await user.click(screen.getByRole('button', { name: 'Open the panel' }));
    await waitFor(() => expect(browser.session.get('panel-target')).toMatchObject({ id: stored[0]?.id }));
    expect(browser.opened).toEqual(['panel']);
  });
});
