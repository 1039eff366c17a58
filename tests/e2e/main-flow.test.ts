/** The main job, as a mentor does it: connect, read, prepare, write, come back. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { launchExtension } from '../support/launch-browser.ts';
import { DEMO_IDS, demoWorld } from '../world/demo-world.ts';
import { type World, startWorld } from '../world/start-world.ts';
import {
  type Journey,
  type StoredSession,
  connect,
  connectBoth,
  consent,
  refresh,
  signInWindow,
  startJourney,
  stored,
  strayHosts,
  watchComplaints,
} from './journey.ts';

interface ToolbarPage {
  chrome: {
    action: { getBadgeText(details: object): Promise<string> };
    alarms: { getAll(): Promise<{ name: string }[]> };
  };
}

let journey: Journey | null = null;
afterEach(async () => {
  await journey?.end();
  journey = null;
});

/** Titles of the world's entries with this truth. */
function titles(world: Journey['world'], isSession: boolean): Set<string> {
  const events = world.description.accounts.flatMap((account) => account.calendars.flatMap((c) => c.events));
  return new Set(
    events.filter((event) => (event.label !== 'none') === isSession).flatMap((event) => event.title ?? []),
  );
}

/** Goes to the next session of a person through the panel's list of people. */
async function openPerson(panel: Page, name: string): Promise<void> {
  await panel.getByRole('button', { name: 'People', exact: true }).click();
  await panel
    .getByRole('dialog')
    .getByRole('button', { name: new RegExp(name) })
    .click();
  await panel.getByRole('heading', { level: 1, name }).waitFor();
}

async function writeNote(panel: Page, text: string): Promise<void> {
  await panel.getByRole('textbox', { name: 'Note', exact: true }).fill(text);
  await panel.getByText(/^Saved \d\d:\d\d:\d\d/).waitFor();
}

test('both calendars are connected through their consent pages, and only sessions are recognised', async () => {
  journey = await startJourney();
  const { browser, world } = journey;
  const complaints = watchComplaints(browser);
  const options = await connectBoth(browser);

  const panel = await browser.open('sidepanel.html', { width: 400, height: 900 });
  await panel.getByRole('region', { name: 'Goals' }).waitFor();
  const sessions = await stored<StoredSession>(panel, 'sessions');
  const traps = titles(world, false);
  expect(sessions.filter((session) => traps.has(session.title)).map((session) => session.title)).toEqual([]);
  expect(new Set(sessions.map((session) => session.title.replace(/ – sessie \d$/, '')))).toEqual(
    new Set([...titles(world, true)].map((title) => title.replace(/ – sessie \d$/, ''))),
  );
  // One session an instance, and no instance twice.
  const instances = sessions.flatMap((session) => session.instanceKeys);
  expect(new Set(instances).size).toBe(instances.length);

  // The running session is the one shown; its neighbour is the one about to begin.
  await panel.getByRole('heading', { level: 1, name: 'Karim Benali' }).waitFor();
  await openPerson(panel, 'Lotte Vermeersch');
  expect(await panel.getByText(/\d+ ?min to go/).count()).toBe(1);

  // The toolbar button counts down to the session about to begin, and both alarms are set.
  const state = await panel.evaluate(async () => {
    const { action, alarms } = (globalThis as unknown as ToolbarPage).chrome;
    return { badge: await action.getBadgeText({}), alarms: (await alarms.getAll()).map(({ name }) => name) };
  });
  expect(Number(state.badge)).toBeGreaterThan(0);
  expect(Number(state.badge)).toBeLessThanOrEqual(10);
  expect(state.alarms.toSorted()).toEqual(['badge', 'refresh-calendars']);

  // Read only: nothing but reading and signing in was asked of either provider.
  const reading = /^\/(calendar\/v3|v1\.0)\//;
  const others = world.requests.filter(
    ({ path, method }) => reading.test(path) && method !== 'GET' && method !== 'OPTIONS',
  );
  expect(others.map(({ method, path }) => [method, path])).toEqual([]);
  expect(world.requests.some(({ headers }) => headers.prefer?.includes('outlook.timezone="UTC"'))).toBe(true);
  expect(complaints).toEqual([]);
  await options.close();
});

