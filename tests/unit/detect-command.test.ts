/** `npm run detect` as it is called: a process of its own that reads files. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findCallLinks } from '../../lib/calendar/find-call-links.ts';
import { detectSession, prepareContext } from '../../lib/detection/detect-session.ts';
import type { CalendarEvent } from '../../lib/event/calendar-event.ts';
import { reasonSentence } from '../../scripts/reason-sentence.ts';
import { fromRow, readRows } from '../fixtures/detection/read-rows.ts';
import { wrapIcs } from '../support/build-ics.ts';
import { buildAttendee, buildEvent, buildSelf } from '../support/event-builder.ts';
import { MODEL } from '../support/detection-model.ts';

const ROOT = resolve(import.meta.dirname, '../..');

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beforehand-detect-'));
});

afterAll(async () => rm(folder, { recursive: true, force: true }));

interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the command in the folder; after so many lines nobody reads its output any more. */
async function detect(
  args: readonly string[],
  {
    cwd = folder,
    env = {},
    lines = Infinity,
  }: { cwd?: string; env?: NodeJS.ProcessEnv; lines?: number } = {},
): Promise<Run> {
  const child = spawn(process.execPath, [join(ROOT, 'scripts/detect.ts'), ...args], {
    cwd,
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      // Every start after the first is quicker.
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
      // As in a test run that npm has started elsewhere.
      npm_lifecycle_event: 'test',
      INIT_CWD: ROOT,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (stdout.split('\n').length > lines) child.stdout.destroy();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

const write = async (name: string, content: string) => writeFile(join(folder, name), content);

/** What stands in the lines of an output; each has its end. */
function linesOf(output: string): string[] {
  expect(output).toMatch(/^$|\n$/);
  return output.split('\n').slice(0, -1);
}

const verdictsOf = (output: string) => linesOf(output).map((line) => JSON.parse(line) as { id: string });

/** An event as a row of a file. */
function toRow(id: string, event: CalendarEvent): string {
  const { title, description, location, organizer, time, status } = event;
  const isTimed = time.kind === 'timed';
  const attendees = event.attendees.map(({ email, name, self, response }) => {
    return { email, name, self, responseStatus: response };
  });
  return JSON.stringify({
    id,
    userRole: 'mentee',
    event: {
      title,
      description,
      organizer: organizer && { email: organizer.email, name: organizer.name },
      attendees,
      location,
      meetingUrl: event.callLinks[0]?.url ?? null,
      recurrence: event.seriesId === null ? null : 'RRULE:FREQ=WEEKLY',
      start: isTimed ? time.start : time.startDate,
      end: isTimed ? time.end : time.endDate,
      allDay: !isTimed,
      status,
    },
  });
}

/** A row of `event`, changed. */
function row(id: unknown, event: object = {}): string {
  const plain = {
    title: 'Mentoring Lotte',
    start: '2026-11-10T14:00:00+01:00',
    end: '2026-11-10T15:00:00+01:00',
  };
  return JSON.stringify({ id, userRole: 'mentor', event: { ...plain, ...event } });
}

describe('a list of events', () => {
  test('has one verdict for each, the one that the extension gives', async () => {
    const written = [...readRows('first-version'), ...readRows('held-out')].map(
      ({ known: _, ...rest }) => fromRow(rest).event,
    );
    const others = [
      buildEvent({ organizer: null, attendees: [buildSelf(), buildAttendee('Sam <sam@eu.coachhub.io>')] }),
      // Longer than what is read from the disk at once.
      buildEvent({ title: 'Coaching 🧑‍🏫', description: '🧑‍🏫 é '.repeat(20_000) }),
    ];
    // A row knows the user by the list of guests only.
    const events = [...written, ...others].map((event) => ({
      ...event,
      attendees: event.attendees.length === 0 ? [buildSelf()] : event.attendees,
      // As every calendar service's events have them.
      callLinks: findCallLinks({ conference: [], ...event }),
    }));
    const rows = events.map((event, index) => toRow(`row ${index}`, event));
    const ends = ['\n', '\r\n', '\n\n', '\r\n \t\r\n'];
    const text = rows.map((line, index) => (index === 0 ? line : `${ends[index % ends.length]}${line}`));
    await write('events.jsonl', `\ufeff${text.join('')}`);

    const fromNpm = { npm_lifecycle_event: 'detect', INIT_CWD: folder };
    const run = await detect(['--json', 'events.jsonl'], { cwd: ROOT, env: fromNpm });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const context = prepareContext(MODEL);
    const expected = events.map((event, index) => {
      const { kind, confidence, reasons } = detectSession(event, context);
      return { id: `row ${index}`, kind, confidence, reasons: reasons.map(reasonSentence) };
    });
    expect(verdictsOf(run.stdout)).toEqual(expected);

    for (const kind of ['mentoring', 'coaching', 'none'])
      expect(expected.map((one) => one.kind)).toContain(kind);
    for (const { kind, confidence, reasons } of expected) {
      expect(confidence).toBeGreaterThan(0);
      expect(confidence).toBeLessThanOrEqual(1);
      if (kind !== 'none') expect(reasons).not.toEqual([]);
      for (const reason of reasons) expect(reason).toMatch(/^[A-Z].+\.$/s);
    }
  });

  /** Each says "zebra" wherever it can. */
  const zebra = {
    title: 'Zebra',
    description: 'zebra',
    organizer: { email: 'zebra@zebra.example', name: 'Zebra' },
  };
  const FAULTY: [line: string, fault: string][] = [
    ['{ "id": "zebra", zebra }', 'this line is not JSON'],
    [row('zebra', zebra).slice(0, -1), 'this line is not JSON'],
    ['["zebra"]', 'this line should be an object'],
    ['null', 'this line should be an object'],
    ['"zebra"', 'this line should be an object'],
    [row(undefined, zebra), 'id is missing'],
    [row(null, zebra), 'id is missing'],
    [row('', zebra), 'id should not be empty'],
    [row(12, zebra), 'id should be a text'],
    ['{ "id": "zebra" }', 'event is missing'],
    ['{ "id": "zebra", "event": "zebra" }', 'event should be an object'],
    [row('zebra', { ...zebra, start: undefined }), 'event.start is missing'],
    [row('zebra', { ...zebra, start: 'zebra' }), 'event.start should be an ISO 8601 time with an offset'],
    [row('zebra', { ...zebra, start: '2026-11-10T14:00' }), 'event.start should be an ISO 8601 time with an offset'],
    [row('zebra', { ...zebra, start: 1_794_000_000 }), 'event.start should be a text'],
    [row('zebra', { ...zebra, end: 'zebra' }), 'event.end should be an ISO 8601 time with an offset'],
    [row('zebra', { ...zebra, end: '2026-11-10T13:59:59+01:00' }), 'event.end lies before event.start'],
    [row('zebra', { ...zebra, start: '2026-02-30', end: null }), 'event.start and event.end should be dates in their order'],
    [row('zebra', { ...zebra, title: ['zebra'] }), 'event.title should be a text'],
    [row('zebra', { ...zebra, allDay: 'zebra' }), 'event.allDay should be true or false'],
    [row('zebra', { ...zebra, attendees: 'zebra' }), 'event.attendees should be a list'],
    [row('zebra', { ...zebra, attendees: [{ email: 'zebra' }, { email: 1 }] }), 'event.attendees[1].email should be a text'],
    [row('zebra', { ...zebra, organizer: 'zebra' }), 'event.organizer should be an object'],
    [row('zebra', { ...zebra, description: 'zebra '.repeat(1_700_000) }), 'this line is too long to be an event'],
  ]; // prettier-ignore

  test('is read on after what cannot be, which is named without its words', async () => {
    const lines = FAULTY.flatMap(([line], index) => [row(`before ${index}`), '', line]);
    await write('faulty.jsonl', [...lines, row('last')].join('\r\n'));
    const { code, stdout, stderr } = await detect(['faulty.jsonl', '--json']);
    expect(code).toBe(1);
    expect(linesOf(stderr)).toEqual(
      FAULTY.map(([, fault], index) => `faulty.jsonl:${3 * index + 3}: ${fault}`),
    );
    expect(verdictsOf(stdout).map(({ id }) => id)).toEqual([
      ...FAULTY.map((_, index) => `before ${index}`),
      'last',
    ]);
    expect(`${stdout}${stderr}`).not.toMatch(/zebra/i);
  });

  test('with hostile signs becomes lines of plain text, and is left quietly after a few', async () => {
    const signs = '\u001b[2J\u001b]0;x\u0007\r\n\t\u0000\u0008\u007f\u0085\u009b31m\u2028\u2029\u202e\u2066';
    const hostile = [
      row(`a${signs}b`, { title: `Coaching${signs}session 🧑‍🏫`, description: `mentoring${signs}` }),
      row('no title', { title: null }),
      row('c', { title: `${signs}mentoring`, organizer: { email: `${signs}@coachhub.com`, name: signs } }),
    ];
    const more = Array.from({ length: 20_000 }, (_, index) => row(`more ${index}`));
    await write('hostile.jsonl', [...hostile, ...more].join('\n'));
    const { code, stdout, stderr } = await detect(['hostile.jsonl'], { lines: 4 });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });

    const lines = stdout.split('\n').slice(0, 4);
    for (const line of lines) {
      expect(line).toMatch(/^(?:mentoring|coaching|none|unsure) +[01]\.\d\d {2}\S/);
      expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
    }
    expect(lines).toEqual([
      expect.stringMatching(/ {2}Coaching.*session 🧑‍🏫 \[a.*b\] [TN].+, which points to .+\.$/u),
      expect.stringMatching(/ {2}\(no title\) \[no title\] /),
      expect.stringMatching(/mentoring \[c\] /),
      expect.stringMatching(/ {2}Mentoring Lotte \[more 0\] /),
    ]);
  });
});

test('a calendar has one verdict for each UID, and one for an instance with a title of its own', async () => {
  const entry = (title: string, ...lines: string[]) => [
    'BEGIN:VEVENT',
    'DTSTART:20261110T130000Z',
    'DTEND:20261110T140000Z',
    `SUMMARY:${title}`,
    ...lines,
    'END:VEVENT',
  ];
  const moved = (date: string) => `RECURRENCE-ID:202611${date}T130000Z`;
  const calendar = [
    ...entry('Mentoring Lotte', 'UID:single'),
    ...entry('Budget', 'UID:series', 'RRULE:FREQ=WEEKLY'),
    ...entry('Zebra'),
    ...entry('Coaching session Bram', 'UID:series', moved('17')),
    ...entry('Budget', 'UID:series', moved('24')),
    ...entry('Zebra', 'UID:zebra', 'DURATION:zebra').toSpliced(2, 1),
    ...entry('Séance de coaching 🧑‍🏫', 'UID:last\u009b31m\u2028x'),
  ];
  await write('Calendar.ICS', wrapIcs(calendar));
  const { code, stdout, stderr } = await detect(['--json', './Calendar.ICS']);
  expect(code).toBe(1);
  expect(linesOf(stderr)).toEqual([
    './Calendar.ICS:17: this entry has no UID',
    './Calendar.ICS:36: this entry has no times that can be read, or too long a UID',
  ]);
  const reasons = expect.arrayContaining([expect.any(String)]) as string[];
  const verdict = (id: string, kind: string) => ({
    id,
    kind,
    confidence: expect.any(Number) as number,
    reasons,
  });
  expect(verdictsOf(stdout)).toEqual([
    verdict('single', 'mentoring'),
    verdict('series', 'none'),
    verdict('series|2026-11-17T13:00:00.000Z', 'coaching'),
    verdict('last\u009b31m\u2028x', 'coaching'),
  ]);
  expect(stdout).not.toMatch(/[\u0080-\u009f\u2028]/);
  expect(`${stdout}${stderr}`).not.toMatch(/zebra/i);
});

describe('the command', () => {
  test.each([
    ['no file', []],
    ['two files', ['events.jsonl', 'more.jsonl']],
    ['a flag that is none', ['events.jsonl', '--yaml']],
  ])('called with %s says how it is called', async (_, args) => {
    const { code, stdout, stderr } = await detect(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: npm run detect -- FILE \[--json\]\n/);
  });

  test('says the same when asked', async () => {
    const { code, stdout, stderr } = await detect(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: npm run detect -- FILE \[--json\]\n/);
  });

  test.each([
    ['gone.jsonl', 'there is no such file'],
    ['folder.ics', 'this is a folder'],
    ['list.csv', 'only .ics and .jsonl files can be read'],
    ['letter.ics', 'this is no calendar: there is no BEGIN:VCALENDAR in it'],
  ])('says in words why %s cannot be read', async (name, fault) => {
    await mkdir(join(folder, 'folder.ics'), { recursive: true });
    await write('list.csv', row('a'));
    await write('letter.ics', 'Dear Lotte,\n');
    expect(await detect([name])).toEqual({ code: 1, stdout: '', stderr: `${name}: ${fault}\n` });
  });
});
