import { describe, expect, test } from 'vitest';
import { freeIcsName } from '../../lib/app/add-ics-calendar.ts';
import { commandHandlers } from '../../lib/app/answer-commands.ts';
import { disconnectAccount } from '../../lib/app/connect-account.ts';
import { addIcsCalendar } from '../../lib/app/connect-ics.ts';
import { refreshCalendars } from '../../lib/app/refresh-calendars.ts';
import { saveNote } from '../../lib/app/save-note.ts';
import type { IcsInput } from '../../lib/calendar/ics/ics-source.ts';
import type { Account, Calendar } from '../../lib/event/account.ts';
import type { NoteId } from '../../lib/note/note.ts';
import type { Session } from '../../lib/session/session.ts';
import type { EventDay } from '../../lib/storage/calendar-store.ts';
import { NOW } from '../support/builders.ts';
import { type MemoryWorkerDeps, contentOf, memoryWorkerDeps, put } from '../support/memory-deps.ts';

const SECRET = 'private-0123456789abcdef';
const ADDRESS = `https://calendar.google.com/calendar/ical/ingrid%40ambit.example/${SECRET}/basic.ics`;
const UNKNOWN_HOST = `https://agenda.gemeente.example/feeds/${SECRET}.ics`;

const byAddress = (address = ADDRESS): IcsInput => ({ kind: 'address', address });
const byFile = (text: string, name = 'Mentoring.ics'): IcsInput => ({ kind: 'file', name, text });

function mentoring(uid: string, day: string, who = 'Lotte Maes'): string {
  return [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    'DTSTAMP:20261101T080000Z',
    `SUMMARY:Mentoring ${who}`,
    `DTSTART:${day}T130000Z`,
    `DTEND:${day}T140000Z`,
    'ORGANIZER;CN=Ingrid Dahl:mailto:ingrid@ambit.example',
    `ATTENDEE;PARTSTAT=ACCEPTED;CN=${who}:mailto:${who.split(' ')[0]?.toLowerCase()}@maes.example`,
    'END:VEVENT',
  ].join('\r\n');
}

function file(...entries: string[]): string {
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'X-WR-CALNAME:Sessions', ...entries, 'END:VCALENDAR', ''].join(
    '\r\n',
  );
}

const FIRST = mentoring('one@ambit.example', '20261112');
const SECOND = mentoring('two@ambit.example', '20261119', 'Noor Claes');

async function sessionsOf(deps: MemoryWorkerDeps): Promise<string[]> {
  const { sessions } = await contentOf(deps);
  return (sessions as Session[])
    .toSorted((a, b) => a.start.localeCompare(b.start))
    .map(({ start, state }) => `${start.slice(0, 10)} ${state}`);
}

async function accountOf(deps: MemoryWorkerDeps): Promise<Account> {
  const { accounts } = await contentOf(deps);
  expect(accounts).toHaveLength(1);
  return accounts[0] as Account;
}

