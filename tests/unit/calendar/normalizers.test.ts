import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalizeGoogleEvents } from '../../../lib/calendar/google/google-normalizer.ts';
import { normalizeGraphEvents } from '../../../lib/calendar/outlook/outlook-normalizer.ts';
import type { AccountId, CalendarEvent, CalendarId } from '../../../lib/event/calendar-event.ts';
import { CalendarEventSchema, isDeclined, otherPeople } from '../../../lib/event/calendar-event.ts';

const OWNER = {
  accountId: 'x:1' as AccountId,
  calendarId: 'c' as CalendarId,
  emails: ['mira@mentors.example'],
};

function google(event: object): CalendarEvent | undefined {
  return normalizeGoogleEvents([{ id: 'e', ...TIMES, ...event }], OWNER).events[0];
}
const TIMES = { start: { dateTime: '2026-11-10T13:00:00Z' }, end: { dateTime: '2026-11-10T14:00:00Z' } };

function graph(event: object): CalendarEvent | undefined {
  return normalizeGraphEvents([{ id: 'e', ...GRAPH_TIMES, ...event }], OWNER).events[0];
}
const GRAPH_TIMES = {
  start: { dateTime: '2026-11-10T13:00:00.0000000', timeZone: 'UTC' },
  end: { dateTime: '2026-11-10T14:00:00.0000000', timeZone: 'UTC' },
};
const instance = (event: object) => ({ type: 'exception', seriesMasterId: 'm', ...event });

describe('Google events', () => {
  test('a moved or renamed instance keeps its key, another instance has another', () => {
    const base = { recurringEventId: 's', originalStartTime: { dateTime: '2026-11-10T14:00:00+01:00' } };
    const before = google(base);
    const after = google({
      ...base,
      id: 'e-renamed',
      summary: 'New',
      start: { dateTime: '2026-12-01T08:00:00Z' },
      end: { dateTime: '2026-12-01T09:00:00Z' },
      originalStartTime: { dateTime: '2026-11-10T13:00:00Z' },
    });
    expect(before?.originalStart).toBe('2026-11-10T13:00:00.000Z');
    expect(after?.key).toBe(before?.key);
    expect(google({ ...base, originalStartTime: { dateTime: '2026-11-17T13:00:00Z' } })?.key).not.toBe(
      before?.key,
    );
  });

  test('a cancelled all-day instance has the date it would have had', () => {
    const [event] = normalizeGoogleEvents(
      [{ id: 'e', status: 'cancelled', recurringEventId: 's', originalStartTime: { date: '2026-11-10' } }],
      OWNER,
    ).events;
    expect(event).toMatchObject({
      status: 'cancelled',
      originalStart: '2026-11-10',
      time: { kind: 'all-day', startDate: '2026-11-10', endDate: '2026-11-11' },
    });
  });

  test.each(['birthday', 'focusTime', 'outOfOffice', 'workingLocation'])(
    '%s is no meeting and no fault',
    (eventType) => {
      expect(normalizeGoogleEvents([{ id: 'e', ...TIMES, eventType }], OWNER)).toEqual({
        events: [],
        skipped: 0,
        skippedIds: [],
      });
    },
  );

  test('a deletion that carries its id only is no fault', () => {
    expect(normalizeGoogleEvents([{ id: 'e', status: 'cancelled' }], OWNER)).toEqual({
      events: [],
      skipped: 0,
      skippedIds: [],
    });
  });

  test.each([
    [{ dateTime: '2026-10-25T02:30:00+02:00' }, '2026-10-25T00:30:00.000Z'],
    [{ dateTime: '2026-10-25T02:30:00+01:00' }, '2026-10-25T01:30:00.000Z'],
    [{ dateTime: '2026-11-10T13:00:00.123456Z' }, '2026-11-10T13:00:00.123Z'],
  ])('reads the time %j', (start, expected) => {
    expect(google({ start, end: undefined })?.time).toMatchObject({
      kind: 'timed',
      start: expected,
      end: expected,
    });
  });

  test.each([
    ['Europe/Brussels', 'Europe/Brussels'],
    ['Mars/Olympus', null],
    ['+01:00', null],
    [undefined, null],
  ])('the zone %j reads %j', (timeZone, expected) => {
    expect(google({ start: { ...TIMES.start, timeZone } })?.time).toMatchObject({ timeZone: expected });
  });

  test('wrong parts of an event do not lose the event', () => {
    const event = google({
      summary: 7,
      description: null,
      location: {},
      attendees: [null, 'x', {}, { email: 'A@b.example', responseStatus: 'constructor' }],
      organizer: 'me',
      conferenceData: { entryPoints: [null, { entryPointType: 'video' }] },
      hangoutLink: 5,
    });
    expect(event).toMatchObject({ title: '', description: '', location: '', organizer: null, callLinks: [] });
    expect(event?.attendees).toEqual([
      { email: 'a@b.example', name: '', self: false, response: 'needs-action', resource: false },
    ]);
  });

  test('an unmarked guest with the address of the account is the user', () => {
    const event = google({ attendees: [{ email: 'Mira@Mentors.example', responseStatus: 'declined' }] });
    expect(event && isDeclined(event)).toBe(true);
  });
});

