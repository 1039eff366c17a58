/** The weights of detection as they lie in the repository and in the package. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type LearnedModel, type ModelHead, readModel } from '../../lib/detection/learned-model.ts';
import { BUCKETS } from '../../lib/detection/word-features.ts';
import { ROOT } from '../run-tool.ts';

export const MODEL_FILE = resolve(ROOT, 'lib/detection/detection-model.bin');

/** @throws when there is none, or it is damaged: `npm run train` writes it. */
export function readModelFile(): LearnedModel {
  return readModel(readFileSync(MODEL_FILE));
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
