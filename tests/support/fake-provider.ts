/** A calendar service under the test's control. It pages as the port promises: by token, short pages allowed. */
import {
  type CalendarProvider,
  type EventPage,
  type ProviderAccount,
  type ProviderCalendar,
  ProviderError,
  type SignInProvider,
} from '../../lib/calendar/calendar-provider.ts';
import type { ProviderFault, SignInProviderId } from '../../lib/event/account.ts';
import type { AccountId, CalendarEvent, CalendarId } from '../../lib/event/calendar-event.ts';

type ReadInput = Parameters<CalendarProvider['readPage']>[0];

export class FakeProvider implements SignInProvider {
  readonly id: SignInProviderId;
  /** Who signs in next. */
  signsIn: ProviderAccount | ProviderError;
  calendars: ProviderCalendar[] | ProviderError;
  /** The pages of each calendar; a page may be a fault. */
  readonly pages = new Map<string, (CalendarEvent[] | ProviderError)[]>();
  /** Unusable events reported with the first page of each calendar. */
  skipped = 0;
  skippedIds: string[] = [];
  /** What was asked, in order: `list`, `read <calendar> <page>`, `disconnect <account>`. */
  readonly asked: string[] = [];
  readonly windows: ReadInput['window'][] = [];
  /** The accounts whose sign-in it keeps. */
  readonly grants = new Set<AccountId>();
  /** With it every page names itself as the next one. */
  pagesLoop = false;

  constructor(id: SignInProviderId) {
    this.id = id;
    this.signsIn = {
      accountId: `${id}:1001` as AccountId,
      provider: id,
      email: 'ingrid@ambit.example',
      name: 'Ingrid Dahl',
    };
    this.calendars = [calendar('primary', { primary: true })];
  }

  /** The events of a calendar, each list one page. */
  has(calendarId: string, ...pages: (CalendarEvent[] | ProviderError)[]): void {
    this.pages.set(calendarId, pages);
  }

  /** Every reading of a calendar fails from now on. */
  fails(calendarId: string, reason: ProviderFault, retryAfterSeconds: number | null = null): void {
    this.pages.set(calendarId, [new ProviderError(reason, { retryAfterSeconds })]);
  }

  async connect(expected?: { accountId: AccountId; email: string }): Promise<ProviderAccount> {
    if (this.signsIn instanceof ProviderError) throw this.signsIn;
    if (expected && expected.accountId !== this.signsIn.accountId) throw new ProviderError('wrong-account');
    this.grants.add(this.signsIn.accountId);
    return this.signsIn;
  }

  /** Files and addresses have the real adapter: memory-deps.ts. */
  async open(): Promise<never> {
    throw new ProviderError('not-a-calendar');
  }

  async keep(): Promise<void> {}

  async disconnect(accountId: AccountId): Promise<void> {
    this.asked.push(`disconnect ${accountId}`);
    this.grants.delete(accountId);
  }

  async listCalendars(): Promise<ProviderCalendar[]> {
    this.asked.push('list');
    if (this.calendars instanceof ProviderError) throw this.calendars;
    return this.calendars;
  }

  async readPage({ calendarId, pageToken, window }: ReadInput): Promise<EventPage> {
    const at = pageToken === null ? 0 : Number(pageToken);
    this.asked.push(`read ${calendarId} ${at}`);
    this.windows.push(window);
    const pages = this.pages.get(calendarId) ?? [[]];
    const page = pages[at] ?? [];
    if (page instanceof ProviderError) throw page;
    const isLast = at + 1 >= pages.length;
    const nextPageToken = this.pagesLoop ? '0' : isLast ? null : String(at + 1);
    return {
      events: page,
      skipped: at === 0 ? this.skipped : 0,
      skippedIds: at === 0 ? this.skippedIds : [],
      nextPageToken,
    };
  }
}

/** A calendar as a provider lists it. */
export function calendar(id: string, overrides: Partial<ProviderCalendar> = {}): ProviderCalendar {
  return { calendarId: id as CalendarId, name: id, primary: false, own: true, color: null, ...overrides };
}
