/**
 * The linter really refuses what docs/architecture.md forbids: every planted violation is reported, by the
 * repository's own configuration, and a clean sample is not.
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const REPOSITORY = resolve(import.meta.dirname, '../..');

/** Lays out a file per violation; the linter must blame the file for the named rule. */
interface Planted {
  path: string;
  code: string;
  rule: string;
}

const DIRECTION = 'beforehand(import-direction)';

/** Every forbidden direction: the importing folder, then the imported file, from the root. */
const FORBIDDEN: [from: string, to: string][] = [
  ['lib/event', 'lib/detection/target.ts'],
  ['lib/detection', 'lib/session/target.ts'],
  ['lib/session', 'lib/programme/target.ts'],
  ['lib/programme', 'lib/practice/target.ts'],
  ['lib/practice', 'lib/note/target.ts'],
  ['lib/note', 'lib/briefing/target.ts'],
  ['lib/briefing', 'lib/review/target.ts'],
  ['lib/review', 'lib/storage/target.ts'],
  ['lib/event', 'lib/platform/target.ts'],
  ['lib/session', 'lib/app/target.ts'],
  ['lib/note', 'components/ui/target.ts'],
  ['lib/storage', 'lib/calendar/target.ts'],
  ['lib/calendar', 'lib/storage/target.ts'],
  ['lib/messaging', 'lib/storage/target.ts'],
  ['lib/notifications', 'lib/messaging/target.ts'],
  ['lib/platform', 'lib/storage/target.ts'],
  ['lib/calendar/google', 'lib/app/target.ts'],
  ['lib/storage', 'components/ui/target.ts'],
  ['lib/app', 'components/ui/target.ts'],
  ['lib/app', 'entrypoints/background/target.ts'],
  ['components/ui', 'components/session-panel/target.ts'],
  ['components/hooks', 'components/settings/target.ts'],
  ['components/session-panel', 'components/weekly-review/target.ts'],
  ['components/settings', 'lib/storage/target.ts'],
  ['components/settings', 'lib/calendar/target.ts'],
  ['components/settings', 'lib/messaging/target.ts'],
  ['components/ui', 'entrypoints/popup/target.ts'],
  ['entrypoints/background', 'lib/storage/target.ts'],
  ['entrypoints/background', 'lib/session/target.ts'],
  ['entrypoints/popup', 'lib/messaging/target.ts'],
  ['entrypoints/popup', 'entrypoints/options/target.ts'],
  ['lib/app', 'tests/support/target.ts'],
  ['lib/app', 'scripts/target.ts'],
  ['lib/helpers', 'lib/event/target.ts'],
];

/** Packages where they may not be. */
const FORBIDDEN_PACKAGES: [from: string, name: string][] = [
  ['lib/session', 'react'],
  ['lib/session', 'wxt/browser'],
  ['lib/session', 'idb'],
  ['lib/app', 'react'],
  ['lib/app', 'idb'],
  ['lib/storage', 'googleapis/build/src/apis/calendar/v3.js'],
  ['lib/calendar/google', '@microsoft/microsoft-graph-client'],
  ['entrypoints/popup', 'zod/mini'],
  ['lib/platform', 'node:fs'],
  ['lib/app', 'a-package-nobody-chose'],
];

const DOMAIN_BANS: [name: string, code: string, rule: string][] = [
  ['clock', 'export const at = Date.now();', 'eslint(no-restricted-properties)'],
  ['new-date', 'export const at = new Date();', 'beforehand(no-clock)'],
  ['date-call', 'export const at = Date();', 'beforehand(no-clock)'],
  ['temporal', 'export const at = Temporal.Now.instant();', 'eslint(no-restricted-properties)'],
  ['chance', 'export const odds = Math.random();', 'eslint(no-restricted-properties)'],
  ['network', 'export const answer = fetch("https://x.example");', 'eslint(no-restricted-globals)'],
  ['extension', 'export const { id } = browser.runtime;', 'eslint(no-restricted-globals)'],
  ['chrome', 'export const { id } = chrome.runtime;', 'eslint(no-restricted-globals)'],
  ['store', 'export const open = indexedDB.open("x");', 'eslint(no-restricted-globals)'],
  ['ids', 'export const id = crypto.randomUUID();', 'eslint(no-restricted-globals)'],
  ['timer', 'setTimeout(() => {}, 1);\nexport {};', 'eslint(no-restricted-globals)'],
];

const OTHER: Planted[] = [
  plant(
    'lib/event/whole-zod',
    'import * as z from "zod";\nexport const s = z.string();',
    'eslint(no-restricted-imports)',
  ),
  plant('lib/app/barrel', 'export * from "./other.ts";', 'oxc(no-barrel-file)'),
  plant(
    'lib/app/cycle-a',
    'import { b } from "./cycle-b.ts";\nexport const a = (): number => b();',
    'import(no-cycle)',
  ),
  plant(
    'lib/app/cycle-b',
    'import { a } from "./cycle-a.ts";\nexport const b = (): number => a();',
    'import(no-cycle)',
  ),
  plant('lib/app/logs', 'console.log("x");\nexport {};', 'eslint(no-console)'),
  plant(
    'components/ui/html',
    'document.body.innerHTML = "x";\nexport {};',
    'eslint(no-restricted-properties)',
  ),
  {
    path: 'components/ui/danger.tsx',
    code: 'export const Raw = () => <p dangerouslySetInnerHTML={{ __html: "x" }} />;',
    rule: 'react(no-danger)',
  },
  {
    path: 'components/ui/hook.tsx',
    code: [
      'import { useState } from "react";',
      'export function Count({ on }: { on: boolean }) {',
      '  if (!on) return null;',
      '  const [n] = useState(0);',
      '  return <p>{n}</p>;',
      '}',
    ].join('\n'),
    rule: 'react(hooks)',
  },
  plant(
    'lib/app/floating',
    'async function save(): Promise<void> {}\nexport function go(): void {\n  save();\n}',
    'typescript(no-floating-promises)',
  ),
  plant(
    'lib/app/misused',
    'export function go(act: () => Promise<void>): void {\n  [1].forEach(async () => act());\n}',
    'typescript(no-misused-promises)',
  ),
];

