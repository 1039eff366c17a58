/** A line of a `.jsonl` file → an event as the product reads it from a calendar service. */
import * as z from 'zod/mini';
import {
  allDayFrom,
  finishEvent,
  readAddress,
  readInstant,
  timedFrom,
} from '../lib/calendar/finish-event.ts';
import { htmlToText, limitText } from '../lib/calendar/html-to-text.ts';
import type {
  AccountId,
  Attendee,
  CalendarEvent,
  CalendarId,
  EventTime,
} from '../lib/event/calendar-event.ts';

const optional = <Schema extends z.ZodMiniType>(schema: Schema) => z.optional(z.nullable(schema));
const text = optional(z.string());
const flag = optional(z.boolean());

const RowSchema = z.object({
  id: z.string().check(z.minLength(1)),
  /** Part of the format; nothing that detection goes by. */
  userRole: text,
  event: z.object({
    title: text,
    description: text,
    organizer: optional(z.object({ email: text, name: text, self: flag })),
    attendees: optional(
      z.array(z.object({ email: text, name: text, self: flag, resource: flag, responseStatus: text })),
    ),
    location: text,
    meetingUrl: text,
    recurrence: text,
    start: z.string(),
    end: text,
    allDay: flag,
    status: text,
  }),
});
type RowEvent = z.infer<typeof RowSchema>['event'];

const OWNER = { accountId: 'file:row' as AccountId, calendarId: 'calendar' as CalendarId };

/** A row that cannot be used; the message says what is wrong with it, without its texts. */
export class RowError extends Error {}

/**
 * The event of one row. What is unknown is passed over, what is null counts as missing. HTML in the description
 * becomes text, a date without a time means a whole day, and a missing end is the start.
 * @throws RowError
 */
export function readRow(line: string): { id: string; event: CalendarEvent } {
  const row = parseJson(line);
  const parsed = z.safeParse(RowSchema, row);
  if (!parsed.success) throw new RowError(faultOf(parsed.error.issues[0], row));
  const { id, event } = parsed.data;
  const time = timeOf(event);
  const recurs = Boolean(event.recurrence?.trim());
  const attendees = (event.attendees ?? []).map((attendee): Attendee => ({
    email: readAddress(attendee.email),
    name: attendee.name ?? '',
    self: attendee.self === true,
    response: RESPONSES.find((response) => response === attendee.responseStatus) ?? 'needs-action',
    resource: attendee.resource === true,
  }));
  const own = attendees.flatMap(({ self, email }) => (self && email !== null ? email : []));
  const organizer = event.organizer && {
    email: readAddress(event.organizer.email),
    name: event.organizer.name ?? '',
    self: event.organizer.self === true || own.includes(readAddress(event.organizer.email) ?? ''),
  };
  const finished = finishEvent(
    { ...OWNER, emails: own },
    {
      eventId: id,
      seriesId: recurs ? id : null,
      originalStart: recurs ? (time.kind === 'all-day' ? time.startDate : time.start) : null,
      iCalUid: null,
      title: limitText(event.title ?? ''),
      description: htmlToText(event.description ?? '', { keepNewlines: true }),
      location: limitText(event.location ?? ''),
      time,
      status: STATUSES.find((status) => status === event.status) ?? 'confirmed',
      organizer: organizer ?? null,
      attendees: attendees.filter(({ email, name }) => email !== null || name !== ''),
      conference: event.meetingUrl ? [event.meetingUrl] : [],
      revision: '',
    },
  );
  if (finished === null) throw new RowError('this is no event that can be understood');
  return { id, event: finished };
}

const RESPONSES = ['accepted', 'declined', 'tentative'] as const;
const STATUSES = ['tentative', 'cancelled'] as const;

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new RowError('this line is not JSON');
  }
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

function timeOf({ start, end, allDay }: RowEvent): EventTime {
  if (allDay ?? DATE.test(start)) {
    const [first, after] = [start.slice(0, 10), end?.slice(0, 10) ?? null];
    const time = DATE.test(first) ? allDayFrom(first, after) : null;
    if (time === null) throw new RowError('event.start and event.end should be dates in their order');
    return time;
  }
  const from = readInstant(start);
  if (from === null) throw new RowError('event.start should be an ISO 8601 time with an offset');
  const until = end ? readInstant(end) : from;
  if (until === null) throw new RowError('event.end should be an ISO 8601 time with an offset');
  const time = timedFrom(from, until, null);
  if (time === null) throw new RowError('event.end lies before event.start');
  return time;
}

const WANTED: Readonly<Record<string, string>> = {
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

/** What is wrong, without a word of what stands there. */
function faultOf(issue: z.core.$ZodIssue | undefined, row: unknown): string {
  const path = issue?.path ?? [];
  const name = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  const subject = name === '' ? 'this line' : name.slice(1);
  if (issue?.code !== 'invalid_type') return `${subject} should not be empty`;
  const value = path.reduce<unknown>((at, part) => (at as Record<PropertyKey, unknown>)[part], row);
  if (name !== '' && (value === undefined || value === null)) return `${subject} is missing`;
  return `${subject} should be ${WANTED[issue.expected] ?? issue.expected}`;
}
