/**
 * Whatever happens to calendars, network and clock, and whatever the user writes meanwhile: once all is well again and
 * the calendars have been read, the sessions ahead are those that a fresh install would see, and every note is where
 * it was written. CONTINUITY_SEED and CONTINUITY_RUNS change what is tried.
 */
import fc from 'fast-check';
import { IDBFactory } from 'fake-indexeddb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addSession } from '../../lib/app/add-session.ts';
import { disconnectAccount } from '../../lib/app/connect-account.ts';
import { correctVerdict } from '../../lib/app/correct-verdict.ts';
import { saveNote } from '../../lib/app/save-note.ts';
import { type CalendarEvent, isDeclined, seriesKey } from '../../lib/event/calendar-event.ts';
import { addMinutes, toInstant } from '../../lib/event/instant.ts';
import type { Note, NoteId } from '../../lib/note/note.ts';
import type { Session } from '../../lib/session/session.ts';
import { loadAccounts } from '../../lib/storage/calendar-store.ts';
import { MeetingBook, changeArb, createArb, markOf } from '../support/continuity-model.ts';
import { type Service, emptyWorld } from '../support/continuity-world.ts';
import { contentOf, put } from '../support/memory-deps.ts';
import { type Surroundings, WorldInstall, pass } from '../support/world-install.ts';
import { startWorld, type World } from '../world/start-world.ts';

const SEED = Number(process.env['CONTINUITY_SEED'] ?? 20_261_110);
const RUNS = Number(process.env['CONTINUITY_RUNS'] ?? 120);

/** A Tuesday, 10:00 in Brussels. */
const NOW = toInstant('2026-11-10T09:00:00Z');
/** Longer than a list of calendars is used. */
const NEXT_LIST_MINUTES = 7 * 60;

const FAULTS = [
  '503',
  'truncated',
  'html',
  'reset',
  'page-loop',
  'empty',
  'killed',
  'killed-in-commit',
] as const;

