/** That the device has no network, and how old what is shown is. */
import { CloudOff } from 'lucide-react';
import type { AccountStatus } from '../../lib/app/load-session-panel.ts';
import type { Instant } from '../../lib/event/instant.ts';
import { dateOf, dayAndTimeWithin } from './format.ts';
import { Notice } from './notice.tsx';
import { offlineWords } from './reading-words.ts';

/** The oldest reading of all accounts tells how old. */
export function OfflineNotice({ accounts, now }: { accounts: readonly AccountStatus[]; now: Instant }) {
  const oldest = oldestReading(accounts);
  return <Notice icon={CloudOff}>{offlineWords([], oldest && dayAndTimeWithin(oldest, dateOf(now)))}</Notice>;
}

/** Null when none was read yet. */
export function oldestReading(accounts: readonly AccountStatus[]): Instant | null {
  const read = accounts.flatMap(({ health }) => ('readAt' in health ? (health.readAt ?? []) : []));
  return read.toSorted()[0] ?? null;
}
