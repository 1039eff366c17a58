/** Something the worker was asked to do: under way, done, or why not. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { WorkerReply } from '../../lib/app/ask-worker.ts';
import type { ReplyReason } from '../ui/reason-words.ts';

export type TaskState<What> =
  | { state: 'idle' }
  | { state: 'pending'; what: What; slow: boolean }
  | { state: 'done'; what: What }
  | { state: 'failed'; what: What; reason: ReplyReason };

export interface WorkerTask<What> {
  now: TaskState<What>;
  /** Asks, unless something is under way: then nothing happens and the answer is null. */
  run(what: What, ask: () => Promise<WorkerReply>): Promise<WorkerReply | null>;
  /** What was said of a failure no longer matters. */
  forget(): void;
}

/** So long after the start a task counts as slow, and a screen says that it is under way. */
const SLOW_MS = 1000;

/** Keeps one task at a time. `What` says which one it is, for screens that start several kinds. */
export function useWorkerTask<What>(): WorkerTask<What> {
  const [now, setNow] = useState<TaskState<What>>({ state: 'idle' });
  const busy = useRef(false);
  const pending = now.state === 'pending';
  useEffect(() => {
    if (!pending) return undefined;
    const timer = setTimeout(
      () => setNow((task) => (task.state === 'pending' ? { ...task, slow: true } : task)),
      SLOW_MS,
    );
    return () => clearTimeout(timer);
  }, [pending]);
  const run = useCallback(async (what: What, ask: () => Promise<WorkerReply>) => {
    if (busy.current) return null;
    busy.current = true;
    setNow({ state: 'pending', what, slow: false });
    const reply = await ask();
    busy.current = false;
    setNow(reply.ok ? { state: 'done', what } : { state: 'failed', what, reason: reply.reason });
    return reply;
  }, []);
  const forget = useCallback(
    () => setNow((task) => (task.state === 'failed' ? { state: 'idle' } : task)),
    [],
  );
  return { now, run, forget };
}
