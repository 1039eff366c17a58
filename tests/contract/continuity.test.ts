/**
 * The table of docs/continuity.md, row by row: what happens to a session, and to all that was written in it, when its
 * event changes. From the providers' own answers, through the real adapters and the real refresh.
 */
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { disconnectAccount } from '../../lib/app/connect-account.ts';
import { addAction } from '../../lib/app/edit-actions.ts';
import { addGoal } from '../../lib/app/edit-goals.ts';
import { loadPeople } from '../../lib/app/load-people.ts';
import { runningNoteId, saveNote } from '../../lib/app/save-note.ts';
import { planBadge } from '../../lib/briefing/plan-badge.ts';
import { addMinutes, toInstant } from '../../lib/event/instant.ts';
import type { Session } from '../../lib/session/session.ts';
import { loadAccounts } from '../../lib/storage/calendar-store.ts';
import {
  LOTTE,
  SAMI,
  SECOND,
  type Service,
  USER,
  accountOf,
  calendarOf,
  emptyWorld,
  invitation,
  local,
  meeting,
  primaryOf,
  weekly,
} from '../support/continuity-world.ts';
import { contentOf } from '../support/memory-deps.ts';
import { type Surroundings, WorldInstall, pass } from '../support/world-install.ts';
import { editEvent, moveEvent, removeEvent, splitSeries, upsertEvent } from '../world/change-world.ts';
import { startWorld, type World } from '../world/start-world.ts';
import type { WorldCalendar, WorldEvent } from '../world/world-description.ts';

/** A Tuesday, 10:00 in Brussels. */
const NOW = toInstant('2026-11-10T09:00:00Z');

let world: World;
let around: Surroundings;
let install: WorldInstall;

beforeAll(async () => {
  world = await startWorld(emptyWorld());
});
afterAll(async () => {
  await world.close();
});
beforeEach(() => {
  world.description.accounts = emptyWorld().accounts;
  around = { world, now: NOW, meddle: null };
  install = new WorldInstall(around);
});
afterEach(async () => {
  await install.close();
});

const BOT = { name: 'Fireflies', email: 'fred@fireflies.ai' };

/** Where a row plays. */
interface Place {
  service: Service;
  primary: WorldCalendar;
  second: WorldCalendar;
  /** The primary calendar of the other provider. */
  elsewhere: WorldCalendar;
}

interface Row {
  /** As in the first column of the table. */
  change: string;
  entry?: (service: Service) => WorldEvent;
  /** It is not in the primary calendar. */
  inSecond?: true;
  /** What happens, with a reading after each step. */
  steps: ((place: Place) => void | Promise<void>)[];
  /** Of the session that has the note. */
  ends: Partial<Session>;
  /** Google tells of what was deleted, Outlook of what somebody else cancelled. */
  stateIn?: Partial<Record<Service, Session['state']>>;
  /** Rules do not see it as a session, but something was written in it: a fresh install would not have it. */
  keptForItsNotes?: true;
  /** The note stays behind with the person it is about; the meeting goes on as another session. */
  leavesNote?: true;
  /** What else becomes of it when nothing was written in it, though its engagement has goals and actions. */
  unwritten?: Partial<Session> & { leavesHome?: true };
}

const at = (text: string) => toInstant(`${text}:00Z`);
const single = { id: 'single' } as const;
const noon = { start: local('2026-11-12T12:00'), end: local('2026-11-12T13:00') };
const stays = { state: 'active', start: at('2026-11-12T13:00') } as const;
const staysInSeries = { state: 'active', start: at('2026-11-17T15:00') } as const;
const anew = { id: 'anew', iCalUid: 'anew@calendar.example' };
/** When everything is gone at once, only a second reading is believed. */
const readAgain = () => undefined;
const edit =
  (id: string, changes: Parameters<typeof editEvent>[2]) =>
  ({ primary }: Place) =>
    editEvent(primary, id, changes);
const exception =
  (change: object, on = '2026-11-17') =>
  ({ primary }: Place) =>
    editEvent(primary, 'weekly', {
      recurrence: { every: 'week', count: 8, exceptions: [{ on, ...change }] },
    });
const remove =
  (id: string) =>
  ({ primary }: Place) =>
    removeEvent(primary, id);
const reset = (entry: (service: Service) => WorldEvent) => (place: Place) =>
  upsertEvent(place.primary, entry(place.service));

