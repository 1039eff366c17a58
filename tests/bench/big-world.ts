/** A Google account whose calendars are as full as a calendar gets; of every twenty entries one is a session. */
import type { WorldCalendar, WorldDescription, WorldEvent } from '../world/world-description.ts';

const ZONE = 'Europe/Brussels';
const OWNER = { name: 'Katrien Maes', email: 'katrien.maes@noorderkade.example' };
export const BIG_ACCOUNT = '108462915377240918365';

const TITLES = [
  'Weekly sync operations',
  'Budget review Q4',
  'Call with Van Hool procurement',
  'Sollicitatiegesprek logistiek',
  'Lunch',
  'Project Kompas: stand-up',
  'Overleg directie',
  'Dentist',
  'Customer visit Antwerp',
  'Planning roll-out coaching platform',
];
const AGENDA =
  'Agenda: 1. Where do we stand? 2. What blocks us? 3. Who does what by when? Please read the attached report before the meeting and add your points to the shared list. ';

/** `calendars` calendars of `size` entries each, spread over the window that is read. */
export function bigWorld(now: Temporal.Instant, calendars: number, size: number): WorldDescription {
  const today = now.toZonedDateTimeISO(ZONE).toPlainDate();
  const all = Array.from({ length: calendars }, (_, index): WorldCalendar => {
    const primary = index === 0;
    const id = primary ? OWNER.email : `full${index}@group.calendar.example`;
    return {
      id,
      name: primary ? OWNER.name : `Full ${index}`,
      primary,
      selected: primary,
      colour: '#9fe1e7',
      timeZone: ZONE,
      accessRole: 'owner',
      events: primary ? [] : Array.from({ length: size }, (_event, at) => entry(id, at, today)),
    };
  });
  return {
    accounts: [{ provider: 'google', id: BIG_ACCOUNT, ...OWNER, calendars: all }],
    accessTokenSeconds: 86_400,
  };
}

function entry(calendarId: string, at: number, today: Temporal.PlainDate): WorldEvent {
  const day = today.add({ days: (at % 84) - 27 });
  const hour = 7 + (Math.floor(at / 84) % 12);
  const time = (minutes: number) =>
    `${day.toPlainDateTime({ hour }).add({ minutes }).toString({ smallestUnit: 'minute' })}[${ZONE}]`;
  const offset = (at * 7) % 55;
  const isSession = at % 20 === 0;
  // Three of five belong to a series: thirteen weeks with the same words.
  const words = at % 5 < 3 ? Math.floor(at / 65) : at;
  const person = at % 40;
  const guests = isSession ? 1 : 1 + (at % 4);
  return {
    id: `e${calendarId.replace(/\W/g, '')}${at}`,
    iCalUid: `${calendarId.replace(/\W/g, '')}${at}@google.com`,
    title: isSession ? `Mentoring Person ${person}` : `${TITLES[words % TITLES.length]} ${words}`,
    description: `${AGENDA.repeat(1 + (words % 4))} (${words})`,
    start: time(offset),
    end: time(offset + 45),
    organiser: OWNER,
    attendees: Array.from({ length: guests }, (_, guest) => ({
      name: `Person ${person + guest}`,
      email: `person${person + guest}@elsewhere.example`,
      response: 'accepted',
    })),
    location: at % 3 === 0 ? 'Noorderkade 4, Gent, zaal Schelde' : '',
    conference: { kind: 'meet', url: 'https://meet.google.com/abc-defg-hij' },
    updated: '2026-10-01T08:00:00.000Z',
    label: isSession ? 'mentoring' : 'none',
  };
}
