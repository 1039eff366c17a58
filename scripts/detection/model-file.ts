/** The weights of detection as they lie in the repository and in the package. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type LearnedModel, readModel } from '../../lib/detection/learned-model.ts';
import { ROOT } from '../run-tool.ts';

export const MODEL_FILE = resolve(ROOT, 'lib/detection/detection-model.bin');

/** @throws when there is none, or it is damaged: `npm run train` writes it. */
export function readModelFile(): LearnedModel {
  return readModel(readFileSync(MODEL_FILE));
}
