/**
 * One instance in the shape of Google's `Event` resource (Calendar API v3, `singleEvents=true`).
 */
import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js';
import { isAllDay, type WorldInstance, type WorldMoment } from './expand-recurrence.ts';
import { etagOf } from './google-etag.ts';
import type { WorldAccount, WorldCalendar, WorldConference, WorldEvent } from './world-description.ts';

const CREATED = '2026-01-05T08:00:00.000Z';
const SOLUTIONS: Partial<Record<WorldConference['kind'], string>> = {
  zoom: 'Zoom Meeting',
  webex: 'Webex',
};

/**
 * Times are written in `timeZone`. A cancelled exception has its identity only, a cancelled single entry
 * its id only, as the API guarantees no more than that.
 */
export function toGoogleEvent(
  instance: WorldInstance,
  account: WorldAccount,
  calendar: WorldCalendar,
  timeZone: string,
): calendar_v3.Schema$Event {
  const { event, kind, originalStart, cancelled } = instance;
  const identity: calendar_v3.Schema$Event = {
    kind: 'calendar#event',
    id: kind === 'single' ? event.id : `${event.id}_${instanceSuffix(originalStart)}`,
    status: cancelled ? 'cancelled' : (event.status ?? 'confirmed'),
    ...(kind === 'single'
      ? {}
      : { recurringEventId: event.id, originalStartTime: toDateTime(originalStart, timeZone) }),
  };
  const resource = cancelled
    ? identity
    : {
        ...identity,
        ...(calendar.accessRole === 'freeBusyReader' ? { visibility: 'private' } : contentOf(event, account)),
        start: toDateTime(instance.start, timeZone),
        end: toDateTime(instance.end, timeZone),
        ...event.raw,
      };
  return { etag: etagOf(resource), ...resource };
}

function contentOf(event: WorldEvent, account: WorldAccount): calendar_v3.Schema$Event {
  const organiser = { email: event.organiser.email, displayName: event.organiser.name };
  const self = event.organiser.email === account.email ? { self: true } : {};
  return {
    htmlLink: `https://www.google.com/calendar/event?eid=${Buffer.from(event.id).toString('base64url')}`,
    created: CREATED,
    updated: event.updated ?? CREATED,
    ...(event.title === undefined ? {} : { summary: event.title }),
    ...(event.description === undefined ? {} : { description: event.description }),
    ...locationOf(event),
    creator: { ...organiser, ...self },
    organizer: { ...organiser, ...self },
    ...(event.attendees ? { attendees: attendeesOf(event, account) } : {}),
    ...(event.visibility === 'private' ? { visibility: 'private' } : {}),
    ...(event.start.includes('T') ? {} : { transparency: 'transparent' }),
    iCalUID: event.iCalUid,
    sequence: 0,
    ...conferenceOf(event.conference),
    reminders: { useDefault: true },
    eventType: 'default',
  };
}

function attendeesOf(event: WorldEvent, account: WorldAccount): calendar_v3.Schema$EventAttendee[] {
  const isSelf = (email: string): { self?: true } => (email === account.email ? { self: true } : {});
  return [
    {
      email: event.organiser.email,
      displayName: event.organiser.name,
      organizer: true,
      ...isSelf(event.organiser.email),
      responseStatus: 'accepted',
    },
    ...(event.attendees ?? []).map(({ email, name, response, optional, resource }) => ({
      email,
      displayName: name,
      ...isSelf(email),
      ...(optional ? { optional } : {}),
      ...(resource ? { resource } : {}),
      responseStatus: response ?? 'needsAction',
    })),
  ];
}

/** A link that no add-on knows stands where people paste it: in the location. */
function locationOf({ location, conference }: WorldEvent): { location?: string } {
  if (location !== undefined) return { location };
  if (!conference || conference.kind === 'meet' || SOLUTIONS[conference.kind]) return {};
  return { location: conference.url };
}

function conferenceOf(conference: WorldConference | undefined): calendar_v3.Schema$Event {
  if (!conference) return {};
  const { kind, url } = conference;
  const entryPoints = [{ entryPointType: 'video', uri: url, label: url.replace('https://', '') }];
  if (kind === 'meet') {
    const solution = { key: { type: 'hangoutsMeet' }, name: 'Google Meet' };
    const conferenceId = new URL(url).pathname.slice(1);
    return { hangoutLink: url, conferenceData: { entryPoints, conferenceSolution: solution, conferenceId } };
  }
  const name = SOLUTIONS[kind];
  if (name === undefined) return {};
  return { conferenceData: { entryPoints, conferenceSolution: { key: { type: 'addOn' }, name } } };
}

function toDateTime(moment: WorldMoment, timeZone: string): calendar_v3.Schema$EventDateTime {
  if (isAllDay(moment)) return { date: moment.toString() };
  const local = moment.withTimeZone(timeZone);
  const dateTime = local.toString({ timeZoneName: 'never', smallestUnit: 'second' });
  return {
    dateTime: local.offsetNanoseconds === 0 ? dateTime.replace('+00:00', 'Z') : dateTime,
    timeZone: moment.timeZoneId,
  };
}

/** `20261123T173000Z`, or `20261123` for an all-day series. */
function instanceSuffix(originalStart: WorldMoment): string {
  if (isAllDay(originalStart)) return originalStart.toString().replaceAll('-', '');
  return originalStart.toInstant().toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '');
}
