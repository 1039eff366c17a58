/**
 * Starts a world: local Google, Microsoft, published calendars and call pages behind one TLS server on loopback,
 * and a sink for every other host. Joins the parts; what a service answers is in its own file.
 */
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { callPages } from './call-pages.ts';
import * as change from './change-world.ts';
import { FailureBook, spoil, type ActiveFailure, type FailureHandle, type FailureRule } from './failures.ts';
import { googleService } from './google-service.ts';
import type { HttpRequest, Reply, Service, ServiceName } from './http-message.ts';
import { icsAddress, icsService, type IcsHost } from './ics-service.ts';
import { microsoftService } from './microsoft-service.ts';
import { makeCertificate } from './self-signed-certificate.ts';
import { startSink } from './sink.ts';
import { TokenBook } from './token-book.ts';
import type { WorldDescription, WorldEvent, WorldException } from './world-description.ts';
import { createWorldFetch } from './world-fetch.ts';

/** One answered (or failed) request, in the order of arrival. */
export interface WorldRequest {
  /** ISO instant. */
  at: string;
  service: ServiceName;
  host: string;
  method: string;
  path: string;
  /** The last value of each parameter; `search` has them all. */
  query: Record<string, string>;
  search: string;
  headers: Record<string, string>;
  body?: string;
  /** 0 while not answered, and for good when the request hung or was reset. */
  status: number;
}

export interface WorldTokens {
  accessToken: string;
  refreshToken: string;
  /** Seconds. */
  expiresIn: number;
}

export interface World {
  port: number;
  /** Every host name served. */
  hosts: readonly string[];
  /** For Chromium's `--host-resolver-rules`. */
  hostResolverRules: string;
  /** PEM of the server's certificate. */
  certificate: string;
  /** `fetch` from Node to the world's hosts; hands redirects back instead of following them. */
  fetch: typeof fetch;
  requests: WorldRequest[];
  /** Hosts that reached the sink, and `host/path` of what a served host does not know. */
  unexpected: string[];
  /** Live: a change shows in the next answer. */
  description: WorldDescription;
  upsertEvent(accountId: string, calendarId: string, event: WorldEvent): void;
  removeEvent(accountId: string, calendarId: string, eventId: string): void;
  /** `on`: the local date on which the series puts the instance. */
  cancelInstance(accountId: string, calendarId: string, eventId: string, on: string): void;
  moveInstance(
    accountId: string,
    calendarId: string,
    eventId: string,
    on: string,
    to: { start: string; end: string },
  ): void;
  changeInstance(accountId: string, calendarId: string, eventId: string, exception: WorldException): void;
  renameEvent(accountId: string, calendarId: string, eventId: string, title: string, on?: string): void;
  /** Consent and tokens without a browser, as if the user had allowed `scopes`. */
  signIn(accountId: string, clientId: string, scopes: readonly string[]): WorldTokens;
  expireAccessTokens(accountId?: string): void;
  /** The user took the access back: tokens and consent. */
  revokeRefreshTokens(accountId?: string): void;
  /** The sign-in grew too old; the consent stays. */
  expireRefreshTokens(accountId?: string): void;
  /** Lets tokens grow older than they are, and end by their rules (Microsoft's refresh tokens: 24 h). */
  passHours(hours: number): void;
  /** The user, or an administrator, removed the app on the provider's pages. */
  withdrawConsent(accountId: string): void;
  /** Every code and token ever given out, for tests that look where they went. */
  readonly issuedSecrets: readonly string[];
  fail(rule: FailureRule): FailureHandle;
  /** Where a calendar is published as iCalendar: a credential, as at the real services. */
  icsAddress(accountId: string, calendarId: string, host: IcsHost): string;
  close(): Promise<void>;
}

/** What Chromium asks for on its own, whatever its options, and no extension would. */
const BROWSER_HOSTS = [
  'android.clients.google.com',
  'clients2.google.com',
  'clientservices.googleapis.com',
  'content-autofill.googleapis.com',
  'mtalk.google.com',
  'optimizationguide-pa.googleapis.com',
  'redirector.gvt1.com',
  'safebrowsing.googleapis.com',
  'update.googleapis.com',
];
const BROWSER_PATHS = ['/favicon.ico', '/ListAccounts'];

