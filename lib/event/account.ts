/** Connected calendar accounts, their calendars, and how well reading them goes. */
import * as z from 'zod/mini';
import { AccountIdSchema, CalendarIdSchema } from './calendar-event.ts';
import { type Instant, InstantSchema, addMinutes, minutesBetween } from './instant.ts';

export const SignInProviderIdSchema = z.enum(['google', 'outlook']);
/** A service that is read after signing in to it. */
export type SignInProviderId = z.infer<typeof SignInProviderIdSchema>;

export const ProviderIdSchema = z.enum(['google', 'outlook', 'ics']);
/** Where a calendar comes from; `ics` is an iCalendar file or address, which needs no sign-in. */
export type ProviderId = z.infer<typeof ProviderIdSchema>;

export const ProviderFaultSchema = z.enum([
  /** Sign-in has ended or was withdrawn: the user has to reconnect. */
  'sign-in-ended',
  /** The user closed the consent window or said no. */
  'consent-refused',
  /** The organisation wants an administrator to approve first. */
  'admin-approval-needed',
  /** Another account than the one being reconnected. */
  'wrong-account',
  /** Fewer rights than needed were given. */
  'rights-missing',
  /** No client id is set up for this provider. */
  'client-id-missing',
  /** The provider refuses the client id, its secret or its redirect address. */
  'client-refused',
  /** The calendar no longer exists or is no longer shared. */
  'calendar-missing',
  /** The calendar is in the list, and may not be read. */
  'calendar-forbidden',
  /** Too many requests; try later. */
  'rate-limited',
  /** The provider is down. */
  'provider-down',
  /** The answer was not what the provider promises. */
  'unreadable-answer',
  /** No network. */
  'offline',
  /** What was read could not be stored on this device. */
  'storage-failed',
  /** The file or address holds no iCalendar data. */
  'not-a-calendar',
  /** The file, or what the address answers, is larger than is read. */
  'too-big',
  /** The browser has not been given leave to read from the host of a calendar address. */
  'host-not-allowed',
]);
/** What can go wrong at a provider, in the words the product acts on. */
export type ProviderFault = z.infer<typeof ProviderFaultSchema>;

const ACCOUNT_FAULTS: ReadonlySet<ProviderFault> = new Set([
  'sign-in-ended',
  'consent-refused',
  'admin-approval-needed',
  'wrong-account',
  'rights-missing',
  'client-id-missing',
  'client-refused',
  'host-not-allowed',
]);

/** Whether a fault stops the whole account until the user does something: asking again would not bring it back. */
export function stopsAccount(fault: ProviderFault): boolean {
  return ACCOUNT_FAULTS.has(fault);
}

export const FaultRecordSchema = z.object({
  reason: ProviderFaultSchema,
  /** When this reason was first seen without a success in between. */
  since: InstantSchema,
  /** Not before this is it tried again unasked; null when it does not matter. */
  retryAt: z.nullable(InstantSchema),
  /** Failures in a row, whatever their reasons, but for those without a network. Absent in older rows. */
  attempts: z.optional(z.number()),
});
export type FaultRecord = z.infer<typeof FaultRecordSchema>;

export const IcsSourceSchema = z.object({
  kind: z.enum(['file', 'address']),
  /** The file's name, or the host of the address; never the address itself, which is a credential. */
  shown: z.string(),
  /** False for an address on a host that can only be read when the user asks for it (docs/adr/0008). */
  readsByItself: z.boolean(),
  /** It was published without titles: nothing in it can be recognised. */
  busyOnly: z.optional(z.boolean()),
});
/** What is shown of an iCalendar source. */
export type IcsSource = z.infer<typeof IcsSourceSchema>;

export const AccountSchema = z.looseObject({
  id: AccountIdSchema,
  provider: ProviderIdSchema,
  /** Empty where the source names nobody. */
  email: z.string(),
  name: z.string(),
  /** Only of provider `ics`. */
  ics: z.optional(IcsSourceSchema),
  connectedAt: InstantSchema,
  /** When the list of its calendars was last read; null before the first time. */
  listedAt: z.nullable(InstantSchema),
  /** What stops the whole account; null when nothing does. */
  fault: z.nullable(FaultRecordSchema),
});
export type Account = z.infer<typeof AccountSchema>;

export const CalendarSchema = z.looseObject({
  accountId: AccountIdSchema,
  calendarId: CalendarIdSchema,
  name: z.string(),
  primary: z.boolean(),
  color: z.nullable(z.string()),
  /** The user wants it read. */
  chosen: z.boolean(),
  /** When its events were last read to the end; null before the first time. */
  lastReadAt: z.nullable(InstantSchema),
  /** Events of the last read that could not be understood. */
  skipped: z.number(),
  /** The last reading said that everything is gone; only a second one in a row is believed. */
  emptyOnce: z.optional(z.boolean()),
  /** The last list came without it; only a second one in a row is believed. */
  missedOnce: z.optional(z.boolean()),
  fault: z.nullable(FaultRecordSchema),
});
/** A calendar of an account. */
export type Calendar = z.infer<typeof CalendarSchema>;

