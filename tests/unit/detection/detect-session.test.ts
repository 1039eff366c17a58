import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  correctionId,
  correctionTargets,
  detectSession,
  prepareContext,
} from '../../../lib/detection/detect-session.ts';
import {
  VerdictSchema,
  type Correction,
  type SessionKind,
  type VerdictKind,
} from '../../../lib/detection/verdict.ts';
import { toInstant, type PlainDate } from '../../../lib/event/instant.ts';
import { type Row, fromRow, readRows } from '../../fixtures/detection/read-rows.ts';
import { buildAttendee, buildEvent, buildSelf } from '../../support/event-builder.ts';
import { MODEL } from '../../support/detection-model.ts';

const nothingKnown = prepareContext(MODEL);
const lotte = buildAttendee('Lotte Maes <lotte@maes.example>');
const bram = buildAttendee('Bram Aerts <bram@aerts.example>');

describe('the events of the first version', () => {
  const rows = readRows('first-version').filter(({ expected }) => expected !== 'unsure');
  const isRight = (row: Row) => {
    const { event, context } = fromRow(row);
    return detectSession(event, context).kind === row.expected;
  };

  test('are judged as a person judges them', () => {
    const wrong = rows
      .filter((row) => !isRight(row))
      .map(({ lang, about, title }) => `${lang} ${about}: ${title}`);
    expect(wrong.length, wrong.join('\n')).toBeLessThanOrEqual(Math.floor(rows.length * 0.02));
  });

  test('with people who are known are all judged so', () => {
    expect(rows.filter(({ known }) => known).filter((row) => !isRight(row))).toEqual([]);
  });

  test('hold at least 150 events and each language and answer', () => {
    expect(rows.length).toBeGreaterThanOrEqual(150);
    expect(new Set(rows.map(({ lang }) => lang))).toEqual(new Set(['en', 'nl', 'fr', 'de']));
    expect(new Set(rows.map(({ expected }) => expected)).size).toBe(3);
  });
});

/** What the model reaches on them is more; the first version, which went by lists of phrases, reached 0.696. */
const HELD_OUT_FLOOR = 0.8;

test('events that were not used for tuning do not get worse', () => {
  const kinds = ['mentoring', 'coaching', 'none'] as const;
  const answers = readRows('held-out').map((row) => {
    const { event, context } = fromRow(row);
    return { expected: row.expected, given: detectSession(event, context).kind };
  });
  const f1 = (kind: VerdictKind) => {
    const hits = answers.filter(({ expected, given }) => expected === kind && given === kind).length;
    const misses = answers.filter(({ expected, given }) => (expected === kind) !== (given === kind)).length;
    return (2 * hits) / (2 * hits + misses);
  };
  expect(kinds.reduce((sum, kind) => sum + f1(kind), 0) / kinds.length).toBeGreaterThanOrEqual(
    HELD_OUT_FLOOR,
  );
});

describe('reasons', () => {
  test('quote the event as it was written', () => {
    const { reasons } = detectSession(
      buildEvent({ title: 'FW: SÉANCE de Coaching – Zoé', attendees: [buildSelf(), bram] }),
      nothingKnown,
    );
    expect(reasons[0]).toEqual({
      code: 'words',
      where: 'title',
      text: expect.stringContaining('SÉANCE de Coaching') as string,
      points: 'coaching',
    });
  });

  test('are at most four, and name the description where it decided', () => {
    const { kind, reasons } = detectSession(
      buildEvent({
        title: 'Mentor chat call #3',
        description: 'A coaching conversation. GROW. I ask questions, you find your own answers. Your coach.',
        attendees: [buildSelf(), bram],
      }),
      nothingKnown,
    );
    expect(kind).toBe('coaching');
    expect(reasons).toHaveLength(4);
    expect(reasons[0]).toMatchObject({ where: 'description', text: 'coaching conversation' });
  });

  test('say why a trap is none', () => {
    const { kind, reasons } = detectSession(
      buildEvent({ title: 'Voorbereiding mentorgesprek Bram' }),
      nothingKnown,
    );
    expect(kind).toBe('none');
    expect(reasons[0]).toMatchObject({ code: 'words', where: 'title', points: 'none' });
    expect(JSON.stringify(reasons[0])).toContain('Voorbereiding');
  });

  test('name the platform', () => {
    const event = buildEvent({
      title: '45 minutes',
      callLinks: [{ url: 'https://app.betterup.co/call/9', source: 'conference', key: null }],
      attendees: [buildSelf(), bram],
    });
    const { kind, reasons } = detectSession(event, nothingKnown);
    expect(kind).toBe('coaching');
    expect(reasons[0]).toEqual({ code: 'platform', name: 'BetterUp', points: 'coaching' });
    const lookalike = { url: 'https://notbetterup.com/call/9', source: 'conference' as const, key: null };
    expect(detectSession({ ...event, callLinks: [lookalike] }, nothingKnown).kind).toBe('none');
  });
});

