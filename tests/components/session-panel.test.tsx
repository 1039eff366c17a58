import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { SessionPanel } from '../../components/session-panel/session-panel.tsx';
import { saveNote } from '../../lib/app/save-note.ts';
import { addMinutes } from '../../lib/event/instant.ts';
import { NOTE_TEXT_LIMIT } from '../../lib/note/note.ts';
import type { SessionId } from '../../lib/session/session.ts';
import { StorageError } from '../../lib/storage/database.ts';
import {
  account,
  calendar,
  demoRows,
  fill,
  note,
  NOW,
  type Rows,
  session,
  testDeps,
} from './session-panel-record.ts';

/** What the pages would have sent to the worker, and what it answers. */
let sent: unknown[];
let answer: unknown;
let targetListener: ((changes: Record<string, { newValue?: unknown }>) => void) | null;
let optionsOpened: number;
const WINDOW = 7;

/** What another surface leaves for the panel of this window. */
function sendPanelTo(id: string | null): void {
  targetListener?.({ 'panel-target': { newValue: { id, windowId: WINDOW, at: Date.now() } } });
}

beforeEach(() => {
  // jsdom lays nothing out.
  HTMLElement.prototype.scrollIntoView ??= () => {};
  sent = [];
  answer = { ok: true };
  targetListener = null;
  optionsOpened = 0;
  const scope = globalThis as unknown as { chrome: Record<string, Record<string, unknown>> };
  Object.assign(scope.chrome['runtime'] ?? {}, {
    sendMessage: async (message: unknown) => {
      sent.push(message);
      return answer;
    },
    openOptionsPage: async () => {
      optionsOpened += 1;
    },
  });
  scope.chrome['windows'] = { getCurrent: async () => ({ id: WINDOW }) };
  scope.chrome['storage'] = {
    session: {
      get: async () => ({}),
      onChanged: {
        addListener: (listener: NonNullable<typeof targetListener>) => {
          targetListener = listener;
        },
        removeListener: () => {
          targetListener = null;
        },
      },
    },
  };
});

async function open(rows: Partial<Rows> = demoRows(), deps = testDeps()) {
  const db = await fill(deps, rows);
  const user = userEvent.setup();
  const view = render(<SessionPanel deps={deps} />);
  await screen.findByRole('heading', { level: 1 });
  return { db, deps, user, view };
}

const box = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Note' });
const region = (name: string) => within(screen.getByRole('region', { name }));
const named = (name: string) => screen.findByRole('heading', { level: 1, name });

test('the briefing of the session about to begin', async () => {
  await open();
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Lotte Vermeersch');
  expect(screen.getByRole('timer', { name: 'Starts in 9 minutes' })).toBeTruthy();
  expect(region('Goals').getByText('Hand the weekend rosters to Jonas')).toBeTruthy();
  expect(region('Goals').getByRole('img', { name: 'Goal 1, rated 3 and 6. Aim 8.' })).toBeTruthy();
  expect(region('Open actions').getByText('7 days late')).toBeTruthy();
  expect(region('Open actions').getByRole('list', { name: 'Lotte promised' })).toBeTruthy();
  expect(screen.getByText(/Recognised as mentoring by “mentorgesprek” in the title/)).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Join the call' }).getAttribute('href')).toBe(
    'https://meet.google.com/abc-defg-hij',
  );
});

test('markup in a note is shown as the text that was typed', async () => {
  const { view } = await open();
  expect(region('Last time').getByText(/<b>Not bold<\/b> <img src=x onerror=alert\(1\)>/)).toBeTruthy();
  expect(view.container.querySelector('b, img')).toBeNull();
});

test('a call link that is not https is no link', async () => {
  const rows = demoRows();
  rows.sessions = rows.sessions.map((row) => ({
    ...row,
    callLink: { url: 'javascript:alert(1)', source: 'description', key: null },
  }));
  await open(rows);
  expect(screen.queryByRole('link', { name: 'Join the call' })).toBeNull();
});

