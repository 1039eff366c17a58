/**
 * The learned half of detection: reads the weights that `npm run train` has written, and adds them up for one event.
 * A multinomial logistic regression: the answer is in natural-log odds against `none`.
 */
import type { NameCache } from './event-shape.ts';
import { BUCKETS, type WordCache, createWordCache } from './word-features.ts';

/** Weights of mentoring and of coaching, as natural-log odds against `none`. */
export type Pair = [mentoring: number, coaching: number];

export interface ModelHead {
  /** Another one for other weights. */
  version: number;
  bias: Pair;
  /** By the name that `shapeFeatures` gives. */
  shape: Record<string, Pair>;
  /** What the largest step of a bucket is worth. */
  largest: number;
}

export interface LearnedModel {
  head: ModelHead;
  /** By bucket: mentoring, coaching. */
  weights: Float32Array;
  /** What was worked out with these weights already. */
  words: WordCache;
  names: NameCache;
}

/** A bucket's weight is stored in steps from -7 to 7, whose squares are what they are worth. */
export const STEPS = 7;

/**
 * Reads a model: the length of the head (32 bits, little-endian), the head (JSON, UTF-8), and one byte for each bucket,
 * the step of mentoring in its high half, of coaching in the low one, each plus 8. It lies in the package or repository
 * with this code, so its shape is not in question.
 */
export function readModel(bytes: Uint8Array): LearnedModel {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))) as ModelHead;
  const steps = bytes.subarray(4 + length);
  const weights = new Float32Array(BUCKETS * 2);
  for (const [bucket, byte] of steps.entries()) {
    weights[bucket * 2] = worth((byte >> 4) - 8, head.largest);
    weights[bucket * 2 + 1] = worth((byte & 15) - 8, head.largest);
  }
  return { head, weights, words: createWordCache(), names: new Map() };
}

/** The weight that a step stands for. */
export function worth(step: number, largest: number): number {
  return (Math.sign(step) * step * step * largest) / (STEPS * STEPS);
}
