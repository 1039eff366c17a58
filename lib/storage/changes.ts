/** Tells every open page, and the worker, which stores were written. Carries names of stores, never content. */
import type { StoreName } from './database.ts';

const CHANNEL = 'beforehand-changes';
let sender: BroadcastChannel | null = null;

/** Says that a transaction on `stores` was committed. */
export function announceChange(stores: readonly StoreName[]): void {
  sender ??= new BroadcastChannel(CHANNEL);
  sender.postMessage(stores);
}

/** Calls `listener` after each commit of this or another page. Returns how to stop. */
export function subscribeToChanges(listener: (stores: ReadonlySet<StoreName>) => void): () => void {
  const receiver = new BroadcastChannel(CHANNEL);
  receiver.addEventListener('message', (message: MessageEvent<StoreName[]>) =>
    listener(new Set(message.data)),
  );
  return () => receiver.close();
}
