import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadBothClients } from './google-transport-hook.ts';

/**
 * The same calls go through Google's generated client twice, over the real `googleapis-common` and over our
 * transport, to a server that records them. Differences that are accepted, because a browser sets these
 * headers itself or they tell Google about Node: user-agent, x-goog-api-client, accept-encoding, and what Node's
 * own connection adds (host, connection, accept-language, sec-fetch-mode).
 */
const COMPARED_HEADERS = [
  'accept',
  'authorization',
  'content-type',
  'x-goog-api-version',
  'if-none-match',
  'x-custom',
];

interface Recorded {
  method: string;
  path: string;
  query: string[];
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

type Api = calendar_v3.Calendar;
type Module = ReturnType<typeof loadBothClients>['real'];

let server: Server;
let rootUrl: string;
let modules: { real: Module; ours: Module };
let requests: { recorded: Recorded; all: IncomingHttpHeaders }[] = [];
let reply = { status: 200, type: 'application/json', body: '{"items":[]}' };

beforeAll(async () => {
  modules = loadBothClients();
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const url = new URL(request.url ?? '', 'http://localhost');
      const headers = Object.fromEntries(COMPARED_HEADERS.map((name) => [name, request.headers[name]]));
      const query = [...url.searchParams].map(([name, value]) => `${name}=${value}`).toSorted();
      // The path as it was sent: URL would tidy it up.
      const path = (request.url ?? '').split('?')[0] ?? '';
      requests.push({
        recorded: { method: request.method ?? '', path, query, headers, body },
        all: request.headers,
      });
      response.writeHead(reply.status, { 'content-type': reply.type }).end(reply.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  rootUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

const AUTHORIZED = { headers: { authorization: 'Bearer token-1' } };

const CALLS: Record<string, (api: Api) => Promise<unknown>> = {
  'a plain list': (api) => api.calendarList.list({}, AUTHORIZED),
  'a list without arguments': (api) => api.calendarList.list(),
  'numbers and a page token with special characters': (api) =>
    api.calendarList.list(
      { maxResults: 250, pageToken: 'a+b/c==&d=e f%20#?', showHidden: false },
      AUTHORIZED,
    ),
  'events with repeated parameters': (api) =>
    api.events.list(
      {
        calendarId: 'primary',
        eventTypes: ['default', 'fromGmail'],
        privateExtendedProperty: ['a=b', 'c=d&e'],
        singleEvents: true,
        showDeleted: true,
        maxResults: 250,
        timeMin: '2026-11-10T13:00:00.000Z',
        timeMax: '2026-11-10T13:00:00+01:00',
      },
      AUTHORIZED,
    ),
  'one value in a list and an empty list': (api) =>
    api.events.list(
      { calendarId: 'primary', eventTypes: ['default'], privateExtendedProperty: [] },
      AUTHORIZED,
    ),
  'a calendar id with special characters': (api) =>
    api.events.list({ calendarId: "été (1)!*'#holiday@group.v.calendar.example/a?b&c=d%2F" }, AUTHORIZED),
  'text beyond ASCII': (api) =>
    api.events.list({ calendarId: 'primary', q: "coach ☕ 教練 it's (50%) ~ok_-." }, AUTHORIZED),
  'parameters that are undefined': (api) =>
    api.events.list(
      { calendarId: 'primary', ...({ pageToken: undefined, q: undefined } as object) },
      AUTHORIZED,
    ),
  'parameters that are null or empty': (api) =>
    api.events.list({ calendarId: 'primary', ...({ q: null } as object), pageToken: '' }, AUTHORIZED),
  'a date object': (api) =>
    api.events.list(
      { calendarId: 'primary', ...({ timeMin: new Date(Date.UTC(2026, 10, 10)) } as object) },
      AUTHORIZED,
    ),
  'a single event': (api) =>
    api.events.get({ calendarId: 'a@b.example', eventId: 'abc_20261110T130000Z' }, AUTHORIZED),
  'headers of the call': (api) =>
    api.events.list(
      { calendarId: 'primary' },
      { headers: { ...AUTHORIZED.headers, 'if-none-match': '"etag"', 'X-Custom': '1' } },
    ),
  'a body': (api) =>
    api.freebusy.query(
      { requestBody: { timeMin: '2026-11-10T13:00:00Z', items: [{ id: 'é' }] } },
      AUTHORIZED,
    ),
};

async function record(module: Module, call: (api: Api) => Promise<unknown>, options = {}) {
  requests = [];
  const api = new module.calendar_v3.Calendar({ rootUrl, retry: false, ...options });
  const result: unknown = await call(api).catch((error: unknown) => error);
  return { result, requests };
}

describe('the transport under the Google client', () => {
  for (const [name, call] of Object.entries(CALLS)) {
    test(`sends ${name} as googleapis-common does`, async () => {
      const real = await record(modules.real, call);
      const ours = await record(modules.ours, call);

      expect(real.requests).toHaveLength(1);
      expect(ours.requests.map(({ recorded }) => recorded)).toEqual(
        real.requests.map(({ recorded }) => recorded),
      );
      // Proof that two different transports were at work.
      expect(real.requests[0]?.all['x-goog-api-client']).toContain('gdcl/');
      expect(ours.requests[0]?.all['x-goog-api-client']).toBeUndefined();
    });
  }

  test('sends the headers of the client with every call, as googleapis-common does', async () => {
    const options = { headers: { authorization: 'Bearer token-2' } };
    const call = (api: Api) => api.events.list({ calendarId: 'primary' });
    const real = await record(modules.real, call, options);
    const ours = await record(modules.ours, call, options);
    expect(ours.requests[0]?.recorded).toEqual(real.requests[0]?.recorded);
    expect(ours.requests[0]?.recorded.headers.authorization).toBe('Bearer token-2');
  });

  test('uses the given fetch, as googleapis-common does', async () => {
    for (const module of [modules.real, modules.ours]) {
      const seen: string[] = [];
      const fetchImplementation = (input: unknown) => {
        seen.push(String(input));
        return Promise.resolve(Response.json({ items: [{ id: 'x' }] }));
      };
      const { result, requests } = await record(module, (api) => api.events.list({ calendarId: 'a b' }), {
        fetchImplementation,
      });
      expect(seen).toEqual([`${rootUrl}calendar/v3/calendars/a%20b/events`]);
      expect(requests).toEqual([]);
      expect(result).toMatchObject({ data: { items: [{ id: 'x' }] }, status: 200 });
    }
  });

  test.each(['.', '..'])('refuses the calendar id %j, as googleapis-common does', async (calendarId) => {
    for (const module of [modules.real, modules.ours]) {
      const { result, requests } = await record(module, (api) => api.events.list({ calendarId }));
      expect(result).toBeInstanceOf(Error);
      expect(requests).toEqual([]);
    }
  });

  test('refuses a call without its calendar id, as googleapis-common does', async () => {
    for (const module of [modules.real, modules.ours]) {
      const { result, requests } = await record(module, (api) => api.events.list({}));
      expect(result).toMatchObject({ message: 'Missing required parameters: calendarId' });
      expect(requests).toEqual([]);
    }
  });

  test.each([
    [200, 'application/json', '{"items":[{"id":"é"}]}'],
    [200, 'text/html', '<html>sign in to the network</html>'],
    [200, 'application/json', '{"items":[{"id":'],
  ])('gives back the data of %d %s %s as googleapis-common does', async (status, type, body) => {
    reply = { status, type, body };
    const call = (api: Api) => api.events.list({ calendarId: 'primary' });
    const real = await record(modules.real, call);
    const ours = await record(modules.ours, call);
    expect((ours.result as { data: unknown }).data).toEqual((real.result as { data: unknown }).data);
    expect((ours.result as { status: number }).status).toBe(200);
  });

  test.each([400, 401, 403, 404, 410, 429, 500, 503])(
    'rejects on %d, as googleapis-common does',
    async (status) => {
      reply = { status, type: 'application/json', body: '{"error":{"code":0,"message":"no"}}' };
      for (const module of [modules.real, modules.ours]) {
        const { result, requests } = await record(module, (api) =>
          api.events.list({ calendarId: 'primary' }),
        );
        expect(result).toBeInstanceOf(Error);
        expect((result as { status: number }).status).toBe(status);
        expect(requests).toHaveLength(1);
      }
    },
  );
});
