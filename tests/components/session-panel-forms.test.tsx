import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { SessionPanel } from '../../components/session-panel/session-panel.tsx';
import { editAction } from '../../lib/app/edit-actions.ts';
import { editGoal } from '../../lib/app/edit-goals.ts';
import { minutesBetween } from '../../lib/event/instant.ts';
import type { ActionId } from '../../lib/note/action.ts';
import type { GoalId } from '../../lib/session/goal.ts';
import { StorageError } from '../../lib/storage/database.ts';
import { type FakeBrowser, installFakeBrowser } from '../support/fake-browser.ts';
import { demoRows, fill, testDeps } from './session-panel-record.ts';

const ROSTERS = 'Hand the weekend rosters to Jonas';
const G1 = 'g1' as GoalId;
const A1 = 'a1' as ActionId;

let browser: FakeBrowser;
beforeEach(() => {
  browser = installFakeBrowser();
  // jsdom lays nothing out.
  HTMLElement.prototype.scrollIntoView ??= () => {};
});

async function open() {
  const deps = testDeps();
  const db = await fill(deps, demoRows());
  const user = userEvent.setup();
  const view = render(<SessionPanel deps={deps} />);
  await screen.findByRole('heading', { level: 1 });
  return { db, deps, user, view };
}

const region = (name: string) => within(screen.getByRole('region', { name }));
const goals = () => region('Goals');
const actions = () => region('Open actions');
const field = (name: RegExp | string) => goals().getByRole<HTMLInputElement>('textbox', { name });
const named = (name: string) => screen.findByRole('heading', { level: 1, name });

/** Goes to the session after this one and back. */
async function goAwayAndBack(user: ReturnType<typeof userEvent.setup>): Promise<void> {
  await user.click(screen.getByRole('button', { name: /^Later: Karim/ }));
  await named('Karim Benali');
  await user.click(screen.getByRole('button', { name: /^Earlier: Lotte/ }));
  await named('Lotte Vermeersch');
}

test('a goal edited here keeps what another window changed in its other fields', async () => {
  const { db, deps, user } = await open();
  await user.click(goals().getByRole('button', { name: ROSTERS }));
  await user.type(field(/How you will both see/), 'Jonas signs them');
  await editGoal(deps, G1, { text: 'Hand all rosters to Jonas' });
  // A field that was not touched shows it at once.
  await waitFor(() => expect(field('Goal').value).toBe('Hand all rosters to Jonas'));
  await user.click(goals().getByRole('button', { name: 'Save' }));
  await goals().findByText('Seen by: Jonas signs them');
  expect(await db.get('goals', G1)).toMatchObject({
    text: 'Hand all rosters to Jonas',
    measure: 'Jonas signs them',
  });
});

test('a field of a goal that two windows change is not written over unseen', async () => {
  const { db, deps, user } = await open();
  await user.click(goals().getByRole('button', { name: ROSTERS }));
  await user.type(field('Goal'), ' and Els');
  await editGoal(deps, G1, { text: 'Hand all rosters to Jonas' });
  await goals().findByText('Hand all rosters to Jonas');
  await user.click(goals().getByRole('button', { name: 'Save' }));

  // Both texts are there, nothing is stored, and the fields stay open.
  expect((await goals().findByRole('alert')).textContent).toMatch(/“Hand all rosters to Jonas”/);
  expect(field('Goal').value).toBe(`${ROSTERS} and Els`);
  expect((await db.get('goals', G1))?.text).toBe('Hand all rosters to Jonas');

  // Having seen it, the user decides.
  await user.click(goals().getByRole('button', { name: 'Save' }));
  await goals().findByRole('button', { name: `${ROSTERS} and Els`, expanded: false });
  expect((await db.get('goals', G1))?.text).toBe(`${ROSTERS} and Els`);
  expect(goals().queryByRole('alert')).toBeNull();
});

test('giving up an edit that met another one keeps the other', async () => {
  const { db, deps, user } = await open();
  await user.click(goals().getByRole('button', { name: ROSTERS }));
  fireEvent.change(goals().getByLabelText('By when'), { target: { value: '2026-12-01' } });
  await editGoal(deps, G1, { targetDate: '2027-01-15' as never });
  await goals().findByText('By Fri, 15 Jan 2027');
  await user.click(goals().getByRole('button', { name: 'Save' }));
  expect((await goals().findByRole('alert')).textContent).toMatch(/“Fri.* 15 Jan.*”/);
  await user.click(goals().getByRole('button', { name: 'Cancel' }));
  expect((await db.get('goals', G1))?.targetDate).toBe('2027-01-15');
  await user.click(goals().getByRole('button', { name: ROSTERS }));
  expect(goals().getByLabelText<HTMLInputElement>('By when').value).toBe('2027-01-15');
});

