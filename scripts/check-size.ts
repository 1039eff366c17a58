/** Prints how big the extension built for the tests is, gzipped; ends with 1 when a limit is exceeded. */
import { resolve } from 'node:path';
import { measureBuild } from './bundle-size.ts';
import { DEMO_BUILD } from './demo-clients.ts';
import { ROOT } from './run-tool.ts';

const sizes = await measureBuild(resolve(ROOT, '.output', DEMO_BUILD.WXT_OUT));
const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} KB`.padStart(9);

for (const { name, gzipped, limit, files } of sizes) {
  const bound = limit === null ? '' : `of ${kilobytes(limit).trim()}${gzipped > limit ? '  TOO BIG' : ''}`;
  process.stdout.write(`${name.padEnd(15)}${kilobytes(gzipped)}  ${files.length} files  ${bound}\n`);
}
process.exitCode = sizes.some(({ gzipped, limit }) => limit !== null && gzipped > limit) ? 1 : 0;
