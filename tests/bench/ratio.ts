/** What a benchmark reports. A figure means something only beside the baseline of the same run. */
export interface BenchRow {
  name: string;
  baseline: string;
  /** Median milliseconds. */
  ours: number;
  /** Median milliseconds of the baseline. */
  base: number;
  /** What `ours ÷ base` should not exceed, or null when nothing is promised. */
  limit: number | null;
  runs: number;
}

/** The middle value; of an even number the lower one of the two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (middle === undefined) throw new Error('nothing was measured');
  return middle;
}