test('closing a goal stores what was typed into its fields', async () => {
  const { db, user } = await open();
  await user.click(goals().getByRole('button', { name: ROSTERS }));
  await user.type(field(/How you will both see/), 'Jonas signs them');
  await user.click(goals().getByRole('button', { name: 'Reached' }));
  await goals().findByText('1 closed goal');
  expect(await db.get('goals', G1)).toMatchObject({ state: 'reached', measure: 'Jonas signs them' });
});

test('a goal is not closed while what was typed into it meets another change', async () => {
  const { db, deps, user } = await open();
  await user.click(goals().getByRole('button', { name: ROSTERS }));
  await user.type(field('Goal'), '!');
  await editGoal(deps, G1, { text: 'Hand all rosters to Jonas' });
  await goals().findByText('Hand all rosters to Jonas');
  await user.click(goals().getByRole('button', { name: 'Let go' }));
  await goals().findByRole('alert');
  expect(await db.get('goals', G1)).toMatchObject({ state: 'open', text: 'Hand all rosters to Jonas' });
});

test('a promise changed here keeps its other fields, and never writes over another change unseen', async () => {
  const { db, deps, user } = await open();
  await user.click(actions().getByRole('button', { name: 'Edit: Send the checklist' }));
  const text = () => actions().getByRole<HTMLInputElement>('textbox', { name: 'What was promised' });
  await user.type(text(), ' today');
  await editAction(deps, A1, { due: '2026-11-20' as never });
  await waitFor(() => expect(actions().getByLabelText<HTMLInputElement>('By').value).toBe('2026-11-20'));
  await editAction(deps, A1, { text: 'Send both checklists' });
  await user.click(actions().getByRole('button', { name: 'Save' }));
  expect((await actions().findByRole('alert')).textContent).toMatch(/“Send both checklists”/);
  expect(text().value).toBe('Send the checklist today');
  expect((await db.get('actions', A1))?.text).toBe('Send both checklists');
  await user.click(actions().getByRole('button', { name: 'Save' }));
  await actions().findByText('Send the checklist today');
  expect(await db.get('actions', A1)).toMatchObject({ text: 'Send the checklist today', due: '2026-11-20' });
});

test('half-typed goals and promises are there again when one comes back to the session', async () => {
  const { user } = await open();
  await user.type(field('New goal'), 'Chair the Mon');
  await user.click(goals().getByRole('button', { name: ROSTERS }));
  await user.type(field(/How you will both see/), 'Jonas si');
  await user.click(actions().getByRole('button', { name: 'Add an action' }));
  await user.type(actions().getByRole('textbox', { name: 'What was promised' }), 'Introdu');
  await user.click(actions().getByRole('radio', { name: 'Me' }));

  const later = screen.getByRole('button', { name: /^Later: Karim/ });
  await user.click(later);
  await named('Karim Benali');
  expect(field('New goal').value).toBe('');
  expect(actions().queryByRole('textbox')).toBeNull();
  await user.click(screen.getByRole('button', { name: /^Earlier: Lotte/ }));
  await named('Lotte Vermeersch');
  expect(field('New goal').value).toBe('Chair the Mon');
  expect(field(/How you will both see/).value).toBe('Jonas si');
  expect(actions().getByRole<HTMLInputElement>('textbox', { name: 'What was promised' }).value).toBe(
    'Introdu',
  );
  expect(actions().getByRole<HTMLInputElement>('radio', { name: 'Me' }).checked).toBe(true);
  // Coming back opens the forms, but does not take the focus from the button that was pressed.
  expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^(Earlier|No earlier)/);
});

test('what was given up or stored does not come back', async () => {
  const { user } = await open();
  await user.type(field('New goal'), 'Chair the Monday planning{Enter}');
  await goals().findByText('Chair the Monday planning');
  await user.click(goals().getByRole('button', { name: ROSTERS }));
  await user.type(field(/How you will both see/), 'Jonas');
  await user.click(goals().getByRole('button', { name: 'Cancel' }));
  await user.click(actions().getByRole('button', { name: 'Add an action' }));
  await user.type(actions().getByRole('textbox', { name: 'What was promised' }), 'Introdu');
  await user.click(actions().getByRole('button', { name: 'Cancel' }));
  await goAwayAndBack(user);
  expect(field('New goal').value).toBe('');
  expect(goals().queryByRole('textbox', { name: /How you will both see/ })).toBeNull();
  expect(actions().queryByRole('textbox')).toBeNull();
  expect([...browser.session.keys()]).toEqual([]);
});

