import { expect, test } from 'vitest';
import { shortVerdict, verdictSentence } from '../../components/session-panel/verdict-words.ts';
import type { Reason, Verdict } from '../../lib/detection/verdict.ts';
import { engagement, NOW, session } from './session-panel-record.ts';

const KARIM = engagement('karim', 'coaching', 'Karim Benali');

function words(text: string, where: 'title' | 'description' = 'title'): Reason {
  return { code: 'words', where, text, points: 'coaching' };
}
function shape(name: Extract<Reason, { code: 'shape' }>['shape']): Reason {
  return { code: 'shape', shape: name, points: 'coaching' };
}
function verdict(fields: Partial<Verdict>): Verdict {
  return { kind: 'coaching', confidence: 0.9, reasons: [], by: 'rules', rulesVersion: 1, ...fields };
}
function saidBy(fields: Partial<Verdict>, rest: Parameters<typeof session>[3] = {}) {
  return session('s', KARIM, NOW, { verdict: verdict(fields), ...rest });
}
const notASession: Partial<Verdict> = {
  kind: 'none',
  by: 'person',
  reasons: [{ code: 'correction', scope: 'event', points: 'none' }],
};

test.each<[string, Reason[], string]>([
  ['one word', [words('Coaching')], '“Coaching” in the title.'],
  [
    'two words of one place become one part, and weak shapes go',
    [words('Coaching'), words('sessie'), shape('numbered'), shape('one-to-one')],
    '“Coaching” and “sessie” in the title, and one other person.',
  ],
  ['the same word twice is said once', [words('Coaching'), words('coaching')], '“Coaching” in the title.'],
  [
    'words of two places',
    [words('Coaching'), words('coachee', 'description'), words('sessie'), shape('recurring')],
    '“Coaching” and “sessie” in the title, and “coachee” in the description.',
  ],
  [
    'shapes, where there are no words',
    [
      { code: 'known-people', names: ['Karim Benali'], points: 'coaching' },
      shape('recurring'),
      shape('one-to-one'),
    ],
    'earlier sessions with Karim Benali and an entry that repeats, and one other person.',
  ],
])('the grounds: %s', (_, reasons, grounds) => {
  expect(verdictSentence(saidBy({ reasons }))).toBe(`Recognised as coaching by ${grounds}`);
});

test('what speaks against the verdict is no ground of it', () => {
  const against: Reason = { code: 'words', where: 'title', text: 'Mentoring', points: 'mentoring' };
  expect(verdictSentence(saidBy({ reasons: [against] }))).toBe('Recognised as coaching.');
});

test.each(['none', 'unsure'] as const)(
  'a written session whose entry was renamed (%s) gives no stale ground',
  (kind) => {
    const kept = saidBy({ kind, reasons: [words('Coaching')] }, { written: true });
    expect(verdictSentence(kept)).toMatch(/no longer looks like a session.*because you wrote in it/);
    expect(shortVerdict(kept)).toBe(verdictSentence(kept));
  },
);

test('a written session whose entry now looks like the other kind says both', () => {
  const kept = saidBy({ kind: 'mentoring' }, { written: true });
  expect(verdictSentence(kept)).toBe(
    'The calendar entry now looks like mentoring. It stays coaching, because you wrote in it.',
  );
});

test('a dismissed session says who dismissed it', () => {
  const dismissed = { state: 'dismissed' } as const;
  expect(verdictSentence(saidBy({ kind: 'none' }, dismissed))).toMatch(/^The calendar entry no longer looks/);
  expect(verdictSentence(saidBy({}, dismissed))).toMatch(/^The calendar entry no longer looks/);
  expect(verdictSentence(saidBy(notASession, dismissed))).toMatch(/^You said this is not a session/);
  const byHand = session('s', KARIM, NOW, { source: 'hand', verdict: null, ...dismissed });
  expect(verdictSentence(byHand)).toMatch(/^You removed this session/);
  expect(verdictSentence({ ...byHand, verdict: verdict(notASession) })).toMatch(/^You said this is not/);
});

test('the short form leaves the grounds out, and nothing else', () => {
  expect(shortVerdict(saidBy({ reasons: [words('Coaching')] }))).toBe('Recognised as coaching.');
  const corrected = saidBy({
    by: 'person',
    reasons: [{ code: 'correction', scope: 'person', points: 'coaching' }],
  });
  expect(shortVerdict(corrected)).toBe('You said everything with Karim is coaching.');
  expect(shortVerdict(session('s', KARIM, NOW, { source: 'hand', verdict: null }))).toBe(
    'You entered this session.',
  );
});
