import { fileURLToPath } from 'node:url';
import { defineConfig } from 'wxt';
import { FEED_HOSTS } from './lib/calendar/ics/feed-hosts.ts';

/** Hosts that the extension may talk to from the start. The calendar, sign-in and nothing else. */
const API_HOSTS = [
  'https://www.googleapis.com',
  'https://oauth2.googleapis.com',
  'https://graph.microsoft.com',
  'https://login.microsoftonline.com',
];

/** Content security policy of every page and of the worker. `tests/e2e/manifest.test.ts` guards it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  // Feed hosts answer only where the user gave leave to read from that host (docs/adr/0008-calendar-addresses.md).
  `connect-src 'self' ${[...API_HOSTS, ...FEED_HOSTS.map((host) => `https://${host}`)].join(' ')}`,
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  // The one script address that is made from text: lib/platform/start-reading-thread.ts.
  'trusted-types packaged-thread',
].join('; ');

export default defineConfig({
  modules: ['@wxt-dev/module-react', '@wxt-dev/i18n/module'],
  imports: false,
  outDirTemplate: process.env['WXT_OUT'] ?? '{{browser}}-mv{{manifestVersion}}',
  hooks: {
    'prepare:publicPaths': (_, paths) => void paths.push('detection-model.bin'),
    'build:publicAssets': (_, files) => {
      files.push({
        relativeDest: 'detection-model.bin',
        absoluteSrc: fileURLToPath(new URL('lib/detection/detection-model.bin', import.meta.url)),
      });
    },
  },
  manifest: {
    default_locale: 'en',
    name: '__MSG_app_name__',
    short_name: '__MSG_app_name__',
    description: '__MSG_app_description__',
    minimum_chrome_version: '144',
    incognito: 'not_allowed',
    permissions: ['alarms', 'identity', 'offscreen', 'scripting', 'sidePanel', 'storage', 'unlimitedStorage'],
    host_permissions: API_HOSTS.map((host) => `${host}/*`),
    // The right to ask for one host at a time, at the click that adds a calendar address on it.
    optional_host_permissions: ['https://*/*'],
    content_security_policy: { extension_pages: POLICY },
    action: { default_title: '__MSG_app_name__' },
    commands: {
      'open-panel': { suggested_key: { default: 'Alt+Shift+B' }, description: '__MSG_commands_openPanel__' },
    },
  },
  vite: () => ({
    build: {
      modulePreload: { polyfill: false },
      rolldownOptions: {
        // Neither client says so in its package.json, but importing them does nothing by itself.
        treeshake: { moduleSideEffects: (id) => !/microsoft-graph-client|googleapis/.test(id) },
      },
    },
    resolve: {
      alias: {
        // Google's generated client asks this Node-only package for one function; ours runs in the worker.
        'googleapis-common': fileURLToPath(
          new URL('lib/calendar/google/google-transport.ts', import.meta.url),
        ),
      },
    },
  }),
});
