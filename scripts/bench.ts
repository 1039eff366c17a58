/**
 * `npm run bench`: measures the production build and parts of it, and prints, for each thing, how long it takes compared
 * with a baseline of the same run. Only the ratios mean anything: machines differ, and are shared.
 */
import { benchFirstRead } from '../tests/bench/first-read.ts';
import { benchIcs } from '../tests/bench/ics.ts';
import type { BenchRow } from '../tests/bench/ratio.ts';
import { DEMO_CLIENTS } from './demo-clients.ts';
import { runTool } from './run-tool.ts';

const build = await runTool('wxt', ['build'], { env: DEMO_CLIENTS });
if (!build.ok) throw new Error(`${build.output}\nThe extension does not build.`);
for (const bench of [benchIcs, benchFirstRead]) print(await bench());

function print(rows: readonly BenchRow[]): void {
  for (const { name, baseline, ours, base, limit, runs } of rows) {
    const ratio = (ours / base).toFixed(2);
    const bound = limit === null ? '' : ` (at most ${limit.toFixed(1)})`;
    process.stdout.write(
      `${ratio}×${bound}  ${name}: ${ours.toFixed(0)} ms ÷ ${base.toFixed(0)} ms for ${baseline}; medians of ${runs}\n`,
    );
  }
}
