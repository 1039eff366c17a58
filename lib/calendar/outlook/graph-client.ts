/** Microsoft's Graph client without its retries and its telemetry, over the adapters' own request. */
import { GraphRequest, ResponseType } from '@microsoft/microsoft-graph-client';
import type { Context } from '@microsoft/microsoft-graph-client';
import type * as z from 'zod/mini';
import { ProviderError } from '../calendar-provider.ts';
import type { ProviderDeps } from '../provider-deps.ts';
import { readJson, sendApiRequest } from '../send-request.ts';

const GRAPH_ORIGIN = 'https://graph.microsoft.com';

const CONFIG = { baseUrl: `${GRAPH_ORIGIN}/`, defaultVersion: 'v1.0', debugLogging: false };

/** The class itself is not exported; only this method of it is called. */
type HttpClient = ConstructorParameters<typeof GraphRequest>[0];

/** Both belong on every request: an id or a time of another kind in one page would split sessions. */
const PREFER = 'outlook.timezone="UTC", IdType="ImmutableId"';

/**
 * Reads one resource.
 * `address` is a path below `/v1.0` with its query escaped, or an `@odata.nextLink`.
 * @throws AccessRefused on 401; ProviderError, also for a next link that leads away from Graph.
 */
export async function readGraph<Schema extends z.ZodMiniType>(
  deps: Pick<ProviderDeps, 'fetch' | 'now'>,
  token: string,
  address: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  if (!isGraphAddress(address)) throw new ProviderError('unreadable-answer');
  // The client wraps what its sender throws in an error of its own; the classified one is kept aside.
  let failure: unknown = null;
  const http = {
    async sendRequest(context: Context) {
      try {
        const headers = context.options?.headers as Record<string, string>;
        const { status, text } = await sendApiRequest(deps, addressOf(context.request), { headers });
        context.response = new Response(text === '' ? null : text, { status });
        return context;
      } catch (error) {
        failure = error;
        throw error;
      }
    },
  };
  let response: Response;
  try {
    // `Client` and its handlers would bring retries, redirects and telemetry into the worker, used or not.
    const request = new GraphRequest(http as unknown as HttpClient, CONFIG, address);
    request.responseType(ResponseType.RAW);
    request.headers({ accept: 'application/json', authorization: `Bearer ${token}`, prefer: PREFER });
    response = (await request.get()) as Response;
  } catch (error) {
    throw failure ?? error;
  }
  return readJson(await response.text(), schema);
}

function addressOf(request: RequestInfo): string {
  return typeof request === 'string' ? request : request.url;
}

/** A path of ours, or an absolute address on Graph's own origin: tokens go nowhere else. */
function isGraphAddress(address: string): boolean {
  if (address.startsWith('/')) return !address.startsWith('//');
  const url = URL.parse(address);
  return (
    url !== null && url.origin === GRAPH_ORIGIN && url.username === '' && url.pathname.startsWith('/v1.0/')
  );
}
