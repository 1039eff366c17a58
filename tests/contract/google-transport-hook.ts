/** Does in Node what the bundle's alias does: `googleapis-common` becomes our transport. */
import { readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { compileFunction } from 'node:vm';
import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js';
import type { createGoogleProvider } from '../../lib/calendar/google/google-provider.ts';
import * as transport from '../../lib/calendar/google/google-transport.ts';

const CLIENT = 'googleapis/build/src/apis/calendar/v3.js';
const TRANSPORT = new URL('../../lib/calendar/google/google-transport.ts', import.meta.url).href;

type ClientModule = { calendar_v3: typeof calendar_v3 };

/**
 * Google's client over the real `googleapis-common`, and over our transport. Node remembers what a name led to, so
 * the second one is evaluated by hand, with a `require` that knows our transport only.
 */
export function loadBothClients(): { real: ClientModule; ours: ClientModule } {
  const require = createRequire(import.meta.url);
  const module = { exports: {} as ClientModule };
  const evaluate = compileFunction(readFileSync(require.resolve(CLIENT), 'utf8'), [
    'require',
    'exports',
    'module',
  ]);
  evaluate(
    (name: string) => {
      if (name !== 'googleapis-common') throw new Error(`The client needs ${name}, which the bundle has not`);
      return transport;
    },
    module.exports,
    module,
  );
  return { real: require(CLIENT) as ClientModule, ours: module.exports };
}

/** The adapter as the bundle has it. Call it before anything else in the test file loads Google's client. */
export async function loadGoogleProvider(): Promise<typeof createGoogleProvider> {
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'googleapis-common'
        ? { url: TRANSPORT, format: 'module-typescript', shortCircuit: true }
        : next(specifier, context),
  });
  try {
    return (await import('../../lib/calendar/google/google-provider.ts')).createGoogleProvider;
  } finally {
    hooks.deregister();
  }
}
