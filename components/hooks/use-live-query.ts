/** A view model that is read again whenever what it is made of was written. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { type StoreName, watchRecord } from '../../lib/app/watch-record.ts';

export type LiveQuery<Value> = {
  /** Reads again. */
  reload(): void;
} & (
  | { state: 'loading' }
  | { state: 'error'; error: unknown }
  /** `error` is why reading again failed; `value` is then the one before. */
  | { state: 'ready'; value: Value; error: unknown }
);

interface Answer<Value> {
  value?: { current: Value };
  error: unknown;
}

/**
 * Reads `load` now, when `load` becomes another function, and after each commit to one of `stores`.
 * While it reads again the last value stays; an older answer never replaces a newer one; a burst of commits leads to
 * one more reading, not to many.
 * @param load memoise it (`useCallback`); null reads nothing.
 * @param stores a constant list.
 */
export function useLiveQuery<Value>(
  load: (() => Promise<Value>) | null,
  stores: readonly StoreName[],
): LiveQuery<Value> {
  const [answer, setAnswer] = useState<Answer<Value>>({ error: null });
  const reader = useRef<() => void>(() => undefined);

  useEffect(() => {
    if (!load) return undefined;
    const life = new AbortController();
    const { signal } = life;
    let reading = false;
    let again = false;
    const read = async () => {
      if (reading) {
        again = true;
        return;
      }
      reading = true;
      do {
        again = false;
        try {
          const value = await load();
          if (!signal.aborted) setAnswer({ value: { current: value }, error: null });
        } catch (error) {
          if (!signal.aborted) setAnswer((before) => ({ ...before, error: error ?? new Error('failed') }));
        }
      } while (again && !signal.aborted);
      reading = false;
    };
    reader.current = () => void read();
    void read();
    const stop = watchRecord(stores, () => void read());
    return () => {
      life.abort();
      stop();
    };
  }, [load, stores]);

  const reload = useCallback(() => reader.current(), []);
  if (answer.value) return { state: 'ready', value: answer.value.current, error: answer.error, reload };
  if (answer.error !== null) return { state: 'error', error: answer.error, reload };
  return { state: 'loading', reload };
}
