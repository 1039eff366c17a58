/** The figures by which detection is measured. */
import type { VerdictKind } from '../../lib/detection/verdict.ts';
import { LABELS, type Label, type LabelledEvent } from './corpus.ts';

export interface Judged {
  row: LabelledEvent;
  kind: VerdictKind;
  confidence: number;
}

/** The harmonic mean of precision and recall of one label; an `unsure` is right for none. 0 without a hit. */
export function f1(judged: readonly Judged[], label: Label): number {
  let hits = 0;
  let misses = 0;
  for (const { row, kind } of judged) {
    if (row.label === label && kind === label) hits += 1;
    else if (row.label === label || kind === label) misses += 1;
  }
  return hits === 0 ? 0 : (2 * hits) / (2 * hits + misses);
}

/** The mean F1 of the three labels, each counting the same. */
export function macroF1(judged: readonly Judged[]): number {
  return LABELS.reduce((sum, label) => sum + f1(judged, label), 0) / LABELS.length;
}

/** Of what is called a session, of whichever kind, how much is one; of the sessions, how many are called so. */
export function sessionScores(judged: readonly Judged[]): { precision: number; recall: number } {
  const isSession = (kind: VerdictKind) => kind === 'mentoring' || kind === 'coaching';
  const called = judged.filter(({ kind }) => isSession(kind));
  const real = judged.filter(({ row }) => isSession(row.label));
  const hits = called.filter(({ row }) => isSession(row.label)).length;
  return { precision: hits / called.length, recall: hits / real.length };
}

/** How many of each label were given each answer: by `label answer`. */
export function confusion(judged: readonly Judged[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { row, kind } of judged) {
    const key = `${row.label} ${kind}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

interface Bin {
  from: number;
  mean: number;
  right: number;
  count: number;
}

/**
 * How far the likelihood of an answer can be believed: in bins of a tenth, the mean likelihood and the share that was
 * right; `error` is their mean distance, weighed by how many there are (expected calibration error).
 */
export function calibration(judged: readonly Judged[]): { error: number; bins: Bin[] } {
  const sure = judged.filter(({ kind }) => kind !== 'unsure');
  const groups = Map.groupBy(sure, ({ confidence }) => Math.min(Math.floor(confidence * 10), 9));
  const bins = [...groups]
    .toSorted(([a], [b]) => a - b)
    .map(([tenth, of]): Bin => ({
      from: tenth / 10,
      mean: of.reduce((sum, { confidence }) => sum + confidence, 0) / of.length,
      right: of.filter(({ row, kind }) => row.label === kind).length / of.length,
      count: of.length,
    }));
  const error =
    bins.reduce((sum, { mean, right, count }) => sum + Math.abs(mean - right) * count, 0) / sure.length;
  return { error, bins };
}
