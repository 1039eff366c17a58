/** The labelled events, the weights that were learned from them, and how well these judge what they have not seen. */
import { readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { detectSession, prepareContext } from '../../lib/detection/detect-session.ts';
import { CORPUS, type LabelledEvent, type Part, readCorpus } from '../../scripts/detection/corpus.ts';
import { asFile, learn } from '../../scripts/detection/learn.ts';
import { MODEL_FILE } from '../../scripts/detection/model-file.ts';
import { f1, macroF1, sessionScores } from '../../scripts/detection/scores.ts';
import { MODEL } from '../support/detection-model.ts';

const PARTS: readonly Part[] = ['train', 'dev', 'test'];
const parts = new Map(PARTS.map((part) => [part, readCorpus(part)]));
const all = [...parts.values()].flat();

describe('the corpus', () => {
  test('has every file read, thousands of events and at least fifteen languages', () => {
    const lines = readdirSync(CORPUS).flatMap((file) =>
      readFileSync(resolve(CORPUS, file), 'utf8').trim().split('\n'),
    );
    expect(all).toHaveLength(lines.length);
    expect(all.length).toBeGreaterThanOrEqual(2_500);
    expect(new Set(all.map(({ language }) => language)).size).toBeGreaterThanOrEqual(15);
  });

  test('names each event once, and no person in two parts', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const partsOf = new Map<string, Set<Part>>();
    for (const [part, rows] of parts) {
      for (const { pointOfView } of rows) {
        partsOf.set(pointOfView, (partsOf.get(pointOfView) ?? new Set()).add(part));
      }
    }
    expect([...partsOf].filter(([, of]) => of.size > 1).map(([person]) => person)).toEqual([]);
  });

  test('shares no whole description between what is learned from and what is measured', () => {
    const texts = (rows: readonly LabelledEvent[]) =>
      rows.map(({ event }) => event.description.trim().toLowerCase()).filter((text) => text.length >= 30);
    const learned = new Set(texts(parts.get('train') ?? []));
    const measured = [...texts(parts.get('dev') ?? []), ...texts(parts.get('test') ?? [])];
    expect(measured.filter((text) => learned.has(text))).toEqual([]);
  });
});

test('the weights are those that the corpus gives, and small', { timeout: 120_000 }, () => {
  const learned = Buffer.from(asFile(learn(parts.get('train') ?? [])));
  expect(learned.equals(readFileSync(MODEL_FILE))).toBe(true);
  expect(gzipSync(learned, { level: 9 }).length).toBeLessThanOrEqual(60_000);
});

test('events that were not learned from are judged well', () => {
  const context = prepareContext(MODEL);
  const judged = (parts.get('dev') ?? []).map((row) => ({ row, ...detectSession(row.event, context) }));
  expect(macroF1(judged)).toBeGreaterThanOrEqual(0.93);
  expect(macroF1(judged.filter(({ row }) => row.hard))).toBeGreaterThanOrEqual(0.9);
  const { precision, recall } = sessionScores(judged);
  expect(precision).toBeGreaterThanOrEqual(0.95);
  expect(recall).toBeGreaterThanOrEqual(0.95);
  for (const label of ['mentoring', 'coaching', 'none'] as const)
    expect(f1(judged, label)).toBeGreaterThanOrEqual(0.92);
});
