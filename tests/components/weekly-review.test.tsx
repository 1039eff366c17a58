// @vitest-environment jsdom
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { WeeklyReview } from '../../components/weekly-review/weekly-review.tsx';
import { addSession } from '../../lib/app/add-session.ts';
import type { AppDeps } from '../../lib/app/deps.ts';
import { type Account, AccountSchema } from '../../lib/event/account.ts';
import { type Instant, addMinutes } from '../../lib/event/instant.ts';
import { NoteSchema } from '../../lib/note/note.ts';
import type { Session } from '../../lib/session/session.ts';
import { openDatabase, write } from '../../lib/storage/database.ts';
import { type FakeBrowser, installFakeBrowser } from '../support/fake-browser.ts';
import { MODEL } from '../support/detection-model.ts';

// A Thursday: ISO week 46 of 2026.
const NOW = '2026-11-12T12:00:00.000Z' as Instant;
const MINUTES_PER_DAY = 24 * 60;

let browser: FakeBrowser;
let deps: AppDeps;
let closed: number;

beforeEach(() => {
  browser = installFakeBrowser();
  closed = 0;
  vi.spyOn(window, 'close').mockImplementation(() => {
    closed += 1;
  });
  const db = openDatabase({ name: crypto.randomUUID() });
  deps = { db: () => db, now: () => NOW, newId: () => crypto.randomUUID(), model: async () => MODEL };
});

/** A session of an hour that starts `minutes` after now (before it when negative). */
function meet(name: string, minutes: number, kind: Session['kind'] = 'mentoring'): Promise<Session> {
  return addSession(deps, {
    kind,
    name,
    email: null,
    start: addMinutes(NOW, minutes),
    minutes: 60,
    timeZone: 'UTC',
  });
}

async function writeNotes(session: Session, texts: string[]): Promise<void> {
  await write(await deps.db(), ['notes', 'sessions'], 'strict', async (tx) => {
    void tx.objectStore('sessions').put({ ...session, written: true });
    for (const text of texts) {
      const { id: sessionId, engagementId } = session;
      void tx.objectStore('notes').put(
        NoteSchema.parse({
          id: deps.newId(),
          sessionId,
          engagementId,
          type: 'note',
          text,
          private: true,
          revision: 1,
          createdAt: NOW,
          updatedAt: NOW,
        }),
      );
    }
  });
}

async function haveAccount(fault: Account['fault']): Promise<Account> {
  const account = AccountSchema.parse({
    id: 'outlook:1',
    provider: 'outlook',
    email: 'katrien@tilia.example',
    name: 'Katrien Maes',
    connectedAt: NOW,
    listedAt: NOW,
    fault,
  });
  await write(
    await deps.db(),
    ['accounts'],
    'strict',
    async (tx) => void tx.objectStore('accounts').put(account),
  );
  return account;
}

