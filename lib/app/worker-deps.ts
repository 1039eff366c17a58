/** What the use cases of the worker are given besides `AppDeps`. */
import type { CalendarProvider, SignInProvider } from '../calendar/calendar-provider.ts';
import type { SignInProviderId } from '../event/account.ts';
import type { AppDeps } from './deps.ts';

export interface WorkerDeps extends AppDeps {
  providers: Record<SignInProviderId, SignInProvider> & { ics: CalendarProvider };
  /** Runs one thing at a time per name, across the extension. */
  exclusively<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
}