describe('Outlook events', () => {
  test.each([
    ['2026-11-10T00:00:00Z', '2026-11-10'],
    // Midnight in Brussels and in Los Angeles.
    ['2026-11-09T23:00:00Z', '2026-11-10'],
    ['2026-11-10T08:00:00Z', '2026-11-10'],
    [null, '2026-11-20'],
  ])('an all-day instance that was to start at %s belongs to %s', (originalStart, date) => {
    const event = graph(
      instance({
        isAllDay: true,
        originalStart,
        start: { dateTime: '2026-11-20T00:00:00.0000000', timeZone: 'UTC' },
        end: { dateTime: '2026-11-21T00:00:00.0000000', timeZone: 'UTC' },
      }),
    );
    expect(event?.originalStart).toBe(date);
    expect(event?.time).toEqual({ kind: 'all-day', startDate: '2026-11-20', endDate: '2026-11-21' });
  });

  test.each([
    ['Romance Standard Time', 'Europe/Paris'],
    ['W. Europe Standard Time', 'Europe/Berlin'],
    ['Europe/Brussels', 'Europe/Brussels'],
    ['tzone://Microsoft/Custom', null],
    ['constructor', null],
    ['', null],
  ])('the zone %j reads %j', (originalStartTimeZone, expected) => {
    expect(graph({ originalStartTimeZone })?.time).toMatchObject({ timeZone: expected });
  });

  test('a time in another zone than the one asked for is understood', () => {
    const start = { dateTime: '2026-07-10T09:00:00.0000000', timeZone: 'Romance Standard Time' };
    expect(graph({ start, end: start })?.time).toMatchObject({ start: '2026-07-10T07:00:00.000Z' });
  });

  test('the user who was invited through a list is a guest with an answer', () => {
    const event = graph({
      isOrganizer: false,
      responseStatus: { response: 'declined' },
      organizer: { emailAddress: { name: 'Lotte', address: 'lotte@firm.example' } },
      attendees: [{ type: 'required', emailAddress: { name: 'Everyone', address: 'all@firm.example' } }],
    });
    expect(event && isDeclined(event)).toBe(true);
    expect(event && otherPeople(event).map(({ name }) => name)).toEqual(['Everyone', 'Lotte']);
  });

  test('an entry of the user alone has no guests', () => {
    expect(graph({ isOrganizer: true, responseStatus: { response: 'organizer' } })?.attendees).toEqual([]);
  });

  test('the description of a series is no instance', () => {
    const items = [{ id: 'm', ...GRAPH_TIMES, type: 'seriesMaster' }];
    expect(normalizeGraphEvents(items, OWNER)).toEqual({ events: [], skipped: 0, skippedIds: [] });
  });

  test('plain text is not read as markup', () => {
    expect(graph({ body: { contentType: 'text', content: 'a <b>\r\nc &amp;' } })?.description).toBe(
      'a <b>\nc &amp;',
    );
  });
});

describe.each([
  ['Google', normalizeGoogleEvents],
  ['Outlook', normalizeGraphEvents],
] as const)('%s, any input', (_, normalize) => {
  const keys = fc.constantFrom(
    'id',
    'status',
    'start',
    'end',
    'date',
    'dateTime',
    'timeZone',
    'originalStartTime',
    'originalStart',
    'isAllDay',
    'recurringEventId',
    'seriesMasterId',
    'attendees',
    'email',
    'body',
    'content',
    'description',
    'summary',
    'type',
  );
  const leaf = fc.oneof(
    fc.constantFrom(
      '2026-11-10',
      '2026-11-10T13:00:00Z',
      '-271821-04-20T00:00:00Z',
      '+275760-09-13T00:00:00Z',
      'UTC',
      'cancelled',
    ),
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.integer(),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.dictionary(keys, tie('value'), { maxKeys: 8 }),
      fc.array(tie('value'), { maxLength: 3 }),
    ),
  }));

  test('gives valid events or counts them, and never throws', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 6 }), (items) => {
        const { events, skipped } = normalize(items, OWNER);
        expect(events.length + skipped).toBeLessThanOrEqual(items.length);
        for (const event of events) expect(CalendarEventSchema.safeParse(event).success).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
