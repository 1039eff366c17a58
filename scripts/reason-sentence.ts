/** Grounds of a verdict as plain English sentences. The screens' words need the bundler, which a command does without. */
import type { Reason, VerdictKind } from '../lib/detection/verdict.ts';

/** One whole sentence: "The title says “Mentoring”, which points to mentoring." */
export function reasonSentence(reason: Reason): string {
  return `${groundOf(reason)}, which points to ${POINTS[reason.points]}.`;
}

function groundOf(reason: Reason): string {
  switch (reason.code) {
    case 'words':
      return `The ${reason.where} says “${reason.text}”`;
    case 'platform':
      return `It comes from ${reason.name}`;
    case 'known-people':
      return `There were earlier sessions with ${reason.names.join(', ')}`;
    case 'correction':
      return `Someone corrected ${CORRECTED[reason.scope]}`;
    case 'shape':
      return SHAPES[reason.shape];
  }
}

const CORRECTED = {
  event: 'this event',
  series: 'its series',
  person: 'all events with this person',
} as const;

const SHAPES: Record<Extract<Reason, { code: 'shape' }>['shape'], string> = {
  'all-day': 'It lasts a whole day',
  alone: 'Nobody else is invited',
  'one-to-one': 'One other person takes part',
  'small-group': 'A small group takes part',
  crowd: 'Many people take part',
  recurring: 'It repeats',
  numbered: 'The title has a number like that of a session',
};

const POINTS: Record<VerdictKind, string> = {
  mentoring: 'mentoring',
  coaching: 'coaching',
  none: 'neither kind of session',
  unsure: 'a session of either kind',
};