describe('known people', () => {
  const known = (kinds: SessionKind[]) =>
    prepareContext(MODEL, [], new Map([['lotte@maes.example', new Set(kinds)]]));
  const meeting = buildEvent({ title: 'Ingrid <> Lotte', attendees: [buildSelf(), lotte] });

  test('make a meeting that says nothing else a session of theirs', () => {
    expect(detectSession(meeting, nothingKnown).kind).toBe('none');
    const verdict = detectSession(meeting, known(['mentoring']));
    expect(verdict.kind).toBe('mentoring');
    expect(verdict.reasons[0]).toEqual({ code: 'known-people', names: ['Lotte Maes'], points: 'mentoring' });
  });

  test('leave it open where they have both kinds', () => {
    expect(detectSession(meeting, known(['mentoring', 'coaching'])).kind).toBe('unsure');
  });

  test('do not make preparation or other business a session', () => {
    for (const title of ['Prep Lotte', 'Budget', 'Performance review Lotte', 'Train to Lotte']) {
      expect(detectSession({ ...meeting, title }, known(['coaching'])).kind, title).toBe('none');
    }
  });

  test('do not overrule a title that names the other kind', () => {
    for (const [title, kind, other] of [
      ['Mentoring Lotte Maes', 'mentoring', 'coaching'],
      ['Coaching Lotte Maes', 'coaching', 'mentoring'],
    ] as const) {
      expect(detectSession({ ...meeting, title }, known([other])).kind, title).toBe(kind);
    }
  });

  test('count only when everybody is known', () => {
    const both = { ...meeting, attendees: [buildSelf(), lotte, bram] };
    expect(detectSession(both, known(['coaching'])).kind).toBe('none');
  });
});

describe('corrections', () => {
  const event = buildEvent({ title: 'Coaching session', seriesId: 's1', attendees: [buildSelf(), lotte] });
  const targets = correctionTargets(event);
  const correction = (
    scope: Correction['scope'],
    verdict: Correction['verdict'],
    target = targets[scope] ?? '',
    createdAt = toInstant('2026-11-01T09:00:00Z'),
  ): Correction => ({
    id: correctionId(scope, target),
    scope,
    target,
    verdict,
    rulesVersion: MODEL.head.version,
    createdAt,
  });

  test('of the event beat those of the series, which beat those of the person, which beat the rules', () => {
    const person = correction('person', 'mentoring');
    const series = correction('series', 'none');
    const one = correction('event', 'mentoring');
    const judge = (...given: Correction[]) => {
      const { kind, confidence, by, reasons } = detectSession(event, prepareContext(MODEL, given));
      return { kind, confidence, by, scope: reasons[0]?.code === 'correction' ? reasons[0].scope : null };
    };
    expect(judge()).toMatchObject({ kind: 'coaching', by: 'rules', scope: null });
    expect(judge(person)).toEqual({ kind: 'mentoring', confidence: 1, by: 'person', scope: 'person' });
    expect(judge(person, series)).toEqual({ kind: 'none', confidence: 1, by: 'person', scope: 'series' });
    expect(judge(one, person, series)).toEqual({
      kind: 'mentoring',
      confidence: 1,
      by: 'person',
      scope: 'event',
    });
  });

  test('of the same thing: the later one counts, in whatever order they come', () => {
    const early = correction('event', 'none');
    const late = correction('event', 'mentoring', targets.event, toInstant('2026-11-02T09:00:00Z'));
    expect(detectSession(event, prepareContext(MODEL, [late, early])).kind).toBe('mentoring');
    expect(detectSession(event, prepareContext(MODEL, [early, late])).kind).toBe('mentoring');
  });

  test('of a series hold for its other instances and for no other series', () => {
    const context = prepareContext(MODEL, [correction('series', 'none')]);
    const series = { seriesId: 's1', attendees: event.attendees, title: event.title };
    const sibling = buildEvent({ ...series, eventId: 'e9', originalStart: '2026-12-01T13:00:00.000Z' });
    expect(detectSession(sibling, context).by).toBe('person');
    expect(detectSession(buildEvent({ ...series, seriesId: 's2' }), context).by).toBe('rules');
  });

  test('of a person hold only where that person is the only other one', () => {
    const context = prepareContext(MODEL, [correction('person', 'none')]);
    expect(targets.person).toBe('lotte@maes.example');
    const elsewhere = buildEvent({ title: 'Coaching', eventId: 'e7', attendees: [buildSelf(), lotte] });
    expect(detectSession(elsewhere, context)).toMatchObject({ kind: 'none', by: 'person' });
    const three = buildEvent({ title: 'Coaching', attendees: [buildSelf(), lotte, bram] });
    expect(correctionTargets(three).person).toBeNull();
    expect(detectSession(three, context).by).toBe('rules');
    const nobody = buildEvent({ title: 'Coaching' });
    expect(correctionTargets(nobody)).toMatchObject({ person: null, series: null });
    expect(detectSession(nobody, context).by).toBe('rules');
  });

  test('know a person without an address by name', () => {
    const unnamed = buildAttendee('Lotte MAES', { email: null });
    expect(correctionTargets(buildEvent({ attendees: [unnamed] })).person).toBe('lotte maes');
  });
});