test('goals and notes are there after a restart, and at the next session of that person', async () => {
  const profileDir = await mkdtemp(join(tmpdir(), 'beforehand-restart-'));
  const world = await startWorld(demoWorld(Temporal.Now.instant()));
  const first = await launchExtension({ hostResolverRules: world.hostResolverRules, profileDir });
  try {
    await connectBoth(first);
    const panel = await first.open('sidepanel.html', { width: 400, height: 900 });
    await openPerson(panel, 'Lotte Vermeersch');
    const goals = panel.getByRole('region', { name: 'Goals' });
    await goals.getByRole('textbox', { name: /goal/i }).fill('Hand the weekend rosters to Jonas');
    await panel.keyboard.press('Enter');
    await goals.getByText('Hand the weekend rosters to Jonas').waitFor();
    await first.stopWorker();
    await writeNote(panel, 'Dreads the talk with Pieter.\nAsk before I tell.');
    // The browser goes while the worker is down; nothing is waited for.
    await first.close();

    const asked = world.requests.length;
    const second = await launchExtension({ hostResolverRules: world.hostResolverRules, profileDir });
    try {
      // Both calendars are read when the browser starts, with sign-ins renewed from what was kept.
      for (const host of ['www.googleapis.com', 'graph.microsoft.com']) {
        await expect
          .poll(() => world.requests.slice(asked).some((one) => one.host === host && one.status === 200), {
            timeout: 20_000,
          })
          .toBe(true);
      }
      const again = await second.open('sidepanel.html', { width: 400, height: 900 });
      await openPerson(again, 'Lotte Vermeersch');
      await again
        .getByRole('region', { name: 'Goals' })
        .getByText('Hand the weekend rosters to Jonas')
        .waitFor();
      expect(await again.getByRole('textbox', { name: 'Note', exact: true }).inputValue()).toBe(
        'Dreads the talk with Pieter.\nAsk before I tell.',
      );
      // The next session of the same person, two weeks on.
      const before = await stored<StoredSession>(again, 'sessions');
      const lotte = before
        .filter(({ title }) => title === 'Mentorgesprek Lotte')
        .toSorted((a, b) => a.start.localeCompare(b.start));
      const written = lotte.findIndex((session) => session.written);
      const next = lotte[written + 1];
      expect(next).toBeDefined();
      const later = again.getByRole('button', { name: /^Later: / });
      for (let arrived = false; !arrived;) {
        const label = (await later.getAttribute('title')) ?? '';
        await later.click();
        await expect.poll(() => later.getAttribute('title'), { timeout: 10_000 }).not.toBe(label);
        arrived = label.includes('Lotte Vermeersch');
      }
      await again
        .getByRole('region', { name: 'Last time' })
        .getByText('Dreads the talk with Pieter.')
        .waitFor();
      await again
        .getByRole('region', { name: 'Goals' })
        .getByText('Hand the weekend rosters to Jonas')
        .waitFor();
      expect(await again.getByRole('textbox', { name: 'Note', exact: true }).inputValue()).toBe('');
      await refresh(again);
      expect((await stored<StoredSession>(again, 'sessions')).length).toBe(before.length);
      expect((await stored(again, 'notes')).length).toBe(1);
      expect(strayHosts(world, second)).toEqual([]);
    } finally {
      await second.close();
    }
  } finally {
    await world.close();
    await rm(profileDir, { recursive: true, force: true });
  }
});

/** Changes of every kind to the mentoring calendar: a moved, a renamed, a cancelled and a new instance. */
function changeCalendar(world: World, round: number): { start: string; title: string; cancelledOn: string } {
  const { googleAccount: account, googleMentoring: calendar } = DEMO_IDS;
  const series = world.description.accounts
    .flatMap(({ calendars }) => calendars.flatMap(({ events }) => events))
    .find((event) => event.title === 'Mentorgesprek Lotte');
  if (!series) throw new Error('the world has no series of Lotte');
  const { id } = series;
  const [zone] = /\[.+\]/.exec(series.start) ?? [''];
  const first = Temporal.ZonedDateTime.from(series.start);
  const local = (time: Temporal.ZonedDateTime) =>
    `${time.toPlainDateTime().toString({ smallestUnit: 'minute' })}${zone}`;
  // The sixth of the series is the next one; the seventh comes two weeks later.
  const [next, later] = [first.add({ weeks: 10 }), first.add({ weeks: 12 })];
  const start = next.add({ hours: round });
  world.moveInstance(account, calendar, id, next.toPlainDate().toString(), {
    start: local(start),
    end: local(start.add({ hours: 1 })),
  });
  const title = `Mentorgesprek Lotte, ${round}`;
  world.renameEvent(account, calendar, id, title, next.toPlainDate().toString());
  const cancelledOn = later.toPlainDate().toString();
  world.changeInstance(account, calendar, id, { on: cancelledOn, cancelled: round % 2 === 1 });
  const added = next.add({ days: 20 + round });
  const { recurrence: _, ...single } = series;
  world.upsertEvent(account, calendar, {
    ...single,
    id: `added${round}`,
    iCalUid: `added-${round}@world.example`,
    title: `Mentoring Wim Aerts ${round}`,
    start: local(added),
    end: local(added.add({ hours: 1 })),
    attendees: [{ name: 'Wim Aerts', email: 'wim.aerts@brightwerk.example' }],
  });
  const startsAt = start.toInstant().toString({ smallestUnit: 'millisecond' });
  return { start: startsAt, title, cancelledOn };
}