describe('adding', () => {
  test('a file: an account with one calendar, which is read at once', async () => {
    const deps = memoryWorkerDeps();
    await addIcsCalendar(deps, byFile(file(FIRST, SECOND)));
    const { accounts, calendars } = await contentOf(deps);
    expect(accounts).toMatchObject([
      {
        id: expect.stringMatching(/^ics:[0-9a-f]{32}$/) as string,
        provider: 'ics',
        name: 'Sessions',
        ics: { kind: 'file', shown: 'Mentoring.ics', readsByItself: true },
        connectedAt: NOW,
        listedAt: NOW,
        fault: null,
      },
    ]);
    expect(calendars).toMatchObject([
      { calendarId: 'calendar', name: 'Sessions', primary: true, chosen: true, lastReadAt: NOW, skipped: 0 },
    ]);
    expect(await sessionsOf(deps)).toEqual(['2026-11-12 active', '2026-11-19 active']);
    expect(deps.icsHost.disk.size).toBe(0);
  });

  test('a file of the same name: another calendar gets a number, an older copy is replaced', async () => {
    const deps = memoryWorkerDeps();
    const named = async (...entries: string[]) =>
      await freeIcsName(deps, new File([file(...entries)], 'Mentoring.ics'));
    expect(await named(FIRST)).toBe('Mentoring.ics');
    await addIcsCalendar(deps, byFile(file(FIRST)));
    expect(await named(FIRST, SECOND)).toBe('Mentoring.ics');
    expect(await named()).toBe('Mentoring.ics');
    expect(await named(SECOND)).toBe('Mentoring (2).ics');
    await addIcsCalendar(deps, byFile(file(SECOND), 'Mentoring (2).ics'));
    expect(await named(mentoring('three@ambit.example', '20261126'))).toBe('Mentoring (3).ics');
    expect(await named(SECOND)).toBe('Mentoring (2).ics');
  });

  test('an address: fetched once, and nowhere but on the disk of the extension', async () => {
    const deps = memoryWorkerDeps();
    deps.icsHost.has(ADDRESS, file(FIRST), { etag: '"v1"' });
    await addIcsCalendar(deps, byAddress());
    expect(deps.icsHost.requests).toHaveLength(1);
    expect(await sessionsOf(deps)).toEqual(['2026-11-12 active']);
    expect(await accountOf(deps)).toMatchObject({
      email: 'ingrid@ambit.example',
      ics: { kind: 'address', shown: 'calendar.google.com', readsByItself: true },
    });
    expect([...deps.icsHost.disk.values()]).toMatchObject([{ address: ADDRESS, etag: '"v1"' }]);
    expect(JSON.stringify(await contentOf(deps))).not.toContain(SECRET);
  });

  test('the same again: a new text in the place of the old one, and no second account', async () => {
    const deps = memoryWorkerDeps();
    await addIcsCalendar(deps, byFile(file(FIRST, SECOND)));
    const before = await accountOf(deps);
    deps.pass(60);
    await addIcsCalendar(deps, byFile(file(FIRST), 'MENTORING.ics'));
    expect(await accountOf(deps)).toEqual({
      ...before,
      ics: { ...before.ics, shown: 'MENTORING.ics' },
      // A file is as old as its last opening.
      connectedAt: deps.now(),
      listedAt: deps.now(),
    });
    expect(await sessionsOf(deps)).toEqual(['2026-11-12 active', '2026-11-19 gone']);

    deps.icsHost.has(ADDRESS, file(FIRST));
    await addIcsCalendar(deps, byAddress());
    deps.icsHost.has(ADDRESS, file(FIRST, SECOND));
    await addIcsCalendar(deps, byAddress(` ${ADDRESS.replace('https', 'webcal')}`));
    expect((await contentOf(deps)).accounts).toHaveLength(2);
  });

  test('one that was taken out of view is chosen again', async () => {
    const deps = memoryWorkerDeps();
    await addIcsCalendar(deps, byFile(file(FIRST)));
    const [calendar] = (await contentOf(deps)).calendars as [Calendar];
    await put(deps, { calendars: [{ ...calendar, chosen: false }] });
    await addIcsCalendar(deps, byFile(file(FIRST)));
    expect((await contentOf(deps)).calendars).toMatchObject([{ chosen: true, lastReadAt: NOW }]);
  });

  test.each<[string, IcsInput, string]>([
    ['a file that is no calendar', byFile('Dear diary'), 'not-a-calendar'],
    ['an address with a page', byAddress('https://calendar.google.com/page'), 'not-a-calendar'],
    ['an address that leads nowhere', byAddress('https://calendar.google.com/nothing'), 'calendar-missing'],
    ['an address without a network', byAddress('https://calendar.google.com/offline'), 'offline'],
    ['a host without leave', byAddress('https://outlook.live.com/owa/calendar.ics'), 'host-not-allowed'],
    ['no address', byAddress('mentoring'), 'not-a-calendar'],
  ])('%s: says so, and nothing has changed', async (_, input, reason) => {
    const deps = memoryWorkerDeps();
    deps.icsHost.has('https://calendar.google.com/page', '<html>Sign in</html>');
    deps.icsHost.answers.set('https://calendar.google.com/offline', new TypeError('Failed to fetch'));
    deps.icsHost.refused.add('outlook.live.com');
    await addIcsCalendar(deps, byFile(file(FIRST)));
    const [before, disk] = [await contentOf(deps), [...deps.icsHost.disk]];
    await expect(addIcsCalendar(deps, input)).rejects.toMatchObject({ reason });
    expect(await contentOf(deps)).toEqual(before);
    expect([...deps.icsHost.disk]).toEqual(disk);
  });

  test('a file of the same name that is no calendar leaves the earlier one', async () => {
    const deps = memoryWorkerDeps();
    await addIcsCalendar(deps, byFile(file(FIRST)));
    const before = await contentOf(deps);
    await expect(addIcsCalendar(deps, byFile('broken'))).rejects.toMatchObject({ reason: 'not-a-calendar' });
    expect(await contentOf(deps)).toEqual(before);
  });

  test('what cannot be stored leaves nothing behind', async () => {
    const deps = memoryWorkerDeps();
    deps.icsHost.has(ADDRESS, file(FIRST));
    await addIcsCalendar(deps, byAddress());
    const { id } = await accountOf(deps);
    const empty = memoryWorkerDeps();
    empty.icsHost.has(ADDRESS, file(FIRST));
    // A row of a newer build, which must not be written over.
    await put(empty, { accounts: [{ id, provider: 'something newer' }] });
    const before = await contentOf(empty);
    await expect(addIcsCalendar(empty, byAddress())).rejects.toMatchObject({ reason: 'unreadable' });
    expect(await contentOf(empty)).toEqual(before);
    expect(empty.icsHost.disk.size).toBe(0);
  });

  test('says by command what became of it', async () => {
    const deps = memoryWorkerDeps();
    const handlers = commandHandlers(deps, async () => undefined);
    const text = file(FIRST);
    expect(await handlers['add-ics-file']({ command: 'add-ics-file', name: 'a.ics', text })).toEqual({
      ok: true,
    });
    const reply = await handlers['add-ics-address']({ command: 'add-ics-address', address: ADDRESS });
    expect(reply).toEqual({ ok: false, reason: 'calendar-missing' });
  });
});

