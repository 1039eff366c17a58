import { describe, expect, test } from 'vitest';
import { instanceKey, isDeclined, otherPeople, seriesKey } from '../../../lib/event/calendar-event.ts';
import { mentoringEvent, seriesEvent, timed } from '../../support/builders.ts';
import { SELF_EMAIL, buildAttendee, buildEvent, buildSelf } from '../../support/event-builder.ts';

describe('the name of an instance', () => {
  const event = seriesEvent('2026-11-10 13:00');

  test('stays when it is moved, renamed or cancelled', () => {
    const changed = {
      ...event,
      title: 'Other',
      time: timed('2026-12-01 09:00'),
      status: 'cancelled' as const,
      eventId: 'exception',
    };
    expect(instanceKey(changed)).toBe(instanceKey(event));
    expect(seriesKey(changed)).toBe(seriesKey(event));
  });

  test('differs between instances, calendars, accounts, and whatever the ids look like', () => {
    const parts = { accountId: 'a', calendarId: 'b', eventId: 'c', seriesId: null, originalStart: null };
    const variants = [
      parts,
      { ...parts, accountId: 'a","b', calendarId: 'c' },
      { ...parts, calendarId: 'b2' },
      { ...parts, eventId: 'c2' },
      { ...parts, originalStart: '2026-11-10T13:00:00.000Z' },
    ];
    expect(new Set(variants.map((one) => instanceKey(one as never))).size).toBe(variants.length);
  });
});

describe('the other people', () => {
  test('are all but the user and rooms, each once, the organiser included', () => {
    const event = buildEvent({
      organizer: { email: 'sami@haddad.example', name: 'Sami Haddad', self: false },
      attendees: [
        buildSelf(),
        buildAttendee('Lotte Maes'),
        buildAttendee('Room 4', { resource: true }),
        buildAttendee('Lotte Maes'),
        buildAttendee('Nameless <x@y.example>', { name: '' }),
      ],
    });
    expect(otherPeople(event)).toEqual([
      { email: 'lotte.maes@people.example', name: 'Lotte Maes' },
      { email: 'x@y.example', name: 'x@y.example' },
      { email: 'sami@haddad.example', name: 'Sami Haddad' },
    ]);
  });

  test('do not count the user as organiser, marked or by address', () => {
    expect(otherPeople(mentoringEvent())).toHaveLength(1);
    const organizer = { email: SELF_EMAIL, name: 'Ingrid Dahl', self: false };
    expect(otherPeople(mentoringEvent({ organizer }))).toHaveLength(1);
  });
});

test.each([
  'fred@fireflies.ai',
  'notetaker@tldv.io',
  'notetaker@fathom.video',
  'notetaker+4711@consult.example',
  'ai-notetaker@consult.example',
  'note-taker@consult.example',
  'assistant@avoma.com',
  'notes@otter.ai',
  'c_4711@resource.calendar.google.com',
])('%s is nobody, as guest and as organiser', (email) => {
  const attendees = [buildSelf(), buildAttendee('Lotte Maes'), buildAttendee(`Notes <${email}>`)];
  const organizer = { email, name: 'Notes', self: false };
  expect(otherPeople(buildEvent({ attendees, organizer })).map(({ name }) => name)).toEqual(['Lotte Maes']);
});

test.each(['lotte@otter.ai', 'fred@avoma.com', 'notes@consult.example', 'notetakersen@consult.example'])(
  '%s is somebody',
  (email) => {
    const attendees = [buildSelf(), buildAttendee(`Somebody <${email}>`)];
    expect(otherPeople(buildEvent({ attendees }))).toEqual([{ email, name: 'Somebody' }]);
  },
);

test.each([
  ['declined', true],
  ['tentative', false],
  ['needs-action', false],
] as const)('the user who has answered %s has declined: %s', (response, declined) => {
  const attendees = [buildSelf({ response }), buildAttendee('Lotte Maes', { response: 'declined' })];
  expect(isDeclined(buildEvent({ attendees }))).toBe(declined);
});
