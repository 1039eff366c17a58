/** Reads the labelled events by which detection is trained and measured. See docs/detection.md for how they were made. */
import { readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod/mini';
import type { CalendarEvent } from '../../lib/event/calendar-event.ts';
import { readRow } from '../detect-row.ts';
import { ROOT } from '../run-tool.ts';

export const LABELS = ['none', 'mentoring', 'coaching'] as const;
export type Label = (typeof LABELS)[number];

const LabelledSchema = z.looseObject({
  id: z.string(),
  /** BCP 47, the main language of the event. */
  language: z.string(),
  /** Who wrote it into whose calendar; the rows of one person are never divided when something is tried. */
  pointOfView: z.string(),
  difficulty: z.enum(['easy', 'hard']),
  label: z.enum(LABELS),
  event: z.looseObject({ title: z.string() }),
});

export interface LabelledEvent {
  id: string;
  language: string;
  pointOfView: string;
  hard: boolean;
  label: Label;
  event: CalendarEvent;
}

/** Where the rows lie. */
export const CORPUS = resolve(ROOT, 'tests/fixtures/detection/corpus');

export type Part = 'train' | 'dev' | 'test';

/** The rows of a part, in a fixed order. `test` is for the last measurement alone: nothing may be chosen by it. */
export function readCorpus(part: Part): LabelledEvent[] {
  const files = readdirSync(CORPUS)
    .filter((file) => file.startsWith(`${part}-`) && file.endsWith('.jsonl'))
    .toSorted();
  return files.flatMap((file) => {
    const lines = readFileSync(resolve(CORPUS, file), 'utf8').split('\n');
    return lines.filter((line) => line !== '').map(readLabelled);
  });
}

function readLabelled(line: string): LabelledEvent {
  const { id, language, pointOfView, difficulty, label } = LabelledSchema.parse(JSON.parse(line));
  return { id, language, pointOfView, hard: difficulty === 'hard', label, event: readRow(line).event };
}
