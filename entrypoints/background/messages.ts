/** Message of a page → use case. */
import { browser } from 'wxt/browser';
import { commandHandlers } from '../../lib/app/answer-commands.ts';
import type { WorkerDeps } from '../../lib/app/worker-deps.ts';
import { dispatch } from '../../lib/messaging/dispatch.ts';

/** Adds the message listener. Every command of our own pages is answered, also when it fails. */
export function registerMessages(deps: WorkerDeps, afterwards: () => Promise<void>): void {
  const handlers = commandHandlers(deps, afterwards);
  const own = { id: browser.runtime.id, origin: browser.runtime.getURL('/') };
  browser.runtime.onMessage.addListener((message: unknown, sender, sendResponse) => {
    const reply = dispatch(message, sender, own, handlers);
    if (reply === null) return false;
    void reply.then(sendResponse);
    // Keeps the channel open until the answer is there.
    return true;
  });
}
