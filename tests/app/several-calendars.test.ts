/** The same meeting in several calendars and accounts is one session, with the details of the one believed most. */
import { describe, expect, test } from 'vitest';
import { addIcsCalendar } from '../../lib/app/connect-ics.ts';
import { refreshCalendars } from '../../lib/app/refresh-calendars.ts';
import { normalizeGraphEvents } from '../../lib/calendar/outlook/outlook-normalizer.ts';
import type { Account, Calendar } from '../../lib/event/account.ts';
import type { AccountId, CalendarEvent, CalendarId } from '../../lib/event/calendar-event.ts';
import { addMinutes } from '../../lib/event/instant.ts';
import type { Session } from '../../lib/session/session.ts';
import {
  NOW,
  at,
  buildAccount,
  buildCalendar,
  mentoringEvent,
  seriesEvent,
  timed,
} from '../support/builders.ts';
import { buildSelf, buildAttendee } from '../support/event-builder.ts';
import { type MemoryWorkerDeps, contentOf, memoryWorkerDeps, put } from '../support/memory-deps.ts';

/** A calendar of the user: which account, which calendar. Named as the rank goes, best first. */
const PLACES = {
  work: { accountId: 'google:1001', calendarId: 'work@x.example' },
  home: { accountId: 'google:2002', calendarId: 'home@x.example' },
  office: { accountId: 'outlook:1001', calendarId: 'AAA=' },
  school: { accountId: 'outlook:2002', calendarId: 'BBB=' },
  team: { accountId: 'google:1001', calendarId: 'team@x.example' },
  board: { accountId: 'outlook:1001', calendarId: 'CCC=' },
} as const;
type Place = keyof typeof PLACES;
const ALL = Object.keys(PLACES) as Place[];

const owner = (place: Place) => PLACES[place] as unknown as { accountId: AccountId; calendarId: CalendarId };

async function start(places: readonly Place[]): Promise<MemoryWorkerDeps> {
  const deps = memoryWorkerDeps();
  const accountIds = [...new Set(places.map((place) => owner(place).accountId))];
  // Connected in the order of the rank, whatever the order in which they are given here.
  const order: AccountId[] = [...new Set(ALL.map((place) => owner(place).accountId))];
  const accounts = accountIds.map((id): Account =>
    buildAccount({
      id,
      provider: id.startsWith('google') ? 'google' : 'outlook',
      connectedAt: addMinutes(NOW, order.indexOf(id) - 100),
    }),
  );
  const calendars = places.map((place): Calendar =>
    buildCalendar({ ...owner(place), name: place, primary: place !== 'team' && place !== 'board' }),
  );
  await put(deps, { accounts, calendars });
  return deps;
}

/** What a calendar holds from now on. Ids are those of the calendar; the UID is that of the meeting. */
function has(deps: MemoryWorkerDeps, place: Place, ...events: Partial<CalendarEvent>[]): void {
  const { accountId, calendarId } = owner(place);
  const provider = accountId.startsWith('google') ? deps.google : deps.outlook;
  provider.has(
    calendarId,
    // The key is that of the calendar it is put into.
    events.map(({ key: _, ...event }, index) =>
      mentoringEvent({
        eventId: `${place}-${index}`,
        iCalUid: 'meeting@calendar.example',
        ...event,
        accountId,
        calendarId,
      }),
    ),
  );
}

async function sessionsOf(deps: MemoryWorkerDeps): Promise<Session[]> {
  return (await contentOf(deps)).sessions as Session[];
}

async function read(deps: MemoryWorkerDeps): Promise<Session[]> {
  deps.pass(20);
  expect(await refreshCalendars(deps, 'alarm')).toBeNull();
  return await sessionsOf(deps);
}

/** The meeting as a calendar address has it. */
const ICS = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//Example//EN',
  'BEGIN:VEVENT',
  'UID:meeting@calendar.example',
  'DTSTAMP:20261101T000000Z',
  'DTSTART:20261110T130000Z',
  'DTEND:20261110T140000Z',
  'SUMMARY:Mentoring (feed)',
  'ORGANIZER;CN=Ingrid Dahl:mailto:ingrid@ambit.example',
  'ATTENDEE;CN=Lotte Maes:mailto:lotte@maes.example',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n');

const declined = {
  attendees: [buildSelf({ response: 'declined' }), buildAttendee('Lotte Maes <lotte@maes.example>')],
};

