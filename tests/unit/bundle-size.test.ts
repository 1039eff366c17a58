import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { measureBuild } from '../../scripts/bundle-size.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beforehand-size-'));
  await write('manifest.json', JSON.stringify({ background: { service_worker: 'background.js' } }));
  await write(
    'background.js',
    'import{a}from"./chunks/shared.js";const lazy=()=>import("./chunks/lazy.js");',
  );
  for (const page of ['sidepanel', 'popup', 'options']) {
    const tags = `<script type="module" src="/chunks/${page}.js"></script><link rel="stylesheet" href="/x.css">`;
    await write(`${page}.html`, tags);
    await write(`chunks/${page}.js`, 'import"./shared.js";export*from"./deep.js";');
  }
  await write('chunks/shared.js', 'const a=1;export{a};');
  await write('chunks/deep.js', 'import * as s\nfrom\n"./shared.js"; export { s };');
  await write('chunks/lazy.js', randomBytes(90_000).toString('hex'));
  await write('x.css', 'a{color:red}');
});

afterEach(async () => rm(folder, { recursive: true, force: true }));

async function write(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
}

async function sizeOf(name: string) {
  const found = (await measureBuild(folder)).find((size) => size.name === name);
  if (!found) throw new Error(`nothing measured for ${name}`);
  return found;
}

test('follows static imports, once each, and not what is loaded later', async () => {
  expect((await sizeOf('service worker')).files).toEqual(['background.js', 'chunks/shared.js']);
  expect((await sizeOf('side panel')).files).toEqual([
    'chunks/sidepanel.js',
    'chunks/shared.js',
    'chunks/deep.js',
  ]);
  expect((await sizeOf('style sheets')).files).toEqual(['x.css']);
});

test('a worker and a panel within their limits', async () => {
  for (const name of ['service worker', 'side panel']) {
    const { gzipped, limit } = await sizeOf(name);
    expect(gzipped).toBeGreaterThan(0);
    expect(gzipped).toBeLessThan(limit ?? 0);
  }
});

test('a file that is imported by both and does not compress brings both over their limits', async () => {
  await write('chunks/shared.js', `/*${randomBytes(140_000).toString('base64')}*/`);
  for (const name of ['service worker', 'side panel']) {
    const { gzipped, limit } = await sizeOf(name);
    expect(gzipped).toBeGreaterThan(limit ?? Infinity);
  }
});

test('a page without scripts is an error, not a size of nothing', async () => {
  await write('sidepanel.html', '<p>Nothing here</p>');
  await expect(measureBuild(folder)).rejects.toThrow('side panel');
});
