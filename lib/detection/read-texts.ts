/** Reads title and description of an event: what they say, and which word says how much of it. */
import type { CalendarEvent } from '../event/calendar-event.ts';
import { cleanDescription, cleanTitle, tokenise, type Token } from './clean-text.ts';
import type { LearnedModel, Pair } from './learned-model.ts';
import { eachWordFeature } from './word-features.ts';

/** Title and description of an event, cleaned and cut. Places of tokens count in the cleaned texts. */
export interface ReadTexts {
  title: string;
  description: string;
  titleTokens: readonly Token[];
  descriptionTokens: readonly Token[];
  /** What the words say. */
  said: Pair;
  /** Which word said how much of it: mentoring and coaching by place, counted through title and description. */
  byPlace: Float32Array;
}

/** Cleans, cuts and weighs. `names`: words of the names of those who take part. */
export function readTexts(event: CalendarEvent, names: ReadonlySet<string>, model: LearnedModel): ReadTexts {
  const title = cleanTitle(event.title);
  const description = cleanDescription(event.description);
  const titleTokens = tokenise(title, 80);
  const descriptionTokens = tokenise(description);
  const said: Pair = [0, 0];
  const byPlace = new Float32Array(2 * (titleTokens.length + descriptionTokens.length));
  const { weights } = model;
  eachWordFeature(titleTokens, descriptionTokens, names, model.words, (features, value, first, last) => {
    let mentoring: number;
    let coaching: number;
    if (typeof features === 'number') {
      mentoring = value * (weights[features * 2] ?? 0);
      coaching = value * (weights[features * 2 + 1] ?? 0);
    } else {
      const worth = (features.worth ??= worthOf(features.buckets, model));
      mentoring = value * worth[0];
      coaching = value * worth[1];
    }
    said[0] += mentoring;
    said[1] += coaching;
    const at = last * 2;
    if (first === last) {
      byPlace[at] = (byPlace[at] ?? 0) + mentoring;
      byPlace[at + 1] = (byPlace[at + 1] ?? 0) + coaching;
    } else {
      byPlace[at - 2] = (byPlace[at - 2] ?? 0) + mentoring / 2;
      byPlace[at - 1] = (byPlace[at - 1] ?? 0) + coaching / 2;
      byPlace[at] = (byPlace[at] ?? 0) + mentoring / 2;
      byPlace[at + 1] = (byPlace[at + 1] ?? 0) + coaching / 2;
    }
  });
  return { title, description, titleTokens, descriptionTokens, said, byPlace };
}

function worthOf(buckets: readonly number[], { weights }: LearnedModel): Pair {
  const sum: Pair = [0, 0];
  for (const bucket of buckets) {
    sum[0] += weights[bucket * 2] ?? 0;
    sum[1] += weights[bucket * 2 + 1] ?? 0;
  }
  return sum;
}
