/**
 * `npm run bench:detection`: how often detection is right on the development and the locked test part of the corpus, what
 * each half of it is worth, how far its likelihoods can be believed, its worst misses, and how fast it is.
 */
import { createMemo, detectSession, prepareContext } from '../lib/detection/detect-session.ts';
import { readModel } from '../lib/detection/learned-model.ts';
import type { Verdict, VerdictKind } from '../lib/detection/verdict.ts';
import { median } from '../tests/bench/ratio.ts';
import { LABELS, type LabelledEvent, readCorpus } from './detection/corpus.ts';
import { asFile, learn } from './detection/learn.ts';
import { readModelFile } from './detection/model-file.ts';
import { type Judged, calibration, confusion, f1, macroF1, sessionScores } from './detection/scores.ts';

const out = (line = '') => void process.stdout.write(`${line}\n`);
const figure = (value: number) => value.toFixed(3);

const train = readCorpus('train');
const model = readModelFile();
const byModel = (of: typeof model) => {
  const context = prepareContext(of);
  return ({ event }: LabelledEvent) => detectSession(event, context);
};

// With --dev the locked part stays unseen: for whoever changes something.
for (const part of process.argv.includes('--dev') ? (['dev'] as const) : (['dev', 'test'] as const)) {
  const rows = readCorpus(part);
  const judged = judge(rows, byModel(model));
  out(`${part === 'dev' ? 'Development' : 'Locked test'}: ${rows.length} events`);
  report(judged);
  out();
  out('  what each is worth         macro-F1   hard  session P  session R');
  compare('keyword in the title', judge(rows, byKeyword));
  compare('shape of the meeting only', judge(rows, byModel(readModel(asFile(learn(train, 'shape'))))));
  compare('words only', judge(rows, byModel(readModel(asFile(learn(train, 'words'))))));
  compare('both', judged);
  out();
}
throughput(readCorpus('dev'));

function judge(rows: readonly LabelledEvent[], by: (row: LabelledEvent) => Verdict): Judged[] {
  return rows.map((row) => {
    const { kind, confidence } = by(row);
    return { row, kind, confidence };
  });
}

/** What a calendar add-on of an afternoon would do; also the baseline of the throughput. */
function byKeyword({ event }: LabelledEvent): Verdict {
  const kind: VerdictKind = /mentor/i.test(event.title)
    ? 'mentoring'
    : /coach/i.test(event.title)
      ? 'coaching'
      : 'none';
  return { kind, confidence: 1, reasons: [], by: 'rules', rulesVersion: 0 };
}

function report(judged: readonly Judged[]): void {
  const { precision, recall } = sessionScores(judged);
  const hard = judged.filter(({ row }) => row.hard);
  const easy = judged.filter(({ row }) => !row.hard);
  out(`  macro-F1 ${figure(macroF1(judged))}, hard ${figure(macroF1(hard))}, easy ${figure(macroF1(easy))}`);
  out(`  is a session: precision ${figure(precision)}, recall ${figure(recall)}`);
  out(`  ${LABELS.map((label) => `${label} ${figure(f1(judged, label))}`).join(', ')}`);
  const languages = Map.groupBy(judged, ({ row }) => row.language);
  const many = [...languages]
    .filter(([, of]) => of.length >= 15)
    .toSorted(([, a], [, b]) => b.length - a.length);
  const few = [...languages].filter(([, of]) => of.length < 15).flatMap(([, of]) => of);
  const shown: [string, readonly Judged[]][] = [...many, [`the ${languages.size - many.length} others`, few]];
  out(`  ${shown.map(([name, of]) => `${name} ${figure(macroF1(of))} (${of.length})`).join(', ')}`);
  const { error, bins } = calibration(judged);
  out(`  calibration: expected error ${figure(error)}`);
  for (const { from, mean, right, count } of bins) {
    out(`    said ${from.toFixed(1)}+: ${figure(mean)} on average, right ${figure(right)} of ${count}`);
  }
  out('  rows as labelled, columns as judged:');
  const kinds: VerdictKind[] = [...LABELS, 'unsure'];
  out(`    ${''.padEnd(10)}${kinds.map((kind) => kind.padStart(10)).join('')}`);
  const counts = confusion(judged);
  for (const label of LABELS) {
    out(
      `    ${label.padEnd(10)}${kinds.map((kind) => String(counts.get(`${label} ${kind}`) ?? 0).padStart(10)).join('')}`,
    );
  }
  out('  worst misses:');
  const misses = judged.filter(({ row, kind }) => kind !== row.label);
  for (const { row, kind, confidence } of misses
    .toSorted((a, b) => b.confidence - a.confidence)
    .slice(0, 30)) {
    out(
      `    ${row.id} ${row.language} ${row.label} judged ${kind} ${confidence.toFixed(2)}: ${row.event.title.slice(0, 70)}`,
    );
  }
}

function compare(name: string, judged: readonly Judged[]): void {
  const { precision, recall } = sessionScores(judged);
  const hard = judged.filter(({ row }) => row.hard);
  const figures = [macroF1(judged), macroF1(hard), precision, recall].map((value) =>
    figure(value).padStart(9),
  );
  out(`  ${name.padEnd(26)}${figures.join(' ')}`);
}

/** Events per second in one thread, next to a search for keywords in the same run. */
function throughput(rows: readonly LabelledEvent[]): void {
  const perSecond = (round: () => void, events: number) => {
    const rounds = Array.from({ length: 9 }, () => {
      const started = performance.now();
      round();
      return (events * 1000) / (performance.now() - started);
    });
    return median(rounds.slice(2));
  };
  let found = 0;
  const search = perSecond(() => {
    for (let turn = 0; turn < 10; turn += 1) {
      for (const { event } of rows)
        found += Number(/mentor|coach/i.test(`${event.title} ${event.description}`));
    }
  }, rows.length * 10);
  const judgeRow = byModel(model);
  const each = perSecond(() => {
    for (let turn = 0; turn < 10; turn += 1) for (const row of rows) found += judgeRow(row).confidence;
  }, rows.length * 10);
  // As a reading of a calendar does it: most entries are instances of a series, and say what another one said.
  const calendar = Array.from({ length: 8 }, () => rows.map(({ event }) => ({ ...event }))).flat();
  const read = perSecond(() => {
    const context = { ...prepareContext(model), memo: createMemo() };
    for (const event of calendar) found += detectSession(event, context).confidence;
  }, calendar.length);
  if (found === 0) throw new Error('nothing was judged');
  const ratio = (ours: number) =>
    `${ours.toFixed(0)} events/s, 1/${(search / ours).toFixed(0)} of a search for keywords`;
  out(
    `Throughput in one thread: ${ratio(read)}, in a calendar whose entries come eight times (at least 20,000)`,
  );
  out(`                          ${ratio(each)}, when no two are alike`);
}
