/** The one port through which every calendar is read. Adapters live in google/ and outlook/. */
import { AppError } from '../platform/app-error.ts';
import type { AccountId, CalendarEvent, CalendarId } from '../event/calendar-event.ts';
import type { ProviderFault, ProviderId, SignInProviderId } from '../event/account.ts';
import type { Instant } from '../event/instant.ts';

/** A classified provider failure. */
export class ProviderError extends AppError<ProviderFault> {
  /** The provider's own wish, when it gave one. */
  readonly retryAfterSeconds: number | null;
  /** Met while access was renewed: every calendar of the account would meet it. */
  readonly atSignIn: boolean;

  constructor(
    reason: ProviderFault,
    options: { message?: string; retryAfterSeconds?: number | null; atSignIn?: boolean } = {},
  ) {
    super(reason, options.message);
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
    this.atSignIn = options.atSignIn ?? false;
  }
}

/** An account as the provider describes it after sign-in. */
export interface ProviderAccount {
  accountId: AccountId;
  provider: SignInProviderId;
  /** The address the user knows the account by. */
  email: string;
  name: string;
}

/** A calendar that an account can read. */
export interface ProviderCalendar {
  calendarId: CalendarId;
  name: string;
  primary: boolean;
  /** The user owns it and keeps it in view: it is read from the start. Other people's calendars only when chosen. */
  own: boolean;
  /** CSS colour of the provider, or null. */
  color: string | null;
}

/** Half-open window of time: from `start` up to, not including, `end`. */
export interface ReadWindow {
  start: Instant;
  end: Instant;
}

/** One page of a calendar. A short or empty page is legal; only `nextPageToken: null` is the end. */
export interface EventPage {
  events: CalendarEvent[];
  /** Events that could not be understood; counted, never fatal. */
  skipped: number;
  /** The ids of those of them that had one: they are still in the calendar, so what was known of them stays. */
  skippedIds: readonly string[];
  nextPageToken: string | null;
}

/**
 * A source of calendars. One call reads one page; the use case pages, compares and writes.
 * Every method rejects with a `ProviderError` and with nothing else.
 */
export interface CalendarProvider {
  readonly id: ProviderId;
  /** Forgets tokens, addresses and texts; revokes a grant where the service offers that. Never rejects. */
  disconnect(accountId: AccountId): Promise<void>;
  /** Every calendar of the account. */
  listCalendars(accountId: AccountId): Promise<ProviderCalendar[]>;
  /** One page of the expanded instances that overlap `window`, cancelled ones included where the service tells. */
  readPage(input: {
    accountId: AccountId;
    calendarId: CalendarId;
    window: ReadWindow;
    pageToken: string | null;
  }): Promise<EventPage>;
}

/** A service that one signs in to. */
export interface SignInProvider extends CalendarProvider {
  readonly id: SignInProviderId;
  /** Opens the consent window. With `expected`, signing in to another account is refused (`wrong-account`). */
  connect(expected?: { accountId: AccountId; email: string }): Promise<ProviderAccount>;
}
