/** Whether the browser has a network at all, and reading the calendars when it is back. */
import { useEffect, useSyncExternalStore } from 'react';
import { askForRefresh } from '../../lib/app/ask-worker.ts';

function subscribe(listener: () => void): () => void {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
}

/** False when the device is surely offline; true says little. */
export function useOnline(): boolean {
  return useSyncExternalStore(subscribe, () => navigator.onLine);
}

/** A network that is just back often reaches nothing yet: names and addresses are still being given out. */
const TRIES = 4;
const BETWEEN_TRIES_MS = 3_000;

/** Asks the worker to read the calendars as soon as the network is back; what waits for its provider goes on waiting. */
export function useReadWhenOnline(): void {
  useEffect(() => {
    let later: ReturnType<typeof setTimeout> | undefined;
    const read = async (triesLeft: number) => {
      clearTimeout(later);
      const reply = await askForRefresh('open');
      if (reply.ok || reply.reason !== 'offline' || triesLeft <= 1 || !navigator.onLine) return;
      later = setTimeout(() => void read(triesLeft - 1), BETWEEN_TRIES_MS);
    };
    const start = () => void read(TRIES);
    addEventListener('online', start);
    return () => {
      clearTimeout(later);
      removeEventListener('online', start);
    };
  }, []);
}
