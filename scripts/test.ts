/**
 * `npm test`: every check, in order, up to the first that fails. `--fast` (`npm run check`) runs the checks and
 * the tests of the pure domain and the store alone. The last line is `N passed, M failed`, counted from the reports of the test runner.
 */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { findBrowser } from './find-browser.ts';
import { DEMO_BUILD } from './demo-clients.ts';
import { ROOT, runTool } from './run-tool.ts';
import { type TestCount, addCounts, readCount } from './test-count.ts';

interface Step {
  name: string;
  tool: string;
  args: string[];
  /** What to do when it fails. */
  remedy: string;
  env?: Readonly<Record<string, string>>;
  /** Shown while it runs, because it is long or because its output is wanted. */
  show?: boolean;
  /** File of the test runner's report. */
  report?: string;
}

const REPORTS = resolve(ROOT, '.output/test-reports');

const CHECKS: Step[] = [
  { name: 'types', tool: 'typescript', args: ['--noEmit', '--project', '.'], remedy: 'Fix the types.' },
  {
    name: 'format',
    tool: 'prettier',
    args: ['--check', '--log-level=warn', '.'],
    remedy: 'Run: npm run format',
  },
  { name: 'lint', tool: 'oxlint', args: ['--type-aware'], remedy: 'The rules are in .oxlintrc.json.' },
  {
    name: 'dead code',
    tool: 'knip',
    args: ['--no-progress'],
    remedy: 'Remove what nothing uses, or its export.',
  },
];

const BUILT: Step[] = [
  {
    name: 'build',
    tool: 'wxt',
    args: ['build'],
    env: DEMO_BUILD,
    remedy: 'The extension does not build.',
  },
  {
    name: 'size',
    tool: 'scripts/check-size.ts',
    args: [],
    show: true,
    remedy: 'A bundle is too big: look at what its entry imports.',
  },
];

/** @param folders only tests in these; all of the projects when there are none. */
function tests(name: string, projects: string[], folders: string[] = []): Step {
  const report = resolve(REPORTS, `${projects.join('-')}.json`);
  return {
    name,
    tool: 'vitest',
    args: [
      'run',
      ...folders,
      ...projects.map((project) => `--project=${project}`),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    show: true,
    report,
    remedy: 'See the failed tests above.',
  };
}

/** Runs one step and says how it went; the counts are empty for a step that is no test run. */
async function run(step: Step): Promise<{ ok: boolean; count: TestCount }> {
  const { ok, output, seconds } = await runTool(step.tool, step.args, {
    env: step.env ?? {},
    show: step.show ?? false,
  });
  const count =
    step.report === undefined
      ? { passed: 0, failed: 0, skipped: 0 }
      : readCount(await readFile(step.report, 'utf8').catch(() => ''));
  const fault = faultOf(step, ok, count);
  say(`${fault === null ? '✓' : '✗'} ${step.name} (${seconds.toFixed(1)} s)`);
  if (fault !== null) say(`${output.trim()}\n\nStopped at “${step.name}”. ${fault}`);
  return { ok: fault === null, count };
}

function faultOf(step: Step, ok: boolean, count: TestCount): string | null {
  if (!ok) return step.remedy;
  if (step.report === undefined) return null;
  if (count.passed === 0) return 'No test was run.';
  return count.skipped === 0 ? null : `${count.skipped} tests were skipped; a test runs or goes.`;
}

/** Two at a time; resolves when all have ended. */
async function runTogether(steps: readonly Step[]): Promise<boolean> {
  const waiting = [...steps];
  const results: boolean[] = [];
  const lane = async () => {
    for (let step = waiting.shift(); step && !results.includes(false); step = waiting.shift()) {
      results.push((await run(step)).ok);
    }
  };
  await Promise.all([lane(), lane()]);
  return !results.includes(false);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(fast: boolean): Promise<boolean> {
  // Fetching a browser may take minutes: here it waits for nobody, in a test it would run into the test's time limit.
  if (!fast) say(`Chromium: ${await findBrowser()}`);
  await rm(REPORTS, { recursive: true, force: true });
  await mkdir(REPORTS, { recursive: true });
  const counts: TestCount[] = [];
  const steps = fast
    ? [tests('unit and storage tests', ['logic'], ['tests/unit', 'tests/storage'])]
    : [
        tests('logic and component tests', ['logic', 'components']),
        ...BUILT,
        tests('end-to-end tests', ['e2e']),
      ];
  let ok = await runTogether(CHECKS);
  for (const step of steps) {
    if (!ok) break;
    const result = await run(step);
    counts.push(result.count);
    ok = result.ok;
  }
  const { passed, failed } = addCounts(counts);
  say(`\n${passed} passed, ${failed} failed`);
  return ok;
}

process.exitCode = (await main(process.argv.includes('--fast'))) ? 0 : 1;
