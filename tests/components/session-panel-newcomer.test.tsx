/** What someone meets who uses the panel for the first time, or without a mouse. */
import { act, render, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { SessionPanel } from '../../components/session-panel/session-panel.tsx';
import { mergeEngagements } from '../../lib/app/edit-engagement.ts';
import { saveNote } from '../../lib/app/save-note.ts';
import { addDays, addMinutes } from '../../lib/event/instant.ts';
import type { SessionId } from '../../lib/session/session.ts';
import { StorageError, write } from '../../lib/storage/database.ts';
import { type FakeBrowser, installFakeBrowser } from '../support/fake-browser.ts';
import {
  account,
  calendar,
  demoRows,
  engagement,
  fill,
  goal,
  NOW,
  type Rows,
  session,
  testDeps,
} from './session-panel-record.ts';

let browser: FakeBrowser;
beforeEach(() => {
  // jsdom lays nothing out.
  HTMLElement.prototype.scrollIntoView ??= () => {};
  browser = installFakeBrowser();
});

async function open(rows: Partial<Rows> = demoRows(), deps = testDeps()) {
  const db = await fill(deps, rows);
  const user = userEvent.setup();
  const view = render(<SessionPanel deps={deps} />);
  await screen.findByRole('heading', { level: 1 });
  return { db, deps, user, view };
}

const named = (name: string) => screen.findByRole('heading', { level: 1, name });
const region = (name: string) => within(screen.getByRole('region', { name }));
const focus = () => document.activeElement;
const unread = () => ({ ...calendar(), lastReadAt: null });

async function details(user: ReturnType<typeof userEvent.setup>, name: string) {
  await user.click(screen.getByRole('button', { name: `Details of ${name}` }));
  return within(await screen.findByRole('dialog', { name: 'Details' }));
}

test('while a calendar is read for the first time the panel says so, and follows what matters now', async () => {
  const { deps, user } = await open({ accounts: [account()], calendars: [unread()] });
  await named('Your calendar is being read for the first time.');
  expect(screen.queryByText('No sessions found yet')).toBeNull();
  const { engagements, sessions } = demoRows();
  const found = (id: string) => sessions.filter((one) => one.id === id);
  const store = async (rows: Partial<Rows>) => {
    await write(await deps.db(), ['engagements', 'sessions'], 'strict', async (tx) => {
      for (const row of rows.engagements ?? []) void tx.objectStore('engagements').put(row);
      for (const row of rows.sessions ?? []) void tx.objectStore('sessions').put(row);
    });
  };
  await act(() => store({ engagements, sessions: found('lotte-before') }));
  await named('Lotte Vermeersch');
  await act(() => store({ sessions: found('karim-next') }));
  await named('Karim Benali');
  // Who clicks is at work here: from now on it stays.
  await user.click(screen.getByRole('textbox', { name: 'Note' }));
  await act(() => store({ sessions: found('lotte-now') }));
  await screen.findByText(/^Next: Lotte|^Now: Lotte/);
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Karim Benali');
});

test('with calendars that were read the session stays', async () => {
  const rows = demoRows();
  const { deps } = await open({ ...rows, sessions: rows.sessions.filter(({ id }) => id === 'karim-next') });
  await named('Karim Benali');
  const now = rows.sessions.filter(({ id }) => id === 'lotte-now');
  await act(async () => {
    await write(await deps.db(), ['sessions'], 'strict', async (tx) => {
      for (const row of now) void tx.objectStore('sessions').put(row);
    });
  });
  await screen.findByText(/Lotte Vermeersch, \d\d:\d\d$/);
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Karim Benali');
});

test('who was merged stands in the details, and is separated at any time', async () => {
  const rows = demoRows();
  const [lotte] = rows.engagements;
  if (!lotte) throw new Error('no engagement');
  const twin = engagement('twin', 'mentoring', 'L. Vermeersch');
  const removed = engagement('removed', 'mentoring', 'Only once');
  rows.engagements.push(twin, removed);
  rows.sessions.push(session('twin-1', twin, addMinutes(NOW, -20_000)));
  rows.sessions.push(session('removed-1', removed, addMinutes(NOW, -30_000), { state: 'dismissed' }));
  const deps = testDeps();
  await fill(deps, rows);
  await mergeEngagements(deps, twin.id, lotte.id);
  const { db, user } = await open({}, deps);
  const dialog = await details(user, 'Lotte Vermeersch');
  expect(dialog.getByText('Also holds L. Vermeersch')).toBeTruthy();
  expect(dialog.queryByRole('combobox', { name: 'Merge into' })).toBeNull();
  await user.click(dialog.getByRole('button', { name: 'Separate L. Vermeersch' }));
  await dialog.findByText('L. Vermeersch stands alone again.');
  expect((await db.get('sessions', 'twin-1' as never))?.engagementId).toBe('twin');
  // Who has nothing but removed sessions is nobody to merge into.
  const choice = await dialog.findByRole('combobox', { name: 'Merge into' });
  expect(
    within(choice)
      .getAllByRole('option')
      .map((option) => option.textContent),
  ).toEqual(['Choose…', 'L. Vermeersch']);
  await waitFor(() => expect(focus()).toBe(dialog.getByRole('heading', { name: 'Details' })));
});

test('details: a blank name is refused in words, the roles fit the kind, and what was saved is named', async () => {
  const { db, user } = await open();
  const dialog = await details(user, 'Lotte Vermeersch');
  const name = dialog.getByRole('textbox', { name: 'Name' });
  expect(focus()).toBe(name);
  await user.clear(name);
  await user.type(name, '   {Enter}');
  expect(dialog.getByRole('alert').textContent).toMatch(/name is needed/);
  expect((await db.get('engagements', 'lotte' as never))?.name).toBe('Lotte Vermeersch');
  await user.type(name, 'L');
  expect(dialog.queryByRole('alert')).toBeNull();
  const role = dialog.getByRole('combobox', { name: 'Your role' });
  expect(
    within(role)
      .getAllByRole('option')
      .map((option) => option.textContent),
  ).toEqual(['Mentor', 'Mentee', 'Manager']);
  await user.selectOptions(role, 'Manager');
  await dialog.findByText('Role saved.');
  await user.click(dialog.getByRole('button', { name: 'Undo' }));
  await waitFor(async () => expect((await db.get('engagements', 'lotte' as never))?.role).toBe('mentor'));
  expect(screen.getByRole('dialog').contains(focus())).toBe(true);
});

test('after a correction is undone its scope is the usual one again, and the focus is still there', async () => {
  const rows = demoRows();
  rows.sessions = rows.sessions.map((row) => ({
    ...row,
    instanceKeys: [JSON.stringify(['google:1', 'c', row.id, row.start]) as (typeof row.instanceKeys)[number]],
  }));
  const { user } = await open(rows);
  const line = region('How this session was recognised');
  for (const answer of ['Not a session', 'Coaching']) {
    await user.click(line.getByRole('radio', { name: 'All with Lotte' }));
    await user.click(line.getByRole('button', { name: answer }));
    const undo = await line.findByRole('button', { name: 'Undo' });
    await waitFor(() => expect(focus()).toBe(undo));
    await user.click(undo);
    await line.findByText(/^Recognised as mentoring by/);
    await waitFor(() =>
      expect(line.getByRole<HTMLInputElement>('radio', { name: 'The series' }).checked).toBe(true),
    );
    expect(focus()?.closest('section')?.getAttribute('aria-label')).toBe('How this session was recognised');
  }
});

test('the focus goes to the session when “Show” or the first connection has led there', async () => {
  const { deps, user, view } = await open();
  deps.setNow(addMinutes(NOW, 24 * 60 - 5));
  document.dispatchEvent(new Event('visibilitychange'));
  await user.click(await screen.findByRole('button', { name: 'Show' }));
  const heading = await named('Karim Benali');
  await waitFor(() => expect(focus()).toBe(heading));
  view.unmount();

  const fresh = testDeps();
  render(<SessionPanel deps={fresh} />);
  const connect = await screen.findByRole('button', { name: 'Connect Google' });
  browser.answer = async () => {
    await write(await fresh.db(), ['accounts', 'calendars'], 'strict', async (tx) => {
      void tx.objectStore('accounts').put(account());
      void tx.objectStore('calendars').put(unread());
    });
    return { ok: true };
  };
  await user.click(connect);
  const reading = await named('Your calendar is being read for the first time.');
  await waitFor(() => expect(focus()).toBe(reading));
});

test('a refused consent is no alarm', async () => {
  browser.answer = () => ({ ok: false, reason: 'consent-refused' });
  const { user } = await open({});
  await user.click(screen.getByRole('button', { name: 'Connect Google' }));
  await screen.findByText('The window was closed or refused. Nothing was changed.');
  expect(screen.queryByRole('alert')).toBeNull();
  browser.answer = () => ({ ok: false, reason: 'rights-missing' });
  await user.click(screen.getByRole('button', { name: 'Connect Google' }));
  expect((await screen.findByRole('alert')).textContent).toMatch(/Connect again and leave both boxes/);
});

test('what was said of a failure goes once the account is well, or another session is shown', async () => {
  const { deps, user } = await open();
  browser.answer = () => ({ ok: false, reason: 'provider-down' });
  const read = () => user.click(screen.getByRole('button', { name: 'Read calendars now' }));
  await read();
  await screen.findByText(/does not answer at the moment/);
  await act(async () => {
    await write(await deps.db(), ['calendars'], 'strict', async (tx) => {
      void tx.objectStore('calendars').put({ ...calendar(), lastReadAt: NOW });
    });
  });
  await waitFor(() => expect(screen.queryByText(/does not answer/)).toBeNull());
  await read();
  await screen.findByText(/does not answer at the moment/);
  await user.click(screen.getByRole('button', { name: /^Later: Karim/ }));
  await named('Karim Benali');
  expect(screen.queryByText(/does not answer/)).toBeNull();
});

test('that two windows wrote at once is said at the note', async () => {
  const { deps, user } = await open();
  const box = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Note' });
  deps.breakWith = new StorageError('unavailable');
  await user.type(box, 'here');
  await screen.findByRole('alert');
  deps.breakWith = null;
  const draft = { id: 'running:lotte-now' as never, sessionId: 'lotte-now' as SessionId, baseRevision: 0 };
  await saveNote(deps, { ...draft, type: 'note', private: true, text: 'there' });
  expect(screen.queryByText(/Both texts are kept/)).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  const said = await screen.findByText('Another window wrote here too. Both texts are kept.');
  expect(said.closest('[role=status]')).not.toBeNull();
  expect(box.value).toBe('here');
});

test('dialogs begin at their first field; who is met now is marked', async () => {
  const { deps, user } = await open();
  deps.setNow(addMinutes(NOW, 20));
  await user.click(screen.getByRole('button', { name: 'People' }));
  const row = await screen.findByRole('button', { name: /Lotte Vermeersch.*Now, until \d\d:\d\d/ });
  await waitFor(() => expect(focus()).toBe(row));
  await user.click(screen.getByRole('button', { name: 'Add a session by hand' }));
  expect(focus()).toBe(screen.getByRole('textbox', { name: 'With whom' }));
});

test('a goal whose date has passed says how late it is', async () => {
  const rows = demoRows();
  const [lotte] = rows.engagements;
  if (!lotte) throw new Error('no engagement');
  const past = { ...goal('g3', lotte, 'Chair the planning', 2), targetDate: '2026-11-03' as never };
  await open({ ...rows, goals: [...rows.goals, past] });
  expect(region('Goals').getByText(/^By Tue,? 3 Nov, 7 days late$/)).toBeTruthy();
});

test('a session far away shows its date once', async () => {
  const rows = demoRows();
  const [lotte] = rows.engagements;
  if (!lotte) throw new Error('no engagement');
  const { view } = await open({ ...rows, sessions: [session('far', lotte, addDays(NOW, 12))] });
  expect(view.container.querySelector('header')?.textContent?.match(/22/g)).toHaveLength(1);
});