const ROWS: Row[] = [
  {
    change: 'moved',
    steps: [edit('single', noon)],
    ends: { start: at('2026-11-12T11:00'), state: 'active' },
  },
  {
    change: 'one of a series moved',
    entry: weekly,
    steps: [exception({ start: local('2026-11-19T09:00'), end: local('2026-11-19T10:00') })],
    ends: { start: at('2026-11-19T08:00'), state: 'active' },
  },
  {
    change: 'moved beyond what is read, and back',
    steps: [
      edit('single', { start: local('2027-03-12T14:00'), end: local('2027-03-12T15:00') }),
      readAgain,
      reset(meeting),
    ],
    ends: stays,
  },
  {
    change: 'all of a series moved to another weekday',
    entry: weekly,
    steps: [edit('weekly', { start: local('2026-11-05T16:00'), end: local('2026-11-05T17:00') })],
    ends: { start: at('2026-11-19T15:00'), state: 'active' },
  },
  {
    change: 'shortened',
    steps: [edit('single', { end: local('2026-11-12T14:30') })],
    ends: { ...stays, end: at('2026-11-12T13:30') },
  },
  {
    change: 'put in another time zone',
    steps: [
      edit('single', {
        start: '2026-11-12T14:00[America/New_York]',
        end: '2026-11-12T15:00[America/New_York]',
      }),
    ],
    ends: { start: at('2026-11-12T19:00'), state: 'active', timeZone: 'America/New_York' },
  },
  {
    change: 'series put in another time zone',
    entry: weekly,
    steps: [
      edit('weekly', {
        start: '2026-11-03T16:00[America/New_York]',
        end: '2026-11-03T17:00[America/New_York]',
      }),
    ],
    ends: { start: at('2026-11-17T21:00'), state: 'active' },
  },
  {
    change: 'renamed',
    steps: [edit('single', { title: 'Mentoring session 3, Lotte Maes' })],
    ends: { ...stays, title: 'Mentoring session 3, Lotte Maes' },
  },
  {
    change: 'renamed to something that is no session',
    steps: [edit('single', { title: 'Dentist' })],
    ends: { ...stays, title: 'Dentist', kind: 'mentoring' },
    keptForItsNotes: true,
    unwritten: { state: 'dismissed' },
  },
  {
    change: 'renamed to the other kind',
    steps: [edit('single', { title: 'Coaching session Lotte Maes' })],
    ends: { ...stays, kind: 'mentoring' },
    keptForItsNotes: true,
    unwritten: { kind: 'coaching', leavesHome: true },
  },
  {
    change: 'cancelled',
    entry: invitation,
    steps: [edit('single', { status: 'cancelled' }), readAgain],
    ends: { state: 'cancelled', start: stays.start, title: 'Mentoring Lotte Maes' },
    stateIn: { google: 'gone' },
  },
  {
    change: 'cancelled, then restored',
    entry: invitation,
    steps: [edit('single', { status: 'cancelled' }), readAgain, edit('single', { status: 'confirmed' })],
    ends: stays,
  },
  {
    change: 'one of a series cancelled',
    entry: (service) => weekly(service, { organiser: LOTTE, attendees: [USER[service]] }),
    steps: [exception({ cancelled: true })],
    ends: { state: 'cancelled', start: staysInSeries.start },
  },
  {
    change: 'declined',
    entry: invitation,
    steps: [reset((service) => invitation(service, 'declined'))],
    ends: { state: 'cancelled' },
  },
  {
    change: 'declined, then accepted',
    entry: invitation,
    steps: [reset((service) => invitation(service, 'declined')), reset(invitation)],
    ends: stays,
  },
  { change: 'deleted', steps: [remove('single'), readAgain], ends: { state: 'gone', start: stays.start } },
  { change: 'deleted, then restored', steps: [remove('single'), readAgain, reset(meeting)], ends: stays },
  {
    change: 'series deleted',
    entry: weekly,
    steps: [remove('weekly'), readAgain],
    ends: { state: 'gone', start: staysInSeries.start },
    stateIn: { google: 'cancelled' },
  },
  {
    change: 're-created at once',
    steps: [
      ({ primary, service }) => (
        remove('single')({ primary } as Place),
        upsertEvent(primary, meeting(service, anew))
      ),
    ],
    ends: stays,
  },
  {
    change: 're-created later',
    steps: [
      remove('single'),
      readAgain,
      ({ primary, service }) => upsertEvent(primary, meeting(service, anew)),
    ],
    ends: stays,
  },
  {
    change: 're-created later, at another time',
    steps: [
      remove('single'),
      readAgain,
      ({ primary, service }) => upsertEvent(primary, meeting(service, { ...anew, ...noon })),
    ],
    ends: { start: at('2026-11-12T11:00'), state: 'active' },
  },
  {
    change: 're-invited while the first is still there',
    steps: [({ primary, service }) => upsertEvent(primary, meeting(service, anew)), remove('single')],
    ends: stays,
  },
  {
    change: 'made recurring',
    steps: [edit('single', { recurrence: { every: 'week', count: 4 } })],
    ends: stays,
  },
  {
    change: 'series made a single one',
    entry: weekly,
    steps: [
      edit('weekly', {
        recurrence: undefined,
        start: local('2026-11-17T16:00'),
        end: local('2026-11-17T17:00'),
      }),
    ],
    ends: staysInSeries,
  },
  {
    change: 'series split: this and following',
    entry: weekly,
    steps: [({ primary }) => splitSeries(primary, 'weekly', '2026-11-17', anew)],
    ends: staysInSeries,
  },
  {
    change: 'series split, with a new time and title',
    entry: weekly,
    steps: [
      ({ primary }) =>
        splitSeries(primary, 'weekly', '2026-11-17', {
          ...anew,
          title: 'Mentoring Lotte, part two',
          start: local('2026-11-18T09:00'),
          end: local('2026-11-18T10:00'),
        }),
    ],
    ends: { start: at('2026-11-18T08:00'), state: 'active', title: 'Mentoring Lotte, part two' },
  },
  {
    change: 'series extended',
    entry: (service) => weekly(service, { recurrence: { every: 'week', until: '2026-11-17' } }),
    steps: [edit('weekly', { recurrence: { every: 'week', until: '2026-12-15' } })],
    ends: staysInSeries,
  },
  {
    change: 'organiser changed',
    steps: [
      ({ primary, service }) =>
        editEvent(primary, 'single', {
          organiser: LOTTE,
          attendees: [{ ...USER[service], response: 'accepted' }],
        }),
    ],
    ends: stays,
  },
  {
    change: 'someone joins',
    steps: [edit('single', { attendees: [LOTTE, SAMI] })],
    ends: stays,
  },
  {
    change: 'given to someone else',
    steps: [edit('single', { title: 'Mentoring Sami Haddad', attendees: [SAMI] })],
    ends: { state: 'gone', people: [LOTTE] },
    leavesNote: true,
    unwritten: { ...stays, people: [SAMI], leavesHome: true },
  },
  {
    change: 'given to someone else, and back',
    steps: [edit('single', { title: 'Mentoring Sami Haddad', attendees: [SAMI] }), reset(meeting)],
    ends: { ...stays, people: [LOTTE] },
  },
  {
    change: 'guest with another address',
    steps: [edit('single', { attendees: [{ ...LOTTE, email: 'lotte.maes@brand.example' }] })],
    ends: stays,
  },
  {
    change: 'made all-day',
    steps: [edit('single', { start: '2026-11-12', end: '2026-11-13' })],
    ends: { state: 'cancelled', start: stays.start },
    unwritten: { state: 'dismissed' },
  },
  {
    change: 'made all-day, and back',
    steps: [edit('single', { start: '2026-11-12', end: '2026-11-13' }), reset(meeting)],
    ends: stays,
  },
  {
    change: 'moved to another calendar of the account',
    steps: [({ primary, second }) => moveEvent(primary, single.id, second)],
    ends: stays,
  },
  {
    change: 'moved to a calendar of another account',
    steps: [
      ({ primary, elsewhere, service }) => {
        removeEvent(primary, 'single');
        upsertEvent(elsewhere, meeting(service === 'google' ? 'outlook' : 'google', anew));
      },
    ],
    ends: stays,
  },
  {
    change: 'also in another account, then deleted in the first',
    steps: [
      ({ elsewhere, service }) =>
        upsertEvent(elsewhere, meeting(service === 'google' ? 'outlook' : 'google')),
      remove('single'),
    ],
    ends: stays,
  },
  {
    change: 'calendar unsubscribed',
    entry: weekly,
    inSecond: true,
    steps: [unsubscribe, () => pass(around, 7 * 60), () => pass(around, 7 * 60)],
    ends: { state: 'gone', start: staysInSeries.start },
  },
  {
    change: 'calendar unsubscribed, and back',
    entry: weekly,
    inSecond: true,
    steps: [
      unsubscribe,
      () => pass(around, 7 * 60),
      ({ service, second }) => {
        accountOf(world.description, service).calendars.push(second);
        pass(around, 7 * 60);
      },
    ],
    ends: staysInSeries,
  },
  {
    change: 'account disconnected',
    steps: [disconnect],
    ends: { state: 'gone', start: stays.start },
  },
  {
    change: 'account disconnected, and back',
    steps: [disconnect, async ({ service }) => await install.connect(service)],
    ends: stays,
  },
];

