/** Dependencies of the use cases over a database in memory, with a clock that stands until it is set. */
import type { AppDeps } from '../../lib/app/deps.ts';
import { createIcsSourceStore } from '../../lib/app/ics-source-store.ts';
import type { WorkerDeps } from '../../lib/app/worker-deps.ts';
import { createIcsProvider } from '../../lib/calendar/ics/ics-provider.ts';
import { type Instant, addMinutes, toEpoch } from '../../lib/event/instant.ts';
import { type Database, type StoreName, openDatabase } from '../../lib/storage/database.ts';
import { NOW } from './builders.ts';
import { FakeIcsHost } from './fake-ics-host.ts';
import { FakeProvider } from './fake-provider.ts';
import { MODEL } from './detection-model.ts';

export interface MemoryDeps extends AppDeps {
  /** Sets the clock. */
  at(instant: Instant): void;
  /** Moves the clock on. */
  pass(minutes: number): void;
}

export interface MemoryWorkerDeps extends MemoryDeps, WorkerDeps {
  google: FakeProvider;
  outlook: FakeProvider;
  /** Where calendar addresses lead to; their adapter is the real one. */
  icsHost: FakeIcsHost;
  /** What the pages were told of a first reading: entries so far. */
  progress: number[];
}

let databases = 0;

/** An empty database of its own, the clock at NOW, and ids `id-1`, `id-2`, … */
export function memoryDeps(): MemoryDeps {
  const name = `test-${(databases += 1)}`;
  let opened: Promise<Database> | null = null;
  let now = NOW;
  let ids = 0;
  return {
    db: () => (opened ??= openDatabase({ name })),
    now: () => now,
    newId: () => `id-${(ids += 1)}`,
    model: async () => MODEL,
    at: (instant) => void (now = instant),
    pass: (minutes) => void (now = addMinutes(now, minutes)),
  };
}

/** The same for the worker, with two calendar services under the test's control. One thing runs at a time. */
export function memoryWorkerDeps(): MemoryWorkerDeps {
  const google = new FakeProvider('google');
  const outlook = new FakeProvider('outlook');
  const icsHost = new FakeIcsHost();
  const deps = memoryDeps();
  const timeZone = () => 'Europe/Brussels';
  const ics = createIcsProvider({
    ...icsHost.deps,
    now: () => toEpoch(deps.now()),
    timeZone,
    sources: createIcsSourceStore(deps, { load: async () => null }, icsHost.store),
  });
  let queue: Promise<unknown> = Promise.resolve();
  const progress: number[] = [];
  return Object.assign(deps, {
    google,
    outlook,
    icsHost,
    providers: { google, outlook, ics },
    progress,
    accountsWithSecrets: async () => [...google.grants, ...outlook.grants],
    // Waits are not shortened by chance.
    chance: () => 0,
    timeZone,
    reportProgress: ({ entries }: { entries: number }) => void progress.push(entries),
    exclusively: async <Result>(_name: string, work: () => Promise<Result>): Promise<Result> => {
      const result = queue.then(work);
      queue = result.catch(() => undefined);
      return await result;
    },
  });
}

/** Everything that is stored, by store, in the order of the keys. */
export async function contentOf(deps: AppDeps): Promise<Record<StoreName, unknown[]>> {
  const db = await deps.db();
  const names = [...db.objectStoreNames];
  const rows = await Promise.all(names.map((name) => db.getAll(name)));
  return Object.fromEntries(names.map((name, index) => [name, rows[index]])) as Record<StoreName, unknown[]>;
}

/** Stores rows as they are, behind the back of the use cases. */
export async function put(deps: AppDeps, rows: Partial<Record<StoreName, readonly object[]>>): Promise<void> {
  const db = await deps.db();
  for (const name of Object.keys(rows) as StoreName[]) {
    for (const row of rows[name] ?? []) await db.put(name, row as never);
  }
}
