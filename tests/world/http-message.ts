/**
 * What a service of the world gets and gives: plain values, so that services know no sockets.
 */
import type { IncomingHttpHeaders } from 'node:http';

export type ServiceName = 'google' | 'microsoft' | 'ics' | 'call';

export interface HttpRequest {
  host: string;
  method: string;
  /** Path as sent, without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface Service {
  name: ServiceName;
  hosts: readonly string[];
  /** `undefined`: the real service has no such path, or the world does not know it. */
  answer(request: HttpRequest): Reply | undefined;
}

/** A reply whose body is `value` as JSON. */
export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=UTF-8', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(value),
  };
}

/** A page; the caller has escaped what is not markup. */
export function html(body: string, status = 200): Reply {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    body,
  };
}

export function redirect(location: string): Reply {
  return { status: 302, headers: { location, 'cache-control': 'no-store' }, body: '' };
}

/** Escapes text for element content and quoted attributes. */
export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Lets any origin read the reply, as both providers' token and data hosts do. */
export function withCors(request: HttpRequest, reply: Reply): Reply {
  const { origin } = request.headers;
  if (origin === undefined) return reply;
  const headers = {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'Preference-Applied, Retry-After, WWW-Authenticate, ETag',
    vary: 'Origin',
  };
  return { ...reply, headers: { ...headers, ...reply.headers } };
}

/** The answer to a preflight request. */
export function preflight(request: HttpRequest): Reply {
  return withCors(request, {
    status: 204,
    headers: {
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '',
      'access-control-max-age': '0',
    },
    body: '',
  });
}

/** The token of an `Authorization: Bearer` header. */
export function bearerToken(request: HttpRequest): string | undefined {
  return /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
}