/** "someone joins" again, in other ways. */
const JOINED: Row[] = [
  {
    change: 'a note-taker joins',
    steps: [edit('single', { attendees: [LOTTE, BOT] })],
    ends: { ...stays, people: [LOTTE] },
  },
  {
    change: 'a note-taker joins a series',
    entry: weekly,
    steps: [edit('weekly', { attendees: [LOTTE, BOT] })],
    ends: { ...staysInSeries, people: [LOTTE] },
  },
  {
    change: 'someone joins a series',
    entry: weekly,
    steps: [edit('weekly', { attendees: [LOTTE, SAMI] })],
    ends: staysInSeries,
  },
  {
    change: 'someone joins, and the first one leaves',
    steps: [edit('single', { attendees: [LOTTE, SAMI] }), edit('single', { attendees: [SAMI] })],
    ends: { ...stays, people: [SAMI] },
    unwritten: { leavesHome: true },
  },
];

function unsubscribe({ service }: Place): void {
  const account = accountOf(world.description, service);
  account.calendars = account.calendars.filter(({ id }) => id !== SECOND);
}

async function disconnect({ service }: Place): Promise<void> {
  const accounts = await loadAccounts(await install.deps.db());
  const account = accounts.find(({ provider }) => provider === service);
  if (account) await disconnectAccount(install.deps, account.id);
}