describe('the week', () => {
  test('puts today first, counts the notes, and sums the hours of each kind', async () => {
    await writeNotes(await meet('Lotte Vermeersch', -2 * MINUTES_PER_DAY), ['one', 'two']);
    await meet('Wouter Desmet', -MINUTES_PER_DAY, 'coaching');
    await meet('Amina El Idrissi', -180, 'coaching');
    await meet('Sofie Claes', MINUTES_PER_DAY);
    render(<WeeklyReview deps={deps} />);

    await screen.findByRole('heading', { level: 1, name: 'Week 46' });
    expect(screen.getByText(/1 of 3 have notes/)).toBeDefined();
    const hours = screen.getByRole('region', { name: 'Hours of the week' });
    expect(
      within(hours)
        .getAllByRole('listitem')
        .map((item) => item.textContent),
    ).toEqual(['Mentoring 2 h', 'Coaching 2 h', 'Total 4 h']);
    const headings = screen.getAllByRole('heading', { level: 2 }).map((heading) => heading.textContent);
    expect(headings).toEqual(['Today', 'The rest of the week']);
    const today = screen.getByRole('region', { name: 'Today' });
    expect(within(today).getAllByRole('listitem')).toHaveLength(1);
    expect(within(today).getByRole('button', { name: 'Amina El Idrissi' })).toBeDefined();
    const rest = within(screen.getByRole('region', { name: 'The rest of the week' })).getAllByRole(
      'listitem',
    );
    expect(rest.map((row) => row.textContent)).toEqual([
      expect.stringMatching(/^Lotte Vermeersch.*2 notes$/),
      expect.stringMatching(/^Wouter Desmet.*Write notes$/),
      expect.stringMatching(/^Sofie ClaesMentoring, Fri,? 13 Nov, \d\d:\d\d$/),
    ]);
  });

  test('marks the session that is running, and one whose calendar no longer has it', async () => {
    await meet('Lotte Vermeersch', -20);
    const gone = await meet('Sofie Claes', MINUTES_PER_DAY);
    await writeNotes({ ...gone, state: 'gone' }, ['kept']);
    render(<WeeklyReview deps={deps} />);
    await screen.findByText(/^Now, until \d\d:\d\d$/);
    expect(screen.getByText(/^Mentoring, Fri,? 13 Nov, .*, not in a connected calendar$/)).toBeDefined();
    expect(screen.queryByText(/cancelled/)).toBeNull();
  });

  test('that was never read claims nothing; “This week” keeps the focus', async () => {
    await haveAccount(null);
    const user = userEvent.setup();
    render(<WeeklyReview deps={deps} />);
    const next = async () =>
      user.click((await screen.findAllByRole('button', { name: /^Week \d+$/ })).at(-1)!);
    for (let week = 0; week < 10; week += 1) await next();
    await screen.findByText('This week was not read.');
    expect(screen.queryByText('No sessions this week.')).toBeNull();
    expect(screen.queryByRole('region', { name: 'Hours of the week' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'This week' }));
    await screen.findByText('No sessions this week.');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 })));
  });

  test('goes to the weeks before and after, and back', async () => {
    await meet('Lotte Vermeersch', -7 * MINUTES_PER_DAY);
    await meet('Sofie Claes', 60);
    const user = userEvent.setup();
    render(<WeeklyReview deps={deps} />);
    await user.click(await screen.findByRole('button', { name: 'Week 45' }));
    await screen.findByRole('button', { name: 'Lotte Vermeersch' });
    expect(screen.queryByRole('button', { name: 'Sofie Claes' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'This week' }));
    await screen.findByRole('button', { name: 'Sofie Claes' });
    await user.click(screen.getByRole('button', { name: 'Week 47' }));
    await screen.findByText('No sessions this week.');
  });

  test('says how near the next session is when it is under an hour away', async () => {
    await meet('Sofie Claes', 12);
    await meet('Karim Benali', 60);
    render(<WeeklyReview deps={deps} />);
    await screen.findByText('in 12 minutes');
    expect(screen.queryByText('in 60 minutes')).toBeNull();
  });

  test('shows a session that is written meanwhile', async () => {
    const session = await meet('Lotte Vermeersch', -120);
    render(<WeeklyReview deps={deps} />);
    await screen.findByText(/0 of 1 has notes/);
    await writeNotes(session, ['one']);
    expect(await screen.findByText(/1 of 1 has notes/)).toBeDefined();
  });
});

describe('the way into the panel', () => {
  test('opens it at the session that was clicked, and closes the popup', async () => {
    const session = await meet('Lotte Vermeersch', -120);
    const user = userEvent.setup();
    render(<WeeklyReview deps={deps} />);
    await user.click(await screen.findByRole('button', { name: 'Write notes: Lotte Vermeersch, today' }));
    await waitFor(() => expect(closed).toBe(1));
    expect(browser.opened).toEqual(['panel']);
    expect(browser.session.get('panel-target')).toMatchObject({ id: session.id });
  });

  test('asks the browser inside the gesture, before anything is awaited', async () => {
    await meet('Lotte Vermeersch', -120);
    render(<WeeklyReview deps={deps} />);
    const button = await screen.findByRole('button', { name: 'Open the panel' });
    button.click();
    expect(browser.opened).toEqual(['panel']);
    await waitFor(() => expect(closed).toBe(1));
    expect(browser.session.get('panel-target')).toMatchObject({ id: null });
  });

  test('opens its page in a tab when the browser refuses', async () => {
    browser.panelAllowed = false;
    const session = await meet('Lotte Vermeersch', -120);
    const user = userEvent.setup();
    render(<WeeklyReview deps={deps} />);
    await user.click(await screen.findByRole('button', { name: 'Lotte Vermeersch' }));
    await waitFor(() => expect(closed).toBe(1));
    expect(browser.opened).toEqual([
      'tab chrome-extension://abcdefghijklmnopabcdefghijklmnop/sidepanel.html',
    ]);
    expect(browser.session.get('panel-target')).toMatchObject({ id: session.id });
  });

  test('is reached by keys: ↓ and ↑ between sessions, Enter opens', async () => {
    await meet('Lotte Vermeersch', -300);
    const second = await meet('Karim Benali', -120);
    await meet('Sofie Claes', 120);
    const user = userEvent.setup();
    render(<WeeklyReview deps={deps} />);
    await screen.findByRole('button', { name: 'Lotte Vermeersch' });
    const focused = () => document.activeElement?.textContent;
    // Nothing has the focus yet, as in a popup that has just opened.
    await user.keyboard('{ArrowDown}');
    await waitFor(() => expect(focused()).toBe('Lotte Vermeersch'));
    await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}');
    await waitFor(() => expect(focused()).toBe('Sofie Claes'));
    await user.keyboard('{ArrowUp}');
    await waitFor(() => expect(focused()).toBe('Karim Benali'));
    await user.keyboard('{Enter}');
    await waitFor(() => expect(browser.session.get('panel-target')).toMatchObject({ id: second.id }));
  });
});

