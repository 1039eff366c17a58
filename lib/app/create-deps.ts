/** The real dependencies of pages and worker. Synchronous: the database and the words of detection open at first use. */
import type { RuleGroup } from '../detection/detection-rules.ts';
import { type PhraseIndex, buildPhraseIndex } from '../detection/match-phrases.ts';
import { fromEpoch } from '../event/instant.ts';
import { loadPackagedJson } from '../platform/packaged-file.ts';
import { databaseGetter } from '../storage/database.ts';
import type { AppDeps } from './deps.ts';

/** Dependencies bound to this browser: its clock, its database, the package. */
export function createDeps(): AppDeps {
  let phrases: Promise<PhraseIndex> | null = null;
  return {
    db: databaseGetter(),
    now: () => fromEpoch(Date.now()),
    newId: () => crypto.randomUUID(),
    phrases: () => (phrases ??= loadPhrases()),
  };
}

/** The build wrote them from lib/detection/phrase-groups.ts (`wxt.config.ts`). */
async function loadPhrases(): Promise<PhraseIndex> {
  return buildPhraseIndex((await loadPackagedJson('/detection-phrases.json')) as RuleGroup[]);
}
