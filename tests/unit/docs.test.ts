/** What the documents say about files, commands and alarms is so. */
import { existsSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const read = async (path: string) => readFile(resolve(ROOT, path), 'utf8');

/** Paths that a text names in code marks, e.g. `lib/app/x.ts`; placeholders in `<…>` are none. */
function pathsIn(text: string): string[] {
  const marked = [
    ...text.matchAll(/`((?:lib|components|entrypoints|tests|scripts|locales|docs)\/[^`\s]*)`/g),
  ];
  return marked.map(([, path = '']) => path).filter((path) => !/[*<>{}…]/.test(path));
}

/** Targets of links to files of this repository. */
function linksIn(text: string): string[] {
  const links = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, target = '']) => target);
  return links.filter((target) => !/^[a-z]+:/.test(target));
}

const documents = [
  'README.md',
  'docs/architecture.md',
  'docs/detection.md',
  'docs/faults.md',
  'docs/continuity.md',
  'CHANGELOG.md',
];

describe.each(documents)('%s', (document) => {
  test('names only files that are there', async () => {
    const text = await read(document);
    const gone = [
      ...pathsIn(text).filter((path) => !existsSync(resolve(ROOT, path))),
      ...linksIn(text).filter((path) => !existsSync(resolve(ROOT, dirname(document), path))),
    ];
    expect(gone).toEqual([]);
  });
});

test('a path or a link that leads nowhere would be seen', () => {
  const text =
    'See `lib/nowhere.ts`, `lib/<stage>/x.ts` and [this](docs/gone.md), [that](https://x.example).';
  expect(pathsIn(text)).toEqual(['lib/nowhere.ts']);
  expect(linksIn(text)).toEqual(['docs/gone.md']);
});

test('every command that README names exists, and every command is named', async () => {
  const text = await read('README.md');
  const { scripts } = JSON.parse(await read('package.json')) as { scripts: Record<string, string> };
  const named = [...text.matchAll(/npm (?:run )?(start|test|(?<=run )\w[\w:-]*)/g)].map(
    ([, name = '']) => name,
  );
  const wanted = Object.keys(scripts).filter((name) => name !== 'postinstall');
  expect([...new Set(named)].toSorted()).toEqual(wanted.toSorted());
});

test('the continuous check runs what README says', async () => {
  expect(await read('.ci/run')).toContain('\nnpm ci && npm test\n');
  expect(await read('README.md')).toContain('npm ci && npm test');
});

test('architecture.md names every alarm and stays within two pages', async () => {
  const text = await read('docs/architecture.md');
  const code: string[] = [];
  for await (const file of glob('entrypoints/background/*.ts', { cwd: ROOT })) code.push(await read(file));
  const created = [...code.join('\n').matchAll(/alarms\.create\((\w+)/g)].map(([, name = '']) => name);
  const alarms = created.map((name) => new RegExp(`const ${name} = '([^']+)'`).exec(code.join('\n'))?.[1]);
  expect(alarms.length).toBeGreaterThan(1);
  for (const alarm of alarms) expect(text).toContain(`\`${alarm}\``);
  expect(text.split(/\s+/).length).toBeLessThan(1100);
});

test('every decision record is at most ten lines and listed in architecture.md', async () => {
  const text = await read('docs/architecture.md');
  const records: string[] = [];
  for await (const file of glob('docs/adr/*.md', { cwd: ROOT })) records.push(file);
  expect(records.length).toBeGreaterThan(0);
  for (const record of records) {
    expect(text).toContain(record.replace('docs/', ''));
    expect((await read(record)).trimEnd().split('\n').length, record).toBeLessThanOrEqual(10);
  }
});
