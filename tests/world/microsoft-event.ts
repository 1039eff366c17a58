/**
 * One instance in the shape of Graph's `event` resource (v1.0, as `calendarView` gives it).
 */
import { createHash } from 'node:crypto';
import type { Attendee, DateTimeTimeZone, Event, ResponseStatus } from '@microsoft/microsoft-graph-types';
import { isAllDay, type WorldInstance, type WorldMoment } from './expand-recurrence.ts';
import { escapeHtml } from './http-message.ts';
import type { WorldAccount, WorldAttendee, WorldCalendar, WorldEvent } from './world-description.ts';

export interface GraphPreferences {
  timeZone: string;
  immutableIds: boolean;
  plainText: boolean;
  /** What `Preference-Applied` says. */
  applied: string[];
}

const CREATED = '2026-01-05T08:00:00Z';
const NEVER = '0001-01-01T00:00:00Z';
const WINDOWS_ZONES: Record<string, string> = {
  'Europe/Brussels': 'Romance Standard Time',
  'Europe/Paris': 'Romance Standard Time',
  'Europe/Amsterdam': 'W. Europe Standard Time',
  'Europe/Berlin': 'W. Europe Standard Time',
  'Europe/London': 'GMT Standard Time',
  'America/New_York': 'Eastern Standard Time',
  'Asia/Kolkata': 'India Standard Time',
  'Australia/Lord_Howe': 'Lord Howe Standard Time',
  'Pacific/Apia': 'Samoa Standard Time',
};
const RESPONSES: Record<NonNullable<WorldAttendee['response']>, NonNullable<ResponseStatus['response']>> = {
  accepted: 'accepted',
  declined: 'declined',
  tentative: 'tentativelyAccepted',
  needsAction: 'notResponded',
};

type GraphEvent = Event & { '@odata.etag': string; id: string };

/** Times are in the preferred zone; all-day entries keep their midnight in every zone. */
export function toGraphEvent(
  instance: WorldInstance,
  account: WorldAccount,
  calendar: WorldCalendar,
  preferences: GraphPreferences,
): GraphEvent {
  const { event, kind, start, end, originalStart, cancelled } = instance;
  const date = originalStart.toString().slice(0, 10);
  const suffix = kind === 'single' ? '' : `#${date}`;
  const isOrganizer = event.organiser.email === account.email;
  const resource: Event & { id: string } = {
    id: graphId(event.id + suffix, calendar.id, preferences),
    createdDateTime: CREATED,
    lastModifiedDateTime: event.updated ?? CREATED,
    categories: [],
    originalStartTimeZone: windowsZone(start),
    originalEndTimeZone: windowsZone(end),
    iCalUId: kind === 'single' ? event.iCalUid : uidOfOccurrence(event.iCalUid, date),
    reminderMinutesBeforeStart: 15,
    isReminderOn: true,
    hasAttachments: false,
    subject: cancelled ? `Canceled: ${event.title ?? ''}` : (event.title ?? ''),
    importance: 'normal',
    sensitivity: event.visibility === 'private' ? 'private' : 'normal',
    isAllDay: isAllDay(start),
    isCancelled: cancelled,
    isOrganizer,
    responseRequested: true,
    showAs: isAllDay(start) ? 'free' : event.status === 'tentative' ? 'tentative' : 'busy',
    type: kind === 'single' ? 'singleInstance' : kind,
    ...(kind === 'single'
      ? { seriesMasterId: null }
      : { seriesMasterId: graphId(event.id, calendar.id, preferences), originalStart: toUtc(originalStart) }),
    webLink: `https://outlook.office365.com/owa/?itemid=${encodeURIComponent(event.id)}&exvsurl=1&path=/calendar/item`,
    allowNewTimeProposals: true,
    isDraft: false,
    hideAttendees: false,
    recurrence: null,
    responseStatus: ownResponse(event, account),
    ...bodyOf(event.description ?? '', preferences.plainText),
    start: toDateTime(start, preferences.timeZone),
    end: toDateTime(end, preferences.timeZone),
    ...placeOf(event),
    attendees: (event.attendees ?? []).map(toAttendee),
    organizer: { emailAddress: { name: event.organiser.name, address: event.organiser.email } },
    ...event.raw,
  };
  const changeKey = createHash('sha1').update(JSON.stringify(resource)).digest('base64');
  return { '@odata.etag': `W/"${changeKey}"`, ...resource, changeKey };
}