describe('the same meeting', () => {
  test.each<[string, Place[]]>([
    ['two Google accounts', ['work', 'home']],
    ['two Outlook accounts', ['office', 'school']],
    ['Google and Outlook', ['work', 'office']],
    ['two calendars of one account', ['work', 'team']],
    ['six calendars of four accounts', ALL],
  ])('in %s is one session, and stays it', async (_, places) => {
    const deps = await start(places);
    for (const place of places) has(deps, place, {});
    const [session, ...more] = await read(deps);
    expect(more).toEqual([]);
    expect(session).toMatchObject({ state: 'active' });
    expect(session?.instanceKeys).toHaveLength(places.length);
    const before = await contentOf(deps);
    await read(deps);
    // Nothing but the times of the readings.
    const { calendars: _calendars, ...rest } = before;
    expect(await contentOf(deps)).toMatchObject(rest);
  });

  test('in Google, Outlook and a calendar address is one session', async () => {
    const deps = await start(['work', 'office']);
    has(deps, 'work', {});
    has(deps, 'office', {});
    const address = 'https://calendar.google.com/calendar/ical/ingrid%40ambit.example/private-1/basic.ics';
    deps.icsHost.has(address, ICS);
    await addIcsCalendar(deps, { kind: 'address', address });
    const sessions = await read(deps);
    expect(sessions).toMatchObject([{ title: 'Mentoring Lotte Maes', state: 'active' }]);
    expect(sessions[0]?.instanceKeys).toHaveLength(3);
  });

  test('is known by start, end, title and people where the calendars name it differently', async () => {
    const deps = await start(['work', 'office']);
    has(deps, 'work', {});
    has(deps, 'office', { iCalUid: 'other@outlook.example' });
    expect(await read(deps)).toHaveLength(1);
  });

  test.each([
    ['other people', { attendees: [buildSelf(), buildAttendee('Noé Peeters <noe@peeters.example>')] }],
    ['another time', { time: timed('2026-11-10 15:00') }],
    ['another title', { title: 'Mentoring, second round' }],
  ])('is another one with %s and another name', async (_, difference) => {
    const deps = await start(['work', 'office']);
    has(deps, 'work', {});
    has(deps, 'office', { iCalUid: 'other@outlook.example', ...difference });
    expect(await read(deps)).toHaveLength(2);
  });
});

describe('a series', () => {
  const UID =
    '040000008200E00074C5B7101A82E00800000000E040C9C12685C4010000000000000000100000000BF0ED4B6E4EE94E9E39E3867B378EF3';
  const starts = ['2026-11-10 13:00', '2026-11-17 13:00', '2026-11-24 13:00'];
  /** As Graph gives an occurrence: its name holds its date. */
  const graph = (start: string, iCalUId: string) => ({
    id: `AAMk-${start}`,
    type: 'occurrence',
    seriesMasterId: 'AAMk-master',
    originalStart: at(start),
    iCalUId,
    subject: 'Lotte',
    start: { dateTime: at(start).slice(0, -1), timeZone: 'UTC' },
    end: { dateTime: addMinutes(at(start), 60).slice(0, -1), timeZone: 'UTC' },
    organizer: { emailAddress: { name: 'Lotte Maes', address: 'lotte@maes.example' } },
    attendees: [],
  });
  const dated = (start: string) => {
    const [year, month, day] = start.slice(0, 10).split('-').map(Number) as [number, number, number];
    const hex = [year >> 8, year & 255, month, day].map((byte) => byte.toString(16).padStart(2, '0'));
    return UID.slice(0, 32) + hex.join('').toUpperCase() + UID.slice(40);
  };

  test('that Graph names anew each week is one with its copy in Google, also under another title', async () => {
    const deps = await start(['work', 'office']);
    has(deps, 'work', ...starts.map((start) => ({ ...seriesEvent(start), iCalUid: UID })));
    const page = normalizeGraphEvents(
      starts.map((start) => graph(start, dated(start))),
      { ...owner('office'), emails: ['ingrid@ambit.example'] },
    );
    expect(page).toMatchObject({ skipped: 0 });
    deps.outlook.has(owner('office').calendarId, page.events);
    const sessions = await read(deps);
    expect(sessions.map(({ title, instanceKeys }) => [title, instanceKeys.length])).toEqual(
      starts.map(() => ['Mentoring Lotte Maes', 2]),
    );
  });

  test('moved in one calendar, then in the other, stays one session throughout', async () => {
    const deps = await start(['work', 'home']);
    const moved = { ...seriesEvent('2026-11-17 13:00'), time: timed('2026-11-18 09:00') };
    const whole = starts.map((start) => ({ ...seriesEvent(start), iCalUid: 'weekly@calendar.example' }));
    const changed = whole.with(1, { ...moved, iCalUid: 'weekly@calendar.example' });
    has(deps, 'work', ...whole);
    has(deps, 'home', ...whole);
    const ids = (await read(deps)).map(({ id }) => id).toSorted();
    expect(ids).toHaveLength(3);
    has(deps, 'work', ...changed);
    const between = await read(deps);
    expect(between.map(({ id }) => id).toSorted()).toEqual(ids);
    expect(between.map(({ start }) => start)).toContain(at('2026-11-18 09:00'));
    has(deps, 'home', ...changed);
    const after = await read(deps);
    expect(after.map(({ id }) => id).toSorted()).toEqual(ids);
    expect(after.map(({ start }) => start)).toContain(at('2026-11-18 09:00'));
  });
});

