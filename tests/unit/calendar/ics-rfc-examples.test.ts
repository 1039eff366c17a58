/** Every example of RFC 5545 §3.8.5.3, read from an iCalendar file, gives what the RFC publishes. */
import { describe, expect, test } from 'vitest';
import { expandIcs } from '../../../lib/calendar/ics/expand-ics.ts';
import { parseIcs } from '../../../lib/calendar/ics/parse-ics.ts';
import { toInstant } from '../../../lib/event/instant.ts';
import { RFC_EXAMPLES, publishedStarts, type RfcExample } from '../../fixtures/ics/rfc-examples.ts';
import { buildIcs, localTime } from '../../support/build-ics.ts';
import { instantOf } from '../../support/recurrence-oracle.ts';

const NEW_YORK = 'America/New_York';
const rows = RFC_EXAMPLES.flatMap((example) => example.rules.map((rule) => ({ ...example, rule, example })));

/** Starts of the series in the ten years from its first one, or up to the last one published. */
function startsOf({ start, exdates = [], endless }: RfcExample, rule: string, published: readonly string[]) {
  const source = buildIcs({
    start: localTime(start, NEW_YORK),
    lines: ['DURATION:PT1H', `RRULE:${rule}`, ...exdates.map((date) => `EXDATE${localTime(date, NEW_YORK)}`)],
  });
  const last = published.at(-1) ?? '';
  const until = Temporal.Instant.from(last).add({ seconds: 1 }).toString();
  const window = {
    start: toInstant('1996-01-01T00:00:00Z'),
    end: toInstant(endless ? until : `${Number(last.slice(0, 4)) + 10}-01-01T00:00:00Z`),
  };
  const { instances, cutShort } = expandIcs(parseIcs(source), { window, deviceTimeZone: 'Asia/Tokyo' });
  expect(cutShort).toBe(0);
  expect(instances.map(({ originalStart }) => originalStart)).toEqual(
    instances.map(({ time }) => (time.kind === 'timed' ? time.start : null)),
  );
  return instances.map(({ originalStart }) => originalStart).toSorted();
}

describe('RFC 5545 §3.8.5.3', () => {
  test.each(rows)('$about · $rule', ({ example, rule }) => {
    const published = publishedStarts(example).map((wall) =>
      instantOf(Temporal.PlainDateTime.from(wall), NEW_YORK),
    );
    expect(startsOf(example, rule, published)).toEqual(published);
  });
});
