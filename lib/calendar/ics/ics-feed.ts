/** Asks the host of a calendar address for the calendar, and only for what is new. No error repeats the address. */
import type { ProviderFault } from '../../event/account.ts';
import { ProviderError } from '../calendar-provider.ts';
import { retryAfter, statusFault } from '../send-request.ts';
import { isFeedHost } from './feed-hosts.ts';
import type { Feed, IcsDeps } from './ics-source.ts';
import { MOST_BYTES, decodeIcs } from './ics-text.ts';

/** Below the 30 s in which an idle worker may be stopped. */
const TIME_LIMIT_MS = 25_000;

interface FeedAnswer {
  status: number;
  headers: Headers;
  bytes: Uint8Array;
}

/** A calendar as its host gave it. */
export interface FetchedFeed {
  text: string;
  etag: string;
  lastModified: string;
}

/** Whether the worker reaches the host of an address by itself. */
export function readsByItself(url: URL): boolean {
  return url.port === '' && isFeedHost(url.hostname);
}

/**
 * Reads an address once, without cookies and past the cache.
 * @param known what was read before; without it the answer is always whole.
 * @returns null when the host says that it has not changed since.
 * @throws ProviderError `host-not-allowed`, `calendar-missing`, `too-big`, `rate-limited`, `provider-down`, `offline` or
 *   `unreadable-answer`.
 */
export async function fetchFeed(
  deps: Pick<IcsDeps, 'fetch' | 'fetchInTab' | 'isHostAllowed' | 'now'>,
  address: string,
  known: Pick<Feed, 'etag' | 'lastModified'> | null,
): Promise<FetchedFeed | null> {
  const url = new URL(address);
  if (!(await deps.isHostAllowed(url.hostname))) throw new ProviderError('host-not-allowed');
  const asked: Record<string, string> = {};
  if (known && known.etag !== '') asked['if-none-match'] = known.etag;
  if (known && known.lastModified !== '') asked['if-modified-since'] = known.lastModified;
  const ask = readsByItself(url) ? fetchDirectly : fetchThroughTab;
  const { status, headers, bytes } = await ask(deps, address, asked);
  if (status === 304 && known) return null;
  if (status !== 200) {
    throw new ProviderError(feedFault(status), { retryAfterSeconds: retryAfter(headers, deps.now()) });
  }
  const header = (name: string) => headers.get(name) ?? '';
  return { text: decodeIcs(bytes), etag: header('etag'), lastModified: header('last-modified') };
}

/** The address alone gives access: what is refused or not found is gone. */
function feedFault(status: number): ProviderFault {
  if ([401, 403, 404, 410].includes(status)) return 'calendar-missing';
  return statusFault(status) ?? 'unreadable-answer';
}

async function fetchDirectly(
  deps: Pick<IcsDeps, 'fetch'>,
  address: string,
  headers: Record<string, string>,
): Promise<FeedAnswer> {
  let response: Response;
  try {
    // Called unbound: a browser's fetch refuses any other receiver than the global object.
    const send = deps.fetch;
    response = await send(address, {
      headers,
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'follow',
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    });
  } catch (error) {
    // As in send-request.ts; a redirect to a host that the policy does not name fails like a missing network.
    throw new ProviderError(error instanceof TypeError ? 'offline' : 'provider-down');
  }
  if (!response.url.startsWith('https:')) throw new ProviderError('unreadable-answer');
  try {
    return { status: response.status, headers: response.headers, bytes: await receive(response) };
  } catch (error) {
    throw error instanceof ProviderError ? error : new ProviderError('provider-down');
  }
}

/** The whole body, up to the cap. */
async function receive(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    // Leaving the loop ends the transfer.
    if (size > MOST_BYTES) throw new ProviderError('too-big');
    chunks.push(chunk);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

async function fetchThroughTab(
  deps: Pick<IcsDeps, 'fetchInTab'>,
  address: string,
  headers: Record<string, string>,
): Promise<FeedAnswer> {
  const request = { address, headers, mostBytes: MOST_BYTES, timeLimit: TIME_LIMIT_MS };
  const answer = await deps.fetchInTab(request);
  if (!('failed' in answer)) {
    const { status, body } = answer;
    return { status, headers: new Headers(answer.headers), bytes: Uint8Array.fromBase64(body) };
  }
  const faults = {
    network: 'offline',
    time: 'provider-down',
    size: 'too-big',
    elsewhere: 'calendar-missing',
  } as const;
  throw new ProviderError(faults[answer.failed]);
}
