/** One calendar, read to the end → events, sessions and "last read", in one transaction. */
import {
  type DetectionMemo,
  createMemo,
  detectSession,
  indexCorrections,
} from '../detection/detect-session.ts';
import { AccountSchema, type Calendar, CalendarSchema } from '../event/account.ts';
import type { LearnedModel } from '../detection/learned-model.ts';
import type { CalendarEvent } from '../event/calendar-event.ts';
import { type Instant, addDays } from '../event/instant.ts';
import { type KnownPeople, isSameKnown, knownFor, knownPeople } from '../session/known-people.ts';
import { type DetectedEvent, type SessionPlan, announce, planSessions } from '../session/plan-sessions.ts';
import { rankCalendars } from '../session/rank-calendars.ts';
import type { Session, SessionId } from '../session/session.ts';
import { type EventChanges, diffEvents, saveEventDays } from '../storage/calendar-store.ts';
import { type StoreName, write } from '../storage/database.ts';
import { parseRow, parseRows } from '../storage/rows.ts';
import { writeSessionPlan } from '../storage/session-plan.ts';
import type { AppDeps } from './deps.ts';
import {
  RECORD_STORES,
  type RecordTransaction,
  allCorrections,
  allEngagements,
  sessionsFor,
} from './record-transaction.ts';

export interface Reading {
  calendar: Pick<Calendar, 'accountId' | 'calendarId'>;
  window: { start: Instant; end: Instant };
  events: readonly CalendarEvent[];
  skipped: number;
  /** Event ids of those of them that had one. */
  skippedIds: readonly string[];
  readAt: Instant;
}

/**
 * Reconciles a complete reading of a calendar: all of it or nothing. Reading the same thing again changes nothing but
 * the time of the reading. A calendar that was disconnected meanwhile is left alone.
 * @param memo what detection has worked out about the events already.
 */
export async function applyReading(
  deps: AppDeps,
  reading: Reading,
  memo: DetectionMemo = createMemo(),
): Promise<void> {
  const { accountId, calendarId } = reading.calendar;
  const model = await deps.model();
  const events = [...new Map(reading.events.map((event) => [event.key, event])).values()];
  await write(
    await deps.db(),
    RECORD_STORES,
    // What a crash of the machine could take is in the calendar still.
    'relaxed',
    async (tx): Promise<StoreName[]> => {
      const calendars = tx.objectStore('calendars');
      const calendar = parseRow(CalendarSchema, await calendars.get([accountId, calendarId]));
      if (!calendar?.chosen) return [];
      const changes = await diffEvents(
        tx.objectStore('events'),
        accountId,
        calendarId,
        events,
        reading.skippedIds,
      );
      // Where something was, an empty answer is asked for again before it is believed.
      if (events.length === 0 && changes.days.length > 0 && calendar.emptyOnce !== true) {
        await calendars.put({ ...calendar, emptyOnce: true });
        return ['calendars'];
      }
      // The browser stores these while the sessions are planned.
      const saving = saveEventDays(tx.objectStore('events'), changes.days);
      saving.catch(() => undefined);
      const plan = await planReading(deps, tx, { ...reading, events, model, memo }, changes);
      await writeSessionPlan<typeof RECORD_STORES>(tx, plan);
      await saving;
      const { emptyOnce: _, ...read } = calendar;
      const { readAt: lastReadAt, skipped } = reading;
      await calendars.put({ ...read, lastReadAt, skipped, fault: null });
      const changed: StoreName[] = ['calendars'];
      if (changes.days.length > 0) changed.push('events');
      if (plan.sessions.length > 0) changed.push('sessions');
      if (plan.engagements.length > 0) changed.push('engagements');
      if (plan.moved.length > 0) changed.push('notes', 'actions');
      return changed;
    },
    (changed) => changed,
  );
}

/** Detection leans on known people, whom it finds itself: so often is it asked again when it found new ones. */
const MOST_ROUNDS = 4;

async function planReading(
  deps: AppDeps,
  tx: RecordTransaction,
  reading: Reading & { model: LearnedModel; memo: DetectionMemo },
  changes: EventChanges,
): Promise<SessionPlan> {
  const { events, window, model, memo, readAt: now } = reading;
  const from = addDays(window.start, -1);
  // A meeting of several days may have begun before the range in which sessions are read.
  const earlier = events.filter(({ time }) => time.kind === 'timed' && time.start < from);
  const range = IDBKeyRange.bound(from, addDays(window.end, 1));
  const stored = await sessionsFor(tx, range, [...changes.put, ...earlier]);
  const engagements = await allEngagements(tx);
  const corrections = indexCorrections(await allCorrections(tx));
  const rank = rankCalendars(
    parseRows(AccountSchema, await tx.objectStore('accounts').getAll()).rows,
    parseRows(CalendarSchema, await tx.objectStore('calendars').getAll()).rows,
  );
  const detected: (DetectedEvent & { knows: string })[] = [];
  const plan = (known: KnownPeople) => {
    for (const [index, event] of events.entries()) {
      const kinds = knownFor(event, known);
      const knows = JSON.stringify([...kinds].map(([person, of]) => [person, ...of]));
      // Most events have nobody in them who became known since the last time.
      if (detected[index]?.knows === knows) continue;
      const verdict = detectSession(event, { model, corrections, known: kinds, memo });
      detected[index] = { event, verdict, knows };
    }
    return planSessions({
      detected,
      sessions: [...stored.values()],
      engagements,
      complete: { ...reading.calendar, window, kept: changes.kept },
      rank,
      now,
      newId: () => deps.newId(),
    });
  };
  // Those who will be known are told from the start: most readings are then planned once.
  const announced = announce(
    changes.put.map((event) => ({
      event,
      verdict: detectSession(event, { model, corrections, known: new Map(), memo }),
    })),
  );
  let known = knownPeople([...stored.values(), ...announced]);
  let planned = plan(known);
  for (let round = 1; round < MOST_ROUNDS; round += 1) {
    const after = new Map<SessionId, Session>(stored);
    for (const session of planned.sessions) after.set(session.id, session);
    const next = knownPeople(after.values());
    if (isSameKnown(known, next)) break;
    known = next;
    planned = plan(known);
  }
  return planned;
}
