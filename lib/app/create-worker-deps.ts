/** The real dependencies of the worker. Synchronous, so that listeners can be registered in the first turn. */
import { browser } from 'wxt/browser';
import { createGoogleProvider } from '../calendar/google/google-provider.ts';
import { createIcsProvider } from '../calendar/ics/ics-provider.ts';
import { createOutlookProvider } from '../calendar/outlook/outlook-provider.ts';
import type { IcsReading } from '../calendar/ics/ics-source.ts';
import type { ProviderDeps } from '../calendar/provider-deps.ts';
import { loadClientId } from '../platform/client-ids.ts';
import { isHostAllowed, releaseHost } from '../platform/host-permission.ts';
import { keysBehind } from '../platform/key-value.ts';
import { createTabReader } from '../platform/host-tab.ts';
import { createReadingThread } from '../platform/reading-thread.ts';
import { exclusively } from '../platform/lock.ts';
import { deviceTimeZone } from '../platform/time-zone.ts';
import { createDeps } from './create-deps.ts';
import { createIcsSourceStore } from './ics-source-store.ts';
import { announceProgress } from './reading-progress.ts';
import { createTokenStore } from './token-store.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** Dependencies bound to this browser, its sign-in window and its network. */
export function createWorkerDeps(): WorkerDeps {
  const deps: ProviderDeps = {
    fetch: (...args) => fetch(...args),
    launchWebAuthFlow: async (options) =>
      // Without a window: Microsoft's page may come first and lead on by script; 20 s are enough for it.
      (await browser.identity.launchWebAuthFlow({
        ...options,
        abortOnLoadForNonInteractive: false,
        timeoutMsForNonInteractive: 20_000,
      })) ?? '',
    redirectUrl: browser.identity.getRedirectURL(),
    tokens: createTokenStore(),
    loadClient: loadClientId,
    now: () => Date.now(),
  };
  const appDeps = createDeps();
  const thread = createReadingThread();
  return {
    ...appDeps,
    providers: {
      google: createGoogleProvider(deps),
      outlook: createOutlookProvider(deps),
      ics: createIcsProvider({
        read: async (request) => (await thread(request)) as IcsReading,
        fetch: deps.fetch,
        now: deps.now,
        timeZone: deviceTimeZone,
        fetchInTab: createTabReader(),
        isHostAllowed,
        releaseHost,
        sources: createIcsSourceStore(appDeps, deps.tokens),
      }),
    },
    exclusively,
    accountsWithSecrets: () => keysBehind('local', ['grant:', 'feed:']),
    chance: () => Math.random(),
    timeZone: deviceTimeZone,
    reportProgress: announceProgress,
  };
}
