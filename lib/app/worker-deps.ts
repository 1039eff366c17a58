/** What the use cases of the worker are given besides `AppDeps`. */
import type { SignInProvider } from '../calendar/calendar-provider.ts';
import type { IcsProvider } from '../calendar/ics/ics-source.ts';
import type { SignInProviderId } from '../event/account.ts';
import type { AppDeps } from './deps.ts';
import type { ReadingProgress } from './reading-progress.ts';

export interface WorkerDeps extends AppDeps {
  providers: Record<SignInProviderId, SignInProvider> & { ics: IcsProvider };
  /** Runs one thing at a time per name, across the extension. */
  exclusively<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
  /** The accounts of which tokens or an address are stored, whether the record knows them or not. */
  accountsWithSecrets(): Promise<string[]>;
  /** A number from 0 up to 1, anew each time. */
  chance(): number;
  /** IANA name of the user's time zone at this moment. */
  timeZone(): string;
  /** Tells open pages how far a first reading is. */
  reportProgress(progress: ReadingProgress): void;
}
