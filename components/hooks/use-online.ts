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

/** Asks the worker to read the calendars as soon as the network is back; what waits for its provider goes on waiting. */
export function useReadWhenOnline(): void {
  useEffect(() => {
    const read = () => void askForRefresh('open');
    addEventListener('online', read);
    return () => removeEventListener('online', read);
  }, []);
}
