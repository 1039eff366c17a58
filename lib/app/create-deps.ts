/** The real dependencies of pages and worker. Synchronous: the database opens at first use. */
import { fromEpoch } from '../event/instant.ts';
import { databaseGetter } from '../storage/database.ts';
import type { AppDeps } from './deps.ts';

/** Dependencies bound to this browser: its clock, its database. */
export function createDeps(): AppDeps {
  return { db: databaseGetter(), now: () => fromEpoch(Date.now()), newId: () => crypto.randomUUID() };
}