const stepArb = fc.oneof(
  { weight: 10, arbitrary: changeArb },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('refresh' as const),
      fault: fc.option(fc.record({ kind: fc.constantFrom(...FAULTS), after: fc.nat({ max: 5 }) }), {
        nil: null,
        freq: 2,
      }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('note' as const), session: fc.nat({ max: 9 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('correct' as const),
      session: fc.nat({ max: 9 }),
      scope: fc.constantFrom('event' as const, 'series' as const, 'person' as const),
      verdict: fc.constantFrom('mentoring' as const, 'coaching' as const, 'none' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('hand' as const), session: fc.nat({ max: 9 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('pass' as const), hours: fc.integer({ min: 1, max: 72 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom('disconnect' as const, 'connect' as const),
      service: fc.constantFrom('google' as const, 'outlook' as const),
    }),
  },
);
type Step = typeof stepArb extends fc.Arbitrary<infer Value> ? Value : never;

const beginArb = fc.array(createArb, { minLength: 1, maxLength: 4 });
const stepsArb = fc.array(stepArb, { maxLength: 40, size: 'max' });

let world: World;

beforeAll(async () => {
  world = await startWorld(emptyWorld());
});
afterAll(async () => {
  await world.close();
});

/** One life of an install: what was done, and what was written in what. */
class Life {
  readonly around: Surroundings = { world, now: NOW, meddle: null };
  readonly install = new WorldInstall(this.around);
  readonly #meetings = new MeetingBook();
  #byHand = 0;
  /** By text: the session it was written in, as it was then, and the marks of its entries. */
  readonly notes = new Map<string, { session: Session; marks: string[]; ahead: boolean }>();

  async begin(): Promise<void> {
    world.description.accounts = emptyWorld().accounts;
    await this.install.connect('google');
    await this.install.connect('outlook');
  }

  async do(step: Step): Promise<void> {
    switch (step.do) {
      case 'refresh':
        return await this.#refresh(step.fault);
      case 'pass':
        return pass(this.around, step.hours * 60);
      case 'note':
        return await this.#write(step.session);
      case 'correct': {
        const session = await this.#pick(step.session);
        if (session) await correctVerdict(this.install.deps, session.id, step.scope, step.verdict);
        return;
      }
      case 'hand':
        return await this.#addByHand(step.session);
      case 'disconnect':
        return await this.#disconnect(step.service);
      case 'connect':
        return await this.install.connect(step.service);
      case 'toggle-subscribed':
        this.#meetings.toggleSubscription(world.description, step.service);
        return this.#meetings.render(world.description);
      default:
        this.#meetings.apply(step);
        this.#meetings.render(world.description);
    }
  }

  async #refresh(fault: (Step & { do: 'refresh' })['fault']): Promise<void> {
    pass(this.around, 5);
    let left = fault?.after ?? 0;
    const killed = Promise.withResolvers<void>();
    if (fault?.kind === 'killed-in-commit') this.install.idsLeft = left;
    else if (fault) {
      this.around.meddle = async (_request, answer) => {
        if ((left -= 1) >= 0) return await answer();
        if (fault.kind === 'reset') throw new TypeError('connection reset');
        if (fault.kind === 'killed') {
          killed.resolve();
          return await new Promise<never>(() => undefined);
        }
        return await spoil(fault.kind, await answer());
      };
    }
    await Promise.race([this.install.refresh(), killed.promise]);
    this.around.meddle = null;
    this.install.idsLeft = Infinity;
    if (fault?.kind.startsWith('killed')) await this.install.restart();
  }

  /** One of the sessions that are shown, if there is any. */
  async #pick(index: number): Promise<Session | undefined> {
    const sessions = (await this.install.sessions()).filter(({ state }) => state === 'active');
    return sessions[index % Math.max(1, sessions.length)];
  }

  async #write(index: number): Promise<void> {
    const session = await this.#pick(index);
    if (!session) return;
    const text = `Note ${this.notes.size + 1}`;
    const marks = (await this.install.events())
      .filter(({ key }) => session.instanceKeys.includes(key))
      .flatMap((event) => markOf(event) ?? []);
    const ahead = session.start >= this.around.now;
    this.notes.set(text, { session, marks, ahead });
    const id = `note-${this.notes.size}` as NoteId;
    const common = { type: 'note', private: true, baseRevision: 0 } as const;
    await saveNote(this.install.deps, { ...common, id, sessionId: session.id, text });
  }

  async #addByHand(index: number): Promise<void> {
    const start = addMinutes(this.around.now, 60 * 24 * (index + 1));
    const common = { kind: 'mentoring', email: null, minutes: 60, timeZone: 'Europe/Brussels' } as const;
    await addSession(this.install.deps, { ...common, name: `Person ${(this.#byHand += 1)}`, start });
  }

  async #disconnect(service: Service): Promise<void> {
    for (const { id, provider } of await loadAccounts(await this.install.deps.db())) {
      if (provider === service) await disconnectAccount(this.install.deps, id);
    }
  }

  /** All is well, and the calendars are read: twice, since a sudden emptiness is only believed the second time. */
  async settle(): Promise<void> {
    for (let reading = 0; reading < 3; reading += 1) {
      pass(this.around, NEXT_LIST_MINUTES);
      expect(await this.install.refresh()).toSatisfy(
        (fault) => fault === null || fault === 'calendar-missing',
      );
    }
  }
}

async function spoil(kind: string, answer: Response): Promise<Response> {
  const { headers } = answer;
  if (kind === '503') return new Response('', { status: 503 });
  if (kind === 'html') return new Response('<p>Log in</p>', { headers: { 'content-type': 'text/html' } });
  const text = await answer.text();
  if (kind === 'truncated') return new Response(text.slice(0, text.length / 2), { headers });
  const body = JSON.parse(text) as Record<string, unknown>;
  if (kind === 'empty') return Response.json({ ...body, ...(body['items'] ? { items: [] } : { value: [] }) });
  const next = { nextPageToken: 'again', '@odata.nextLink': 'https://graph.microsoft.com/v1.0/me/again' };
  return Response.json({ ...body, ...next });
}

function nameOf({ title, start, end, people }: Session): string {
  const names = people.map(({ email, name }) => email ?? name).toSorted();
  return `${start} ${end} ${title} <${names.join(', ')}>`;
}

/** The user has said what it is, or has made it or written in it: then rules alone do not take it away. */
function isHeld({ written, source, verdict }: Session): boolean {
  return written || source === 'hand' || verdict?.by === 'person';
}