/** Starts on free ports. The description is copied; `world.description` is the live one. */
export async function startWorld(description: WorldDescription): Promise<World> {
  const live = structuredClone(description);
  let passed = 0;
  const book = new TokenBook(() => Date.now() + passed);
  const failures = new FailureBook();
  const services = [googleService(live, book), microsoftService(live, book), icsService(live), callPages()];
  const hosts = services.flatMap((service) => service.hosts);
  const requests: WorldRequest[] = [];
  const unexpected: string[] = [];
  const { key, cert } = makeCertificate(hosts, Temporal.Now.instant());

  const server = createServer({ key, cert, ALPNProtocols: ['http/1.1'] }, (incoming, outgoing) => {
    void readRequest(incoming).then(
      (request) => respond(request, outgoing),
      () => outgoing.destroy(),
    );
  });
  const respond = (request: HttpRequest, outgoing: ServerResponse): void => {
    const service = services.find((candidate) => candidate.hosts.includes(request.host));
    if (!service) {
      unexpected.push(request.host);
      outgoing.destroy();
      return;
    }
    const entry = logEntry(request, service.name);
    requests.push(entry);
    const failure = failures.take(service.name, request);
    if (failure && holdOrReset(failure, outgoing)) return;
    if (failure?.rule.mode === 'late') {
      failure.held.add(() => reply(service, request, outgoing, entry));
      return;
    }
    reply(service, request, outgoing, entry, failure);
  };
  const reply = (
    service: Service,
    request: HttpRequest,
    outgoing: ServerResponse,
    entry: WorldRequest,
    failure?: ActiveFailure,
  ): void => {
    const truth = answer(service, request, unexpected);
    const told = failure ? spoil(failure.rule, truth) : truth;
    entry.status = told.status;
    if (failure?.rule.mode === 'reset-mid-body') {
      outgoing.writeHead(told.status, { ...told.headers, 'content-length': Buffer.byteLength(truth.body) });
      outgoing.write(told.body || ' ', () => outgoing.socket?.destroy());
      return;
    }
    outgoing.writeHead(told.status, { ...told.headers, 'content-length': Buffer.byteLength(told.body) });
    outgoing.end(told.body);
  };

  const closeSockets = trackSockets(server);
  const port = await listen(server);
  const sink = await startSink((host) => {
    if (!BROWSER_HOSTS.includes(host)) unexpected.push(host);
  });
  const nodeFetch = createWorldFetch(port, cert);
  const calendarOf = (accountId: string, calendarId: string) =>
    change.findCalendar(live, accountId, calendarId);
  return {
    port,
    hosts,
    hostResolverRules: [
      ...hosts.map((host) => `MAP ${host} 127.0.0.1:${port}`),
      `MAP * 127.0.0.1:${sink.port}`,
      'EXCLUDE localhost',
      'EXCLUDE 127.0.0.1',
    ].join(', '),
    certificate: cert,
    fetch: nodeFetch.fetch,
    requests,
    unexpected,
    description: live,
    upsertEvent: (account, calendar, event) => change.upsertEvent(calendarOf(account, calendar), event),
    removeEvent: (account, calendar, id) => change.removeEvent(calendarOf(account, calendar), id),
    cancelInstance: (account, calendar, id, on) =>
      change.changeInstance(calendarOf(account, calendar), id, { on, cancelled: true }),
    moveInstance: (account, calendar, id, on, to) =>
      change.changeInstance(calendarOf(account, calendar), id, { on, ...to }),
    changeInstance: (account, calendar, id, exception) =>
      change.changeInstance(calendarOf(account, calendar), id, exception),
    renameEvent: (account, calendar, id, title, on) =>
      change.renameEvent(calendarOf(account, calendar), id, title, on),
    signIn: (accountId, clientId, scopes) => {
      const { provider } = change.findAccount(live, accountId);
      const grant = { provider, accountId, clientId, scopes };
      const expiresIn = live.accessTokenSeconds ?? 3600;
      book.addConsent(grant);
      const accessToken = book.issueAccessToken(grant, expiresIn);
      return { accessToken, refreshToken: book.issueRefreshToken(grant), expiresIn };
    },
    expireAccessTokens: (accountId) => book.expireAccessTokens(accountId),
    revokeRefreshTokens: (accountId) => book.endRefreshTokens('revoked', accountId),
    expireRefreshTokens: (accountId) => book.endRefreshTokens('expired', accountId),
    passHours: (hours) => {
      passed += hours * 3_600_000;
    },
    withdrawConsent: (accountId) => book.withdrawConsent(accountId),
    issuedSecrets: book.issued,
    fail: (rule) => failures.add(rule),
    icsAddress: (account, calendar, host) => icsAddress(live, account, calendar, host),
    close: async () => {
      nodeFetch.close();
      closeSockets();
      await Promise.all([new Promise((resolve) => server.close(resolve)), sink.close()]);
    },
  };
}

function answer(service: Service, request: HttpRequest, unexpected: string[]): Reply {
  const reply = service.answer(request);
  if (reply) return reply;
  if (!BROWSER_PATHS.includes(request.path)) unexpected.push(request.host + request.path);
  return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'Not found in the test world.' };
}

/** Whether the failure keeps the request without an answer. */
function holdOrReset({ rule, held }: ActiveFailure, outgoing: ServerResponse): boolean {
  const { socket } = outgoing;
  if (rule.mode === 'reset') socket?.destroy();
  if (rule.mode === 'hang' && socket) {
    const release = (): void => void socket.destroy();
    held.add(release);
    socket.once('close', () => held.delete(release));
  }
  return rule.mode === 'reset' || rule.mode === 'hang';
}

async function readRequest(incoming: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const host = (incoming.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  const url = incoming.url ?? '/';
  const [path = '/', search = ''] = url.split(/\?(.*)/s);
  return {
    host,
    method: incoming.method ?? 'GET',
    path,
    query: new URLSearchParams(search),
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function logEntry(request: HttpRequest, service: ServiceName): WorldRequest {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return {
    at: new Date().toISOString(),
    service,
    host: request.host,
    method: request.method,
    path: request.path,
    query: Object.fromEntries(request.query),
    search: request.query.toString(),
    headers: Object.fromEntries(headers) as Record<string, string>,
    ...(request.body === '' ? {} : { body: request.body }),
    status: 0,
  };
}

function trackSockets(server: Server): () => void {
  const sockets = new Set<Socket>();
  const track = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  };
  server.on('connection', track);
  server.on('secureConnection', track);
  return () => {
    for (const socket of sockets) socket.destroy();
  };
}

async function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}
