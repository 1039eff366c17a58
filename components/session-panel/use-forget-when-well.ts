/** A failure that was told is no longer true once all calendars have been read well since. */
import { useEffect, useRef } from 'react';
import type { AccountStatus } from '../../lib/app/load-session-panel.ts';

/** Calls `forget` whenever an account was read anew and all of them are well. */
export function useForgetWhenWell(accounts: readonly AccountStatus[], forget: () => void): void {
  const latest = useRef(forget);
  useEffect(() => {
    latest.current = forget;
  });
  const well = accounts.every(({ health }) => health.state === 'healthy');
  const reads = accounts
    .map(({ account, health }) => `${account.id} ${'readAt' in health ? health.readAt : ''}`)
    .join();
  useEffect(() => {
    if (well && reads !== '') latest.current();
  }, [well, reads]);
}
