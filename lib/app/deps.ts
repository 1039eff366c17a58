/** What every use case is given. Made once per page or worker by create-deps.ts; tests make their own. */
import type { PhraseIndex } from '../detection/match-phrases.ts';
import type { Instant } from '../event/instant.ts';
import type { Database } from '../storage/database.ts';

export interface AppDeps {
  /** Opens the database at first use. */
  db(): Promise<Database>;
  now(): Instant;
  newId(): string;
  /** The words that detection goes by, read at first use. Await them before a transaction, never within one. */
  phrases(): Promise<PhraseIndex>;
}
