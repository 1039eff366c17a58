/** Google Calendar behind the port, read with Google's own client over google-transport.ts. */
import { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js';
import * as z from 'zod/mini';
import type { AccountId, CalendarId } from '../../event/calendar-event.ts';
import { AccountAccess } from '../account-access.ts';
import { ProviderError } from '../calendar-provider.ts';
import type { SignInProvider, ProviderAccount, ProviderCalendar } from '../calendar-provider.ts';
import { lenient, pageOf } from '../finish-event.ts';
import { isColor, MAX_LIST_PAGES } from '../listing.ts';
import type { ProviderDeps } from '../provider-deps.ts';
import { AccessRefused, readValue, sendApiRequest, toProviderError } from '../send-request.ts';
import { renewGoogleAccess, revokeAtGoogle, signInToGoogle } from './google-auth.ts';
import { normalizeGoogleEvents } from './google-normalizer.ts';

const PAGE_SIZE = 250;

const CalendarListSchema = z.object({
  items: z.optional(z.array(z.unknown())),
  nextPageToken: z.optional(z.string()),
});

const CalendarEntrySchema = z.object({
  id: z.string().check(z.minLength(1)),
  summary: lenient(z.string()),
  summaryOverride: lenient(z.string()),
  primary: lenient(z.boolean()),
  accessRole: lenient(z.string()),
  selected: lenient(z.boolean()),
  deleted: lenient(z.boolean()),
  backgroundColor: lenient(z.string()),
});

const EventListSchema = z.object({
  items: z.optional(z.array(z.unknown())),
  nextPageToken: z.optional(z.string()),
});

export function createGoogleProvider(deps: ProviderDeps): SignInProvider {
  const identify = async (token: string): Promise<ProviderAccount> => {
    const primary = (await listCalendars(deps, token).catch(asSignInFault)).find(
      (calendar) => calendar.primary,
    );
    if (primary === undefined) throw new ProviderError('unreadable-answer');
    const email = primary.calendarId;
    return { accountId: `google:${email}` as AccountId, provider: 'google', email, name: primary.name };
  };
  const access = new AccountAccess(deps, renewGoogleAccess(deps, identify));

  return {
    id: 'google',

    async connect(expected) {
      try {
        const { account, tokens } = await signInToGoogle(deps, identify, expected);
        await access.replace(account.accountId, tokens);
        return account;
      } catch (error) {
        throw toProviderError(error);
      }
    },

    async disconnect(accountId) {
      const tokens = await access.forget(accountId).catch(() => null);
      if (tokens !== null) await revokeAtGoogle(deps, tokens);
    },

    async listCalendars(accountId) {
      try {
        return await access.use(accountId, (token) => listCalendars(deps, token));
      } catch (error) {
        throw toProviderError(error);
      }
    },

    async readPage({ accountId, calendarId, window, pageToken }) {
      try {
        const { data } = await access.use(accountId, (token) =>
          calendarClient(deps, token).events.list({
            calendarId,
            timeMin: window.start,
            timeMax: window.end,
            singleEvents: true,
            showDeleted: true,
            eventTypes: ['default', 'fromGmail'],
            maxResults: PAGE_SIZE,
            ...(pageToken === null ? {} : { pageToken }),
          }),
        );
        const page = readValue(data, EventListSchema);
        const emails = [accountId.slice('google:'.length).toLowerCase()];
        const owner = { accountId, calendarId, emails };
        return pageOf(() => normalizeGoogleEvents(page.items ?? [], owner), page.nextPageToken || null);
      } catch (error) {
        throw toProviderError(error);
      }
    },
  };
}

/** Google's client for one token. Failures are classified in `fetchImplementation`, before the client sees them. */
function calendarClient(deps: ProviderDeps, token: string): calendar_v3.Calendar {
  return new calendar_v3.Calendar({
    headers: { authorization: `Bearer ${token}` },
    fetchImplementation: async (input, init) => {
      const { status, headers, text } = await sendApiRequest(
        deps,
        input instanceof Request ? input.url : String(input),
        {
          ...(init?.method === undefined ? {} : { method: init.method }),
          ...(init?.headers === undefined ? {} : { headers: init.headers }),
        },
      );
      const contentType = headers.get('content-type') ?? '';
      const response = new Response(null, { status, headers: { 'content-type': contentType } });
      // The text has been read, against the clock; packing it up to be read once more takes as long as understanding it.
      return Object.assign(response, { text: async () => text });
    },
  });
}

async function listCalendars(deps: ProviderDeps, token: string): Promise<ProviderCalendar[]> {
  const client = calendarClient(deps, token);
  const calendars: ProviderCalendar[] = [];
  let pageToken: string | undefined;
  for (let page = 0; page < MAX_LIST_PAGES; page += 1) {
    const { data } = await client.calendarList.list({
      maxResults: PAGE_SIZE,
      ...(pageToken === undefined ? {} : { pageToken }),
    });
    const { items = [], nextPageToken } = readValue(data, CalendarListSchema);
    calendars.push(...items.flatMap(readCalendar));
    if (!nextPageToken) return calendars;
    pageToken = nextPageToken;
  }
  throw new ProviderError('unreadable-answer');
}

function readCalendar(item: unknown): ProviderCalendar[] {
  const parsed = z.safeParse(CalendarEntrySchema, item);
  if (!parsed.success || parsed.data.deleted === true) return [];
  const { id, summary, summaryOverride, primary, accessRole, selected, backgroundColor } = parsed.data;
  return [
    {
      calendarId: id as CalendarId,
      name: summaryOverride || summary || id,
      primary: primary === true,
      own: primary === true || (accessRole === 'owner' && selected === true),
      color: isColor(backgroundColor) ? backgroundColor : null,
    },
  ];
}

/** A token that was issued a moment ago and is refused is no matter of renewal. */
function asSignInFault(error: unknown): never {
  throw error instanceof AccessRefused ? new ProviderError('sign-in-ended') : error;
}