describe('whose details are shown', () => {
  const named = (place: Place) => ({ title: `Mentoring Lotte, ${place}`, location: place });

  test.each<[string, Place[], Place]>([
    ['the primary calendar before another one of the same account', ['team', 'work'], 'work'],
    ['a primary calendar before any other one', ['team', 'office'], 'office'],
    ['the account that was connected first', ['office', 'work'], 'work'],
    ['of all', ALL, 'work'],
  ])('%s', async (_, places, expected) => {
    const deps = await start(places);
    for (const place of places) has(deps, place, named(place));
    expect(await read(deps)).toMatchObject([named(expected)]);
    for (let reading = 0; reading < 3; reading += 1) {
      const before = (await sessionsOf(deps))[0]?.revision;
      expect(await read(deps)).toMatchObject([{ ...named(expected), revision: before }]);
    }
  });

  test('do not depend on which calendar had it first', async () => {
    const deps = await start(['work', 'team']);
    has(deps, 'work');
    has(deps, 'team', named('team'));
    const [first] = await read(deps);
    expect(first).toMatchObject(named('team'));
    has(deps, 'work', named('work'));
    expect(await read(deps)).toMatchObject([{ ...named('work'), id: first?.id }]);
    has(deps, 'team', { ...named('team'), title: 'Mentoring, changed in the copy' });
    expect(await read(deps)).toMatchObject([{ ...named('work'), id: first?.id }]);
  });

  test('are not those of a primary calendar that shows no more than that one is busy', async () => {
    const deps = await start(['work', 'team']);
    has(deps, 'work', { title: 'Busy', attendees: [], organizer: null });
    has(deps, 'team', named('team'));
    expect((await read(deps)).filter(({ state }) => state === 'active')).toMatchObject([named('team')]);
    expect((await read(deps)).filter(({ state }) => state === 'active')).toMatchObject([named('team')]);
  });
});

describe('one of two copies', () => {
  test.each<[string, Partial<CalendarEvent>]>([
    ['declined', declined],
    ['cancelled', { status: 'cancelled' }],
  ])('%s, the other accepted: it takes place, with the details of the other', async (_, change) => {
    const deps = await start(['work', 'home']);
    has(deps, 'work', { location: 'Room 1' });
    has(deps, 'home', { location: 'Room 2' });
    const [before] = await read(deps);
    expect(before).toMatchObject({ location: 'Room 1', state: 'active' });
    has(deps, 'work', { location: 'Room 1', ...change });
    const after = { id: before?.id, location: 'Room 2', state: 'active' };
    expect(await read(deps)).toMatchObject([after]);
    const [{ revision } = { revision: 0 }] = await sessionsOf(deps);
    expect(await read(deps)).toMatchObject([{ ...after, revision }]);
    // And back.
    has(deps, 'work', { location: 'Room 1' });
    expect(await read(deps)).toMatchObject([{ id: before?.id, location: 'Room 1', state: 'active' }]);
  });

  test.each<[string, Partial<CalendarEvent>]>([
    ['declined', declined],
    ['cancelled', { status: 'cancelled' }],
  ])('that is not believed %s: nothing changes; both: it is off', async (_, change) => {
    const deps = await start(['work', 'home']);
    has(deps, 'work', {});
    has(deps, 'home', {});
    const [before] = await read(deps);
    has(deps, 'home', change);
    // It lets go of the copy, so that this one cannot keep it when its own entry goes; all else stays.
    const { instanceKeys, revision: _revision, updatedAt: _updatedAt, ...rest } = before as Session;
    expect(await read(deps)).toMatchObject([{ ...rest, instanceKeys: instanceKeys.slice(0, 1) }]);
    const [after] = await sessionsOf(deps);
    expect(await read(deps)).toEqual([after]);
    has(deps, 'work', change);
    expect(await read(deps)).toMatchObject([{ id: before?.id, state: 'cancelled' }]);
  });

  test('removed: the session goes on with the other; both removed: it is gone; back: it is back', async () => {
    const deps = await start(['work', 'home']);
    has(deps, 'work', { location: 'Room 1' });
    has(deps, 'home', { location: 'Room 2' });
    const [before] = await read(deps);
    has(deps, 'work');
    await read(deps);
    expect(await read(deps)).toMatchObject([{ id: before?.id, location: 'Room 2', state: 'active' }]);
    has(deps, 'home');
    await read(deps);
    expect(await read(deps)).toMatchObject([{ id: before?.id, state: 'gone' }]);
    has(deps, 'home', { location: 'Room 2' });
    expect(await read(deps)).toMatchObject([{ id: before?.id, location: 'Room 2', state: 'active' }]);
  });
});
