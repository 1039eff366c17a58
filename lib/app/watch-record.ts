/** Lets screens read again when something was stored, by this page, another one or the worker. */
import type { StoreName } from '../storage/database.ts';
import { subscribeToChanges } from '../storage/changes.ts';

export type { StoreName };

/** Calls `listener` after each commit that touched one of `stores`. Returns how to stop. */
export function watchRecord(stores: readonly StoreName[], listener: () => void): () => void {
  return subscribeToChanges((changed) => {
    if (stores.some((store) => changed.has(store))) listener();
  });
}