/** The id that Graph gives an entry: the usual one names its folder, the immutable one does not. */
function graphId(id: string, calendarId: string, { immutableIds }: GraphPreferences): string {
  const encode = (text: string): string => Buffer.from(text).toString('base64url');
  return immutableIds
    ? `AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A${encode(id)}`
    : `AAMkAGI1${encode(`${calendarId}/${id}`)}`;
}

/** In Graph each occurrence has an iCalUId of its own: the date stands in the series' one. */
function uidOfOccurrence(uid: string, date: string): string {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const hex = [year >> 8, year & 0xff, month, day].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return /^[0-9A-F]{40,}$/i.test(uid)
    ? uid.slice(0, 32) + hex.toUpperCase() + uid.slice(40)
    : `${uid}-${hex}`;
}

function bodyOf(description: string, plainText: boolean): Pick<Event, 'body' | 'bodyPreview'> {
  const text = toText(description);
  const isHtml = /<[a-z!/][^>]*>/i.test(description);
  const content = isHtml ? description : escapeHtml(description).replaceAll('\n', '<br>\r\n');
  const page = `<html>\r\n<head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8">\r\n</head>\r\n<body>\r\n${content}\r\n</body>\r\n</html>\r\n`;
  return {
    bodyPreview: text.slice(0, 255),
    body: plainText ? { contentType: 'text', content: text } : { contentType: 'html', content: page },
  };
}

function toText(markup: string): string {
  const entities: Record<string, string> = {
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    '#39': "'",
    nbsp: '\u00a0',
  };
  return markup
    .replaceAll(/<br\s*\/?>|<\/(?:p|div|li)>/gi, '\r\n')
    .replaceAll(/<[a-z!/][^>]*>/gi, '')
    .replaceAll(/&(amp|lt|gt|quot|#39|nbsp);/g, (_match, name: string) => entities[name] ?? '')
    .trim();
}

/** Teams has fields of its own; any other link stands where people paste it: in the location. */
function placeOf({ location, conference }: WorldEvent): Partial<Event> {
  const isTeams = conference?.kind === 'teams';
  const displayName = location ?? (isTeams ? 'Microsoft Teams Meeting' : (conference?.url ?? ''));
  return {
    location: { displayName, locationType: 'default', uniqueId: displayName, uniqueIdType: 'private' },
    locations: displayName === '' ? [] : [{ displayName, locationType: 'default', uniqueIdType: 'private' }],
    isOnlineMeeting: isTeams,
    onlineMeetingProvider: isTeams ? 'teamsForBusiness' : 'unknown',
    onlineMeeting: isTeams ? { joinUrl: conference.url } : null,
    onlineMeetingUrl: null,
  };
}

function toAttendee({ name, email, response, optional, resource }: WorldAttendee): Attendee {
  return {
    type: resource ? 'resource' : optional ? 'optional' : 'required',
    status: { response: response ? RESPONSES[response] : 'none', time: response ? CREATED : NEVER },
    emailAddress: { name, address: email },
  };
}

function ownResponse(event: WorldEvent, account: WorldAccount): ResponseStatus {
  if (event.organiser.email === account.email) return { response: 'organizer', time: NEVER };
  const own = event.attendees?.find(({ email }) => email === account.email)?.response;
  return { response: own ? RESPONSES[own] : 'none', time: own ? CREATED : NEVER };
}

function toDateTime(moment: WorldMoment, timeZone: string): DateTimeTimeZone {
  const local = isAllDay(moment) ? moment.toPlainDateTime() : moment.withTimeZone(timeZone).toPlainDateTime();
  return { dateTime: local.toString({ fractionalSecondDigits: 7 }), timeZone };
}

/** `2026-11-23T17:30:00Z`, a midnight for all-day series. */
function toUtc(moment: WorldMoment): string {
  return isAllDay(moment)
    ? `${moment.toString()}T00:00:00Z`
    : moment.toInstant().toString({ smallestUnit: 'second' });
}

function windowsZone(moment: WorldMoment): string {
  const zone = isAllDay(moment) ? 'UTC' : moment.timeZoneId;
  return WINDOWS_ZONES[zone] ?? zone;
}
