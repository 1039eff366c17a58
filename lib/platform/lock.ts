/** One thing at a time: across worker and pages under a lock, which ends with who holds it; or within one of them. */

const lockName = (name: string) => `beforehand:${name}`;

/** Runs `work` when nobody else in the extension runs something under `name`; waits for its turn. */
export async function exclusively<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  return await navigator.locks.request(lockName(name), work);
}

/** Resolves when nobody runs anything under `name`, or when who did has died. */
export async function whenFree(name: string): Promise<void> {
  await navigator.locks.request(lockName(name), { mode: 'shared' }, () => undefined);
}

/**
 * `work` so that it never runs twice at a time here. However often it is asked for while it runs, it runs once more
 * afterwards, so that the last to finish has seen the latest. Each caller waits for the run that serves it.
 */
export function inTurn(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | null = null;
  return () => {
    waiting ??= running.then(() => {
      waiting = null;
      const run = work();
      running = run.catch(() => undefined);
      return run;
    });
    return waiting;
  };
}
