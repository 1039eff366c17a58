/** Outlook calendars behind the port, read with Microsoft's Graph client. */
import * as z from 'zod/mini';
import type { AccountId, CalendarId } from '../../event/calendar-event.ts';
import { AccountAccess } from '../account-access.ts';
import { ProviderError } from '../calendar-provider.ts';
import type { SignInProvider, ProviderCalendar } from '../calendar-provider.ts';
import { lenient, pageOf, readAddress } from '../finish-event.ts';
import { isColor, MAX_LIST_PAGES } from '../listing.ts';
import type { ProviderDeps } from '../provider-deps.ts';
import { toProviderError } from '../send-request.ts';
import { readGraph } from './graph-client.ts';
import { renewMicrosoftAccess, signInToMicrosoft } from './outlook-auth.ts';
import { EVENT_PROPERTIES, normalizeGraphEvents } from './outlook-normalizer.ts';

const PAGE_SIZE = 100;

const PageSchema = z.object({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.optional(z.string()),
});

const CalendarEntrySchema = z.object({
  id: z.string().check(z.minLength(1)),
  name: lenient(z.string()),
  isDefaultCalendar: lenient(z.boolean()),
  hexColor: lenient(z.string()),
  canEdit: lenient(z.boolean()),
  owner: lenient(z.object({ address: lenient(z.string()) })),
});

export function createOutlookProvider(deps: ProviderDeps): SignInProvider {
  const access = new AccountAccess(deps, renewMicrosoftAccess(deps));

  return {
    id: 'outlook',

    async connect(expected) {
      try {
        const { account, tokens } = await signInToMicrosoft(deps, expected);
        await access.replace(account.accountId, tokens);
        return account;
      } catch (error) {
        throw toProviderError(error);
      }
    },

    async disconnect(accountId) {
      // Microsoft offers no address that ends a single app's grant.
      await access.forget(accountId).catch(() => null);
    },

    async listCalendars(accountId) {
      try {
        const { calendars, mailbox } = await access.use(accountId, (token) => listCalendars(deps, token));
        await access.learn(accountId, mailbox);
        const emails = await emailsOf(deps, accountId);
        return calendars.map(({ owner, ...calendar }) => ({
          ...calendar,
          own: calendar.primary || (calendar.own && emails.includes(owner)),
        }));
      } catch (error) {
        throw toProviderError(error);
      }
    },

    async readPage({ accountId, calendarId, window, pageToken }) {
      try {
        const first = viewAddress(calendarId, window.start, window.end);
        const page = await access.use(accountId, (token) =>
          readGraph(deps, token, pageToken ?? first, PageSchema),
        );
        const owner = { accountId, calendarId, emails: await emailsOf(deps, accountId) };
        return pageOf(() => normalizeGraphEvents(page.value, owner), page['@odata.nextLink'] ?? null);
      } catch (error) {
        throw toProviderError(error);
      }
    },
  };
}

/** The addresses that are known to be the user's, lower case: of the sign-in and of the mailbox. */
async function emailsOf(deps: ProviderDeps, accountId: AccountId): Promise<string[]> {
  const grant = (await deps.tokens.load(accountId))?.grant;
  return [grant?.email.toLowerCase() ?? '', ...(grant?.aliases ?? [])].filter((email) => email !== '');
}

/** The client joins queries without escaping them, so they are escaped here. */
function viewAddress(calendarId: CalendarId, start: string, end: string): string {
  const query = [
    `startDateTime=${encodeURIComponent(start)}`,
    `endDateTime=${encodeURIComponent(end)}`,
    `$select=${EVENT_PROPERTIES.join(',')}`,
    `$top=${PAGE_SIZE}`,
  ];
  return `/me/calendars/${encodeURIComponent(calendarId)}/calendarView?${query.join('&')}`;
}

interface Listed extends ProviderCalendar {
  /** The address of the mailbox it is in, lower case; empty when Graph does not say. */
  owner: string;
}

/** Every calendar; those that the user may edit count as own until their owner is known. */
async function listCalendars(
  deps: ProviderDeps,
  token: string,
): Promise<{ calendars: Listed[]; mailbox: string }> {
  const calendars: Listed[] = [];
  let address = `/me/calendars?$select=id,name,isDefaultCalendar,hexColor,canEdit,owner&$top=${PAGE_SIZE}`;
  for (let page = 0; page < MAX_LIST_PAGES; page += 1) {
    const { value, '@odata.nextLink': next } = await readGraph(deps, token, address, PageSchema);
    calendars.push(...value.flatMap(readCalendar));
    // The default calendar is the user's own, whatever name they signed in with.
    if (next === undefined) return { calendars, mailbox: calendars.find((one) => one.primary)?.owner ?? '' };
    address = next;
  }
  throw new ProviderError('unreadable-answer');
}

function readCalendar(item: unknown): Listed[] {
  const parsed = z.safeParse(CalendarEntrySchema, item);
  if (!parsed.success) return [];
  const { id, name, isDefaultCalendar, hexColor, canEdit, owner } = parsed.data;
  return [
    {
      calendarId: id as CalendarId,
      name: name || id,
      primary: isDefaultCalendar === true,
      own: canEdit === true,
      color: isColor(hexColor) ? hexColor : null,
      owner: readAddress(owner?.address) ?? '',
    },
  ];
}
