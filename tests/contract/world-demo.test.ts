/**
 * The demo world, at awkward moments of the week and the year.
 */
import { describe, expect, it } from 'vitest';
import { DEMO_IDS, demoWorld } from '../world/demo-world.ts';
import { expandEvent, toInstant, type WorldInstance } from '../world/expand-recurrence.ts';
import { startWorld } from '../world/start-world.ts';

const MOMENTS = [
  ['a Monday morning', '2026-11-23T08:30:00Z'],
  ['a Wednesday with seconds', '2026-06-17T12:07:41.5Z'],
  ['a Sunday night', '2026-09-06T21:55:00Z'],
  ['shortly before midnight on New Year’s Eve', '2026-12-31T22:58:00Z'],
  ['after the start of summer time', '2026-04-08T09:00:00Z'],
  ['after the end of summer time', '2026-11-04T09:00:00Z'],
] as const;

describe.each(MOMENTS)('on %s', (_name, text) => {
  const now = Temporal.Instant.from(text);
  const minute = now.round({ smallestUnit: 'minute', roundingMode: 'floor' });
  const world = demoWorld(now);
  const window = { from: now.subtract({ hours: 24 * 84 }), to: now.add({ hours: 24 * 42 }) };
  const instances = world.accounts
    .flatMap(({ calendars }) => calendars)
    .flatMap(({ events, timeZone }) => events.flatMap((event) => expandEvent(event, window, timeZone)));
  const sessions = instances.filter(({ event, cancelled }) => event.label !== 'none' && !cancelled);
  const startOf = ({ start }: WorldInstance) => toInstant(start, 'Europe/Brussels');

  it('has a mentoring session in ten minutes and a coaching session since fifteen, each with a past', () => {
    const near = sessions.filter(
      (session) => Math.abs(startOf(session).epochMilliseconds - minute.epochMilliseconds) < 60 * 60_000,
    );
    expect(
      near.map((session) => [session.event.title, startOf(session).since(minute).total('minutes')]),
    ).toEqual([
      ['Mentorgesprek Lotte', 10],
      ['Coaching Karim Benali – sessie 4', -15],
    ]);
    for (const { event } of near) {
      const past = sessions.filter(
        (session) =>
          session.event.id === event.id &&
          Temporal.Instant.compare(startOf(session), minute.subtract({ hours: 24 })) < 0,
      );
      expect(past.length).toBeGreaterThanOrEqual(3);
    }
  });

  it('has seven people and one group, fourteen weeks, and at least ten traps', () => {
    const people = new Set(
      sessions.map(({ event }) => {
        const others = [event.organiser, ...(event.attendees ?? [])].filter(
          ({ name }) => name !== 'Katrien Maes',
        );
        return `${event.label}: ${others.length > 1 ? 'group' : others[0]?.name}`;
      }),
    );
    expect([...people].toSorted()).toEqual([
      'coaching: James Whitfield',
      'coaching: Karim Benali',
      'coaching: Sofie Claes',
      'coaching: group',
      'mentoring: Lotte Vermeersch',
      'mentoring: Nadia El Amrani',
      'mentoring: Pieter De Smet',
      'mentoring: Thomas Janssens',
    ]);
    const traps = instances.filter(
      ({ event }) => event.label === 'none' && /coach|mentor/i.test(event.title ?? ''),
    );
    expect(traps.length).toBeGreaterThanOrEqual(10);
    const starts = sessions.map((session) => startOf(session).epochMilliseconds);
    const weeks = (Math.max(...starts) - Math.min(...starts)) / (7 * 24 * 60 * 60_000);
    expect(weeks).toBeGreaterThan(12);
    expect(weeks).toBeLessThan(15);
  });

  it('has moved and cancelled instances in series, and no two entries of one id', () => {
    const moved = instances.filter(
      ({ start, originalStart }) => start.toString() !== originalStart.toString(),
    );
    expect(new Set(moved.map(({ event }) => event.title))).toEqual(
      new Set(['Coachingsgesprek Sofie Claes', 'Mentoring: Pieter De Smet / Katrien']),
    );
    expect(instances.filter(({ kind, cancelled }) => kind === 'exception' && cancelled)).toHaveLength(2);
    const ids = world.accounts.flatMap(({ calendars }) =>
      calendars.flatMap(({ events }) => events.map(({ id }) => id)),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });
});

it('never sends the labels', async () => {
  const now = Temporal.Instant.from(MOMENTS[0][1]);
  const world = await startWorld(demoWorld(now));
  const window = {
    from: now.subtract({ hours: 24 * 84 }).toString(),
    to: now.add({ hours: 24 * 42 }).toString(),
  };
  const google = world.signIn(DEMO_IDS.googleAccount, 'client', [
    'https://www.googleapis.com/auth/calendar.readonly',
  ]);
  const graph = world.signIn(DEMO_IDS.microsoftAccount, 'client', ['Calendars.Read']);
  const answers = await Promise.all([
    ...[DEMO_IDS.googlePrimary, DEMO_IDS.googleMentoring, DEMO_IDS.googleFamily].map((id) =>
      world.fetch(
        `https://www.googleapis.com/calendar/v3/calendars/${encodeURIComponent(id)}/events?singleEvents=true&timeMin=${window.from}&timeMax=${window.to}`,
        { headers: { authorization: `Bearer ${google.accessToken}` } },
      ),
    ),
    ...[DEMO_IDS.outlookCalendar, DEMO_IDS.outlookTeam].map((id) =>
      world.fetch(
        `https://graph.microsoft.com/v1.0/me/calendars/${encodeURIComponent(id)}/calendarView?startDateTime=${window.from}&endDateTime=${window.to}&$top=1000`,
        { headers: { authorization: `Bearer ${graph.accessToken}` } },
      ),
    ),
  ]);
  for (const answer of answers) {
    expect(answer.status).toBe(200);
    expect(await answer.text()).not.toMatch(/"label":"(mentoring|coaching|none)"/);
  }
  expect(world.unexpected).toEqual([]);
  await world.close();
});
