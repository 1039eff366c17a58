/** Which session the panel shows, and reading it again when time or the record moves on. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { askForRefresh } from '../../lib/app/ask-worker.ts';
import type { AppDeps } from '../../lib/app/deps.ts';
import {
  type AccountStatus,
  loadSessionPanel,
  type SessionPanelView,
} from '../../lib/app/load-session-panel.ts';
import type { StoreName } from '../../lib/app/watch-record.ts';
import { FRESH_MINUTES } from '../../lib/event/account.ts';
import { type Instant, minutesBetween } from '../../lib/event/instant.ts';
import { watchPanelTarget } from '../../lib/platform/panel-target.ts';
import { deviceTimeZone } from '../../lib/platform/time-zone.ts';
import type { SessionId } from '../../lib/session/session.ts';
import { type LiveQuery, useLiveQuery } from '../hooks/use-live-query.ts';

const SHOWN: readonly StoreName[] = [
  'accounts',
  'calendars',
  'sessions',
  'engagements',
  'goals',
  'notes',
  'actions',
  'corrections',
];

/**
 * Which session is shown. The one that mattered when the panel opened stays, until the user goes elsewhere or
 * another surface sends the panel to one. While a calendar is being read for the first time the panel follows what
 * matters now, unless the user has pressed a key or clicked in it.
 */
export function useShownSession(
  deps: AppDeps,
  now: Instant,
  noteCount: number,
): {
  query: LiveQuery<SessionPanelView>;
  /** Goes to a session; null is the one that matters now. */
  goTo(id: SessionId | null): void;
} {
  const [target, setTarget] = useState<{ id: SessionId | null }>({ id: null });
  const pinned = useRef<SessionId | null>(null);
  const shown = useRef<SessionId | null>(null);
  const goTo = useCallback((id: SessionId | null) => {
    pinned.current = id;
    // A new object each time: going to "the one that matters now" twice is two wishes.
    setTarget({ id });
  }, []);
  useEffect(() => watchPanelTarget(goTo), [goTo]);
  useEffect(() => {
    const pin = () => {
      pinned.current ??= shown.current;
    };
    document.addEventListener('keydown', pin, { capture: true });
    document.addEventListener('pointerdown', pin, { capture: true });
    return () => {
      document.removeEventListener('keydown', pin, { capture: true });
      document.removeEventListener('pointerdown', pin, { capture: true });
    };
  }, []);
  const load = useCallback(async () => {
    for (;;) {
      const wanted = pinned.current;
      const panel = await loadSessionPanel(deps, wanted, deviceTimeZone(), noteCount);
      if (pinned.current !== wanted) continue;
      shown.current = panel.state === 'session' ? panel.view.briefing.session.id : null;
      if (panel.state === 'first-run' || !isFirstRead(panel.accounts)) pinned.current ??= shown.current;
      return panel;
    }
    // `target` and `now` are read by way of the ref and the clock; they say when to read again.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [deps, noteCount, target, now]);
  return { query: useLiveQuery(load, SHOWN), goTo };
}

/** A calendar is being read for the first time: what matters now may still turn up. */
export function isFirstRead(accounts: readonly AccountStatus[]): boolean {
  return accounts.some(({ health }) => health.state === 'first-read');
}

/** Asks the worker once, when the panel opens, to read calendars that were read a while ago. */
export function useReadWhenOld(
  accounts: readonly AccountStatus[],
  clock: () => Instant,
  ready: boolean,
): void {
  const asked = useRef(false);
  useEffect(() => {
    if (!ready || asked.current) return;
    asked.current = true;
    const isOld = ({ health }: AccountStatus) => {
      const readAt = 'readAt' in health ? health.readAt : null;
      return readAt === null || minutesBetween(readAt, clock()) > FRESH_MINUTES;
    };
    if (accounts.some(isOld)) void askForRefresh('open');
  }, [accounts, clock, ready]);
}
