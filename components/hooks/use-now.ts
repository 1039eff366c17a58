/** The time, as often as a screen needs it. */
import { useEffect, useState } from 'react';
import { type Instant, toEpoch } from '../../lib/event/instant.ts';

const STEP_MS = { second: 1000, minute: 60_000 };

/**
 * The time at the turn of each minute (or second), and when the page comes back into view.
 * @param clock the clock of `AppDeps`.
 */
export function useNow(clock: () => Instant, step: keyof typeof STEP_MS = 'minute'): Instant {
  const [now, setNow] = useState(clock);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      const current = clock();
      setNow(current);
      clearTimeout(timer);
      // A little past the turn, so that rounding never shows the step before.
      timer = setTimeout(tick, STEP_MS[step] - (toEpoch(current) % STEP_MS[step]) + 5);
    };
    const onVisible = () => {
      if (document.visibilityState === 'visible') tick();
    };
    tick();
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [clock, step]);
  return now;
}
