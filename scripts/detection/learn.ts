/** Labelled events → weights. What is learned from is in word-features.ts and event-shape.ts of lib/detection, how, in fit.ts. */
import { createHash } from 'node:crypto';
import { cleanDescription, cleanTitle, tokenise } from '../../lib/detection/clean-text.ts';
import { readPeople, shapeFeatures } from '../../lib/detection/event-shape.ts';
import { type ModelHead, type Pair, STEPS } from '../../lib/detection/learned-model.ts';
import { BUCKETS, createWordCache, eachWordFeature } from '../../lib/detection/word-features.ts';
import { LABELS, type LabelledEvent } from './corpus.ts';
import { type SparseRow, fitLogistic } from './fit.ts';
import { writeModel } from './model-file.ts';

/** Tried on the development part; docs/detection.md has what else was tried. */
const PENALTY = 0.25;
const ROUNDS = 120;
/** How much of a feature of the shape there is when it holds; words have up to 2. A platform is as good as a word. */
const shapeValue = (name: string) => (/^(?:link|platform):/.test(name) ? 6 : 0.5);
/** So many columns are kept free for the names of shapes. */
const MOST_SHAPES = 256;
const COLUMNS = BUCKETS + MOST_SHAPES + 1;
const BIAS = COLUMNS - 1;

/** Which kinds of feature are learned from: for the comparison of what each is worth. */
export type Using = 'all' | 'words' | 'shape';

export interface Learned {
  head: Omit<ModelHead, 'version'>;
  /** Mentoring and coaching by bucket, in steps. */
  steps: Int8Array;
}

/** Learns from `events`. The same events in the same order give the same weights. */
export function learn(events: readonly LabelledEvent[], using: Using = 'all'): Learned {
  const shapes = new Map<string, number>();
  // A whole day is never judged by its words.
  const timed = events.filter(({ event }) => event.time.kind === 'timed');
  const rows = timed.map((event) => toRow(event, shapes, using));
  const penalty = new Float64Array(COLUMNS).fill(PENALTY);
  penalty[BIAS] = 0;
  const weights = fitLogistic(rows, { classes: LABELS.length, columns: COLUMNS, penalty, rounds: ROUNDS });
  // The odds are against `none`, so its own weights are taken off the others.
  const pairOf = (column: number, value = 1): Pair => {
    const [none = 0, mentoring = 0, coaching = 0] = LABELS.map(
      (_, kind) => weights[kind * COLUMNS + column] ?? 0,
    );
    return [(mentoring - none) * value, (coaching - none) * value];
  };
  const pairs = Array.from({ length: BUCKETS }, (_, bucket) => pairOf(bucket));
  const largest = pairs.flat().reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const steps = Int8Array.from(pairs.flat(), (value) => toStep(value, largest));
  const shape = [...shapes].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    head: {
      bias: roundPair(pairOf(BIAS)),
      shape: Object.fromEntries(
        shape.map(([name, column]) => [name, roundPair(pairOf(column, shapeValue(name)))]),
      ),
      largest: round(largest),
    },
    steps,
  };
}

/** The model as `readModel` reads it. Its version is told by its content: other weights, another version. */
export function asFile({ head, steps }: Learned): Uint8Array {
  const digest = createHash('sha256').update(JSON.stringify(head)).update(steps).digest();
  return writeModel({ version: digest.readUInt32LE() >>> 1, ...head }, steps);
}

/** The nearest step; the smallest weights, which are most of them, fall to 0. */
function toStep(value: number, largest: number): number {
  return Math.round(Math.sign(value) * STEPS * Math.sqrt(Math.abs(value) / largest));
}

const round = (value: number) => Math.round(value * 1e4) / 1e4;
const roundPair = ([mentoring, coaching]: Pair): Pair => [round(mentoring), round(coaching)];

function toRow({ event, label }: LabelledEvent, shapes: Map<string, number>, using: Using): SparseRow {
  const title = tokenise(cleanTitle(event.title), 80);
  const description = tokenise(cleanDescription(event.description));
  const people = readPeople(event, new Map());
  const values = new Map<number, number>([[BIAS, 1]]);
  if (using !== 'shape') {
    eachWordFeature(title, description, people.names, createWordCache(), (features, value) => {
      const buckets = typeof features === 'number' ? [features] : features.buckets;
      for (const bucket of buckets) values.set(bucket, (values.get(bucket) ?? 0) + value);
    });
  }
  for (const name of using === 'words' ? [] : shapeFeatures(event, people, title, description)) {
    const column = shapes.get(name) ?? BUCKETS + shapes.size;
    if (column >= BIAS) throw new Error('there are more shapes than columns for them');
    shapes.set(name, column);
    values.set(column, shapeValue(name));
  }
  return { columns: [...values.keys()], values: [...values.values()], label: LABELS.indexOf(label) };
}
