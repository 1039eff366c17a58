/** What the built extension may do, asks for and contains. Reads the production build; needs no browser. */
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { FEED_HOSTS } from '../../lib/calendar/ics/feed-hosts.ts';
import { BUILT_EXTENSION } from '../support/launch-browser.ts';

/** Hosts the code may talk to, as in the policy. */
const API_HOSTS = [
  'www.googleapis.com',
  'oauth2.googleapis.com',
  'graph.microsoft.com',
  'login.microsoftonline.com',
];

/** Hosts of calendar addresses: in the policy, and fetched only when the user gave leave to. */
const KNOWN_FEED_HOSTS = [
  'calendar.google.com',
  'outlook.office365.com',
  'outlook.office.com',
  'outlook.live.com',
  '*.icloud.com',
  'calendar.yahoo.com',
  'calendar.proton.me',
  'user.fm',
  'calendar.zoho.com',
  'calendar.zoho.eu',
  'calendar.zoho.in',
  'calendar.zoho.com.au',
  'calendar.zoho.jp',
  'app-share.mailbox.org',
  'posteo.de',
  'sync.infomaniak.com',
  'ics.teamup.com',
];

/** Hosts that stand in the code and are never fetched. */
const NAMED_HOSTS = [
  // Sign-in window.
  'accounts.google.com',
  // Name spaces of SVG and MathML.
  'www.w3.org',
  // Error texts of React, of the Graph client and of the bundler's runtime.
  'react.dev',
  'github.com',
  'rolldown.rs',
  // Examples in the Graph client's error texts.
  'example.com',
];

let manifest: Record<string, unknown>;
const files = new Map<string, string>();

beforeAll(async () => {
  manifest = JSON.parse(await readFile(join(BUILT_EXTENSION, 'manifest.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  for await (const file of glob('**/*.{js,html,css}', { cwd: BUILT_EXTENSION })) {
    files.set(file, await readFile(join(BUILT_EXTENSION, file), 'utf8'));
  }
});

describe('the manifest', () => {
  test('asks for these permissions and no other', () => {
    expect(manifest['permissions']).toEqual([
      'alarms',
      'identity',
      'offscreen',
      'scripting',
      'sidePanel',
      'storage',
      'unlimitedStorage',
    ]);
    expect(manifest['host_permissions']).toEqual(API_HOSTS.map((host) => `https://${host}/*`));
    expect(manifest).not.toHaveProperty('optional_permissions');
  });

  test('may ask for a host, encrypted ones only; the code asks for exactly one at a time', () => {
    expect(manifest['optional_host_permissions']).toEqual(['https://*/*']);
    // No pattern for more than one host anywhere in the code.
    expect(findEverywhere(/(?:https?|\*):\/\/\*|<all_urls>/g)).toEqual([]);
  });

  test('knows the same feed hosts in code and policy, each by name', () => {
    expect(FEED_HOSTS).toEqual(KNOWN_FEED_HOSTS);
    for (const host of KNOWN_FEED_HOSTS) expect(host).toMatch(/^(?:\*\.)?[a-z\d-]+(?:\.[a-z\d-]+)+$/);
  });

  test('lets nothing in: no content scripts, no web pages, no other extensions, no private windows', () => {
    for (const key of [
      'content_scripts',
      'web_accessible_resources',
      'externally_connectable',
      'sandbox',
      'oauth2',
    ]) {
      expect(manifest).not.toHaveProperty(key);
    }
    expect(manifest['incognito']).toBe('not_allowed');
    expect(manifest['manifest_version']).toBe(3);
    expect(manifest['minimum_chrome_version']).toBe('144');
    // A key in a build for people would give every copy of the source the identity of the published one.
    expect(manifest).not.toHaveProperty('key');
  });

  test('has a policy that allows own scripts and the calendar hosts only', () => {
    const policy = manifest['content_security_policy'] as { extension_pages: string };
    const rules = policy.extension_pages.split('; ').map((rule) => rule.split(' '));
    expect(Object.fromEntries(rules.map(([name, ...values]) => [name, values]))).toEqual({
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'style-src': ["'self'"],
      'img-src': ["'self'", 'data:'],
      'font-src': ["'self'"],
      'connect-src': ["'self'", ...[...API_HOSTS, ...KNOWN_FEED_HOSTS].map((host) => `https://${host}`)],
      'form-action': ["'none'"],
      'base-uri': ["'none'"],
      'frame-ancestors': ["'none'"],
      'require-trusted-types-for': ["'script'"],
      'trusted-types': ['packaged-thread'],
    });
    expect(Object.keys(policy)).toEqual(['extension_pages']);
  });
});

describe('the built files', () => {
  test('were found', () => {
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(['background.js', 'sidepanel.html', 'popup.html']),
    );
  });

  test('make no code from text', () => {
    expect(findEverywhere(/\beval\s*\(|\bnew Function\b|[^\w.$]Function\s*\(/g)).toEqual([]);
  });

  test('name no host that is not listed here', () => {
    const hosts = findEverywhere(/https?:\/\/[\w.-]+/g).map((address) => address.replace(/^https?:\/\//, ''));
    expect(hosts.length).toBeGreaterThan(0);
    expect(hosts.filter((host) => ![...API_HOSTS, ...NAMED_HOSTS].includes(host))).toEqual([]);
  });

  test('load nothing from elsewhere and hold no inline script', () => {
    const pages = [...files].filter(([name]) => name.endsWith('.html'));
    expect(pages.length).toBeGreaterThanOrEqual(3);
    for (const [, html] of pages) {
      expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
      expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
      expect(html).not.toMatch(/\son\w+=|style="/);
    }
  });
});

function findEverywhere(pattern: RegExp): string[] {
  return [...new Set([...files.values()].flatMap((text) => text.match(pattern) ?? []))];
}
