/** How far a first reading is, told by the worker to every open page. Nothing of it is stored. */
import type { AccountId } from '../event/calendar-event.ts';
import { whenFree } from '../platform/lock.ts';

export interface ReadingProgress {
  accountId: AccountId;
  /** Entries read so far, of all calendars of the account. */
  entries: number;
}

const CHANNEL = 'beforehand-progress';
let sender: BroadcastChannel | null = null;

/** Tells the pages. */
export function announceProgress(progress: ReadingProgress): void {
  sender ??= new BroadcastChannel(CHANNEL);
  sender.postMessage(progress);
}

/**
 * Calls `listener` with each step, and with null once nobody reads any more: the reading has ended, or the worker has.
 * Returns how to stop.
 */
export function watchProgress(listener: (progress: ReadingProgress | null) => void): () => void {
  const receiver = new BroadcastChannel(CHANNEL);
  let waiting = false;
  let stopped = false;
  receiver.addEventListener('message', ({ data }: MessageEvent<ReadingProgress>) => {
    listener(data);
    if (waiting) return;
    waiting = true;
    void whenFree('refresh').then(() => {
      waiting = false;
      if (!stopped) listener(null);
    });
  });
  return () => {
    stopped = true;
    receiver.close();
  };
}