describe('reading again', () => {
  test('an address brings what changed, and leaves alone what did not', async () => {
    const deps = memoryWorkerDeps();
    deps.icsHost.has(ADDRESS, file(FIRST), { etag: '"v1"' });
    await addIcsCalendar(deps, byAddress());
    deps.pass(20);
    deps.icsHost.has(ADDRESS, file(FIRST, SECOND), { etag: '"v2"' });
    await refreshCalendars(deps, 'alarm');
    expect(await sessionsOf(deps)).toEqual(['2026-11-12 active', '2026-11-19 active']);
    const [before, disk] = [await contentOf(deps), structuredClone([...deps.icsHost.disk])];
    deps.pass(20);
    deps.icsHost.answers.set(ADDRESS, new Response(null, { status: 304 }));
    await refreshCalendars(deps, 'alarm');
    expect(deps.icsHost.requests.at(-1)?.headers.get('if-none-match')).toBe('"v2"');
    const { calendars, ...rest } = await contentOf(deps);
    expect(calendars).toMatchObject([{ lastReadAt: deps.now() }]);
    const { calendars: _, ...restBefore } = before;
    expect(rest).toEqual(restBefore);
    expect([...deps.icsHost.disk]).toEqual(disk);
  });

  test('by itself an address is fetched every 15 minutes at most, when asked for at once', async () => {
    const deps = memoryWorkerDeps();
    deps.icsHost.has(ADDRESS, file(FIRST));
    await addIcsCalendar(deps, byAddress());
    const asked = () => deps.icsHost.requests.length;
    deps.pass(14);
    await refreshCalendars(deps, 'open');
    await refreshCalendars(deps, 'alarm');
    expect(asked()).toBe(1);
    deps.pass(1);
    await refreshCalendars(deps, 'open');
    expect(asked()).toBe(2);
    await refreshCalendars(deps, 'user');
    expect(asked()).toBe(3);
  });

  test('a host that the policy does not name is read when the user asks, and only then', async () => {
    const deps = memoryWorkerDeps();
    deps.icsHost.has(UNKNOWN_HOST, file(FIRST));
    await addIcsCalendar(deps, byAddress(UNKNOWN_HOST));
    expect((await accountOf(deps)).ics).toMatchObject({ readsByItself: false });
    expect(deps.icsHost.inTabs).toHaveLength(1);
    deps.pass(24 * 60);
    await refreshCalendars(deps, 'alarm');
    await refreshCalendars(deps, 'open');
    expect(deps.icsHost.inTabs).toHaveLength(1);
    const { id } = await accountOf(deps);
    const handlers = commandHandlers(deps, async () => undefined);
    deps.icsHost.has(UNKNOWN_HOST, file(FIRST, SECOND));
    const reply = await handlers['refresh-calendars']({
      command: 'refresh-calendars',
      cause: 'user',
      accountId: id,
    });
    expect(reply).toEqual({ ok: true });
    expect(deps.icsHost.inTabs).toHaveLength(2);
    expect(await sessionsOf(deps)).toEqual(['2026-11-12 active', '2026-11-19 active']);
  });

  test('a file is read from its text as the window moves on, without a network', async () => {
    const deps = memoryWorkerDeps();
    await addIcsCalendar(deps, byFile(file(FIRST, mentoring('far@ambit.example', '20270120'))));
    expect(await sessionsOf(deps)).toEqual(['2026-11-12 active']);
    deps.pass(30 * 24 * 60);
    await refreshCalendars(deps, 'alarm');
    expect(await sessionsOf(deps)).toEqual(['2026-11-12 active', '2027-01-20 active']);
    expect(deps.icsHost.requests).toEqual([]);
  });

  test('leave that was taken back stops the account until it is given again', async () => {
    const deps = memoryWorkerDeps();
    deps.icsHost.has(ADDRESS, file(FIRST));
    await addIcsCalendar(deps, byAddress());
    deps.pass(20);
    deps.icsHost.refused.add('calendar.google.com');
    expect(await refreshCalendars(deps, 'alarm')).toBe('host-not-allowed');
    expect(await accountOf(deps)).toMatchObject({ fault: { reason: 'host-not-allowed' } });
    expect(await sessionsOf(deps)).toEqual(['2026-11-12 active']);
    deps.icsHost.refused.clear();
    expect(await refreshCalendars(deps, 'user')).toBeNull();
    expect(await accountOf(deps)).toMatchObject({ fault: null });
  });

  test('a series of which the file spoils an entry keeps its sessions', async () => {
    const deps = memoryWorkerDeps();
    const weekly = FIRST.replace('END:VEVENT', 'RRULE:FREQ=WEEKLY;COUNT=3\r\nEND:VEVENT');
    deps.icsHost.has(ADDRESS, file(weekly, SECOND));
    await addIcsCalendar(deps, byAddress());
    const before = await sessionsOf(deps);
    expect(before).toHaveLength(4);
    deps.icsHost.has(ADDRESS, file(weekly.replace('DTSTART:20261112T130000Z', 'DTSTART:soon'), SECOND));
    await refreshCalendars(deps, 'user');
    expect(await sessionsOf(deps)).toEqual(before);
    expect((await contentOf(deps)).calendars).toMatchObject([{ skipped: 1 }]);
  });

  test('the user is known by the address of another account', async () => {
    const deps = memoryWorkerDeps();
    const account = { provider: 'google', name: 'Ingrid', connectedAt: NOW, listedAt: NOW, fault: null };
    await put(deps, { accounts: [{ ...account, id: 'google:1001', email: 'Ingrid@Ambit.example' }] });
    await addIcsCalendar(deps, byFile(file(FIRST)));
    const [day] = (await contentOf(deps)).events as EventDay[];
    expect(day?.json).toContain('"email":"ingrid@ambit.example","name":"Ingrid Dahl","self":true');
  });
});

