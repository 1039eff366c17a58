import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dateIn, daysBetween, minutesBetween } from '../../../lib/event/instant.ts';
import { buildWeek, weekOf } from '../../../lib/review/build-week.ts';
import type { Session, SessionId } from '../../../lib/session/session.ts';
import { at, buildSession } from '../../support/builders.ts';

const ZONE = 'Europe/Brussels';

describe('the ISO week', () => {
  test.each([
    ['2026-12-31 12:00', 53, 2026, '2026-12-28'],
    ['2027-01-03 12:00', 53, 2026, '2026-12-28'],
    ['2027-01-04 12:00', 1, 2027, '2027-01-04'],
    ['2024-12-30 12:00', 1, 2025, '2024-12-30'],
    ['2023-01-01 12:00', 52, 2022, '2022-12-26'],
  ])('of %s is %s of %s', (now, number, year, monday) => {
    expect(weekOf(at(now), ZONE)).toMatchObject({ number, year, monday });
  });

  test.each([
    ['ends on Sunday midnight in the zone', '2026-11-15 22:59', '2026-11-09'],
    ['begins with Monday', '2026-11-15 23:00', '2026-11-16'],
  ])('%s', (_, now, monday) => {
    expect(weekOf(at(now), ZONE).monday).toBe(monday);
  });

  test.each([
    ['summer time ends', '2026-10-22 12:00', 169, '2026-10-18T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
    ['summer time begins', '2026-03-26 12:00', 167, '2026-03-22T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
  ])('when %s has another length', (_, now, hours, start, end) => {
    const week = weekOf(at(now), ZONE);
    expect(week).toMatchObject({ start, end });
    expect(minutesBetween(week.start, week.end)).toBe(hours * 60);
  });

  test('begins where the clock begins when midnight does not exist', () => {
    // Beirut put its clocks forward at midnight, from Saturday 28 to Sunday 29 March 2026; Monday is whole again.
    const week = weekOf(at('2026-03-25 12:00'), 'Asia/Beirut');
    expect(dateIn(week.start, 'Asia/Beirut')).toBe('2026-03-23');
    expect(minutesBetween(week.start, week.end)).toBe(167 * 60);
  });

  test('always holds its moment, and meets its neighbours without gap', () => {
    const zones = ['Europe/Brussels', 'Pacific/Auckland', 'America/St_Johns', 'Asia/Kathmandu', 'UTC'];
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }),
        fc.constantFrom(...zones),
        (date, zone) => {
          const now = date.toISOString() as Session['start'];
          const week = weekOf(now, zone);
          expect(week.start <= now && now < week.end).toBe(true);
          expect(weekOf(now, zone, 1).start).toBe(week.end);
          expect(weekOf(now, zone, -1).end).toBe(week.start);
          expect(daysBetween(week.monday, week.sunday)).toBe(6);
        },
      ),
    );
  });
});

describe('the review', () => {
  const now = at('2026-11-11 12:00');
  const session = (id: string, start: string, overrides: Partial<Session> = {}) =>
    buildSession({ id: id as SessionId, start: at(start), ...overrides });

  function review(sessions: Session[], notes: [string, number][] = []) {
    const counts = new Map(notes.map(([id, count]) => [id as SessionId, count]));
    return buildWeek({ week: weekOf(now, ZONE), sessions, names: new Map(), notes: counts }, now, ZONE);
  }

  test('lacks notes of what is over, took place and has none', () => {
    const built = review(
      [
        session('past', '2026-11-09 09:00'),
        session('noted', '2026-11-09 11:00'),
        session('cancelled', '2026-11-10 09:00', { state: 'cancelled', written: true }),
        session('running', '2026-11-11 11:30'),
        session('ahead', '2026-11-12 09:00'),
      ],
      [['noted', 2]],
    );
    expect(built.sessions.filter(({ lacksNotes }) => lacksNotes).map(({ session: { id } }) => id)).toEqual([
      'past',
    ]);
    expect(built.lacking).toBe(1);
  });

  test('adds up the minutes of each kind, of what takes place', () => {
    const built = review([
      session('a', '2026-11-09 09:00'),
      session('b', '2026-11-10 09:00', { kind: 'coaching', end: at('2026-11-10 10:30') }),
      session('c', '2026-11-12 09:00'),
      session('off', '2026-11-12 11:00', { state: 'gone', written: true }),
    ]);
    expect(built.minutes).toEqual({ mentoring: 120, coaching: 90 });
  });

  test('is in order, without what is not shown, and calls a session without engagement by its title', () => {
    const built = review([
      session('late', '2026-11-12 09:00'),
      session('early', '2026-11-09 09:00'),
      session('dismissed', '2026-11-10 09:00', { state: 'dismissed' }),
    ]);
    expect(built.sessions.map(({ session: { id }, name }) => [id, name])).toEqual([
      ['early', 'Mentoring Lotte Maes'],
      ['late', 'Mentoring Lotte Maes'],
    ]);
  });

  test('today is the day of the wall clock', () => {
    const built = review([session('before', '2026-11-10 22:59'), session('today', '2026-11-10 23:00')]);
    expect(built.sessions.map(({ today }) => today)).toEqual([false, true]);
  });
});
