/** Finds (or fetches) a Chromium that can load the extension, and knows the switches it needs. */
import { execFile, spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

/** Branded Chrome and Edge are not here: they have ignored `--load-extension` since version 137. */
const NAMES = ['chromium', 'chromium-browser', 'ungoogled-chromium'];

const PLAYWRIGHT = resolve(import.meta.dirname, '../node_modules/playwright-core/cli.js');

let search: Promise<string> | undefined;

/**
 * Path of a Chromium. Looks at BEFOREHAND_CHROMIUM, at PATH, at Playwright's own download; then downloads that, and as
 * root on Debian installs the package. Searches once per process. Rejects with what to do when nothing helped.
 */
export async function findBrowser(): Promise<string> {
  search ??= findOnce();
  return await search;
}

async function findOnce(): Promise<string> {
  const chosen = process.env['BEFOREHAND_CHROMIUM'];
  if (chosen !== undefined && chosen !== '') {
    if (await isExecutable(chosen)) return chosen;
    throw new Error(`BEFOREHAND_CHROMIUM names ${chosen}, which is not an executable file.`);
  }
  const present = (await onPath()) ?? (await downloaded());
  if (present !== null) return present;

  say('No Chromium found. Downloading the one of Playwright …');
  await run(process.execPath, [PLAYWRIGHT, 'install', '--no-shell', 'chromium']);
  const fetched = await downloaded();
  if (fetched !== null) return fetched;

  if (process.platform === 'linux' && process.getuid?.() === 0 && (await isExecutable('/usr/bin/apt-get'))) {
    say('That did not work. Installing the chromium package with apt-get …');
    if (await run('apt-get', ['update'])) await run('apt-get', ['install', '--yes', 'chromium']);
    const installed = await onPath();
    if (installed !== null) return installed;
  }
  throw new Error(
    [
      'No Chromium to run the extension in. Do one of these, then try again:',
      '  · install Chromium (Debian, Ubuntu: apt-get install chromium; macOS: brew install chromium);',
      '  · npx playwright-core install chromium;',
      '  · set BEFOREHAND_CHROMIUM to the path of a Chromium.',
      'Google Chrome and Microsoft Edge do not work here: they ignore --load-extension.',
    ].join('\n'),
  );
}

/** Switches for a quiet browser that keeps to itself. As root the sandbox cannot start, so it is off there. */
export function browserArguments({ headless }: { headless: boolean }): string[] {
  return [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...(headless ? ['--headless=new', '--disable-gpu', '--disable-quic'] : []),
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    `--disable-features=${DISABLED.join(',')}`,
  ];
}

/** The last switch of this name wins, so what Playwright turns off for the same reasons is repeated here. */
const DISABLED = [
  'AimEnabled',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'Translate',
];

async function onPath(): Promise<string | null> {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const name of NAMES) {
    for (const folder of folders) {
      const file = join(folder, process.platform === 'win32' ? `${name}.exe` : name);
      if ((await isExecutable(file)) && (await starts(file))) return file;
    }
  }
  return null;
}

async function downloaded(): Promise<string | null> {
  const file = chromium.executablePath();
  return (await isExecutable(file)) && (await starts(file)) ? file : null;
}

/** A launcher without its package, or a browser without its libraries, is there but does not start. */
async function starts(file: string): Promise<boolean> {
  // Windows opens a window instead of answering.
  if (process.platform === 'win32') return true;
  return await promisify(execFile)(file, ['--version'], { timeout: 30_000 }).then(
    () => true,
    () => false,
  );
}

async function isExecutable(file: string): Promise<boolean> {
  return await access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function run(command: string, args: readonly string[]): Promise<boolean> {
  return await new Promise((done) => {
    const child = spawn(command, args, { stdio: 'inherit' });
    child.once('error', () => done(false));
    child.once('exit', (code) => done(code === 0));
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