/**
 * Minutes that lie between two readings of an account that nobody asked for, at least: feeds are rebuilt seldom and
 * come whole, a file only changes by the window that moves. null for one that is never read by itself.
 */
export function leastMinutesBetween({ ics }: Account): number | null {
  if (ics === undefined) return 0;
  if (!ics.readsByItself) return null;
  return ics.kind === 'file' ? 6 * 60 : 15;
}

/** The window of every reading, in days before and after now (docs/adr/0001-windowed-reads.md). */
export const WINDOW_DAYS = { back: 30, ahead: 60 } as const;

/** What was read this recently is not read again because a page opens. */
export const FRESH_MINUTES = 5;

/** After this many minutes without a read an account counts as stale. */
export const STALE_AFTER_MINUTES = 12 * 60;

export type AccountHealth =
  | { state: 'first-read' }
  | { state: 'no-calendar-chosen' }
  | { state: 'healthy'; readAt: Instant; skipped: number }
  | { state: 'stale'; readAt: Instant; skipped: number }
  /** It could not be reached: no fault of anyone, and nothing to be done. */
  | { state: 'offline'; since: Instant; readAt: Instant | null }
  | { state: 'failing'; reason: ProviderFault; since: Instant; readAt: Instant | null };

/** How an account does, from the stored evidence alone. The worst chosen calendar speaks for the account. */
export function accountHealth(account: Account, calendars: readonly Calendar[], now: Instant): AccountHealth {
  const chosen = calendars.filter((calendar) => calendar.accountId === account.id && calendar.chosen);
  const reads = chosen.map((calendar) => calendar.lastReadAt);
  const readAt = reads.reduce<Instant | null>(
    (oldest, at) => (at !== null && (oldest === null || at < oldest) ? at : oldest),
    null,
  );
  const faults = [account.fault, ...chosen.map((calendar) => calendar.fault)].filter(
    (fault) => fault !== null,
  );
  const fault = faults.find(({ reason }) => reason !== 'offline') ?? faults[0];
  const isStale = readAt !== null && minutesBetween(readAt, now) > STALE_AFTER_MINUTES;
  if (fault && fault.reason !== 'offline')
    return { state: 'failing', reason: fault.reason, since: fault.since, readAt };
  if (fault && !isStale) return { state: 'offline', since: fault.since, readAt };
  if (chosen.length === 0) return { state: account.listedAt === null ? 'first-read' : 'no-calendar-chosen' };
  if (readAt === null || reads.includes(null)) return { state: 'first-read' };
  const skipped = chosen.reduce((sum, calendar) => sum + calendar.skipped, 0);
  return { state: isStale ? 'stale' : 'healthy', readAt, skipped };
}

/** The longest that a provider is left alone, whatever it asks for. */
export const MOST_WAIT_MINUTES = 24 * 60;

/**
 * The record of a fault that has just been met. `since` stays while the reason stays the same. The wait doubles with
 * each failure in a row from one minute up to `most`; chance takes off up to half of it, so that not everybody comes
 * back at once. The provider's own wish is kept where it is longer. Being without a network is no failure of the
 * provider: it sets no wait, and what was to be waited before stays.
 * @param wait `asked`: the provider's wish in minutes, or null; `most`: minutes; `chance`: from 0 up to 1.
 */
export function nextFault(
  previous: FaultRecord | null,
  reason: ProviderFault,
  now: Instant,
  wait: { asked: number | null; most: number; chance: number },
): FaultRecord {
  const since = previous?.reason === reason ? previous.since : now;
  const before = previous?.attempts ?? 0;
  if (stopsAccount(reason)) return { reason, since, retryAt: null };
  if (reason === 'offline') {
    return { reason, since, retryAt: isWaiting(previous, now) ? previous.retryAt : null, attempts: before };
  }
  const attempts = before + 1;
  const most = Math.min(2 ** before, wait.most);
  const minutes = Math.max(most * (1 - wait.chance / 2), wait.asked ?? 0);
  return { reason, since, retryAt: addMinutes(now, Math.min(minutes, MOST_WAIT_MINUTES)), attempts };
}

/** Whether it is too early to try again. A time that is further off than any wait comes from a clock that was wrong. */
export function isWaiting(
  fault: FaultRecord | null,
  now: Instant,
): fault is FaultRecord & { retryAt: Instant } {
  if (fault === null || fault.retryAt === null) return false;
  return fault.retryAt > now && minutesBetween(now, fault.retryAt) <= MOST_WAIT_MINUTES;
}