test('what is typed is on disk exactly, and there again when the panel opens anew', async () => {
  const { db, deps, user, view } = await open();
  const text = 'Zij zegt: "nee" 👩🏽‍💻\nשלום <b>x</b>';
  await user.click(box());
  await user.paste(text);
  await screen.findByText(/^Saved \d\d:\d\d:\d\d$/);
  const stored = await db.get('notes', 'running:lotte-now' as never);
  expect(stored?.text).toBe(text);
  expect((await db.get('sessions', 'lotte-now' as never))?.written).toBe(true);
  view.unmount();
  render(<SessionPanel deps={deps} />);
  await waitFor(() => expect(box().value).toBe(text));
});

test('each session has its own note', async () => {
  const { db, user } = await open();
  await user.type(box(), 'for Lotte');
  await user.click(screen.getByRole('button', { name: /^Later: Karim Benali/ }));
  await named('Karim Benali');
  expect(box().value).toBe('');
  await user.type(box(), 'for Karim');
  await user.click(screen.getByRole('button', { name: /^Earlier: Lotte Vermeersch/ }));
  await named('Lotte Vermeersch');
  expect(box().value).toBe('for Lotte');
  await waitFor(async () => {
    expect((await db.get('notes', 'running:lotte-now' as never))?.text).toBe('for Lotte');
    expect((await db.get('notes', 'running:karim-next' as never))?.text).toBe('for Karim');
  });
});

test('going from session to session keeps the focus and says where one is', async () => {
  const { user } = await open();
  const later = screen.getByRole('button', { name: /^Later: Karim Benali/ });
  later.focus();
  await user.keyboard('{Enter}');
  await named('Karim Benali');
  expect(document.activeElement).toBe(later);
  expect(later.getAttribute('aria-label')).toBe('No later session');
  expect(screen.getByText(/^Karim Benali, tomorrow, \d\d:\d\d$/).getAttribute('role')).toBe('status');
  await user.click(screen.getByRole('button', { name: 'People' }));
  await user.click(await screen.findByRole('button', { name: /Lotte Vermeersch.*Mentoring/ }));
  await named('Lotte Vermeersch');
});