test('an all-day entry is never a session by the rules', () => {
  const time = {
    kind: 'all-day',
    startDate: '2026-11-10' as PlainDate,
    endDate: '2026-11-11' as PlainDate,
  } as const;
  const verdict = detectSession(buildEvent({ title: 'Coaching session Lotte', time }), nothingKnown);
  expect(verdict).toMatchObject({
    kind: 'none',
    reasons: [{ code: 'shape', shape: 'all-day', points: 'none' }],
  });
});

describe('any input', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.string({ unit: 'grapheme', maxLength: 400 }),
    fc
      .array(
        fc.constantFrom(
          'coaching',
          'mentor',
          'Coach',
          'to',
          'prep',
          '1/2',
          '\n',
          '>',
          'From:',
          '--',
          '://',
          'ß',
        ),
      )
      .map((words) => words.join(' ')),
  );

  test('gets a valid verdict whose quotations stand in the event', () => {
    fc.assert(
      fc.property(text, text, fc.array(text, { maxLength: 4 }), (title, description, names) => {
        const attendees = names.map((name) => ({ ...buildAttendee('x'), name, email: null }));
        const verdict = detectSession(buildEvent({ title, description, attendees }), nothingKnown);
        expect(VerdictSchema.parse(verdict)).toEqual(verdict);
        expect(verdict.confidence).toBeGreaterThan(0);
        expect(verdict.confidence).toBeLessThanOrEqual(1);
        expect(verdict.reasons.length).toBeLessThanOrEqual(4);
        for (const reason of verdict.reasons) {
          if (reason.code === 'words')
            expect(reason.where === 'title' ? title : description).toContain(reason.text);
        }
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['one line of letters', 'a'.repeat(10_000_000)],
    ['one endless address', `https://${'x'.repeat(10_000_000)}`],
    ['lines only', '\n'.repeat(10_000_000)],
    ['lines that look quoted', 'On wrote '.repeat(1_200_000)],
    ['combining marks', 'e\u0301'.repeat(5_000_000)],
  ])('of 10 MB is judged by its beginning: %s', (_name, noise) => {
    const meeting = { title: 'Meeting', attendees: [buildSelf(), lotte] };
    const first = buildEvent({ ...meeting, description: `Coaching session with Lotte.\n${noise}` });
    expect(detectSession(first, nothingKnown).kind).toBe('coaching');
    const last = buildEvent({ ...meeting, description: `${noise}\nCoaching session with Lotte.` });
    const without = buildEvent({ ...meeting, description: noise });
    expect(detectSession(last, nothingKnown)).toEqual(detectSession(without, nothingKnown));
  });

  test('of a 10 MB title is judged by its beginning', () => {
    const noise = 'x '.repeat(5_000_000);
    const attendees = [buildSelf(), lotte];
    const judge = (title: string) => detectSession(buildEvent({ title, attendees }), nothingKnown).kind;
    expect(judge(`Coaching session ${noise}`)).toBe('coaching');
    expect(judge(`${noise} coaching session`)).toBe(judge(noise));
  });
});
