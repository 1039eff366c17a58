/** The real dependencies of the worker. Synchronous, so that listeners can be registered in the first turn. */
import { browser } from 'wxt/browser';
import { createGoogleProvider } from '../calendar/google/google-provider.ts';
import { createOutlookProvider } from '../calendar/outlook/outlook-provider.ts';
import type { ProviderDeps } from '../calendar/provider-deps.ts';
import { loadClientId } from '../platform/client-ids.ts';
import { exclusively } from '../platform/lock.ts';
import { createDeps } from './create-deps.ts';
import { createTokenStore } from './token-store.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** Dependencies bound to this browser, its sign-in window and its network. */
export function createWorkerDeps(): WorkerDeps {
  const deps: ProviderDeps = {
    fetch: (...args) => fetch(...args),
    launchWebAuthFlow: async (options) => (await browser.identity.launchWebAuthFlow(options)) ?? '',
    redirectUrl: browser.identity.getRedirectURL(),
    tokens: createTokenStore(),
    loadClient: loadClientId,
    now: () => Date.now(),
  };
  return {
    ...createDeps(),
    providers: { google: createGoogleProvider(deps), outlook: createOutlookProvider(deps) },
    exclusively,
  };
}