const CLEAN: [path: string, code: string][] = [
  ['lib/event/clean.ts', 'import * as z from "zod/mini";\nexport const s = z.string();'],
  [
    'lib/session/clean.ts',
    'import { s } from "../event/clean.ts";\nexport const t = (now: string) => s.parse(now) + String(new Date(0).getTime());',
  ],
  [
    'lib/storage/clean.ts',
    'import { openDB } from "idb";\nimport { t } from "../session/clean.ts";\nexport const open = async () => openDB(t("x"));',
  ],
  [
    'lib/app/clean.ts',
    'import { open } from "../storage/clean.ts";\nexport const start = async () => open();',
  ],
  [
    'components/hooks/clean.ts',
    'import { start } from "../../lib/app/clean.ts";\nexport const run = async () => start();',
  ],
  [
    'components/settings/clean.ts',
    'import { run } from "../hooks/clean.ts";\nexport const go = async () => run();',
  ],
  [
    'entrypoints/options/clean.ts',
    'import { go } from "../../components/settings/clean.ts";\nexport const mount = async () => go();',
  ],
];

function plant(path: string, code: string, rule: string): Planted {
  return { path: `${path}.ts`, code, rule };
}

function plantedFiles(): Planted[] {
  const directions = FORBIDDEN.map(([from, to], index) => {
    const up = '../'.repeat(from.split('/').length);
    return plant(
      `${from}/planted-${index}`,
      `import { x } from "${up}${to}";\nexport const y = x;`,
      DIRECTION,
    );
  });
  const packages = FORBIDDEN_PACKAGES.map(([from, name], index) =>
    plant(
      `${from}/package-${index}`,
      `import * as found from "${name}";\nexport const y = found;`,
      DIRECTION,
    ),
  );
  const forms = [
    plant('lib/event/form-type', 'export type X = import("../session/target.ts").X;', DIRECTION),
    plant(
      'lib/event/form-type-import',
      'import type { X } from "../session/target.ts";\nexport type Y = X;',
      DIRECTION,
    ),
    plant(
      'lib/event/form-dynamic',
      'export const x = async () => import("../session/target.ts");',
      DIRECTION,
    ),
    plant('lib/event/form-again', 'export { x } from "../session/target.ts";', DIRECTION),
  ];
  const bans = DOMAIN_BANS.flatMap(([name, code, rule]) =>
    ['event', 'detection', 'session', 'programme', 'practice', 'note', 'briefing', 'review'].map((stage) =>
      plant(`lib/${stage}/ban-${name}`, code, rule),
    ),
  );
  return [...directions, ...packages, ...forms, ...bans, ...OTHER];
}

interface Report {
  number_of_files: number;
  diagnostics: { code: string; filename: string }[];
}

let folder = '';
let report: Report;
const planted = plantedFiles();

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'beforehand-lint-')));
  await cp(join(REPOSITORY, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
  await cp(join(REPOSITORY, 'scripts/lint'), join(folder, 'scripts/lint'), { recursive: true });
  await symlink(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'), 'dir');
  const compilerOptions = {
    target: 'ESNext', module: 'Preserve', moduleResolution: 'Bundler', jsx: 'react-jsx', strict: true,
    allowImportingTsExtensions: true, noEmit: true, skipLibCheck: true, types: [], lib: ['ESNext', 'DOM'],
  }; // prettier-ignore
  await write(
    'tsconfig.json',
    JSON.stringify({ compilerOptions, include: ['lib', 'components', 'entrypoints'] }),
  );
  const targets = FORBIDDEN.map(([, to]) => to);
  for (const target of targets) await write(target, 'export const x = 1;\nexport type X = 1;');
  await write('lib/app/other.ts', 'export const other = 1;');
  for (const [path, code] of CLEAN) await write(path, code);
  for (const { path, code } of planted) await write(path, code);
  report = await lint();
}, 60_000);

afterAll(async () => rm(folder, { recursive: true, force: true }));

async function write(path: string, code: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), `${code}\n`);
}

/** The linter ends with 1 when it has found something, which is what is wanted here. */
async function lint(): Promise<Report> {
  const linter = join(REPOSITORY, 'node_modules/oxlint/bin/oxlint');
  const run = promisify(execFile)(process.execPath, [linter, '--type-aware', '--format=json'], {
    cwd: folder,
    maxBuffer: 64 << 20,
  });
  const { stdout } = await run.catch((error: unknown) => {
    if (error instanceof Error && 'stdout' in error) return { stdout: String(error.stdout) };
    throw error;
  });
  return JSON.parse(stdout) as Report;
}

function rulesAgainst(path: string): string[] {
  return report.diagnostics.filter(({ filename }) => filename.endsWith(path)).map(({ code }) => code);
}

test('the linter judged every planted and every clean file', () => {
  expect(report.number_of_files).toBeGreaterThan(planted.length + CLEAN.length);
});

test.each(planted)('$path is refused by $rule', ({ path, rule }) => {
  expect(rulesAgainst(path)).toContain(rule);
});

test.each(CLEAN)('%s is allowed', (path) => {
  expect(rulesAgainst(path)).toEqual([]);
});
