/** A world for what happens to sessions when their events change: one account of each kind, two calendars in each. */
import * as fixture from '../contract/world-fixture.ts';
import type {
  WorldAccount,
  WorldAttendee,
  WorldCalendar,
  WorldDescription,
  WorldEvent,
} from '../world/world-description.ts';

/** The user, at each provider. */
export const USER = {
  google: { name: 'Mia Mentor', email: 'mia@mentor.example' },
  outlook: { name: 'Mia Mentor', email: 'mia@consult.example' },
} as const;
export const LOTTE = { name: 'Lotte Maes', email: 'lotte@maes.example' };
export const SAMI = { name: 'Sami Haddad', email: 'sami@haddad.example' };
/** A calendar beside the primary one; its name makes that it is read. */
export const SECOND = 'mentoring-calendar';
export const ZONE = 'Europe/Brussels';

export type Service = keyof typeof USER;

/** Both accounts with empty calendars. */
export function emptyWorld(): WorldDescription {
  return {
    accounts: [account('google'), account('outlook')],
    clients: [
      { provider: 'google', id: fixture.CLIENT_ID, secret: fixture.CLIENT_SECRET },
      { provider: 'microsoft', id: fixture.CLIENT_ID },
    ],
  };
}

function account(service: Service): WorldAccount {
  const { name, email } = USER[service];
  return {
    provider: service === 'google' ? 'google' : 'microsoft',
    id: service === 'google' ? fixture.GOOGLE_ACCOUNT : fixture.MICROSOFT_ACCOUNT,
    email,
    name,
    calendars: [
      calendar({ id: primaryOf(service), name, primary: true }),
      calendar({ id: SECOND, name: 'Mentoring' }),
    ],
  };
}

/** Google's primary calendar is named after its owner. */
export function primaryOf(service: Service): string {
  return service === 'google' ? USER.google.email : 'calendar';
}

export function accountOf(world: WorldDescription, service: Service): WorldAccount {
  const provider = service === 'google' ? 'google' : 'microsoft';
  const found = world.accounts.find((one) => one.provider === provider);
  if (!found) throw new Error(`no account of ${service}`);
  return found;
}

export function calendarOf(world: WorldDescription, service: Service, id: string): WorldCalendar {
  const found = accountOf(world, service).calendars.find((one) => one.id === id);
  if (!found) throw new Error(`no calendar ${id}`);
  return found;
}

/** A calendar of the user's own, in Brussels. */
export function calendar(parts: Pick<WorldCalendar, 'id' | 'name'> & Partial<WorldCalendar>): WorldCalendar {
  return { colour: '#336699', timeZone: ZONE, accessRole: 'owner', events: [], ...parts };
}

/** A mentoring session with Lotte that the user has called: Thursday 12 November 2026, 14:00. */
export function meeting(service: Service, overrides: Partial<WorldEvent> = {}): WorldEvent {
  return {
    id: 'single',
    iCalUid: 'single@calendar.example',
    title: 'Mentoring Lotte Maes',
    start: local('2026-11-12T14:00'),
    end: local('2026-11-12T15:00'),
    organiser: USER[service],
    attendees: [{ ...LOTTE, response: 'accepted' }],
    label: 'mentoring',
    ...overrides,
  };
}

/** The same, called by Lotte: the user is a guest. */
export function invitation(
  service: Service,
  response: NonNullable<WorldAttendee['response']> = 'accepted',
): WorldEvent {
  return meeting(service, { organiser: LOTTE, attendees: [{ ...USER[service], response }] });
}

/** The same, eight Tuesdays at 16:00 from 3 November 2026. */
export function weekly(service: Service, overrides: Partial<WorldEvent> = {}): WorldEvent {
  return meeting(service, {
    id: 'weekly',
    iCalUid: 'weekly@calendar.example',
    start: local('2026-11-03T16:00'),
    end: local('2026-11-03T17:00'),
    recurrence: { every: 'week', count: 8 },
    ...overrides,
  });
}

/** A time on the wall in Brussels. */
export function local(text: string): string {
  return `${text}[${ZONE}]`;
}
