/**
 * A small world for the contract tests: one Google and one Microsoft account with the same entries, at fixed
 * dates around the end of summer time in Brussels (25 October 2026).
 */
import type { WorldDescription, WorldEvent } from '../world/world-description.ts';

export const GOOGLE_ACCOUNT = 'google-1';
export const MICROSOFT_ACCOUNT = 'microsoft-1';
export const CALENDAR = 'work';
export const CLIENT_ID = 'client-1';
export const CLIENT_SECRET = 'secret-1';
export const REDIRECT_URI = `https://${'abcdefghijklmnop'.repeat(2)}.chromiumapp.org/`;
export const GOOGLE_SCOPES = [
  'https://www.googleapis.com/auth/calendar.events.readonly',
  'https://www.googleapis.com/auth/calendar.calendarlist.readonly',
];
export const MICROSOFT_SCOPES = ['Calendars.Read', 'offline_access', 'openid', 'profile'];
/** October and November 2026, which hold every entry. */
export const WINDOW = { from: '2026-10-01T00:00:00Z', to: '2026-12-01T00:00:00Z' };

const ZONE = '[Europe/Brussels]';

/** Weekly on Wednesdays at 10:00, four times, of which the third is moved and the fourth cancelled. */
const WEEKLY: Omit<WorldEvent, 'organiser'> = {
  id: 'weekly',
  iCalUid: 'weekly@calendar.example',
  title: 'Mentoring Ada',
  description: '<p>Goals &amp; notes</p>',
  start: `2026-10-14T10:00${ZONE}`,
  end: `2026-10-14T11:00${ZONE}`,
  attendees: [{ name: 'Ada Brand', email: 'ada@brand.example', response: 'tentative' }],
  recurrence: {
    every: 'week',
    count: 4,
    exceptions: [
      { on: '2026-10-28', start: `2026-10-29T15:30${ZONE}`, title: 'Mentoring Ada (moved)' },
      { on: '2026-11-04', cancelled: true },
    ],
  },
  label: 'mentoring',
};

export function smallWorld(changes: Partial<WorldDescription> = {}): WorldDescription {
  return {
    accounts: [
      {
        provider: 'google',
        id: GOOGLE_ACCOUNT,
        email: 'mia@mentor.example',
        name: 'Mia Mentor',
        calendars: [
          calendarWith('mia@mentor.example', [
            { ...WEEKLY, conference: { kind: 'meet', url: 'https://meet.google.com/abc-defg-hij' } },
            allDayEntry(),
          ]),
          { ...calendarWith('mia@mentor.example', []), id: 'empty', primary: false, selected: false },
          { ...calendarWith('mia@mentor.example', []), id: 'shared', primary: false, accessRole: 'reader' },
        ],
      },
      {
        provider: 'microsoft',
        id: MICROSOFT_ACCOUNT,
        email: 'mia@consult.example',
        name: 'Mia Mentor',
        calendars: [
          calendarWith('mia@consult.example', [
            {
              ...WEEKLY,
              conference: { kind: 'teams', url: 'https://teams.microsoft.com/l/meetup-join/19%3ax/0' },
            },
            allDayEntry(),
          ]),
          { ...calendarWith('mia@consult.example', []), id: 'empty', primary: false },
          { ...calendarWith('mia@consult.example', []), id: 'shared', primary: false },
        ],
      },
    ],
    clients: [
      { provider: 'google', id: CLIENT_ID, secret: CLIENT_SECRET },
      { provider: 'microsoft', id: CLIENT_ID },
    ],
    ...changes,
  };
}

function allDayEntry(): Omit<WorldEvent, 'organiser'> {
  return {
    id: 'holiday',
    iCalUid: 'holiday@calendar.example',
    title: 'Holiday',
    start: '2026-11-11',
    end: '2026-11-12',
    label: 'none',
  };
}

function calendarWith(email: string, events: Omit<WorldEvent, 'organiser'>[]) {
  return {
    id: CALENDAR,
    name: 'Work',
    primary: true,
    colour: '#336699',
    timeZone: 'Europe/Brussels',
    accessRole: 'owner' as const,
    events: events.map((event) => ({ ...event, organiser: { name: 'Mia Mentor', email } })),
  };
}
