import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'logic',
          include: ['tests/{unit,contract,storage,app}/**/*.test.ts'],
          setupFiles: ['tests/support/setup-logic.ts'],
          environment: 'node',
        },
      },
      {
        plugins: [react()],
        resolve: { alias: { '#i18n': here('.wxt/i18n/index.ts') } },
        test: {
          name: 'components',
          include: ['tests/components/**/*.test.{ts,tsx}'],
          setupFiles: ['tests/support/setup-components.ts'],
          environment: 'jsdom',
          css: { modules: { classNameStrategy: 'non-scoped' } },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          environment: 'node',
          // Each file has a world and a browser of its own, and mostly waits for them.
          maxWorkers: 3,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // A second try on a machine that stalls; the report names every test that needed one.
          retry: 1,
          // What a click changes is stored a moment later; on a busy machine that moment is long.
          expect: { poll: { timeout: 20_000 } },
        },
      },
    ],
  },
});
