/** docs/faults.md: every test that it names is there. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const REFERENCE = /\b([A-Z]) "([^"]+)"/g;

test('every row names tests that are there', async () => {
  const text = await readFile('docs/faults.md', 'utf8');
  const missing: string[] = [];
  for (const section of text.split(/^## /m).slice(1)) {
    const paths = new Map(
      [...section.matchAll(/\b([A-Z]) `(tests\/[^`]+)`/g)].map(([, id, path]) => [id, path]),
    );
    for (const row of section
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .slice(2)) {
      const named = [...row.matchAll(REFERENCE)];
      if (named.length === 0) missing.push(`no test: ${row.slice(0, 60)}`);
      for (const [, id = '', name = ''] of named) {
        const path = paths.get(id);
        const code = path === undefined ? '' : await readFile(path, 'utf8');
        const isThere = code.includes(`'${name}'`) || code.includes(`"${name}"`);
        if (!isThere) missing.push(`${path ?? id}: ${name}`);
      }
    }
  }
  expect(missing).toEqual([]);
});