describe('without a calendar', () => {
  test('a session entered by hand for another week is enough to see weeks', async () => {
    await meet('Lotte Vermeersch', 7 * MINUTES_PER_DAY);
    const user = userEvent.setup();
    render(<WeeklyReview deps={deps} />);
    await screen.findByText('No sessions this week.');
    await user.click(screen.getByRole('button', { name: 'Week 47' }));
    await screen.findByRole('button', { name: 'Lotte Vermeersch' });
  });

  test('the panel is one click away from the first run', async () => {
    const user = userEvent.setup();
    render(<WeeklyReview deps={deps} />);
    await screen.findByRole('heading', { level: 1, name: 'Know what matters before you meet' });
    await user.click(screen.getByRole('button', { name: 'Open the panel' }));
    expect(browser.opened).toEqual(['panel']);
  });

  test('why connecting failed is said in a region that was there before', async () => {
    browser.answer = () => ({ ok: false, reason: 'consent-refused' });
    const user = userEvent.setup();
    const view = render(<WeeklyReview deps={deps} />);
    await screen.findByRole('button', { name: 'Connect Google' });
    const before = new Set(view.container.querySelectorAll('[role=status]'));
    await user.click(screen.getByRole('button', { name: 'Connect Google' }));
    const said = (await screen.findByText(/The window was closed/)).closest('[role=status]');
    expect(said && before.has(said)).toBe(true);
  });
});

describe('accounts', () => {
  test('a newcomer can connect, and is told in words when that cannot work', async () => {
    browser.answer = () => ({ ok: false, reason: 'client-id-missing' });
    const user = userEvent.setup();
    render(<WeeklyReview deps={deps} />);
    await screen.findByRole('heading', { level: 1, name: 'Know what matters before you meet' });
    await user.click(screen.getByRole('button', { name: 'Connect Outlook' }));
    expect(browser.commands).toEqual([{ command: 'connect-account', provider: 'outlook', accountId: null }]);
    await screen.findByText(/Outlook.*client id/);
    await user.click(screen.getAllByRole('button', { name: 'Open the options' }).at(-1)!);
    await waitFor(() => expect(browser.opened).toEqual(['options']));
  });

  test('an ended sign-in is named and reconnected for that account alone', async () => {
    await haveAccount({ reason: 'sign-in-ended', since: addMinutes(NOW, -60), retryAt: null });
    browser.answer = () => ({ ok: false, reason: 'consent-refused' });
    const user = userEvent.setup();
    render(<WeeklyReview deps={deps} />);
    await screen.findByText(/sign-in to Outlook has ended/);
    await user.click(screen.getByRole('button', { name: 'Reconnect Outlook' }));
    expect(browser.commands).toEqual([
      { command: 'connect-account', provider: 'outlook', accountId: 'outlook:1' },
    ]);
    await screen.findByText('The window was closed or refused. Nothing was changed.');
  });

  test('a provider that is down offers to read again, not to sign in', async () => {
    await haveAccount({ reason: 'provider-down', since: addMinutes(NOW, -60), retryAt: null });
    const user = userEvent.setup();
    render(<WeeklyReview deps={deps} />);
    await user.click(await screen.findByRole('button', { name: 'Read now' }));
    expect(browser.commands).toEqual([{ command: 'refresh-calendars', cause: 'user' }]);
    expect(screen.queryByRole('button', { name: /Reconnect/ })).toBeNull();
  });
});

test('a record that cannot be opened says so, and can be tried again', async () => {
  await haveAccount(null);
  const works = deps.db;
  let broken = true;
  deps = { ...deps, db: () => (broken ? Promise.reject(new Error('closed')) : works()) };
  const user = userEvent.setup();
  render(<WeeklyReview deps={deps} />);
  await screen.findByRole('heading', { name: 'Your record could not be opened' });
  broken = false;
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('heading', { name: 'Week 46' })).toBeDefined();
});