test('half-typed forms are there again when the panel opens anew, in memory only, until they are stored', async () => {
  const { db, deps, user, view } = await open();
  await user.type(field('New goal'), 'Chair the Mon');
  await user.click(goals().getByRole('button', { name: ROSTERS }));
  await user.type(field(/How you will both see/), 'Jonas si');
  await user.click(actions().getByRole('button', { name: 'Add an action' }));
  const promise = () => actions().getByRole<HTMLInputElement>('textbox', { name: 'What was promised' });
  await user.type(promise(), 'Introdu');
  view.unmount();
  expect(browser.local.size).toBe(0);

  render(<SessionPanel deps={deps} />);
  await named('Lotte Vermeersch');
  expect(field('New goal').value).toBe('Chair the Mon');
  expect(promise().value).toBe('Introdu');
  await user.type(field(/How you will both see/), 'gns{Enter}');
  await goals().findByText('Seen by: Jonas signs');
  await user.type(promise(), 'ce them{Enter}');
  await actions().findByText('Introduce them');
  await user.type(field('New goal'), 'day{Enter}');
  await goals().findByText('Chair the Monday');
  expect(await db.get('goals', G1)).toMatchObject({ measure: 'Jonas signs' });
  await waitFor(() => expect([...browser.session.keys()]).toEqual([]));
});

test('drafts that cannot be read or kept stop nobody', async () => {
  browser.session.set('form-draft:goal g1', { mine: 7 });
  const { user } = await open();
  expect(goals().queryByRole('textbox', { name: 'Goal' })).toBeNull();
  const { chrome } = globalThis as unknown as { chrome: { storage: { session: object } } };
  Object.assign(chrome.storage.session, { set: () => Promise.reject(new Error('quota')) });
  await user.type(field('New goal'), 'Chair the Monday{Enter}');
  await goals().findByText('Chair the Monday');
});

test('Escape closes a form and keeps its words, Cancel gives them up', async () => {
  const { user } = await open();
  const opener = () => goals().getByRole('button', { name: ROSTERS });
  const measure = /How you will both see/;
  await user.click(opener());
  await user.type(field(measure), 'Jonas si{Escape}');
  expect(goals().queryByRole('textbox', { name: measure })).toBeNull();
  await user.click(opener());
  expect(field(measure).value).toBe('Jonas si');
  await user.click(goals().getByRole('button', { name: 'Cancel' }));
  await user.click(opener());
  expect(field(measure).value).toBe('');

  const adder = () => actions().getByRole('button', { name: 'Add an action' });
  const promise = () => actions().getByRole<HTMLInputElement>('textbox', { name: 'What was promised' });
  await user.click(adder());
  await user.type(promise(), 'Introdu{Escape}');
  await user.click(adder());
  expect(promise().value).toBe('Introdu');
  await user.click(actions().getByRole('button', { name: 'Cancel' }));
  await user.click(adder());
  expect(promise().value).toBe('');
});

test('a session half entered by hand is there again until it is added or cancelled', async () => {
  const { db, deps, user, view } = await open();
  const begin = async () => {
    await user.click(screen.getByRole('button', { name: 'People' }));
    await user.click(await screen.findByRole('button', { name: 'Add a session by hand' }));
  };
  const who = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'With whom' });
  await begin();
  await user.type(who(), 'Wouter Des');
  await user.click(screen.getByRole('radio', { name: 'Coaching' }));
  await user.selectOptions(screen.getByRole('combobox', { name: 'Length' }), '90');
  await user.click(screen.getByRole('button', { name: 'Close' }));
  view.unmount();
  render(<SessionPanel deps={deps} />);
  await named('Lotte Vermeersch');
  await begin();
  expect(who().value).toBe('Wouter Des');
  await user.type(who(), 'met');
  await user.click(screen.getByRole('button', { name: 'Add the session' }));
  await named('Wouter Desmet');
  const [added] = (await db.getAll('sessions')).filter(({ source }) => source === 'hand');
  expect(added).toMatchObject({ title: 'Wouter Desmet', kind: 'coaching' });
  expect(added && minutesBetween(added.start, added.end)).toBe(90);
  await begin();
  expect(who().value).toBe('');
  await user.type(who(), 'Ana');
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  await user.click(await screen.findByRole('button', { name: 'Add a session by hand' }));
  expect(who().value).toBe('');
});

