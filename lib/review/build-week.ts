/** The user's week: its sessions, and which of them lack notes. Pure. */
import { type Instant, type PlainDate, minutesBetween, toInstant } from '../event/instant.ts';
import type { SessionKind } from '../detection/verdict.ts';
import { type SessionPhase, isShown, phaseOf } from '../session/pick-session.ts';
import type { Session, SessionId } from '../session/session.ts';

export interface Week {
  /** ISO 8601 week number and the year it belongs to. */
  number: number;
  year: number;
  monday: PlainDate;
  sunday: PlainDate;
  /** Midnight at the start of Monday and of the Monday after, in the user's zone. */
  start: Instant;
  end: Instant;
}

/** The ISO week (Monday to Sunday, ISO 8601) that holds `now` in `timeZone`, moved by `offset` weeks. */
export function weekOf(now: Instant, timeZone: string, offset = 0): Week {
  const day = Temporal.Instant.from(now).toZonedDateTimeISO(timeZone).toPlainDate().add({ weeks: offset });
  const monday = day.subtract({ days: day.dayOfWeek - 1 });
  const midnight = (date: Temporal.PlainDate) =>
    toInstant(date.toZonedDateTime(timeZone).toInstant().toString());
  return {
    number: monday.weekOfYear ?? 0,
    year: monday.yearOfWeek ?? monday.year,
    monday: monday.toString() as PlainDate,
    sunday: monday.add({ days: 6 }).toString() as PlainDate,
    start: midnight(monday),
    end: midnight(monday.add({ days: 7 })),
  };
}

export interface SessionInWeek {
  session: Session;
  /** How the user calls the person or group. */
  name: string;
  phase: SessionPhase;
  notes: number;
  /** It is over, took place, and nothing was written. */
  lacksNotes: boolean;
  today: boolean;
}

export interface WeekReview {
  week: Week;
  sessions: SessionInWeek[];
  /** Minutes of sessions that took or take place, by kind. */
  minutes: Record<SessionKind, number>;
  lacking: number;
}

/**
 * The review of one week.
 * @param sessions those that start in the week; `notes` counts their notes, `names` their engagements' names.
 */
export function buildWeek(
  record: {
    week: Week;
    sessions: readonly Session[];
    names: ReadonlyMap<string, string>;
    notes: ReadonlyMap<SessionId, number>;
  },
  now: Instant,
  timeZone: string,
): WeekReview {
  const today = weekday(now, timeZone);
  const sessions = record.sessions
    .filter(isShown)
    .toSorted((a, b) => a.start.localeCompare(b.start))
    .map((session): SessionInWeek => {
      const notes = record.notes.get(session.id) ?? 0;
      const phase = phaseOf(session, now);
      return {
        session,
        name: record.names.get(session.engagementId) ?? session.title,
        phase,
        notes,
        lacksNotes: session.state === 'active' && phase === 'after' && notes === 0,
        today: weekday(session.start, timeZone) === today,
      };
    });
  const minutes: Record<SessionKind, number> = { mentoring: 0, coaching: 0 };
  for (const { session } of sessions) {
    if (session.state === 'active') minutes[session.kind] += minutesBetween(session.start, session.end);
  }
  return { week: record.week, sessions, minutes, lacking: sessions.filter((s) => s.lacksNotes).length };
}

function weekday(instant: Instant, timeZone: string): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}
