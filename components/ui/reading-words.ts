/** Words on how reading the calendars goes when nothing is wrong: out of reach, or not done yet. */
import { i18n } from '#i18n';
import type { Account } from '../../lib/event/account.ts';
import { count, listOf } from './format.ts';
import { sourceName } from './reason-words.ts';

/** "Reading Google Calendar… 1,250 entries". */
export function progressWords(account: Account, entries: number): string {
  return i18n.t('reading.progress', {
    name: sourceName(account),
    entries: i18n.t('reading.entries', entries, [count(entries)]),
  });
}

/**
 * "Offline. Shown as of today, 14:20." Out of reach is a state, not a fault.
 * @param accounts what cannot be reached, where the device says that it has a network; none where it has none.
 * @param when in words; null when nothing was read yet.
 */
export function offlineWords(accounts: readonly Account[], when: string | null): string {
  const names = listOf([...new Set(accounts.map(sourceName))]);
  const state = names === '' ? i18n.t('reading.offline') : i18n.t('reading.outOfReach', { name: names });
  const kept = when === null ? i18n.t('reading.notYet') : i18n.t('reading.asOf', { when });
  return `${state} ${kept}`;
}
