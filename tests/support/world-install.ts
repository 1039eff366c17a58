/**
 * The extension as installed in one browser, on a world: the real providers, the real refresh, a database in memory.
 * The network and the platform's sign-in window are the only things that are played.
 */
import { connectAccount } from '../../lib/app/connect-account.ts';
import { refreshCalendars } from '../../lib/app/refresh-calendars.ts';
import type { WorkerDeps } from '../../lib/app/worker-deps.ts';
import { createOutlookProvider } from '../../lib/calendar/outlook/outlook-provider.ts';
import type { ProviderDeps } from '../../lib/calendar/provider-deps.ts';
import type { ProviderFault, SignInProviderId } from '../../lib/event/account.ts';
import type { CalendarEvent } from '../../lib/event/calendar-event.ts';
import { type Instant, addMinutes } from '../../lib/event/instant.ts';
import type { Session } from '../../lib/session/session.ts';
import type { EventDay } from '../../lib/storage/calendar-store.ts';
import { type Database, openDatabase } from '../../lib/storage/database.ts';
import { MemoryTokens } from '../contract/calendar-provider-fakes.ts';
import { loadGoogleProvider } from '../contract/google-transport-hook.ts';
import * as fixture from '../contract/world-fixture.ts';
import type { World } from '../world/start-world.ts';
import { contentOf, memoryWorkerDeps } from './memory-deps.ts';

/** What the installs of one test share: the time, and what the network does to answers. */
export interface Surroundings {
  world: World;
  now: Instant;
  /** Stands between the world and every install; null lets everything through. */
  meddle: ((request: Request, answer: () => Promise<Response>) => Promise<Response>) | null;
}

const createGoogleProvider = await loadGoogleProvider();
const ACCOUNTS = { google: fixture.GOOGLE_ACCOUNT, outlook: fixture.MICROSOFT_ACCOUNT } as const;

let installs = 0;

export class WorldInstall {
  readonly #around: Surroundings;
  readonly #name: string;
  readonly #tokens = new MemoryTokens();
  #ids = 0;
  /** Of the worker that runs now; `restart` makes another one. */
  deps: WorkerDeps;
  /** The next so many ids are given out; then the worker dies, in the middle of a transaction. */
  idsLeft = Infinity;

  constructor(around: Surroundings) {
    this.#around = around;
    this.#name = `install-${(installs += 1)}`;
    this.deps = this.#createDeps();
  }

  async connect(provider: SignInProviderId): Promise<void> {
    await connectAccount(this.deps, provider, null);
  }

  async refresh(): Promise<ProviderFault | null> {
    return await refreshCalendars(this.deps, 'user');
  }

  /** The worker was killed and started again: only what is stored is left. */
  async restart(): Promise<void> {
    (await this.deps.db()).close();
    this.deps = this.#createDeps();
  }

  async close(): Promise<void> {
    (await this.deps.db()).close();
  }

  async sessions(): Promise<Session[]> {
    const { sessions } = await contentOf(this.deps);
    return (sessions as Session[]).toSorted((a, b) => a.start.localeCompare(b.start));
  }

  /** The entries as last read. */
  async events(): Promise<CalendarEvent[]> {
    const { events } = await contentOf(this.deps);
    return (events as EventDay[]).flatMap(({ json }) => JSON.parse(json) as CalendarEvent[]);
  }

  #createDeps(): WorkerDeps {
    const memory = memoryWorkerDeps();
    let opened: Promise<Database> | null = null;
    return Object.assign(memory, {
      db: () => (opened ??= openDatabase({ name: this.#name })),
      now: () => this.#around.now,
      newId: () => {
        if ((this.idsLeft -= 1) < 0) throw new Error('the worker is killed');
        return `${this.#name}-${(this.#ids += 1)}`;
      },
      providers: {
        google: createGoogleProvider(this.#providerDeps('google')),
        outlook: createOutlookProvider(this.#providerDeps('outlook')),
        ics: memory.providers.ics,
      },
    });
  }

  #providerDeps(provider: SignInProviderId): ProviderDeps {
    const send: typeof fetch = (input, init) => {
      const headers = new Headers(init?.headers);
      // A browser adds the origin by itself, which Microsoft's rule for single-page apps wants.
      headers.set('origin', `chrome-extension://${'abcdefghijklmnop'.repeat(2)}`);
      const request = new Request(input, { ...init, headers });
      const { world, meddle } = this.#around;
      const answer = () => world.fetch(request.clone());
      return meddle === null ? answer() : meddle(request, answer);
    };
    return {
      fetch: send,
      launchWebAuthFlow: async ({ url, interactive }) => {
        const form = new URLSearchParams([
          ['account', ACCOUNTS[provider]],
          ['decision', 'allow'],
        ]);
        const scopes = new URL(url).searchParams.get('scope')?.split(' ') ?? [];
        for (const scope of scopes) form.append('scope', scope);
        const { world } = this.#around;
        const response = await world.fetch(url, interactive ? { method: 'POST', body: form } : {});
        return response.headers.get('location') ?? '';
      },
      redirectUrl: fixture.REDIRECT_URI,
      tokens: this.#tokens,
      loadClient: async () => ({
        id: fixture.CLIENT_ID,
        secret: provider === 'google' ? fixture.CLIENT_SECRET : null,
      }),
      // Sign-in goes by the world's own clock.
      now: () => Date.now(),
    };
  }
}

/** Moves the time of all installs on. */
export function pass(around: Surroundings, minutes: number): void {
  around.now = addMinutes(around.now, minutes);
}
