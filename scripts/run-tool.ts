/** Runs a tool of node_modules on this Node. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '..');

export interface ToolRun {
  ok: boolean;
  /** What it wrote to both streams; empty with `show`. */
  output: string;
  seconds: number;
}

/** `tool` is a package with a command of its own name, or a script of this repository (ends in `.ts`). */
export async function runTool(
  tool: string,
  args: readonly string[],
  { env = {}, show = false }: { env?: Readonly<Record<string, string>>; show?: boolean } = {},
): Promise<ToolRun> {
  const file = tool.endsWith('.ts') ? resolve(ROOT, tool) : await commandOf(tool);
  const started = performance.now();
  return await new Promise((done, fail) => {
    const child = spawn(process.execPath, [file, ...args], {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    });
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', fail);
    child.once('close', (code) =>
      done({ ok: code === 0, output, seconds: (performance.now() - started) / 1000 }),
    );
  });
}

async function commandOf(name: string): Promise<string> {
  const folder = resolve(ROOT, 'node_modules', name);
  const { bin } = JSON.parse(await readFile(resolve(folder, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>;
  };
  const file = typeof bin === 'string' ? bin : (bin[name] ?? Object.values(bin)[0]);
  if (file === undefined) throw new Error(`The package ${name} has no command.`);
  return resolve(folder, file);
}
