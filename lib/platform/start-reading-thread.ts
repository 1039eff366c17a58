/** The hidden page's side of lib/platform/reading-thread.ts: starts the thread, and passes on what the worker asks. */
import { type PublicPath, browser } from 'wxt/browser';

/** Trusted Types as far as they are used here (W3C); the types of pages do not know them yet. */
declare const trustedTypes: {
  createPolicy(name: string, rules: { createScriptURL(): string }): { createScriptURL(input: string): URL };
};

/** Starts `script` of the package in a thread. The only place that makes a script's address from text. */
export function startReadingThread(script: PublicPath): void {
  const policy = trustedTypes.createPolicy('packaged-thread', {
    createScriptURL: () => browser.runtime.getURL(script),
  });
  const thread = new Worker(policy.createScriptURL(''));
  navigator.serviceWorker.addEventListener('message', ({ data, ports }) =>
    thread.postMessage(data, [...ports]),
  );
  navigator.serviceWorker.startMessages();
}
