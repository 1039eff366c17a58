/**
 * Building blocks of the demo world: dates relative to now, ids, people and texts around a meeting link.
 */
import { createHash } from 'node:crypto';
import type { WorldAttendee, WorldConference, WorldEvent, WorldPerson } from './world-description.ts';

export const DEMO_ZONE = 'Europe/Brussels';
export const GOOGLE_EMAIL = 'katrien.maes@noorderkade.example';
export const MICROSOFT_EMAIL = 'katrien@tilia.example';

export type DemoProvider = 'google' | 'microsoft';

/** What an entry needs beside the parts that are the same for all. */
export type DemoEntry = Pick<WorldEvent, 'start' | 'end'> & Partial<WorldEvent> & { title: string };

/** Days and hours of the weeks around now, in Brussels. */
export interface DemoTimes {
  /** Now, without seconds. */
  now: Temporal.ZonedDateTime;
  /** A date by week (0 is this week) and weekday (1 is Monday). */
  date(week: number, weekday: number): Temporal.PlainDate;
  /** Working days that are not today, for what must stay clear of the sessions around now. */
  quietDay(index: number): number;
}

export function demoTimes(now: Temporal.Instant): DemoTimes {
  const local = now.toZonedDateTimeISO(DEMO_ZONE).round({ smallestUnit: 'minute', roundingMode: 'floor' });
  const monday = local.toPlainDate().subtract({ days: local.dayOfWeek - 1 });
  const quietDays = [1, 2, 3, 4, 5].filter((weekday) => weekday !== local.dayOfWeek);
  return {
    now: local,
    date: (week, weekday) => monday.add({ days: week * 7 + weekday - 1 }),
    quietDay: (index) => quietDays[index % quietDays.length] ?? 1,
  };
}

/** Start and end of a timed entry, at the wall time `at` (`HH:mm`) in Brussels. */
export function timed(
  date: Temporal.PlainDate,
  at: string,
  minutes: number,
): Pick<WorldEvent, 'start' | 'end'> {
  return span(date.toZonedDateTime({ timeZone: DEMO_ZONE, plainTime: at }), minutes);
}

export function span(start: Temporal.ZonedDateTime, minutes: number): Pick<WorldEvent, 'start' | 'end'> {
  return { start: start.toString(), end: start.add({ minutes }).toString() };
}

export function allDay(date: Temporal.PlainDate, days: number): Pick<WorldEvent, 'start' | 'end'> {
  return { start: date.toString(), end: date.add({ days }).toString() };
}

/** An entry that Katrien made herself and that is no session, unless `entry` says otherwise. */
export function entryOf(provider: DemoProvider, entry: DemoEntry): WorldEvent {
  const digest = createHash('sha1').update(`${provider} ${entry.title} ${entry.start}`).digest('hex');
  const outlookUid = `040000008200E00074C5B7101A82E00800000000${digest.toUpperCase()}00000000`;
  return {
    id: provider === 'google' ? digest.slice(0, 26) : `entry-${digest.slice(0, 16)}`,
    iCalUid: provider === 'google' ? `${digest.slice(0, 26)}@google.com` : outlookUid,
    organiser: katrien(provider),
    label: 'none',
    ...entry,
  };
}

export function katrien(provider: DemoProvider): WorldPerson {
  return { name: 'Katrien Maes', email: provider === 'google' ? GOOGLE_EMAIL : MICROSOFT_EMAIL };
}

export function guest(
  name: string,
  email: string,
  response: NonNullable<WorldAttendee['response']> = 'accepted',
): WorldAttendee {
  return { name, email, response };
}

/** A Google Meet room; `code` is `aaa-bbbb-ccc`. */
export function meet(code: string): WorldConference {
  return { kind: 'meet', url: `https://meet.google.com/${code}` };
}

/** A Teams meeting whose thread is named after `key`. */
export function teams(key: string): WorldConference {
  const thread = Buffer.from(`demo ${key}`).toString('base64url');
  const context = encodeURIComponent('{"Tid":"5f0e6a52-7f0d-4c1e-9a53-0d7a5c1e7ab1"}');
  const url = `https://teams.microsoft.com/l/meetup-join/19%3ameeting_${thread}%40thread.v2/0?context=${context}`;
  return { kind: 'teams', url };
}

export function zoom(meetingNumber: string): WorldConference {
  return { kind: 'zoom', url: `https://us02web.zoom.us/j/${meetingNumber}?pwd=demo` };
}

/** An Outlook body: the text, then the block that Teams puts under an invitation. */
export function teamsBody(text: string, conference: WorldConference, language: 'nl' | 'en'): string {
  const words =
    language === 'nl'
      ? { title: 'Microsoft Teams-vergadering', join: 'Nu deelnemen', id: 'Vergaderings-id' }
      : { title: 'Microsoft Teams meeting', join: 'Join now', id: 'Meeting ID' };
  return `<div style="font-family:Aptos,sans-serif; font-size:12pt">${text}</div>
<br>
<div style="max-width:520px; color:#242424"><hr>
<div><b>${words.title}</b></div>
<div><a href="${conference.url.replaceAll('&', '&amp;')}" target="_blank">${words.join}</a></div>
<div>${words.id}: 321 654 987 01</div><hr></div>`;
}

/** A Google description with the lines that Zoom's add-on puts there. */
export function zoomBody(text: string, conference: WorldConference, host: string): string {
  return `${text}<br><br>──────────<br>${host} is inviting you to a scheduled Zoom meeting.<br><br>Join: <a href="${conference.url}">${conference.url}</a><br>──────────`;
}
