/** What docs/continuity.md says of calendar files and addresses: a UID that stays keeps the session. */
import { expect, test } from 'vitest';
import { addIcsCalendar } from '../../lib/app/connect-ics.ts';
import { refreshCalendars } from '../../lib/app/refresh-calendars.ts';
import { runningNoteId, saveNote } from '../../lib/app/save-note.ts';
import type { Session } from '../../lib/session/session.ts';
import { at } from '../support/builders.ts';
import { contentOf, memoryWorkerDeps } from '../support/memory-deps.ts';

const ADDRESS = 'https://calendar.google.com/calendar/ical/ingrid%40ambit.example/private-1/basic.ics';

interface Entry {
  uid?: string;
  /** `YYYYMMDDTHHMM`, in UTC. */
  start?: string;
  title?: string;
  guest?: string;
  more?: string[];
}

function entry({ uid = 'one', start = '20261112T1300', title, guest = 'Lotte Maes', more = [] }: Entry = {}) {
  const end = start.replace(/(..)(..)$/, (_, hour, minute) => `${String(Number(hour) + 1)}${minute}`);
  return [
    'BEGIN:VEVENT',
    `UID:${uid}@ambit.example`,
    'DTSTAMP:20261101T080000Z',
    `SUMMARY:${title ?? `Mentoring ${guest}`}`,
    `DTSTART:${start}00Z`,
    `DTEND:${end}00Z`,
    'ORGANIZER;CN=Ingrid Dahl:mailto:ingrid@ambit.example',
    `ATTENDEE;PARTSTAT=ACCEPTED;CN=${guest}:mailto:${guest.toLowerCase().replace(' ', '.')}@people.example`,
    ...more,
    'END:VEVENT',
  ];
}

function feed(...entries: string[][]): string {
  const name = ['VERSION:2.0', 'X-WR-CALNAME:Sessions'];
  return ['BEGIN:VCALENDAR', ...name, ...entries.flat(), 'END:VCALENDAR', ''].join('\r\n');
}

const weekly = (last: string) => entry({ more: [`RRULE:FREQ=WEEKLY;UNTIL=${last}`] });
const other = entry({ uid: 'other', start: '20261118T0900', guest: 'Sami Haddad' });
const stays = { state: 'active', start: at('2026-11-12 13:00') };

interface Row {
  change: string;
  /** What the address answers, one reading after the other. */
  feeds: string[][][];
  ends: object;
  /** Sessions of the same person that are active afterwards. */
  active?: number;
}

test.each<Row>([
  {
    change: 'moved',
    feeds: [[entry({ start: '20261201T0900' })]],
    ends: { state: 'active', start: at('2026-12-01 09:00') },
  },
  { change: 'renamed', feeds: [[entry({ title: 'Dentist' })]], ends: { ...stays, title: 'Dentist' } },
  {
    change: 'cancelled, then restored',
    feeds: [[entry({ more: ['STATUS:CANCELLED'] })], [entry()]],
    ends: stays,
  },
  {
    change: 'cancelled',
    feeds: [[entry({ more: ['STATUS:CANCELLED'] })]],
    ends: { state: 'cancelled' },
    active: 0,
  },
  { change: 'no longer in it', feeds: [[]], ends: { state: 'gone' }, active: 0 },
  { change: 'no longer in it, and back', feeds: [[], [entry()]], ends: stays },
  { change: 'under another UID', feeds: [[entry({ uid: 'anew' })]], ends: stays },
  {
    change: 'under another UID at another time',
    feeds: [[entry({ uid: 'anew', start: '20261113T1000' })]],
    ends: { state: 'active', start: at('2026-11-13 10:00') },
  },
  { change: 'made recurring', feeds: [[weekly('20261203T130000Z')]], ends: stays, active: 4 },
  {
    change: 'made recurring and moved at once',
    feeds: [[entry({ start: '20261112T1500', more: ['RRULE:FREQ=WEEKLY;COUNT=2'] })]],
    ends: { state: 'active', start: at('2026-11-12 15:00') },
    active: 2,
  },
  {
    change: 'made recurring, then split',
    feeds: [
      [weekly('20261203T130000Z')],
      [
        entry({ uid: 'later', start: '20261119T1300', more: ['RRULE:FREQ=WEEKLY;UNTIL=20261203T130000Z'] }),
        weekly('20261112T130000Z'),
      ],
    ],
    ends: stays,
    active: 4,
  },
  {
    change: 'made recurring, then a single one again',
    feeds: [[weekly('20261203T130000Z')], [entry()]],
    ends: stays,
  },
  {
    change: 'one of a series moved',
    feeds: [
      [weekly('20261203T130000Z')],
      [
        weekly('20261203T130000Z'),
        entry({ start: '20261113T0900', more: ['RECURRENCE-ID:20261112T130000Z'] }),
      ],
    ],
    ends: { state: 'active', start: at('2026-11-13 09:00') },
    active: 4,
  },
  {
    change: 'given to someone else',
    feeds: [[entry({ guest: 'Noor Claes' })]],
    ends: { state: 'gone', people: [{ name: 'Lotte Maes' }] },
    active: 0,
  },
])('$change', async ({ feeds, ends, active = 1 }) => {
  const deps = memoryWorkerDeps();
  deps.icsHost.has(ADDRESS, feed(entry(), other));
  await addIcsCalendar(deps, { kind: 'address', address: ADDRESS });
  const { sessions } = await contentOf(deps);
  const focus = (sessions as Session[]).find(({ start }) => start === stays.start) as Session;
  const note = { id: runningNoteId(focus.id), sessionId: focus.id, text: 'Ask about pricing.' };
  await saveNote(deps, { ...note, type: 'note', private: true, baseRevision: 0 });

  for (const entries of feeds) {
    deps.pass(60);
    deps.icsHost.has(ADDRESS, feed(...entries, other));
    expect(await refreshCalendars(deps, 'user')).toBeNull();
  }
  const after = await contentOf(deps);
  const all = after.sessions as Session[];
  expect(all.find(({ id }) => id === focus.id)).toMatchObject({ ...ends, written: true });
  expect(after.notes).toMatchObject([note]);
  const ofLotte = all.filter(({ people }) => people.some(({ name }) => name === 'Lotte Maes'));
  expect(ofLotte.filter(({ state }) => state === 'active')).toHaveLength(active);
  const starts = all.filter(({ state }) => state === 'active').map(({ start }) => start);
  expect(new Set(starts).size).toBe(starts.length);
});