describe('removing', () => {
  test('takes address, text and leave along, and leaves sessions and notes', async () => {
    const deps = memoryWorkerDeps();
    deps.icsHost.has(ADDRESS, file(mentoring('past@ambit.example', '20261103'), FIRST));
    await addIcsCalendar(deps, byAddress());
    const [past] = (await contentOf(deps)).sessions as Session[];
    if (!past) throw new Error('no session');
    await saveNote(deps, {
      id: 'note-1' as NoteId,
      sessionId: past.id,
      text: 'Wants the pricing project.',
      type: 'note',
      private: true,
      baseRevision: 0,
    });
    await disconnectAccount(deps, (await accountOf(deps)).id);
    const { accounts, calendars, events, icsSources, sessions, notes } = await contentOf(deps);
    expect({ accounts, calendars, events, icsSources }).toEqual({
      accounts: [],
      calendars: [],
      events: [],
      icsSources: [],
    });
    expect(deps.icsHost.disk.size).toBe(0);
    expect(deps.icsHost.released).toEqual(['calendar.google.com']);
    expect(sessions).toHaveLength(2);
    expect(notes).toMatchObject([{ text: 'Wants the pricing project.' }]);
  });

  test('leave stays while another address of that host is read, whatever its port', async () => {
    const deps = memoryWorkerDeps();
    const other = 'https://calendar.google.com:8443/ical/basic.ics';
    for (const address of [ADDRESS, other]) {
      deps.icsHost.has(address, file(FIRST));
      await addIcsCalendar(deps, byAddress(address));
    }
    const [first, second] = (await contentOf(deps)).accounts as Account[];
    if (!first || !second) throw new Error('two accounts expected');
    await disconnectAccount(deps, first.id);
    expect(deps.icsHost.released).toEqual([]);
    await disconnectAccount(deps, second.id);
    expect(deps.icsHost.released).toEqual(['calendar.google.com']);
  });

  test('and adding it again brings the same sessions back', async () => {
    const deps = memoryWorkerDeps();
    deps.icsHost.has(ADDRESS, file(FIRST));
    await addIcsCalendar(deps, byAddress());
    const ids = ((await contentOf(deps)).sessions as Session[]).map(({ id }) => id);
    await disconnectAccount(deps, (await accountOf(deps)).id);
    await addIcsCalendar(deps, byAddress());
    expect(((await contentOf(deps)).sessions as Session[]).map(({ id }) => id)).toEqual(ids);
    expect(await sessionsOf(deps)).toEqual(['2026-11-12 active']);
  });
});
