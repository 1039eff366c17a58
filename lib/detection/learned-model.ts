/**
 * The learned half of detection: reads the weights that `npm run train` has written, and adds them up for one event.
 * A multinomial logistic regression: the answer is in natural-log odds against `none`.
 */
import * as z from 'zod/mini';
import { BUCKETS } from './event-features.ts';

const PairSchema = z.tuple([z.number(), z.number()]);
/** Weights of mentoring and of coaching, as natural-log odds against `none`. */
export type Pair = z.infer<typeof PairSchema>;

const HeadSchema = z.object({
  /** Raised with every training. */
  version: z.number(),
  bias: PairSchema,
  /** By the name that `shapeFeatures` gives. */
  shape: z.record(z.string(), PairSchema),
  /** What the largest step of a bucket is worth. */
  largest: z.number(),
});
export type ModelHead = z.infer<typeof HeadSchema>;

export interface LearnedModel {
  head: ModelHead;
  /** By bucket: mentoring, coaching. */
  weights: Float32Array;
}

/** A bucket's weight is stored in steps from -7 to 7, whose squares are what they are worth. */
export const STEPS = 7;

/**
 * Reads a model: the length of the head (32 bits, little-endian), the head (JSON, UTF-8), and one byte for each bucket,
 * the step of mentoring in its high half, of coaching in the low one, each plus 8.
 * @throws when it is none.
 */
export function readModel(bytes: Uint8Array): LearnedModel {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true);
  const head = HeadSchema.parse(JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))));
  const steps = bytes.subarray(4 + length);
  if (steps.length !== BUCKETS) throw new Error('the model was trained for another number of buckets');
  const weights = new Float32Array(BUCKETS * 2);
  for (const [bucket, byte] of steps.entries()) {
    weights[bucket * 2] = worth((byte >> 4) - 8, head.largest);
    weights[bucket * 2 + 1] = worth((byte & 15) - 8, head.largest);
  }
  return { head, weights };
}

/** The weight that a step stands for. */
export function worth(step: number, largest: number): number {
  return (Math.sign(step) * step * step * largest) / (STEPS * STEPS);
}

/** The opposite of `readModel`. `steps`: mentoring and coaching by bucket, -7 to 7. */
export function writeModel(head: ModelHead, steps: Int8Array): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(head));
  const bytes = new Uint8Array(4 + text.length + BUCKETS);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    const [mentoring = 0, coaching = 0] = steps.subarray(bucket * 2, bucket * 2 + 2);
    bytes[4 + text.length + bucket] = ((mentoring + 8) << 4) | (coaching + 8);
  }
  return bytes;
}
