/**
 * The demo world: the calendars of Katrien Maes, a business mentor in Belgium who also coaches, from ten
 * weeks back to four weeks ahead. Everybody in it is invented.
 */
import { DEMO_ZONE, demoTimes, GOOGLE_EMAIL, MICROSOFT_EMAIL } from './demo-entries.ts';
import { googleFamily, googlePrimaryOthers, outlookOthers, outlookTeamOthers } from './demo-other-entries.ts';
import {
  googleMentoring,
  googlePrimarySessions,
  outlookSessions,
  outlookTeamSessions,
} from './demo-sessions.ts';
import type { WorldCalendar, WorldDescription } from './world-description.ts';

/** Ids by which tests change the demo world. */
export const DEMO_IDS = {
  googleAccount: '108462915377240918365',
  googlePrimary: GOOGLE_EMAIL,
  googleMentoring: 'c_7f3a91mentoring@group.calendar.example',
  googleFamily: 'family19c2@group.calendar.example',
  microsoftAccount: '9d1c3b5e-24f7-4a80-b6d2-53e0f1a7c948',
  outlookCalendar: 'AAMkAGI1Y2FsZW5kYXIxAAAEGAAA=',
  outlookTeam: 'AAMkAGI1Y2FsZW5kYXIyAAAEGBBB=',
} as const;

/**
 * The demo world as seen at `now`, whose seconds are cut off: "Mentorgesprek Lotte" starts ten minutes
 * after it and "Coaching Karim Benali – sessie 4" started fifteen minutes before.
 */
export function demoWorld(now: Temporal.Instant): WorldDescription {
  const times = demoTimes(now);
  return {
    accounts: [
      {
        provider: 'google',
        id: DEMO_IDS.googleAccount,
        email: GOOGLE_EMAIL,
        name: 'Katrien Maes',
        calendars: [
          calendar(DEMO_IDS.googlePrimary, 'Katrien Maes', '#9fe1e7', {
            primary: true,
            events: [...googlePrimarySessions(times), ...googlePrimaryOthers(times)],
          }),
          calendar(DEMO_IDS.googleMentoring, 'Mentoring', '#7bd148', { events: googleMentoring(times) }),
          calendar(DEMO_IDS.googleFamily, 'Gezin', '#fad165', {
            selected: false,
            events: googleFamily(times),
          }),
        ],
      },
      {
        provider: 'microsoft',
        id: DEMO_IDS.microsoftAccount,
        email: MICROSOFT_EMAIL,
        name: 'Katrien Maes',
        calendars: [
          calendar(DEMO_IDS.outlookCalendar, 'Calendar', '#0078d4', {
            primary: true,
            events: [...outlookSessions(times), ...outlookOthers(times)],
          }),
          calendar(DEMO_IDS.outlookTeam, 'Tilia team', '#498205', {
            events: [...outlookTeamSessions(times), ...outlookTeamOthers(times)],
          }),
        ],
      },
    ],
  };
}

function calendar(
  id: string,
  name: string,
  colour: string,
  rest: Pick<WorldCalendar, 'events'> & Partial<WorldCalendar>,
): WorldCalendar {
  return { id, name, colour, timeZone: DEMO_ZONE, accessRole: 'owner', ...rest };
}
