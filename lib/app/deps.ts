/** What every use case is given. Made once per page or worker by create-deps.ts; tests make their own. */
import type { LearnedModel } from '../detection/learned-model.ts';
import type { Instant } from '../event/instant.ts';
import type { Database } from '../storage/database.ts';

export interface AppDeps {
  /** Opens the database at first use. */
  db(): Promise<Database>;
  now(): Instant;
  newId(): string;
  /** What detection has learned, read at first use. Await it before a transaction, never within one. */
  model(): Promise<LearnedModel>;
}