async function compareWithFresh(life: Life): Promise<void> {
  const { install, around } = life;
  const fresh = new WorldInstall(around);
  // What a person has said of a series or somebody goes along; that is the user's, not the calendar's.
  const { corrections } = await contentOf(install.deps);
  await put(fresh.deps, { corrections: corrections as object[] });
  for (const { provider } of await loadAccounts(await install.deps.db())) {
    if (provider !== 'ics') await fresh.connect(provider);
  }
  const isAhead = ({ start }: Session) => start >= around.now;
  const expected = (await fresh.sessions()).filter((one) => isAhead(one) && one.state === 'active');
  const kept = (await install.sessions()).filter(isAhead);
  await fresh.close();

  const active = kept.filter(({ state }) => state === 'active');
  const names = active.map(nameOf);
  expect(
    names.filter((name, index) => names.indexOf(name) !== index),
    'doubled',
  ).toEqual([]);
  const missing = expected.filter((one) => {
    const same = active.find((other) => nameOf(other) === nameOf(one));
    if (same) return same.kind !== one.kind && !isHeld(same);
    // A word on this very session outlives its entry, which a fresh install cannot know.
    return !kept.some(
      (other) =>
        other.state === 'dismissed' && other.verdict?.by === 'person' && nameOf(other) === nameOf(one),
    );
  });
  expect(missing.map(nameOf), 'missing').toEqual([]);
  const seen = new Set(expected.map(nameOf));
  const extra = active.filter((one) => !seen.has(nameOf(one)) && !isHeld(one));
  expect(extra.map(nameOf), 'only here').toEqual([]);
}

function isInCalendarOf(series: string, { accountId, calendarId }: CalendarEvent): boolean {
  return series.startsWith(JSON.stringify([accountId, calendarId]).slice(0, -1));
}

async function checkNotes(life: Life): Promise<void> {
  const { notes } = await contentOf(life.install.deps);
  const events = await life.install.events();
  const sessions = new Map((await life.install.sessions()).map((session) => [session.id, session]));
  expect((notes as Note[]).map(({ text }) => text).toSorted()).toEqual([...life.notes.keys()].toSorted());
  for (const { text, sessionId, engagementId } of notes as Note[]) {
    const written = life.notes.get(text);
    const session = sessions.get(sessionId);
    expect(session, text).toMatchObject({ id: written?.session.id, written: true, engagementId });
    if (!session || !written?.ahead || session.start < life.around.now || session.state === 'dismissed')
      continue;
    // An entry that got another id, and another title, or another calendar and another time, is another meeting.
    const isTold = (event: CalendarEvent) =>
      session.seriesKeys.includes(seriesKey(event)) ||
      (event.title === written.session.title &&
        event.time.kind === 'timed' &&
        (event.time.start === session.start || session.seriesKeys.some((key) => isInCalendarOf(key, event))));
    const there = events.filter(
      (event) =>
        isTold(event) &&
        written.marks.includes(markOf(event) ?? '') &&
        event.time.kind === 'timed' &&
        event.time.start >= life.around.now &&
        event.status !== 'cancelled' &&
        !isDeclined(event),
    );
    if (there.length === 0) continue;
    const held = there.filter(({ key }) => session.instanceKeys.includes(key));
    const where = `${text} is in ${nameOf(session)} (${session.state}), its meeting is at ${there.map(({ time }) => (time.kind === 'timed' ? time.start : '')).join(', ')}`;
    expect(held.length, where).toBeGreaterThan(0);
  }
}

test(
  `any sequence of changes, faults and acts ends where a fresh install would, with every note (seed ${SEED})`,
  { timeout: 60_000 + RUNS * 1000 },
  async () => {
    const property = fc.asyncProperty(beginArb, stepsArb, async (begin, steps) => {
      globalThis.indexedDB = new IDBFactory();
      const life = new Life();
      await life.begin();
      for (const step of [...begin, ...steps]) await life.do(step);
      await life.settle();
      await compareWithFresh(life);
      await checkNotes(life);
      await life.install.close();
    });
    await fc.assert(property, {
      seed: SEED,
      numRuns: RUNS,
      endOnFailure: process.env['CONTINUITY_SHRINK'] === '0',
    });
  },
);
