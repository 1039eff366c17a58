/**
 * `npm run train`: learns the weights of detection from the training part of the corpus, and writes
 * `lib/detection/detection-model.bin`. No chance and no network: the same rows give the same file.
 */
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { readCorpus } from './detection/corpus.ts';
import { asFile, learn } from './detection/learn.ts';
import { MODEL_FILE } from './detection/model-file.ts';

const MOST_BYTES = 60_000;

const events = readCorpus('train');
const bytes = asFile(learn(events));
const size = gzipSync(bytes, { level: 9 }).length;
if (size > MOST_BYTES) throw new Error(`the model takes ${size} bytes, more than ${MOST_BYTES}`);
writeFileSync(MODEL_FILE, bytes);
process.stdout.write(`${events.length} events, ${(size / 1000).toFixed(1)} KB compressed\n`);