/** No instance of a calendar is two sessions. */
async function expectEachOnce(page: Page): Promise<StoredSession[]> {
  const sessions = await stored<StoredSession>(page, 'sessions');
  const instances = sessions.flatMap((session) => session.instanceKeys);
  expect(new Set(instances).size).toBe(instances.length);
  return sessions;
}

test(
  'a worker killed at any moment of reading changed calendars loses and doubles nothing',
  { retry: 0 },
  async () => {
    journey = await startJourney();
    const { browser, world } = journey;
    const options = await connectBoth(browser);
    const panel = await browser.open('sidepanel.html', { width: 400, height: 900 });
    await openPerson(panel, 'Lotte Vermeersch');
    await writeNote(panel, 'Kept through every kill.');
    const before = await stored<StoredSession>(options, 'sessions');
    const written = before.find((session) => session.written);
    const engagements = (await stored(options, 'engagements')).length;
    const starts = world.requests.length;
    await refresh(options);
    const perRefresh = world.requests.length - starts;
    expect(perRefresh).toBeGreaterThan(1);

    // Stop it after the first request of a reading, after the second, and so on; each reading has changes to store.
    let changed = { start: '', title: '', cancelledOn: '' };
    for (let moment = 1; moment <= perRefresh; moment += 1) {
      changed = changeCalendar(world, moment);
      const from = world.requests.length;
      const reading = refresh(options).catch(() => 'stopped');
      await expect
        .poll(() => world.requests.length - from, { interval: 1, timeout: 20_000 })
        .toBeGreaterThanOrEqual(moment);
      await browser.stopWorker();
      await reading;
      const sessions = await expectEachOnce(options);
      expect(sessions.find(({ id }) => id === written?.id)).toMatchObject({ written: true, state: 'active' });
      expect(await stored(options, 'notes')).toMatchObject([{ text: 'Kept through every kill.' }]);
    }
    expect(await refresh(options)).toEqual({ ok: true });
    const sessions = await expectEachOnce(options);
    expect(sessions.length).toBe(before.length + perRefresh);
    // One more person: Wim, whose sessions were added.
    expect((await stored(options, 'engagements')).length).toBe(engagements + 1);
    const { start, title, cancelledOn } = changed;
    expect(sessions.find(({ id }) => id === written?.id)).toMatchObject({ start, title, state: 'active' });
    const later = sessions.filter((one) => one.start.startsWith(cancelledOn) && one.title.includes('Lotte'));
    expect(later.map(({ state }) => state)).toEqual([
      perRefresh % 2 === 1 ? expect.stringMatching(/cancelled|gone/) : 'active',
    ]);
    expect(await stored(options, 'notes')).toMatchObject([
      { text: 'Kept through every kill.', sessionId: written?.id },
    ]);
  },
);

