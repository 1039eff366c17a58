/**
 * Fits a multinomial logistic regression with a Gaussian prior (L2) by L-BFGS. The problem is convex and every step is
 * deterministic: the same rows give the same weights, without a seed. Nothing about calendars belongs here.
 */

/** One row: the features that are not zero. */
export interface SparseRow {
  columns: readonly number[];
  values: readonly number[];
  /** 0 to `classes` - 1. */
  label: number;
}

export interface FitOptions {
  classes: number;
  columns: number;
  /** How strongly weights are kept small; by column. The last column, which is for the bias, is not. */
  penalty: Float64Array;
  rounds: number;
}

/** The weights, class by class: `weights[class * columns + column]`. */
export function fitLogistic(rows: readonly SparseRow[], options: FitOptions): Float64Array {
  const { classes, columns, penalty, rounds } = options;
  const data = pack(rows);
  const size = classes * columns;
  /** The loss at `at`, and its gradient in `gradient`. */
  const evaluate = (at: Float64Array, gradient: Float64Array): number => {
    let loss = 0;
    for (let index = 0; index < size; index += 1) {
      const strength = penalty[index % columns] ?? 0;
      const weight = at[index] ?? 0;
      loss += 0.5 * strength * weight * weight;
      gradient[index] = strength * weight;
    }
    const logits = new Float64Array(classes);
    for (let row = 0; row < data.labels.length; row += 1) {
      const from = data.starts[row] ?? 0;
      const until = data.starts[row + 1] ?? 0;
      logits.fill(0);
      for (let kind = 0; kind < classes; kind += 1) {
        let sum = 0;
        const base = kind * columns;
        for (let entry = from; entry < until; entry += 1) {
          sum += (at[base + (data.columns[entry] ?? 0)] ?? 0) * (data.values[entry] ?? 0);
        }
        logits[kind] = sum;
      }
      const label = data.labels[row] ?? 0;
      const top = Math.max(...logits);
      let total = 0;
      for (let kind = 0; kind < classes; kind += 1) total += Math.exp((logits[kind] ?? 0) - top);
      loss += Math.log(total) + top - (logits[label] ?? 0);
      for (let kind = 0; kind < classes; kind += 1) {
        const error = Math.exp((logits[kind] ?? 0) - top) / total - (kind === label ? 1 : 0);
        const base = kind * columns;
        for (let entry = from; entry < until; entry += 1) {
          const index = base + (data.columns[entry] ?? 0);
          gradient[index] = (gradient[index] ?? 0) + error * (data.values[entry] ?? 0);
        }
      }
    }
    return loss;
  };
  return minimise(evaluate, size, rounds);
}

interface Packed {
  starts: Int32Array;
  columns: Int32Array;
  values: Float64Array;
  labels: Int32Array;
}

function pack(rows: readonly SparseRow[]): Packed {
  const count = rows.reduce((sum, row) => sum + row.columns.length, 0);
  const packed: Packed = {
    starts: new Int32Array(rows.length + 1),
    columns: new Int32Array(count),
    values: new Float64Array(count),
    labels: Int32Array.from(rows, ({ label }) => label),
  };
  let at = 0;
  for (const [index, { columns, values }] of rows.entries()) {
    packed.columns.set(columns, at);
    packed.values.set(values, at);
    at += columns.length;
    packed.starts[index + 1] = at;
  }
  return packed;
}

/** How many steps the curvature is remembered for. */
const MEMORY = 10;

/** L-BFGS (Nocedal and Wright, Numerical Optimization, algorithm 7.5) with a halving line search. */
function minimise(
  evaluate: (at: Float64Array, gradient: Float64Array) => number,
  size: number,
  rounds: number,
): Float64Array {
  let at = new Float64Array(size);
  let gradient = new Float64Array(size);
  let loss = evaluate(at, gradient);
  const history: { step: Float64Array; change: Float64Array; rho: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const direction = directionOf(gradient, history);
    const slope = dot(direction, gradient);
    if (slope > -1e-9) break;
    let length = history.length === 0 ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
    let next = new Float64Array(size);
    let nextGradient = new Float64Array(size);
    let nextLoss = Infinity;
    for (let tries = 0; tries < 30; tries += 1) {
      for (let index = 0; index < size; index += 1) {
        next[index] = (at[index] ?? 0) + length * (direction[index] ?? 0);
      }
      nextLoss = evaluate(next, nextGradient);
      if (nextLoss <= loss + 1e-4 * length * slope) break;
      length /= 2;
    }
    const step = new Float64Array(size);
    const change = new Float64Array(size);
    for (let index = 0; index < size; index += 1) {
      step[index] = (next[index] ?? 0) - (at[index] ?? 0);
      change[index] = (nextGradient[index] ?? 0) - (gradient[index] ?? 0);
    }
    const curvature = dot(step, change);
    if (curvature > 1e-10) {
      history.push({ step, change, rho: 1 / curvature });
      if (history.length > MEMORY) history.shift();
    }
    const gain = loss - nextLoss;
    [at, next] = [next, at];
    [gradient, nextGradient] = [nextGradient, gradient];
    loss = nextLoss;
    if (gain < 1e-5 * Math.abs(loss)) break;
  }
  return at;
}

function directionOf(
  gradient: Float64Array,
  history: readonly { step: Float64Array; change: Float64Array; rho: number }[],
): Float64Array {
  const direction = gradient.map((value) => -value);
  const shares: number[] = [];
  for (const { step, change, rho } of history.toReversed()) {
    const share = rho * dot(step, direction);
    shares.push(share);
    add(direction, change, -share);
  }
  const last = history.at(-1);
  if (last) {
    const scale = dot(last.step, last.change) / dot(last.change, last.change);
    for (let index = 0; index < direction.length; index += 1) {
      direction[index] = (direction[index] ?? 0) * scale;
    }
  }
  for (const { step, change, rho } of history) {
    const share = (shares.pop() ?? 0) - rho * dot(change, direction);
    add(direction, step, share);
  }
  return direction;
}

function add(to: Float64Array, from: Float64Array, times: number): void {
  for (let index = 0; index < to.length; index += 1) {
    to[index] = (to[index] ?? 0) + times * (from[index] ?? 0);
  }
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index += 1) sum += (left[index] ?? 0) * (right[index] ?? 0);
  return sum;
}
