/** Every request of the adapters: with a time limit, without cookies, with each failure put into the port's words. */
import * as z from 'zod/mini';
import { ProviderError } from './calendar-provider.ts';
import type { ProviderFault } from '../event/account.ts';
import type { ProviderDeps } from './provider-deps.ts';

/** Below the 30 s in which an idle worker may be stopped. */
const TIME_LIMIT_MS = 25_000;

/** A complete answer; the body has been received whole. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

/** The service did not accept the access token (401). Internal: it leads to one renewal and never leaves an adapter. */
export class AccessRefused extends Error {
  constructor() {
    super('access refused');
    this.name = 'AccessRefused';
  }
}

/**
 * Sends one request and receives its whole body, whatever the status.
 * Redirects are not followed: none of the addresses in use redirects, and a secret must not travel on.
 * @throws ProviderError `offline` without network, `provider-down` after 25 s of silence or when the answer breaks off.
 */
export async function sendRequest(
  deps: Pick<ProviderDeps, 'fetch'>,
  url: string,
  init: { method?: string; headers?: HeadersInit; body?: BodyInit | null } = {},
): Promise<Answer> {
  let response: Response;
  try {
    // Called unbound: a browser's fetch refuses any other receiver than the global object.
    const send = deps.fetch;
    response = await send(url, {
      method: init.method ?? 'GET',
      ...(init.headers === undefined ? {} : { headers: init.headers }),
      ...(init.body === undefined || init.body === null ? {} : { body: init.body }),
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'manual',
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    });
  } catch (error) {
    // fetch rejects with a TypeError when there is no connection, with a DOMException at the time limit.
    throw new ProviderError(error instanceof TypeError ? 'offline' : 'provider-down');
  }
  try {
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch {
    // It had begun to answer: there is a network.
    throw new ProviderError('provider-down');
  }
}

/**
 * Sends one request to a calendar API.
 * @returns the answer, which has a 2xx status.
 * @throws AccessRefused on 401, ProviderError on everything else that is not an answer.
 */
export async function sendApiRequest(
  deps: Pick<ProviderDeps, 'fetch' | 'now'>,
  url: string,
  init: { method?: string; headers?: HeadersInit; body?: BodyInit | null } = {},
): Promise<Answer> {
  const answer = await sendRequest(deps, url, init);
  if (answer.status >= 200 && answer.status < 300) return answer;
  if (answer.status === 401) throw new AccessRefused();
  throw new ProviderError(apiFault(answer), { retryAfterSeconds: retryAfter(answer.headers, deps.now()) });
}

/**
 * The body as JSON of the given shape.
 * @throws ProviderError `unreadable-answer` for HTML, a truncated body or another shape.
 */
export function readJson<Schema extends z.ZodMiniType>(text: string, schema: Schema): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ProviderError('unreadable-answer');
  }
  return readValue(value, schema);
}

/** As `readJson`, for a value that is parsed already. */
export function readValue<Schema extends z.ZodMiniType>(value: unknown, schema: Schema): z.output<Schema> {
  const parsed = z.safeParse(schema, value);
  if (!parsed.success) throw new ProviderError('unreadable-answer');
  return parsed.data;
}

/** What a caller of the port may see: a ProviderError as it is, anything else as an answer that was not understood. */
export function toProviderError(error: unknown): ProviderError {
  return error instanceof ProviderError ? error : new ProviderError('unreadable-answer');
}

/** The fault of a status at or above 500, of 429 and 408; null for every other status. */
export function statusFault(status: number): ProviderFault | null {
  if (status === 429) return 'rate-limited';
  if (status >= 500 || status === 408) return 'provider-down';
  return null;
}

/**
 * The service's wish in seconds, or null. Both forms of the header are read: seconds and an HTTP date
 * (RFC 9110 §10.2.3), the latter against `now` (epoch milliseconds).
 */
export function retryAfter(headers: Headers, now: number): number | null {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text);
  // A date names its day or month; a browser reads dates into other things too.
  const time = /[a-z]{3}/i.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(time) ? null : Math.max(0, Math.ceil((time - now) / 1000));
}

function apiFault(answer: Answer): ProviderFault {
  const { status } = answer;
  if (status === 403) return forbiddenFault(answer.text);
  if (status === 404 || status === 410) return 'calendar-missing';
  return statusFault(status) ?? 'unreadable-answer';
}

/** Both services give a code with 403: Google in `error.errors[].reason` or `status`, Graph in `error.code`. */
const ForbiddenSchema = z.object({
  error: z.object({
    code: z.optional(z.unknown()),
    status: z.optional(z.unknown()),
    errors: z.optional(z.array(z.object({ reason: z.optional(z.string()) }))),
  }),
});

function forbiddenFault(text: string): ProviderFault {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Not from the service itself: a filter or a portal on the way.
    return 'unreadable-answer';
  }
  const parsed = z.safeParse(ForbiddenSchema, value);
  if (!parsed.success) return 'rights-missing';
  const { code, status, errors = [] } = parsed.data.error;
  const reasons = [code, status, ...errors.map(({ reason }) => reason)].filter(
    (reason) => typeof reason === 'string',
  );
  // rateLimitExceeded, userRateLimitExceeded, quotaExceeded, RESOURCE_EXHAUSTED; TooManyRequests, ApplicationThrottled.
  const tooMany = /rate-?limit|limitexceeded|quota|exhausted|toomanyrequests|throttl/i;
  if (reasons.some((reason) => tooMany.test(reason))) return 'rate-limited';
  // Google: the Calendar API is not switched on in the project that the client id belongs to.
  if (reasons.includes('accessNotConfigured')) return 'client-refused';
  return 'rights-missing';
}