/** What matters of the sessions that are still to come. */
function ahead(sessions: readonly Session[]) {
  return sessions
    .filter(({ state, start }) => state === 'active' && start >= around.now)
    .map(({ title, start, end, kind, people }) => ({ title, start, end, kind, people }))
    .toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
}

async function prepare(session: Session): Promise<void> {
  const { deps } = install;
  const common = { type: 'note', private: true, baseRevision: 0 } as const;
  const { id: sessionId, engagementId } = session;
  await saveNote(deps, { ...common, id: runningNoteId(sessionId), sessionId, text: 'Ask about pricing.' });
  await addGoal(deps, engagementId, { text: 'Lead the pricing project' });
  await addAction(deps, { engagementId, sessionId, text: 'Send the reading list', owner: 'me', due: null });
}

/** What belongs to the person and not to the session. */
async function prepareEngagement({ engagementId }: Session): Promise<void> {
  const { deps } = install;
  await addGoal(deps, engagementId, { text: 'Lead the pricing project' });
  const action = { text: 'Send the reading list', owner: 'me', due: null } as const;
  await addAction(deps, { ...action, engagementId, sessionId: null });
}

/** What the user wrote, as it must stay. */
async function written() {
  const { notes, goals, actions } = await contentOf(install.deps);
  return { notes, goals, actions };
}

describe.each<[Service, Service]>([
  ['google', 'outlook'],
  ['outlook', 'google'],
])('in %s', (service, other) => {
  test.each(ROWS)(
    '$change',
    async ({ entry = meeting, inSecond, steps, ends, stateIn, keptForItsNotes, leavesNote }) => {
      const state = stateIn?.[service] ?? ends.state;
      const { focus, place } = await begin(service, other, entry, inSecond);
      await prepare(focus);
      const before = await written();
      expect(before).toMatchObject({ notes: [{}], goals: [{}], actions: [{}] });

      for (const step of steps) {
        await step(place());
        pass(around, 10);
        await install.refresh();
      }

      const sessions = await install.sessions();
      const after = sessions.find(({ id }) => id === focus.id);
      expect(after).toMatchObject({ ...ends, state, written: true, engagementId: focus.engagementId });
      expect(await written()).toEqual(before);

      // One more reading: of two calendars the one that gained a meeting may have been read before the one that lost it.
      pass(around, 10);
      await install.refresh();
      const settled = await contentOf(install.deps);
      pass(around, 10);
      await install.refresh();
      const again = await contentOf(install.deps);
      expect({ ...again, accounts: [], calendars: [] }).toEqual({ ...settled, accounts: [], calendars: [] });

      const fresh = new WorldInstall(around);
      for (const { provider } of await loadAccounts(await install.deps.db())) {
        if (provider !== 'ics') await fresh.connect(provider);
      }
      const expected = ahead(await fresh.sessions());
      await fresh.close();
      const kept = ahead(sessions.filter(({ id }) => id === focus.id));
      const others = ahead(sessions.filter(({ id }) => id !== focus.id));
      if (keptForItsNotes) expect(expected.every(({ kind }) => kind !== focus.kind)).toBe(true);
      else expect(ahead(sessions)).toEqual(expected);
      expect(kept).toHaveLength(ends.state === 'active' ? 1 : 0);
      if (leavesNote) expect(others).toMatchObject([{ people: [SAMI] }]);

      expect(countdown(after as Session)).toBe(ends.state === 'active' ? 30 : null);
    },
  );
});

