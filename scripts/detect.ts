/**
 * `npm run detect -- FILE [--json]`: the verdict of every event in a calendar file or a list of events, by the code
 * that the extension runs. Verdicts go to stdout, what could not be read to stderr.
 */
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ICS_LIMITS, IcsError } from '../lib/calendar/ics/parse-ics.ts';
import { detectSession, prepareContext } from '../lib/detection/detect-session.ts';
import type { CalendarEvent } from '../lib/event/calendar-event.ts';
import { readIcsFile } from './detect-ics.ts';
import { readModelFile } from './detection/model-file.ts';
import { RowError, readRow } from './detect-row.ts';
import { reasonSentence } from './reason-sentence.ts';

const USAGE = `Usage: npm run detect -- FILE [--json]

Says of each event in FILE whether it is a mentoring or a coaching session, how
sure that is (0 to 1), and why.

FILE   .ics    a calendar file: one verdict for each UID, under that UID; one
               more, under UID|original start, for each instance of a series
               whose title or description is its own
       .jsonl  one event a line: { "id", "userRole", "event": { "title",
               "description", "organizer", "attendees", "location",
               "meetingUrl", "recurrence", "start", "end", "allDay",
               "status" } }; id and event.start are needed
--json         JSON lines: { "id", "kind", "confidence", "reasons" }, kind one
               of mentoring, coaching, none, unsure
--help         this text

What cannot be read is named on stderr by file and line; the rest goes on.
Exit code: 0, 1 when something could not be read, 2 when called wrongly.
With "npm run --silent detect" nothing but the verdicts goes to stdout.
`;

/** Longer lines are no events; they are not even collected. */
const MAX_LINE = 10_000_000;

const context = prepareContext(readModelFile());

async function main(): Promise<number> {
  const called = readArguments();
  if (called === null) {
    process.stderr.write(USAGE);
    return 2;
  }
  if (called.help) {
    await write(USAGE);
    return 0;
  }
  const { file, json } = called;
  const path = resolve(startedIn(), file);
  const tell = (id: string, event: CalendarEvent) => write(json ? asJson(id, event) : asLine(id, event));
  try {
    switch (extname(file).toLowerCase()) {
      case '.ics':
        return await detectIcs(path, file, tell);
      case '.jsonl':
        return await detectRows(path, file, tell);
      default:
        return complain(file, 'only .ics and .jsonl files can be read');
    }
  } catch (error) {
    return complain(file, wordsOf(error));
  }
}

type Tell = (id: string, event: CalendarEvent) => Promise<void>;

async function detectIcs(path: string, file: string, tell: Tell): Promise<number> {
  if ((await stat(path)).size > ICS_LIMITS.bytes) throw new IcsError('too-big');
  const { found, faults } = readIcsFile(await readFile(path));
  for (const { id, event } of found) await tell(id, event);
  for (const { line, fault } of faults) complain(`${file}:${line}`, fault);
  return faults.length === 0 ? 0 : 1;
}

async function detectRows(path: string, file: string, tell: Tell): Promise<number> {
  let code = 0;
  let number = 0;
  for await (const line of linesOf(path)) {
    number += 1;
    if (line?.trim() === '') continue;
    try {
      if (line === null) throw new RowError('this line is too long to be an event');
      const { id, event } = readRow(line);
      await tell(id, event);
    } catch (error) {
      if (!(error instanceof RowError)) throw error;
      code = complain(`${file}:${number}`, error.message);
    }
  }
  return code;
}

/** Lines without their ends (LF or CRLF) and the byte order mark; null for one beyond `MAX_LINE`. */
async function* linesOf(path: string): AsyncGenerator<string | null> {
  let parts: string[] = [];
  let length = 0;
  const take = () => {
    const line = length > MAX_LINE ? null : parts.join('').replace(/^\ufeff|\r$/g, '');
    parts = [];
    length = 0;
    return line;
  };
  const add = (part: string) => {
    length += part.length;
    if (length <= MAX_LINE) parts.push(part);
  };
  for await (const chunk of createReadStream(path, { encoding: 'utf8' }) as AsyncIterable<string>) {
    const [first = '', ...rest] = chunk.split('\n');
    add(first);
    for (const part of rest) {
      yield take();
      add(part);
    }
  }
  if (length > 0) yield take();
}

function asJson(id: string, event: CalendarEvent): string {
  const { kind, confidence, reasons } = detectSession(event, context);
  const text = JSON.stringify({ id, kind, confidence, reasons: reasons.map(reasonSentence) });
  // JSON leaves these as they are; some readers take them for line ends, some screens for commands.
  const plain = text.replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${plain}\n`;
}

/** "mentoring  0.97  Mentoring Lotte [id]  Reasons." on one line. */
function asLine(id: string, event: CalendarEvent): string {
  const { kind, confidence, reasons } = detectSession(event, context);
  const words = [event.title || '(no title)', `[${id}]`, ...reasons.map(reasonSentence)].join(' ');
  // eslint-disable-next-line no-control-regex
  const plain = words.replace(/[\s\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+/g, ' ');
  return `${kind.padEnd(9)}  ${confidence.toFixed(2)}  ${plain}\n`;
}

function readArguments(): { file: string; json: boolean; help: boolean } | null {
  try {
    const options = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [file, ...more] = positionals;
    const { json = false, help = false } = values;
    if (help) return { file: '', json, help };
    return !file || more.length > 0 ? null : { file, json, help };
  } catch {
    return null;
  }
}

/** npm starts scripts in the folder of package.json; FILE is meant from where the person stands. */
function startedIn(): string {
  const { npm_lifecycle_event: script, INIT_CWD: folder } = process.env;
  return script === 'detect' && folder !== undefined ? folder : process.cwd();
}

/** Tells what is wrong, and gives the exit code for it. */
function complain(where: string, what: string): 1 {
  process.stderr.write(`${where}: ${what}\n`);
  return 1;
}

function wordsOf(error: unknown): string {
  if (error instanceof IcsError) {
    switch (error.reason) {
      case 'not-a-calendar':
        return 'this is no calendar: there is no BEGIN:VCALENDAR in it';
      case 'too-big':
        return `this calendar is larger than is read (${ICS_LIMITS.bytes / 1e6} MB)`;
      case 'too-many-entries':
        return `this calendar has more entries than are read (${ICS_LIMITS.entries.toLocaleString('en')})`;
    }
  }
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'there is no such file';
    case 'EISDIR':
      return 'this is a folder';
    case 'EACCES':
    case 'EPERM':
      return 'this file may not be read';
    default:
      if (error instanceof Error && 'syscall' in error) return 'this file cannot be read';
      throw error;
  }
}

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

/** Whoever reads has seen enough (`… | head`): that is no fault. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}

process.exitCode = await main();
