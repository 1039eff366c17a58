/**
 * Stands in for `googleapis-common`, which needs Node, under Google's generated Calendar client: the bundle
 * resolves that name to this file. The client describes each call; here it becomes one `fetch`.
 * Kept equal to the original in method, address, query, body and headers by tests/contract/google-transport.test.ts.
 * Uploads, retries and auth objects are left out: reading calendars needs none, and the adapter adds the token.
 */

type Parameter = string | number | boolean | Date | null | undefined;

interface CallOptions {
  url?: string | URL;
  method?: string;
  headers?: HeadersInit;
  rootUrl?: string;
  apiVersion?: string;
  fetchImplementation?: typeof fetch;
  signal?: AbortSignal;
}

/** What the generated client hands over. Names are the original's. */
export interface ApiCall {
  options: CallOptions;
  params: Record<string, unknown>;
  requiredParams: string[];
  pathParams: string[];
  context: { _options: CallOptions };
}

export interface ApiResponse {
  data: unknown;
  status: number;
  headers: Headers;
}

/** A status outside 2xx and 304. */
export class ApiStatusError extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`Request failed with status code ${status}`);
    this.name = 'ApiStatusError';
    this.status = status;
  }
}

/**
 * Performs a call of the generated client. A body that is not JSON comes back as text, as in the original.
 * @throws ApiStatusError, Error for a missing or unfitting parameter, and whatever `fetch` rejects with.
 */
export async function createAPIRequest(call: ApiCall, callback?: unknown): Promise<ApiResponse> {
  if (callback !== undefined) throw new Error('Callbacks are not supported');
  const options: CallOptions = { ...call.context._options, ...call.options };
  const { requestBody, headers: callHeaders, media, auth, ...rest } = call.params;
  if (media !== undefined || auth !== undefined)
    throw new Error('Uploads and auth objects are not supported');

  // The generated client appends `_` to names that are reserved words.
  const params = Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [name.replace(/_$/, ''), value]),
  );
  const missing = call.requiredParams.filter((name) => params[name] === undefined);
  if (missing.length > 0) throw new Error(`Missing required parameters: ${missing.join(', ')}`);

  const headers = new Headers(call.context._options.headers);
  for (const more of [call.options.headers, callHeaders as HeadersInit | undefined]) {
    new Headers(more).forEach((value, name) => headers.set(name, value));
  }
  if (options.apiVersion) headers.set('x-goog-api-version', options.apiVersion);
  if (requestBody !== undefined && !headers.has('content-type'))
    headers.set('content-type', 'application/json');

  const send = options.fetchImplementation ?? fetch;
  const response = await send(address(options, params, call.pathParams), {
    method: options.method ?? 'GET',
    headers,
    ...(requestBody === undefined ? {} : { body: JSON.stringify(requestBody) }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  if (!response.ok && response.status !== 304) throw new ApiStatusError(response.status);
  return { data: parse(await response.text()), status: response.status, headers: response.headers };
}

function address(options: CallOptions, params: Record<string, unknown>, pathParams: string[]): string {
  const template = String(options.url);
  const path = template.replace(/\{([A-Za-z0-9_]+)\}/g, (_, name: string) =>
    pathSegment(name, params[name] as Parameter),
  );
  const url = new URL(path);
  const query = Object.entries(params)
    .filter(([name]) => !pathParams.includes(name))
    .flatMap(([name, value]) => queryPairs(name, value));
  if (query.length > 0) url.search = query.join('&');
  return options.rootUrl === undefined ? url.href : new URL(url.pathname + url.search, options.rootUrl).href;
}

function pathSegment(name: string, value: Parameter): string {
  const text = String(value ?? '');
  if (text === '.' || text === '..') throw new Error(`Invalid value ${text} for ${name}`);
  return encode(text);
}

/** A list repeats its name; null is sent as an empty value, undefined is not sent. */
function queryPairs(name: string, value: unknown): string[] {
  const values = (Array.isArray(value) ? value : [value]) as Parameter[];
  return values
    .filter((item) => item !== undefined)
    .map(
      (item) => `${encode(name)}=${encode(item instanceof Date ? item.toISOString() : String(item ?? ''))}`,
    );
}

/** Everything but RFC 3986's unreserved characters is escaped. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
