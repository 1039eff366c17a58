/** What a built extension loads, and how big that is. */
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { gzipSync } from 'node:zlib';

export interface BundleSize {
  name: string;
  /** Files from the root of the extension, in the order they were found. */
  files: string[];
  /** Bytes, each file gzipped on its own. */
  gzipped: number;
  /** Bytes, or null when nothing limits it. */
  limit: number | null;
}

/** 1 KB is 1000 bytes here, the stricter reading. */
const KB = 1000;

/** What may not grow: name of the row → bytes gzipped. */
const LIMITS: Readonly<Record<string, number>> = {
  'service worker': 60 * KB,
  'side panel': 130 * KB,
};

const PAGES: [name: string, file: string][] = [
  ['side panel', 'sidepanel.html'],
  ['popup', 'popup.html'],
  ['options', 'options.html'],
];

/**
 * Sizes of the worker, of every page's scripts (with all they import statically) and of all style sheets.
 * Rejects when the folder holds no build.
 */
export async function measureBuild(folder: string): Promise<BundleSize[]> {
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as {
    background?: { service_worker?: string };
  };
  const worker = manifest.background?.service_worker;
  if (worker === undefined) throw new Error('The manifest names no service worker.');
  const sizes = [await measure(folder, 'service worker', await withImports(folder, [worker]))];
  for (const [name, page] of PAGES) {
    const html = await readFile(join(folder, page), 'utf8');
    sizes.push(await measure(folder, name, await withImports(folder, scriptsOf(html))));
  }
  const all = await readdir(folder, { recursive: true });
  const styles = all.map(toPosix).filter((file) => file.endsWith('.css'));
  sizes.push(await measure(folder, 'style sheets', styles));
  return sizes;
}

async function measure(folder: string, name: string, files: string[]): Promise<BundleSize> {
  if (files.length === 0) throw new Error(`Nothing to measure for: ${name}.`);
  const contents = await Promise.all(files.map(async (file) => readFile(join(folder, file))));
  const gzipped = contents.reduce((sum, content) => sum + gzipSync(content, { level: 9 }).length, 0);
  return { name, files, gzipped, limit: LIMITS[name] ?? null };
}

/** Addresses of the scripts that a page loads or preloads, from the root. */
function scriptsOf(html: string): string[] {
  const tags = html.match(/<(?:script|link)\b[^>]*>/g) ?? [];
  return tags.flatMap((tag) => {
    const address = /\b(?:src|href)="([^"]+)"/.exec(tag)?.[1];
    return address?.endsWith('.js') ? [address.replace(/^\//, '')] : [];
  });
}

/** A static import or re-export of the bundler's output: `import"./x.js"`, `import{a as b}from"./x.js"`. */
const STATIC_IMPORT = /\b(?:import|export)\s*(?:[\w$*{}\s,]*?\bfrom\s*)?["']([./][^"'\n]*\.js)["']/g;

async function withImports(folder: string, entries: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  const waiting = [...entries];
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
    if (found.includes(file)) continue;
    found.push(file);
    const code = await readFile(join(folder, file), 'utf8');
    for (const [, specifier = ''] of code.matchAll(STATIC_IMPORT)) {
      const target = specifier.startsWith('/')
        ? specifier.slice(1)
        : posix.join(posix.dirname(file), specifier);
      // The pattern can also meet text that only looks like an import.
      if (existsSync(join(folder, target))) waiting.push(target);
    }
  }
  return found;
}

function toPosix(path: string): string {
  return path.replaceAll('\\', '/');
}
