/** What a user puts right, on the production bundle: kinds, people, sessions by hand, calendars, accounts. */
import type { Locator, Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { goToPerson, writeNote } from '../../scripts/tour-steps.ts';
import {
  type Journey,
  type StoredSession,
  connectBoth,
  refresh,
  signInWindow,
  startJourney,
  stored,
  watchComplaints,
} from './journey.ts';

interface StoredEngagement {
  id: string;
  name: string;
  kind: string;
  mergedInto: string | null;
}

let journey: Journey | null = null;
let complaints: string[] = [];
afterEach(async () => {
  await journey?.end();
  journey = null;
  expect(complaints).toEqual([]);
});

async function start(): Promise<Journey> {
  journey = await startJourney();
  complaints = watchComplaints(journey.browser);
  return journey;
}

/** Both calendars connected, and the panel at this person's session. */
async function openAt(name: string): Promise<Page> {
  const { browser } = await start();
  await connectBoth(browser);
  const panel = await browser.open('sidepanel.html', { width: 400, height: 900 });
  await goToPerson(panel, name);
  return panel;
}

const detection = (panel: Page) => panel.getByRole('region', { name: 'How this session was recognised' });
const goals = (panel: Page) => panel.getByRole('region', { name: 'Goals' });
const noteBox = (panel: Page) => panel.getByRole('textbox', { name: 'Note', exact: true });

async function correct(panel: Page, scope: string, answer: string, done: RegExp): Promise<void> {
  const line = detection(panel);
  // The radio button itself is out of sight: its label is what one sees.
  await line.getByRole('radio', { name: scope }).check({ force: true });
  await line.getByRole('button', { name: answer, exact: true }).click();
  await line.getByText(done).waitFor();
}

/** Takes the last act back. Its words go at the click; what it changes is stored a moment later: poll for that. */
async function undo(place: Locator, words: RegExp): Promise<void> {
  await place.getByRole('button', { name: 'Undo' }).click();
  await place.getByText(words).waitFor({ state: 'detached' });
}

/** `kind/state` of every session with this title, in the order of their starts, and the number of all sessions. */
async function standOf(page: Page, title: string): Promise<string[]> {
  const sessions = await stored<StoredSession>(page, 'sessions');
  const those = sessions.filter((session) => session.title === title);
  return those
    .toSorted((a, b) => a.start.localeCompare(b.start))
    .map(({ kind, state }) => `${kind}/${state}`)
    .concat(`of ${sessions.length}`);
}

const LOTTE = 'Mentorgesprek Lotte';

test('a correction of this one, of the series and of the person holds, and is taken back', async () => {
  const panel = await openAt('Lotte Vermeersch');
  const before = await standOf(panel, LOTTE);
  expect(before.filter((stand) => stand === 'mentoring/active').length).toBeGreaterThan(2);
  const turned = (to: string) => before.map((stand) => (stand.startsWith('of') ? stand : to));
  const look = async () => await standOf(panel, LOTTE);
  const holdsAlsoWhenRead = async (expected: string[]) => {
    await expect.poll(look).toEqual(expected);
    expect(await refresh(panel)).toEqual({ ok: true });
    expect(await look()).toEqual(expected);
  };

  await correct(panel, 'This one', 'Coaching', /^This one is now coaching\./);
  await detection(panel)
    .getByText(/^You said this is coaching/)
    .waitFor();
  expect((await look()).filter((stand) => stand === 'coaching/active')).toHaveLength(1);
  expect(await refresh(panel)).toEqual({ ok: true });
  expect((await look()).filter((stand) => stand === 'coaching/active')).toHaveLength(1);
  await undo(detection(panel), /^This one is now/);
  await holdsAlsoWhenRead(before);

  await correct(panel, 'The series', 'Not a session', /^The series is no longer a session\./);
  await detection(panel)
    .getByText(/^You said this is not a session/)
    .waitFor();
  await holdsAlsoWhenRead(turned('mentoring/dismissed'));
  await undo(detection(panel), /^The series is no longer/);
  await holdsAlsoWhenRead(before);

  await correct(panel, 'All with Lotte', 'Coaching', /^Everything with Lotte is now coaching\./);
  await holdsAlsoWhenRead(turned('coaching/active'));
  await undo(detection(panel), /^Everything with Lotte/);
  await holdsAlsoWhenRead(before);
  await detection(panel)
    .getByText(/^Recognised as mentoring by “Mentorgesprek” in the title/)
    .waitFor();
});

test('the kind of an engagement is changed with all that is in it, and taken back', async () => {
  const panel = await openAt('Lotte Vermeersch');
  const before = await standOf(panel, LOTTE);
  await writeNote(panel, 'Dreads the talk with Pieter.');
  await panel.getByRole('button', { name: 'Details of Lotte Vermeersch' }).click();
  const dialog = panel.getByRole('dialog', { name: 'Details' });
  const kindOf = async () => {
    const engagements = await stored<StoredEngagement>(panel, 'engagements');
    return engagements.filter(({ name }) => name === 'Lotte Vermeersch').map(({ kind }) => kind);
  };

  await dialog.getByRole('button', { name: 'Change to coaching' }).click();
  await dialog.getByText('All sessions of Lotte Vermeersch are now coaching.').waitFor();
  expect(await kindOf()).toEqual(['coaching']);
  expect(await refresh(panel)).toEqual({ ok: true });
  expect(await standOf(panel, LOTTE)).toEqual(before.map((stand) => stand.replace('mentoring', 'coaching')));
  await undo(dialog, /are now coaching/);
  await expect.poll(kindOf).toEqual(['mentoring']);
  expect(await refresh(panel)).toEqual({ ok: true });
  expect(await standOf(panel, LOTTE)).toEqual(before);
  await panel.keyboard.press('Escape');
  expect(await noteBox(panel).inputValue()).toBe('Dreads the talk with Pieter.');
});

test('two people who are one are merged, and parted again', async () => {
  const panel = await openAt('Lotte Vermeersch');
  await goals(panel).getByRole('textbox', { name: 'New goal' }).fill('Hand the weekend rosters to Jonas');
  await panel.keyboard.press('Enter');
  await goals(panel).getByText('Hand the weekend rosters to Jonas').waitFor();
  const whole = (await stored(panel, 'sessions')).length;
  const idOf = async (name: string) =>
    (await stored<StoredEngagement>(panel, 'engagements')).find((one) => one.name === name)?.id;
  const [lotte, pieter] = [await idOf('Lotte Vermeersch'), await idOf('Pieter De Smet')];
  const belongs = async () => {
    const sessions = await stored<StoredSession>(panel, 'sessions');
    return new Set(sessions.filter(({ title }) => title === LOTTE).map(({ engagementId }) => engagementId));
  };

  await panel.getByRole('button', { name: 'Details of Lotte Vermeersch' }).click();
  const dialog = panel.getByRole('dialog', { name: 'Details' });
  await dialog.getByRole('combobox', { name: 'Merge into' }).selectOption('Pieter De Smet');
  await dialog.getByText('Put everything of Lotte Vermeersch into Pieter De Smet?').waitFor();
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
  await dialog.getByText('Lotte Vermeersch is now part of Pieter De Smet.').waitFor();
  expect(await refresh(panel)).toEqual({ ok: true });
  expect(await belongs()).toEqual(new Set([pieter]));
  expect((await stored<{ engagementId: string }>(panel, 'goals')).map((goal) => goal.engagementId)).toEqual([
    pieter,
  ]);

  await undo(dialog, /is now part of/);
  await expect.poll(belongs).toEqual(new Set([lotte]));
  expect(await refresh(panel)).toEqual({ ok: true });
  expect(await belongs()).toEqual(new Set([lotte]));
  expect((await stored(panel, 'sessions')).length).toBe(whole);
  await panel.keyboard.press('Escape');
  await panel.getByRole('heading', { level: 1, name: 'Lotte Vermeersch' }).waitFor();
  await goals(panel).getByText('Hand the weekend rosters to Jonas').waitFor();
});

test('a session is entered by hand, moved, removed and put back, and keeps its note', async () => {
  const { browser } = await start();
  const panel = await browser.open('sidepanel.html', { width: 400, height: 900 });
  await panel.getByRole('button', { name: 'Add a session by hand' }).click();
  const form = panel.getByRole('dialog', { name: 'Add a session by hand' });
  await form.getByRole('textbox', { name: 'With whom' }).fill('Wouter Desmet');
  await form.getByRole('radio', { name: 'Coaching' }).check({ force: true });
  await form.getByRole('button', { name: 'Add the session' }).click();
  await panel.getByRole('heading', { level: 1, name: 'Wouter Desmet' }).waitFor();
  await writeNote(panel, 'He asked for silence, and got it.');

  const day = Temporal.Now.plainDateISO().add({ days: 8 });
  await panel.getByRole('button', { name: 'Details of Wouter Desmet' }).click();
  const dialog = panel.getByRole('dialog', { name: 'Details' });
  await dialog.getByLabel('Date').fill(day.toString());
  await dialog.getByLabel('Start').fill('09:30');
  await dialog.getByLabel('Minutes').fill('45');
  await dialog.getByRole('button', { name: 'Move it' }).click();
  await dialog.waitFor({ state: 'detached' });
  const startsAt = day.toZonedDateTime({ timeZone: Temporal.Now.timeZoneId(), plainTime: '09:30' });
  await expect
    .poll(() => stored<StoredSession>(panel, 'sessions'))
    .toMatchObject([
      {
        kind: 'coaching',
        state: 'active',
        start: startsAt.toInstant().toString({ smallestUnit: 'millisecond' }),
        end: startsAt.add({ minutes: 45 }).toInstant().toString({ smallestUnit: 'millisecond' }),
      },
    ]);

  await detection(panel).getByRole('button', { name: 'Remove it' }).click();
  await detection(panel)
    .getByText(/^You removed this session/)
    .waitFor();
  expect(await stored<StoredSession>(panel, 'sessions')).toMatchObject([{ state: 'dismissed' }]);
  await undo(detection(panel), /^Removed\./);
  await detection(panel).getByText('You entered this session.').waitFor();
  await detection(panel).getByRole('button', { name: 'Remove it' }).click();
  await detection(panel)
    .getByText(/^You removed this session/)
    .waitFor();
  // Opened anew, the panel still leads to what was written, and to what was half typed.
  const goal = goals(panel).getByRole('textbox', { name: 'New goal' });
  await goal.pressSequentially('Ask for sil');
  await panel.reload();
  await panel.getByRole('heading', { level: 1, name: 'Wouter Desmet' }).waitFor();
  expect(await noteBox(panel).inputValue()).toBe('He asked for silence, and got it.');
  expect(await goal.inputValue()).toBe('Ask for sil');
  await detection(panel).getByRole('button', { name: 'Put it back' }).click();
  await detection(panel).getByText('You entered this session.').waitFor();
  expect(await stored<StoredSession>(panel, 'sessions')).toMatchObject([{ state: 'active' }]);
  expect(await noteBox(panel).inputValue()).toBe('He asked for silence, and got it.');

  // Next week holds it; this week the popup is no first run any more.
  const popup = await browser.open('popup.html', { width: 380, height: 600 });
  await popup.getByRole('button', { name: 'Open the panel' }).waitFor();
  expect(await popup.getByRole('button', { name: 'Connect Google' }).count()).toBe(0);
});

test('a calendar that is not read any more takes no note along, and its sessions come back with it', async () => {
  const panel = await openAt('Lotte Vermeersch');
  await writeNote(panel, 'Dreads the talk with Pieter.');
  const before = await standOf(panel, LOTTE);
  const ids = async () =>
    (await stored<StoredSession>(panel, 'sessions'))
      .map(({ id }) => id)
      .toSorted((a, b) => a.localeCompare(b));
  const known = await ids();
  const options = await journey?.browser.open('options.html');
  if (!options) throw new Error('no browser');
  const row = options.getByRole('listitem').filter({ hasText: 'Google Calendar' });
  await row.getByText('Calendars', { exact: true }).click();
  const choice = row.getByRole('checkbox', { name: 'Mentoring' });
  const isChosen = async () => {
    const calendars = await stored<{ name: string; chosen: boolean }>(options, 'calendars');
    return calendars.find(({ name }) => name === 'Mentoring')?.chosen;
  };

  await choice.uncheck();
  await expect.poll(isChosen).toBe(false);
  await panel.getByText('Its calendar is not connected, or no longer has it. Your notes are kept.').waitFor();
  // What is over took place; only what lies ahead is gone.
  const sessions = await stored<StoredSession>(panel, 'sessions');
  const now = Temporal.Now.instant().toString();
  const lotte = sessions.filter(({ title }) => title === LOTTE);
  expect(lotte.map(({ state }) => state)).toEqual(
    lotte.map(({ start: at }) => (at < now ? 'active' : 'gone')),
  );
  expect(await noteBox(panel).inputValue()).toBe('Dreads the talk with Pieter.');

  await choice.check();
  await expect.poll(isChosen).toBe(true);
  await expect.poll(() => standOf(panel, LOTTE)).toEqual(before);
  expect(await ids()).toEqual(known);
  expect(await stored<{ text: string }>(panel, 'notes')).toMatchObject([
    { text: 'Dreads the talk with Pieter.' },
  ]);
});

test('an account that is disconnected leaves sessions and notes, which go on when it is connected again', async () => {
  const panel = await openAt('Karim Benali');
  await writeNote(panel, 'Says yes before they have finished the question.');
  const known = await stored<StoredSession>(panel, 'sessions');
  const options = await journey?.browser.open('options.html');
  if (!options || !journey) throw new Error('no browser');
  await options.getByRole('button', { name: /^Disconnect Outlook/ }).click();
  const dialog = options.getByRole('dialog', { name: 'Disconnect Outlook?' });
  await dialog.getByRole('button', { name: 'Disconnect', exact: true }).click();
  await options.getByText('Outlook is disconnected. Your notes and goals are still here.').waitFor();
  expect(await stored<{ provider: string }>(options, 'accounts')).toMatchObject([{ provider: 'google' }]);
  const events = await stored<{ accountId: string }>(options, 'events');
  expect(events.filter(({ accountId }) => accountId.startsWith('outlook'))).toEqual([]);
  expect((await stored(options, 'sessions')).length).toBe(known.length);
  expect(await noteBox(panel).inputValue()).toBe('Says yes before they have finished the question.');

  // What was allowed before needs no second yes: the account is chosen, that is all.
  await options.getByRole('button', { name: 'Connect Outlook', exact: true }).click();
  const window = await signInWindow(journey.browser);
  await window.locator('button[name=account]').first().click();
  await options
    .getByRole('listitem')
    .filter({ hasText: 'katrien@tilia.example' })
    .getByText(/Read today at/)
    .waitFor();
  const after = await stored<StoredSession>(options, 'sessions');
  const names = (sessions: StoredSession[]) =>
    sessions
      .map(({ id, state, kind, engagementId }) => `${id} ${state} ${kind} ${engagementId}`)
      .toSorted((a, b) => a.localeCompare(b));
  expect(names(after)).toEqual(names(known));
  expect(await stored<{ text: string }>(panel, 'notes')).toMatchObject([
    { text: 'Says yes before they have finished the question.' },
  ]);
  expect(await noteBox(panel).inputValue()).toBe('Says yes before they have finished the question.');
});
