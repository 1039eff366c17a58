/**
 * Entries made in other zones than the user's, across both ends of summer time, through both adapters: exact instants.
 * The instants are worked out by hand from the zones' rules, with the offset in force behind each.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CalendarEvent } from '../../lib/event/calendar-event.ts';
import { toInstant } from '../../lib/event/instant.ts';
import { calendarOf, emptyWorld, meeting, primaryOf } from '../support/continuity-world.ts';
import { type Surroundings, WorldInstall } from '../support/world-install.ts';
import { upsertEvent } from '../world/change-world.ts';
import { startWorld, type World } from '../world/start-world.ts';
import type { WorldEvent } from '../world/world-description.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld(emptyWorld());
});
afterAll(async () => {
  await world.close();
});
beforeEach(() => {
  world.description.accounts = emptyWorld().accounts;
});

/** Zones of the user's own calendar, in which providers write times. */
const USERS = ['Europe/Brussels', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia'];

interface Row {
  /** Zone in which the series was made, and the time on its walls. */
  zone: string;
  from: string;
  minutes?: number;
  /** Starts of four weekly meetings, in UTC. */
  starts: string[];
}

const ROWS: Row[] = [
  // Brussels: +01:00 to +02:00 on 29 March 2026 at 01:00Z, back on 25 October at 01:00Z.
  {
    zone: 'Europe/Brussels',
    from: '2026-03-18T09:30',
    starts: ['03-18T08:30', '03-25T08:30', '04-01T07:30', '04-08T07:30'],
  },
  {
    zone: 'Europe/Brussels',
    from: '2026-10-14T09:30',
    starts: ['10-14T07:30', '10-21T07:30', '10-28T08:30', '11-04T08:30'],
  },
  // New York: -05:00 to -04:00 on 8 March at 07:00Z, back on 1 November at 06:00Z.
  {
    zone: 'America/New_York',
    from: '2026-02-25T17:00',
    starts: ['02-25T22:00', '03-04T22:00', '03-11T21:00', '03-18T21:00'],
  },
  {
    zone: 'America/New_York',
    from: '2026-10-21T17:00',
    starts: ['10-21T21:00', '10-28T21:00', '11-04T22:00', '11-11T22:00'],
  },
  // Kolkata: +05:30 all year.
  {
    zone: 'Asia/Kolkata',
    from: '2026-03-18T00:15',
    starts: ['03-17T18:45', '03-24T18:45', '03-31T18:45', '04-07T18:45'],
  },
  {
    zone: 'Asia/Kolkata',
    from: '2026-10-14T00:15',
    starts: ['10-13T18:45', '10-20T18:45', '10-27T18:45', '11-03T18:45'],
  },
  // Lord Howe: +11:00 to +10:30 on 5 April (4 April, 15:00Z), back on 4 October (3 October, 15:30Z): half an hour.
  {
    zone: 'Australia/Lord_Howe',
    from: '2026-03-25T08:00',
    starts: ['03-24T21:00', '03-31T21:00', '04-07T21:30', '04-14T21:30'],
  },
  {
    zone: 'Australia/Lord_Howe',
    from: '2026-09-23T08:00',
    starts: ['09-22T21:30', '09-29T21:30', '10-06T21:00', '10-13T21:00'],
  },
  // Apia: +13:00 all year since 2021, a day ahead of its neighbours.
  {
    zone: 'Pacific/Apia',
    from: '2026-03-25T12:00',
    starts: ['03-24T23:00', '03-31T23:00', '04-07T23:00', '04-14T23:00'],
  },
  {
    zone: 'Pacific/Apia',
    from: '2026-10-14T12:00',
    starts: ['10-13T23:00', '10-20T23:00', '10-27T23:00', '11-03T23:00'],
  },
  // In the hour that comes twice the first one is meant, in the one that does not come the clock goes on by it.
  {
    zone: 'Europe/Brussels',
    from: '2026-10-18T02:30',
    starts: ['10-18T00:30', '10-25T00:30', '11-01T01:30', '11-08T01:30'],
  },
  {
    zone: 'Europe/Brussels',
    from: '2026-03-22T02:30',
    starts: ['03-22T01:30', '03-29T01:30', '04-05T00:30', '04-12T00:30'],
  },
];

/** What the adapter of `service` reads of one entry, with the clock a week after it begins. */
async function read(service: 'google' | 'outlook', userZone: string, event: Partial<WorldEvent>) {
  const calendar = calendarOf(world.description, service, primaryOf(service));
  calendar.timeZone = userZone;
  upsertEvent(calendar, meeting(service, event));
  const [date] = (event.start ?? '').split('T');
  const around: Surroundings = { world, now: toInstant(`${date}T00:00:00Z`), meddle: null };
  const install = new WorldInstall(around);
  await install.connect(service);
  const events = await install.events();
  await install.close();
  return events;
}

function startsOf(events: readonly CalendarEvent[]): string[] {
  return events.flatMap(({ time }) => (time.kind === 'timed' ? time.start : time.startDate)).toSorted();
}

describe.each(['google', 'outlook'] as const)('%s', (service) => {
  describe.each(USERS)('of a user in %s', (userZone) => {
    test.each(ROWS)('reads a series made in $zone from $from', async ({ zone, from, starts }) => {
      const begins = Temporal.PlainDateTime.from(from);
      const write = (time: Temporal.PlainDateTime) => `${time.toString({ smallestUnit: 'minute' })}[${zone}]`;
      const events = await read(service, userZone, {
        start: write(begins),
        end: write(begins.add({ minutes: 45 })),
        recurrence: { every: 'week', count: 4 },
      });
      expect(startsOf(events)).toEqual(starts.map((start) => `2026-${start}:00.000Z`));
      for (const { time, originalStart } of events) {
        if (time.kind !== 'timed') throw new Error('a timed meeting');
        expect(Date.parse(time.end) - Date.parse(time.start)).toBe(45 * 60_000);
        expect(originalStart).toBe(time.start);
        expect(zonesAlike(time.timeZone, zone, time.start)).toBe(true);
      }
      expect(new Set(events.map(({ key }) => key)).size).toBe(4);
    });

    test.each([
      ['2026-03-28', '2026-03-30'],
      ['2026-10-24', '2026-10-26'],
      ['2026-12-31', '2027-01-01'],
    ])('reads the all-day entry of %s as its dates', async (start, end) => {
      const [event] = await read(service, userZone, { start, end });
      expect(event?.time).toEqual({ kind: 'all-day', startDate: start, endDate: end });
    });

    test('reads an all-day series as its dates, each with a name of its own', async () => {
      const recurrence = { every: 'week', count: 4 } as const;
      const events = await read(service, userZone, { start: '2026-10-14', end: '2026-10-15', recurrence });
      expect(startsOf(events)).toEqual(['2026-10-14', '2026-10-21', '2026-10-28', '2026-11-04']);
      expect(new Set(events.map(({ key }) => key)).size).toBe(4);
    });
  });
});

/** Outlook gives zones their Windows names, of which several cities share one: the clock is what counts. */
function zonesAlike(one: string | null, other: string, at: string): boolean {
  const offset = (zone: string) => Temporal.Instant.from(at).toZonedDateTimeISO(zone).offset;
  return one !== null && offset(one) === offset(other);
}
