/**
 * `fetch` for Node that finds the world's hosts on loopback, for clients that accept one of their own.
 */
import { Agent, request as httpsRequest } from 'node:https';

export interface WorldFetch {
  fetch: typeof fetch;
  /** Ends idle connections. */
  close(): void;
}

/**
 * Requests go to 127.0.0.1:`port` under their real host name, which the certificate `ca` must be good for.
 * Redirects are handed back, not followed.
 */
export function createWorldFetch(port: number, ca: string): WorldFetch {
  const agent = new Agent({ keepAlive: true, ca });
  return {
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const body = Buffer.from(await request.arrayBuffer());
      return send(request, body, port, agent);
    },
    close: () => agent.destroy(),
  };
}

function send(request: Request, body: Buffer, port: number, agent: Agent): Promise<Response> {
  const { hostname, pathname, search } = new URL(request.url);
  return new Promise((resolve, reject) => {
    const outgoing = httpsRequest(
      {
        host: '127.0.0.1',
        port,
        servername: hostname,
        path: pathname + search,
        method: request.method,
        headers: { ...Object.fromEntries(request.headers), host: hostname, 'content-length': body.length },
        agent,
        signal: request.signal,
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const status = incoming.statusCode ?? 0;
          const headers = new Headers();
          for (const [name, value] of Object.entries(incoming.headers)) {
            if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
          }
          const content = status === 204 || status === 304 ? null : new Blob(chunks as BlobPart[]);
          const response = new Response(content, { status, headers });
          Object.defineProperty(response, 'url', { value: request.url });
          resolve(response);
        });
      },
    );
    outgoing.on('error', (cause) => reject(new TypeError('fetch failed', { cause })));
    outgoing.end(body);
  });
}
