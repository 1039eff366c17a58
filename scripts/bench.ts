/**
 * `npm run bench`: measures the production build and parts of it, and prints, for each thing, how long it takes compared
 * with a baseline of the same run. Only the ratios mean anything: machines differ, and are shared. Ends with 1 when one is
 * above its limit; on a busy machine, measure again.
 */
import { benchFirstRead } from '../tests/bench/first-read.ts';
import { benchIcs } from '../tests/bench/ics.ts';
import type { BenchRow } from '../tests/bench/ratio.ts';
import { DEMO_BUILD } from './demo-clients.ts';
import { runTool } from './run-tool.ts';

const build = await runTool('wxt', ['build'], { env: DEMO_BUILD });
if (!build.ok) throw new Error(`${build.output}\nThe extension does not build.`);
let isTooSlow = false;
for (const bench of [benchIcs, benchFirstRead]) print(await bench());
process.exitCode = isTooSlow ? 1 : 0;

function print(rows: readonly BenchRow[]): void {
  for (const { name, baseline, ours, base, limit, runs } of rows) {
    const ratio = ours / base;
    const bound = limit === null ? '' : ` (at most ${limit.toFixed(1)}${ratio > limit ? ', TOO SLOW' : ''})`;
    if (limit !== null && ratio > limit) isTooSlow = true;
    process.stdout.write(
      `${ratio.toFixed(2)}×${bound}  ${name}: ${ours.toFixed(0)} ms ÷ ${base.toFixed(0)} ms for ${baseline}; medians of ${runs}\n`,
    );
  }
}
