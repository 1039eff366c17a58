/** Running what the user asked for: what to say when it worked, how to take it back, what went wrong. */
import { useCallback, useMemo, useRef, useState } from 'react';
import type { UndoOffer } from '../ui/undo-bar.tsx';

export interface ActOptions<Result> {
  /** What to say when it worked; without it, silence. */
  done?: string;
  /** Takes it back; offered beside `done`. Without it `done` is only said. */
  undo?(result: Result): Promise<unknown>;
}

export interface Act {
  /** Runs one act. Resolves to whether it worked; never rejects. */
  run<Result>(work: () => Promise<Result>, options?: ActOptions<Result>): Promise<boolean>;
  /** An act is under way. */
  busy: boolean;
  /** What the last act threw, until the next one. */
  error: unknown;
  offer: UndoOffer | null;
  dismiss(): void;
  /** What was wrong is being mended: the error goes. */
  forgive(): void;
}

/** One of these per part of a screen; `ActFeedback` shows it. The latest act has the last word. */
export function useAct(): Act {
  const [running, setRunning] = useState(0);
  const [error, setError] = useState<unknown>(null);
  const [offer, setOffer] = useState<UndoOffer | null>(null);
  const latest = useRef(0);

  const run = useCallback(async function run<Result>(
    work: () => Promise<Result>,
    options: ActOptions<Result> = {},
  ): Promise<boolean> {
    const turn = ++latest.current;
    const isLatest = () => latest.current === turn;
    setRunning((count) => count + 1);
    setError(null);
    setOffer(null);
    try {
      const result = await work();
      const { done, undo } = options;
      if (done !== undefined && isLatest()) {
        setOffer(undo ? { text: done, undo: () => void run(() => undo(result)) } : { text: done });
      }
      return true;
    } catch (failure) {
      if (isLatest()) setError(failure ?? new Error('failed'));
      return false;
    } finally {
      setRunning((count) => count - 1);
    }
  }, []);

  const dismiss = useCallback(() => setOffer(null), []);
  const forgive = useCallback(() => setError(null), []);
  return useMemo(
    () => ({ run, busy: running > 0, error, offer, dismiss, forgive }),
    [run, running, error, offer, dismiss, forgive],
  );
}