test('keys that an input method uses to put a word together close and store nothing', async () => {
  const { db, user } = await open();
  await user.click(goals().getByRole('button', { name: ROSTERS }));
  await user.type(field('Goal'), '!');
  fireEvent.keyDown(field('Goal'), { key: 'Escape', isComposing: true });
  fireEvent.keyDown(field('Goal'), { key: 'Enter', isComposing: true });
  expect(field('Goal').value).toBe(`${ROSTERS}!`);
  await user.click(actions().getByRole('button', { name: 'Add an action' }));
  fireEvent.keyDown(actions().getByRole('textbox'), { key: 'Escape', isComposing: true });
  expect(actions().getByRole('textbox')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'People' }));
  const dialog = await screen.findByRole('dialog');
  // The browser closes a dialog unless the key is taken from it.
  expect(fireEvent.keyDown(dialog, { key: 'Escape', isComposing: true })).toBe(false);
  expect(fireEvent.keyDown(dialog, { key: 'Escape' })).toBe(true);
  expect(await db.get('goals', G1)).toMatchObject({ text: ROSTERS });
});

test('a dialog closes by a click beside it, not by text marked in it as far as there', async () => {
  const { user } = await open();
  await user.click(screen.getByRole('button', { name: 'People' }));
  await user.click(await screen.findByRole('button', { name: 'Add a session by hand' }));
  const dialog = screen.getByRole('dialog');
  const who = screen.getByRole('textbox', { name: 'With whom' });
  await user.pointer([
    { keys: '[MouseLeft>]', target: who },
    { target: dialog },
    { keys: '[/MouseLeft]', target: dialog },
  ]);
  expect(screen.getByRole('dialog')).toBe(dialog);
  await user.click(dialog);
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('a goal that could not be stored stays in its field', async () => {
  const { deps, user } = await open();
  deps.breakWith = new StorageError('full');
  await user.type(field('New goal'), 'Chair the Monday planning{Enter}');
  expect((await goals().findByRole('alert')).textContent).toMatch(/disk is full/);
  expect(field('New goal').value).toBe('Chair the Monday planning');
  deps.breakWith = null;
  await user.click(goals().getByRole('button', { name: 'Add' }));
  await goals().findByText('Chair the Monday planning');
  expect(field('New goal').value).toBe('');
});

test('the focus goes back to the pencil after a promise was changed, and to the button after adding', async () => {
  const { user } = await open();
  await user.click(actions().getByRole('button', { name: 'Edit: Send the checklist' }));
  await user.keyboard('!{Enter}');
  const pencil = await actions().findByRole('button', { name: 'Edit: Send the checklist!' });
  await waitFor(() => expect(document.activeElement).toBe(pencil));
  await user.click(actions().getByRole('button', { name: 'Add an action' }));
  await user.keyboard('{Escape}');
  await waitFor(() =>
    expect(document.activeElement).toBe(actions().getByRole('button', { name: 'Add an action' })),
  );
});

test('the focus goes to Undo when a goal is closed, and stays in the part when that is taken up', async () => {
  const { user } = await open();
  await user.click(goals().getByRole('button', { name: ROSTERS }));
  await user.click(goals().getByRole('button', { name: 'Reached' }));
  const undo = await goals().findByRole('button', { name: 'Undo' });
  await waitFor(() => expect(goals().queryByRole('button', { name: ROSTERS })).toBeNull());
  await waitFor(() => expect(document.activeElement).toBe(undo));
  await user.keyboard('{Enter}');
  await goals().findByRole('button', { name: ROSTERS });
  await waitFor(() => expect(document.activeElement).toBe(goals().getByRole('heading', { name: 'Goals' })));
});

test('the focus that went elsewhere while something was stored is left there', async () => {
  const { user } = await open();
  await user.click(goals().getByRole('button', { name: ROSTERS }));
  await user.click(goals().getByRole('button', { name: 'Reached' }));
  const note = screen.getByRole('textbox', { name: 'Note' });
  note.focus();
  await waitFor(() => expect(goals().queryByRole('button', { name: ROSTERS })).toBeNull());
  expect(document.activeElement).toBe(note);
});