test(
  'a worker killed while an account is being connected leaves nothing half done',
  { retry: 0 },
  async () => {
    journey = await startJourney();
    const { browser, world } = journey;
    const options = await browser.open('options.html');
    const button = options.getByRole('button', { name: 'Connect Google', exact: true });
    let changed = { start: '' };
    // After the token, after the identity, after the list, and in the middle of the first reading.
    for (let moment = 1; moment <= 4; moment += 1) {
      const from = world.requests.length;
      const asked = () =>
        world.requests
          .slice(from)
          .filter(({ path }) => path.includes('/token') || path.startsWith('/calendar/v3/'));
      changed = changeCalendar(world, moment);
      await button.click();
      await consent(await signInWindow(browser));
      await expect
        .poll(() => asked().length, { interval: 1, timeout: 20_000 })
        .toBeGreaterThanOrEqual(moment);
      await browser.stopWorker();
      await expect.poll(() => button.getAttribute('aria-disabled'), { timeout: 20_000 }).not.toBe('true');
    }
    await connect(browser, options, 'Google');
    // An attempt before may have got as far as a whole reading, and shown so: only this one has read the last change.
    expect(await refresh(options)).toEqual({ ok: true });
    const sessions = await expectEachOnce(options);
    expect(sessions.filter(({ title }) => title === 'Mentorgesprek Lotte, 4')).toMatchObject([
      { start: changed.start, state: 'active' },
    ]);
    for (const round of [1, 2, 3, 4])
      expect(sessions.filter(({ title }) => title === `Mentoring Wim Aerts ${round}`)).toHaveLength(1);
    expect(await stored(options, 'accounts')).toHaveLength(1);
    const people = (await stored<{ name: string; kind: string }>(options, 'engagements')).map(
      ({ name, kind }) => `${kind} ${name}`,
    );
    expect(new Set(people).size).toBe(people.length);
    expect(people.length).toBeGreaterThan(2);
  },
);

test('the real side panel is opened by a click and used', async () => {
  journey = await startJourney();
  const { browser } = journey;
  await connectBoth(browser);
  const popup = await browser.open('popup.html', { width: 380, height: 600 });
  const panel = await browser.openSidePanel(async () => {
    await popup.getByRole('button', { name: 'Open the panel' }).click();
  });
  await panel.waitFor(`document.querySelector('h1')?.innerText.includes('Karim Benali')`);
  await panel.click('textarea');
  await panel.type('He lights up when he talks about the pilot.');
  await panel.waitFor(`/Saved \\d\\d:\\d\\d:\\d\\d/.test(document.body.innerText)`);
  const page = await browser.open('options.html');
  const notes = await stored<{ text: string; private: boolean }>(page, 'notes');
  expect(notes.map(({ text, private: only }) => [text, only])).toEqual([
    ['He lights up when he talks about the pilot.', true],
  ]);
  await panel.close();
});

test('a cancelled, moved or renamed instance keeps its session and its note, once', async () => {
  journey = await startJourney();
  const { browser, world } = journey;
  const options = await connectBoth(browser);
  const panel = await browser.open('sidepanel.html', { width: 400, height: 900 });
  await openPerson(panel, 'Lotte Vermeersch');
  await writeNote(panel, 'Kept through everything.');
  const before = await stored<StoredSession>(panel, 'sessions');
  const session = before.find((one) => one.written);
  expect(session?.title).toBe('Mentorgesprek Lotte');

  const series = world.description.accounts[0]?.calendars
    .flatMap((calendar) => calendar.events)
    .find((event) => event.title === 'Mentorgesprek Lotte');
  const on = Temporal.Instant.from(session?.start ?? '').toZonedDateTimeISO('Europe/Brussels');
  const local = (time: Temporal.ZonedDateTime) =>
    `${time.toPlainDateTime().toString({ smallestUnit: 'minute' })}[Europe/Brussels]`;
  const date = on.toPlainDate().toString();
  const id = series?.id ?? '';
  const look = async () => {
    expect(await refresh(panel)).toEqual({ ok: true });
    const now = await stored<StoredSession>(panel, 'sessions');
    expect(now.length).toBe(before.length);
    expect((await stored<{ text: string }>(panel, 'notes')).map(({ text }) => text)).toEqual([
      'Kept through everything.',
    ]);
    return now.find((one) => one.id === session?.id);
  };

  world.moveInstance(DEMO_IDS.googleAccount, DEMO_IDS.googleMentoring, id, date, {
    start: local(on.add({ days: 1 })),
    end: local(on.add({ days: 1, hours: 1 })),
  });
  expect((await look())?.start).toBe(
    on.add({ days: 1 }).toInstant().toString({ smallestUnit: 'millisecond' }),
  );

  world.renameEvent(DEMO_IDS.googleAccount, DEMO_IDS.googleMentoring, id, 'Bijpraten met Lotte', date);
  expect(await look()).toMatchObject({ title: 'Bijpraten met Lotte', state: 'active', kind: 'mentoring' });

  world.cancelInstance(DEMO_IDS.googleAccount, DEMO_IDS.googleMentoring, id, date);
  expect((await look())?.state).toMatch(/cancelled|gone/);
  await panel.getByText(/Your notes are kept/).waitFor();
  expect(await panel.getByRole('textbox', { name: 'Note', exact: true }).inputValue()).toBe(
    'Kept through everything.',
  );
  await options.close();
});
