/** The real dependencies of pages and worker. Synchronous: the database and the weights of detection open at first use. */
import { type LearnedModel, readModel } from '../detection/learned-model.ts';
import { fromEpoch } from '../event/instant.ts';
import { loadPackagedBytes } from '../platform/packaged-file.ts';
import { databaseGetter } from '../storage/database.ts';
import type { AppDeps } from './deps.ts';

/** Dependencies bound to this browser: its clock, its database, the package. */
export function createDeps(): AppDeps {
  let model: Promise<LearnedModel> | null = null;
  return {
    db: databaseGetter(),
    now: () => fromEpoch(Date.now()),
    newId: () => crypto.randomUUID(),
    model: () => (model ??= loadModel()),
  };
}

/** The build took it from lib/detection (`wxt.config.ts`). */
async function loadModel(): Promise<LearnedModel> {
  return readModel(await loadPackagedBytes('/detection-model.bin'));
}
