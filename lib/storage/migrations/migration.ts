/** The shape of one schema step. */
import type { IDBPDatabase, IDBPTransaction } from 'idb';

/**
 * Moves the schema one version up, inside the upgrade transaction. Additive only: nothing is deleted or reset.
 * It may await nothing but requests of `tx`.
 */
export type Migration = (
  db: IDBPDatabase,
  tx: IDBPTransaction<unknown, string[], 'versionchange'>,
) => void | Promise<void>;