test('a text that could not be stored stays, also while another session is shown, and can be tried again', async () => {
  const { db, deps, user } = await open();
  deps.breakWith = new StorageError('full');
  await user.type(box(), 'do not lose me');
  expect((await screen.findByRole('alert')).textContent).toMatch(/still here.*disk is full/);
  expect(screen.queryByText(/^Saved/)).toBeNull();
  deps.breakWith = null;
  await user.click(screen.getByRole('button', { name: /^Later: Karim/ }));
  await named('Karim Benali');
  expect(screen.getByText(/note of another session is not saved yet/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Show it' }));
  await named('Lotte Vermeersch');
  expect(box().value).toBe('do not lose me');
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByText(/^Saved/);
  expect((await db.get('notes', 'running:lotte-now' as never))?.text).toBe('do not lose me');
});

test('a note beyond the limit is refused in words, and nothing is cut', async () => {
  const { db } = await open();
  const long = 'x'.repeat(NOTE_TEXT_LIMIT + 2);
  fireEvent.input(box(), { target: { value: long } });
  expect((await screen.findByRole('alert')).textContent).toMatch(/2 characters too long/);
  expect(box().value).toHaveLength(NOTE_TEXT_LIMIT + 2);
  expect(await db.get('notes', 'running:lotte-now' as never)).toBeUndefined();
  fireEvent.input(box(), { target: { value: 'short again' } });
  await screen.findByText(/^Saved/);
  expect(screen.queryByRole('alert')).toBeNull();
});

test('what another window writes is taken over; when both write, both texts are kept', async () => {
  const { db, deps, user } = await open();
  const other = {
    id: 'running:lotte-now' as never,
    sessionId: 'lotte-now' as SessionId,
    type: 'note' as const,
    private: true,
    baseRevision: 0,
  };
  await saveNote(deps, { ...other, text: 'from the other window' });
  await waitFor(() => expect(box().value).toBe('from the other window'));

  // Its next change and a key here meet: the key's write is based on the older one.
  deps.breakWith = new StorageError('unavailable');
  await user.type(box(), '!');
  await screen.findByRole('alert');
  deps.breakWith = null;
  await saveNote(deps, { ...other, baseRevision: 1, text: 'from the other window, more' });
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByText(/^Saved/);
  expect(box().value).toBe('from the other window!');
  const notes = await db.getAllFromIndex('notes', 'by-session');
  expect(notes.filter((row) => row.sessionId === 'lotte-now').map((row) => row.text)).toEqual(
    expect.arrayContaining(['from the other window!', 'from the other window, more']),
  );
  expect(await region('Also in this session').findByText('from the other window, more')).toBeTruthy();
});

test('goals are added, rated, put in order and closed, each with a way back', async () => {
  const { db, user } = await open();
  const goals = () => region('Goals');
  await user.type(goals().getByRole('textbox', { name: 'New goal' }), 'Chair the Monday planning{Enter}');
  await goals().findByText('Chair the Monday planning');

  await user.click(goals().getByRole('button', { name: 'Goal 2: rate it, 0 to 10' }));
  await user.click(goals().getByRole('radio', { name: '4' }));
  await goals().findByRole('button', { name: 'Goal 2: 4 of 10. Rate it again' });
  await user.click(await goals().findByRole('button', { name: 'Undo' }));
  await goals().findByRole('button', { name: 'Goal 2: rate it, 0 to 10' });

  await user.click(goals().getByRole('button', { name: 'Give feedback within two days' }));
  const up = goals().getByRole('button', { name: 'Move goal 2 up' });
  await user.click(up);
  await waitFor(() => expect(goals().getAllByRole('listitem')[0]?.textContent).toMatch(/Give feedback/));
  expect(document.activeElement).toBe(up);

  await user.click(goals().getByRole('button', { name: 'Reached' }));
  await goals().findByText('1 closed goal');
  expect((await db.get('goals', 'g2' as never))?.state).toBe('reached');
  await user.click(goals().getByRole('button', { name: 'Open again: Give feedback within two days' }));
  await waitFor(() => expect(goals().queryByText('1 closed goal')).toBeNull());
  expect((await db.get('goals', 'g2' as never))?.state).toBe('open');
});

test('the fields of a goal are edited and kept', async () => {
  const { db, user } = await open();
  await user.click(region('Goals').getByRole('button', { name: 'Hand the weekend rosters to Jonas' }));
  const measure = region('Goals').getByRole('textbox', { name: /How you will both see/ });
  await user.type(measure, 'Jonas signs them');
  await user.click(region('Goals').getByRole('button', { name: 'Save' }));
  await region('Goals').findByText('Seen by: Jonas signs them');
  expect(await db.get('goals', 'g1' as never)).toMatchObject({
    measure: 'Jonas signs them',
    aim: 8,
    targetDate: null,
  });
});

test('a kept promise stays in its place, struck through, until undone', async () => {
  const { db, user } = await open();
  const tick = region('Open actions').getByRole('checkbox', { name: 'Send the checklist' });
  await user.click(tick);
  await region('Open actions').findByText('Kept.');
  expect(
    region('Open actions').getByRole<HTMLInputElement>('checkbox', { name: 'Send the checklist' }).checked,
  ).toBe(true);
  expect((await db.get('actions', 'a1' as never))?.doneAt).toBe(NOW);
  await user.click(region('Open actions').getByRole('button', { name: 'Undo' }));
  await waitFor(async () => expect((await db.get('actions', 'a1' as never))?.doneAt).toBeNull());
});

test('a promise is added for either side', async () => {
  const { db, user } = await open();
  const actions = region('Open actions');
  await user.click(actions.getByRole('button', { name: 'Add an action' }));
  await user.type(actions.getByRole('textbox', { name: 'What was promised' }), 'Introduce her');
  await user.click(actions.getByRole('radio', { name: 'Me' }));
  fireEvent.change(actions.getByLabelText('By'), { target: { value: '2026-11-13' } });
  await user.click(actions.getByRole('button', { name: 'Add' }));
  await waitFor(() =>
    expect(
      within(actions.getByRole('list', { name: 'You promised' })).getByText('Introduce her'),
    ).toBeTruthy(),
  );
  const stored = (await db.getAll('actions')).find((row) => row.text === 'Introduce her');
  expect(stored).toMatchObject({
    owner: 'me',
    due: '2026-11-13',
    sessionId: 'lotte-now',
    engagementId: 'lotte',
  });
});

test('the session shown stays when another one becomes the one now', async () => {
  const { deps, user } = await open();
  deps.setNow(addMinutes(NOW, 24 * 60 - 5));
  document.dispatchEvent(new Event('visibilitychange'));
  expect(await screen.findByText(/^Now: Karim Benali/)).toBeTruthy();
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Lotte Vermeersch');
  await user.click(screen.getByRole('button', { name: 'Show' }));
  await named('Karim Benali');
});

test('another surface sends the panel to a session, and back to the one now', async () => {
  await open();
  sendPanelTo('karim-next');
  await named('Karim Benali');
  targetListener?.({ 'panel-target': {} });
  sendPanelTo(null);
  expect(await named('Lotte Vermeersch')).toBeTruthy();
});

test('a person is found in the list', async () => {
  const { user } = await open();
  await user.click(screen.getByRole('button', { name: 'People' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'People' }));
  await user.click(await dialog.findByRole('button', { name: /Karim Benali.*Coaching.*Next tomorrow/ }));
  await named('Karim Benali');
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('a cancelled session says so and keeps its notes', async () => {
  const rows = demoRows();
  const [now] = rows.sessions;
  if (!now) throw new Error('no session');
  rows.sessions = [{ ...now, state: 'cancelled', written: true }, ...rows.sessions.slice(1)];
  rows.notes.push(note('running:lotte-now', now, 'kept'));
  await open(rows);
  sendPanelTo('lotte-now');
  await screen.findByText('The calendar says this is cancelled. Your notes are kept.');
  expect(box().value).toBe('kept');
  expect(screen.queryByRole('link', { name: 'Join the call' })).toBeNull();
});

test('the first run offers both calendars and a session by hand', async () => {
  const { user, db } = await open({});
  answer = { ok: false, reason: 'client-id-missing' };
  await user.click(screen.getByRole('button', { name: 'Connect Google' }));
  expect(sent).toEqual([{ command: 'connect-account', provider: 'google', accountId: null }]);
  expect((await screen.findByRole('alert')).textContent).toMatch(/no client id is set up/);
  await user.click(screen.getByRole('button', { name: 'Open options' }));
  expect(optionsOpened).toBe(1);

  await user.click(screen.getByRole('button', { name: 'Add a session by hand' }));
  await user.type(await screen.findByRole('textbox', { name: 'With whom' }), 'Wouter Desmet');
  await user.click(screen.getByRole('radio', { name: 'Coaching' }));
  await user.click(screen.getByRole('button', { name: 'Add the session' }));
  await named('Wouter Desmet');
  expect(screen.getByText('You entered this session.')).toBeTruthy();
  expect(await db.getAll('sessions')).toMatchObject([
    { kind: 'coaching', source: 'hand', title: 'Wouter Desmet' },
  ]);
});

test('a session that was removed is taken back at once, or found again later with all that was written', async () => {
  const { deps, db, user, view } = await open({});
  await user.click(screen.getByRole('button', { name: 'Add a session by hand' }));
  await user.type(await screen.findByRole('textbox', { name: 'With whom' }), 'Wouter Desmet');
  await user.click(screen.getByRole('button', { name: 'Add the session' }));
  await named('Wouter Desmet');
  await user.type(region('Goals').getByRole('textbox', { name: 'New goal' }), 'Ask for silence{Enter}');
  await region('Goals').findByRole('button', { name: 'Ask for silence' });

  await user.click(screen.getByRole('button', { name: 'Remove it' }));
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  await screen.findByText('You entered this session.');
  expect(await db.getAll('sessions')).toMatchObject([{ state: 'active' }]);
  await user.click(screen.getByRole('button', { name: 'Remove it' }));
  await screen.findByText(/^You removed this session/);

  view.unmount();
  render(<SessionPanel deps={deps} />);
  await named('Wouter Desmet');
  expect(region('Goals').getByRole('button', { name: 'Ask for silence' })).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'People' }));
  const people = within(await screen.findByRole('dialog', { name: 'People' }));
  await people.findByRole('button', { name: /Wouter Desmet.*No session left/ });

  // With another session of theirs, the removed one is behind that.
  await user.click(people.getByRole('button', { name: 'Add a session by hand' }));
  await user.type(await screen.findByRole('textbox', { name: 'With whom' }), 'Wouter Desmet');
  await user.click(screen.getByRole('button', { name: 'Add the session' }));
  await screen.findByText('You entered this session.');
  const folded = await screen.findByText('1 removed session');
  await user.click(folded);
  await user.click(within(folded.closest('details') as HTMLElement).getByRole('button'));
  await user.click(await screen.findByRole('button', { name: 'Put it back' }));
  await screen.findByText('You entered this session.');
  expect(await db.getAll('sessions')).toMatchObject([{ state: 'active' }, { state: 'active' }]);
});

test('a failing account is named in words with the button that mends it', async () => {
  const { user } = await open({ ...demoRows(), accounts: [account('sign-in-ended')] });
  expect(screen.getByText(/sign-in to Google Calendar has ended/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Reconnect' }));
  expect(sent).toEqual([{ command: 'connect-account', provider: 'google', accountId: 'google:1' }]);
});

test('a button whose act is under way keeps the focus, and asks once', async () => {
  const { user } = await open({ ...demoRows(), accounts: [account('sign-in-ended')] });
  let done: (reply: unknown) => void = () => undefined;
  answer = new Promise((resolve) => (done = resolve));
  const button = screen.getByRole('button', { name: 'Reconnect' });
  await user.click(button);
  await waitFor(() => expect(button.getAttribute('aria-disabled')).toBe('true'));
  expect(document.activeElement).toBe(button);
  await user.keyboard('{Enter}');
  expect(sent).toHaveLength(1);
  done({ ok: true });
  await waitFor(() => expect(button.getAttribute('aria-disabled')).toBe('false'));
  expect(document.activeElement).toBe(button);
});

test('what comes up while the panel is open is said in a region that was there before', async () => {
  const { deps, user, view } = await open();
  const regions = () => [...view.container.querySelectorAll('[role=status]')];
  const before = new Set(regions());
  const isSaid = (element: HTMLElement) => {
    const holder = element.closest('[role=status]');
    return holder !== null && before.has(holder);
  };
  await user.click(screen.getByRole('button', { name: 'Read calendars now' }));
  expect(isSaid(await screen.findByText(/^Calendars read/))).toBe(true);
  deps.setNow(addMinutes(NOW, 24 * 60 - 5));
  document.dispatchEvent(new Event('visibilitychange'));
  expect(isSaid(await screen.findByText(/^Now: Karim Benali/))).toBe(true);
  // It is the same region when another session is shown.
  await user.click(screen.getByRole('button', { name: /^Later: Karim/ }));
  await named('Karim Benali');
  expect(isSaid(screen.getByText(/^Calendars read/))).toBe(true);
});

test('while a session runs its recognition is one short line, with the correction behind it', async () => {
  const { deps, db, user } = await open();
  expect(screen.queryByRole('button', { name: 'Not right?' })).toBeNull();
  deps.setNow(addMinutes(NOW, 10));
  document.dispatchEvent(new Event('visibilitychange'));
  const ask = await screen.findByRole('button', { name: 'Not right?', expanded: false });
  const line = region('How this session was recognised');
  expect(line.getByText('Recognised as mentoring.')).toBeTruthy();
  expect(line.queryByRole('button', { name: 'Coaching' })).toBeNull();
  await user.click(ask);
  expect(line.getByText(/by “mentorgesprek” in the title/)).toBeTruthy();
  await user.click(line.getByRole('radio', { name: 'This one' }));
  await user.click(line.getByRole('button', { name: 'Coaching' }));
  await line.findByText('This one is now coaching.');
  expect((await db.get('sessions', 'lotte-now' as never))?.kind).toBe('coaching');
  // The button that was pressed is gone: the focus is on the way back.
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Undo'));
});

test('calendars read a while ago are read again when the panel opens, once', async () => {
  const { deps } = await open({ ...demoRows(), calendars: [calendar(30)] });
  expect(sent).toEqual([{ command: 'refresh-calendars', cause: 'open' }]);
  deps.setNow(addMinutes(NOW, 1));
  document.dispatchEvent(new Event('visibilitychange'));
  await screen.findByRole('timer', { name: 'Starts in 8 minutes' });
  expect(sent).toHaveLength(1);
});

test('fresh calendars are left alone until the user asks', async () => {
  const { user } = await open();
  expect(sent).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Read calendars now' }));
  expect(sent).toEqual([{ command: 'refresh-calendars', cause: 'user' }]);
  await screen.findByText(/^Calendars read \d\d:\d\d$/);
});

test('offline is said with the age of the calendar', async () => {
  const online = Object.getOwnPropertyDescriptor(Navigator.prototype, 'onLine');
  Object.defineProperty(navigator, 'onLine', { configurable: true, value: false });
  try {
    await open();
    expect(screen.getByText(/^Offline\..*Shown as of today, \d\d:\d\d/)).toBeTruthy();
  } finally {
    Reflect.deleteProperty(navigator, 'onLine');
    expect(online).toBeTruthy();
  }
});

test('an engagement is renamed and merged, and the merge taken back', async () => {
  const rows = demoRows();
  const [lotte] = rows.engagements;
  if (!lotte) throw new Error('no engagement');
  const twin = { ...lotte, id: 'twin' as never, name: 'L. Vermeersch', people: [], personKeys: [] };
  rows.engagements.push(twin);
  rows.sessions.push(session('twin-1', twin, addMinutes(NOW, -20_000)));
  const { db, user } = await open(rows);
  await user.click(screen.getByRole('button', { name: 'Details of Lotte Vermeersch' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Details' }));
  await user.selectOptions(dialog.getByRole('combobox', { name: 'Merge into' }), 'L. Vermeersch');
  await user.click(dialog.getByRole('button', { name: 'Merge' }));
  await named('L. Vermeersch');
  expect((await db.get('sessions', 'lotte-now' as never))?.engagementId).toBe('twin');
  await user.click(dialog.getByRole('button', { name: 'Undo' }));
  await named('Lotte Vermeersch');
  const name = dialog.getByRole('textbox', { name: 'Name' });
  await user.clear(name);
  await user.type(name, 'Lotte V.{Enter}');
  await named('Lotte V.');
});

test('a record that cannot be opened is said in words, with a way on', async () => {
  const deps = testDeps();
  deps.breakWith = new StorageError('newer-version');
  render(<SessionPanel deps={deps} />);
  expect((await screen.findByRole('alert')).textContent).toMatch(/newer version of Beforehand/);
  deps.breakWith = null;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await named('Know what matters before you meet');
});
