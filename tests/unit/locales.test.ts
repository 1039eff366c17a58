/** The words on screen and the code agree: nothing is missing, nothing is left over. */
import { glob, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseMessagesFile } from '@wxt-dev/i18n/build';
import { describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

/** A key with `*` where a template literal puts something in. */
function findKeys(code: string): { keys: string[]; unreadable: string[] } {
  const keys: string[] = [];
  const unreadable: string[] = [];
  for (const { index } of code.matchAll(/\bi18n\.t\(/g)) {
    const call = code.slice(index, index + 200);
    const [, , literal] = /^i18n\.t\(\s*(['"`])((?:(?!\1)[^\\])*)\1/.exec(call) ?? [];
    if (literal === undefined) unreadable.push(call.split('\n', 2).join(' '));
    else keys.push(literal.replaceAll(/\$\{[^}]*\}/g, '*'));
  }
  // Names in the manifest and in pages are written with underscores.
  for (const [, name = ''] of code.matchAll(/__MSG_(\w+?)__/g)) keys.push(name.replaceAll('_', '.'));
  return { keys, unreadable };
}

function covers(used: string, key: string): boolean {
  const parts = used.split('*').map((part) => part.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('[^.]+')}$`).test(key);
}

/** What is wrong between keys that there are and keys that are used. */
function compare(there: readonly string[], used: readonly string[]) {
  return {
    missing: used.filter((pattern) => !there.some((key) => covers(pattern, key))),
    unused: there.filter((key) => !used.some((pattern) => covers(pattern, key))),
  };
}

async function readSources(): Promise<string> {
  const texts = [await readFile(resolve(ROOT, 'wxt.config.ts'), 'utf8')];
  for await (const file of glob('{components,entrypoints,lib}/**/*.{ts,tsx,html}', { cwd: ROOT })) {
    texts.push(await readFile(resolve(ROOT, file), 'utf8'));
  }
  return texts.join('\n');
}

async function keysOf(language: string): Promise<string[]> {
  const messages = await parseMessagesFile(resolve(ROOT, `locales/${language}.yml`));
  // Keys with `@@` are the browser's own.
  return messages.map((message) => message.key.join('.')).filter((key) => !key.startsWith('@@'));
}

describe('the messages', () => {
  test('are all used, and all that the code asks for is there', async () => {
    const { keys, unreadable } = findKeys(await readSources());
    expect(keys.length).toBeGreaterThan(50);
    expect(unreadable).toEqual([]);
    expect(compare(await keysOf('en'), keys)).toEqual({ missing: [], unused: [] });
  });
});

describe('the comparison', () => {
  test('sees a key that is missing and one that is left over', () => {
    const { keys } = findKeys("i18n.t('a.one'); i18n.t('a.gone', [1]); '__MSG_app_name__'");
    expect(compare(['a.one', 'a.two', 'app.name'], keys)).toEqual({ missing: ['a.gone'], unused: ['a.two'] });
  });

  test('reads keys across lines and with a part put in, and refuses what it cannot read', () => {
    const { keys, unreadable } = findKeys('i18n.t(\n  "a.b",\n); i18n.t(`kind.${kind}.name`); i18n.t(key)');
    expect(keys).toEqual(['a.b', 'kind.*.name']);
    expect(unreadable).toHaveLength(1);
    expect(compare(['a.b', 'kind.x.name', 'kind.x.y.name'], keys).unused).toEqual(['kind.x.y.name']);
  });
});
