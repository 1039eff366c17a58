import { describe, expect, test } from 'vitest';
import { inTurn } from '../../../lib/platform/lock.ts';

/** Work that ends when the test says so, over a value that changes meanwhile. */
function slowWork() {
  const runs: PromiseWithResolvers<void>[] = [];
  const seen: string[] = [];
  const record = { value: 'first' };
  const ask = inTurn(async () => {
    const { value } = record;
    const run = Promise.withResolvers<void>();
    runs.push(run);
    await run.promise;
    seen.push(value);
  });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return {
    ask,
    runs,
    seen,
    record,
    settled,
    async end(fails = false) {
      if (fails) runs.at(-1)?.reject(new Error('a fault'));
      else runs.at(-1)?.resolve();
      await settled();
    },
  };
}

describe('work in turn', () => {
  test('never overlaps, and the last to finish has seen the latest', async () => {
    const work = slowWork();
    const first = work.ask();
    await work.settled();
    work.record.value = 'second';
    const later = [work.ask(), work.ask()];
    work.record.value = 'third';
    later.push(work.ask());
    await work.settled();
    expect(work.runs).toHaveLength(1);
    await work.end();
    await first;
    expect(work.runs).toHaveLength(2);
    await work.end();
    await Promise.all(later);
    expect(work.seen).toEqual(['first', 'third']);
  });

  test('goes on after a failure, which only the one who asked is told', async () => {
    const work = slowWork();
    const first = work.ask().catch((error: unknown) => String(error));
    await work.settled();
    const second = work.ask();
    await work.end(true);
    await work.end();
    await second;
    expect(await first).toBe('Error: a fault');
    expect(work.seen).toEqual(['first']);
  });
});