/** The goals and history of somebody stay in the panel, though nothing was written in the session that is ahead. */
describe.each<[Service, Service]>([
  ['google', 'outlook'],
  ['outlook', 'google'],
])('in %s, with goals and actions only', (service, other) => {
  test.each([...ROWS, ...JOINED])(
    '$change',
    async ({ entry = meeting, inSecond, steps, ends, stateIn, unwritten = {} }) => {
      const { leavesHome, ...instead } = unwritten;
      const { focus, place } = await begin(service, other, entry, inSecond);
      await prepareEngagement(focus);
      const before = await written();
      expect(before).toMatchObject({ notes: [], goals: [{}], actions: [{}] });

      for (const step of steps) {
        await step(place());
        pass(around, 10);
        await install.refresh();
      }

      const after = (await install.sessions()).find(({ id }) => id === focus.id) as Session;
      const state = stateIn?.[service] ?? ends.state;
      expect(after).toMatchObject({ ...ends, state, ...instead, written: false });
      expect(after.engagementId === focus.engagementId).toBe(leavesHome === undefined);
      expect(await written()).toEqual(before);
      if (after.state !== 'active') return;
      const people = (await loadPeople(install.deps)).map(({ engagementId }) => engagementId);
      expect(people).toEqual([after.engagementId]);
    },
  );

  test('occurrences that are new to a series are with whom it is of, whoever joined', async () => {
    const { focus, place } = await begin(service, other, weekly);
    await prepareEngagement(focus);
    const recurrence = { every: 'week', count: 12 } as const;
    for (const guests of [[LOTTE, SAMI], [LOTTE, SAMI, BOT], [{ ...LOTTE, email: 'lotte@brand.example' }]]) {
      editEvent(place().primary, 'weekly', { attendees: guests, recurrence });
      pass(around, 14 * 24 * 60);
      await install.refresh();
    }
    const sessions = await install.sessions();
    expect(sessions).toHaveLength(12);
    expect(new Set(sessions.map(({ engagementId }) => engagementId))).toEqual(new Set([focus.engagementId]));
  });
});

async function begin(
  service: Service,
  other: Service,
  entry: (service: Service) => WorldEvent,
  inSecond?: true,
): Promise<{ focus: Session; place: () => Place }> {
  const second = calendarOf(world.description, service, SECOND);
  const place = (): Place => ({
    service,
    primary: calendarOf(world.description, service, primaryOf(service)),
    second,
    elsewhere: calendarOf(world.description, other, primaryOf(other)),
  });
  upsertEvent(inSecond ? second : place().primary, entry(service));
  await install.connect(service);
  await install.connect(other);
  const focus = (await install.sessions()).findLast(
    ({ start }) => start === stays.start || start === staysInSeries.start,
  ) as Session;
  return { focus, place };
}

/** What the toolbar button shows half an hour before the session. */
function countdown(session: Session): number | null {
  const badge = planBadge([session], addMinutes(session.start, -30));
  return badge.state === 'counting' ? badge.minutes : null;
}

test('docs/continuity.md has exactly these rows', () => {
  const text = readFileSync(new URL('../../docs/continuity.md', import.meta.url), 'utf8');
  const rows = text.split('\n').flatMap((line) => /^\| ([^|]*[^| -]) +\|/.exec(line)?.[1] ?? []);
  expect(rows.filter((row) => row !== 'change')).toEqual(ROWS.map(({ change }) => change));
});
