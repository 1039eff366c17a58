/**
 * The test world's server: routing, log, ordered failures, call pages and the sink for foreign hosts.
 */
import { connect as connectPlain } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startWorld, type World } from '../world/start-world.ts';
import * as fixture from './world-fixture.ts';

const LIST = 'https://www.googleapis.com/calendar/v3/users/me/calendarList';

let world: World;

beforeEach(async () => {
  world = await startWorld(fixture.smallWorld());
});

afterEach(async () => {
  await world.close();
});

function readList() {
  const { accessToken } = world.signIn(fixture.GOOGLE_ACCOUNT, fixture.CLIENT_ID, fixture.GOOGLE_SCOPES);
  return world.fetch(LIST, { headers: { authorization: `Bearer ${accessToken}` } });
}

const sinkPort = () => Number(/MAP \* 127\.0\.0\.1:(\d+)/.exec(world.hostResolverRules)?.[1]);

it('maps every host it serves to itself and all others to the sink', () => {
  for (const host of world.hosts) {
    expect(world.hostResolverRules).toContain(`MAP ${host} 127.0.0.1:${world.port}`);
  }
  expect(sinkPort()).not.toBe(world.port);
});

it('records the foreign hosts that reach the sink, over TLS and plain HTTP', async () => {
  await new Promise((resolve) => {
    connectTls({ port: sinkPort(), host: '127.0.0.1', servername: 'tracker.example' }).on('error', resolve);
  });
  await new Promise((resolve) => {
    const socket = connectPlain(sinkPort(), '127.0.0.1', () => {
      socket.write('GET / HTTP/1.1\r\nHost: plain.example:80\r\n\r\n');
    });
    socket.on('close', resolve);
  });
  expect(world.unexpected).toEqual(['tracker.example', 'plain.example']);
});

it('serves its hosts under a certificate that is good for them, and notes paths it does not know', async () => {
  const response = await world.fetch('https://graph.microsoft.com/v1.0/me/messages?secret=1');
  expect(response.status).toBe(404);
  expect(world.unexpected).toEqual(['graph.microsoft.com/v1.0/me/messages']);
  await expect(world.fetch('https://other.example/')).rejects.toThrow('fetch failed');
});

it('logs what was asked and answered', async () => {
  await readList();
  expect(world.requests).toEqual([
    expect.objectContaining({
      service: 'google',
      host: 'www.googleapis.com',
      method: 'GET',
      path: '/calendar/v3/users/me/calendarList',
      status: 200,
      headers: expect.objectContaining({
        authorization: expect.stringMatching(/^Bearer /) as string,
      }) as object,
    }),
  ]);
});

it('shows a page with call controls on every call host', async () => {
  const hosts = ['meet.google.com', 'teams.microsoft.com', 'app.zoom.us', 'whereby.com', 'meet.jit.si'];
  for (const host of hosts) {
    const page = await (await world.fetch(`https://${host}/any/%3Cscript%3E`)).text();
    expect(page).toMatch(/role="toolbar"[\s\S]*Mute[\s\S]*Camera[\s\S]*Leave call/);
    expect(page).not.toMatch(/<script|https?:\/\//);
  }
});

it('fails as ordered: a status so many times, then the truth again', async () => {
  const failure = world.fail({
    service: 'google',
    path: /calendarList$/,
    status: 429,
    headers: { 'retry-after': '7' },
    times: 2,
  });
  const first = await readList();
  expect([first.status, first.headers.get('retry-after')]).toEqual([429, '7']);
  expect((await readList()).status).toBe(429);
  expect((await readList()).status).toBe(200);
  expect(failure.hits).toBe(2);
});

it('fails as ordered: a page, half an answer, a closed connection, until stopped', async () => {
  const page = world.fail({ service: 'google', path: 'calendarList', mode: 'html' });
  expect((await readList()).headers.get('content-type')).toBe('text/html');
  page.stop();
  const half = world.fail({ service: 'google', path: 'calendarList', mode: 'truncated-json' });
  await expect((await readList()).json()).rejects.toThrow(SyntaxError);
  half.stop();
  const reset = world.fail({ service: 'google', path: 'calendarList', mode: 'reset' });
  await expect(readList()).rejects.toThrow('fetch failed');
  reset.stop();
  const broken = world.fail({ service: 'google', path: 'calendarList', mode: 'reset-mid-body' });
  await expect(readList()).rejects.toThrow('aborted');
  broken.stop();
  world.fail({ service: 'microsoft', path: '', status: 500 });
  expect((await readList()).status).toBe(200);
});

it('hangs as ordered, until the rule is stopped', async () => {
  const failure = world.fail({ service: 'google', path: 'calendarList', mode: 'hang' });
  const outcome = readList().then(
    () => 'answered',
    (error: Error) => error.message,
  );
  await expect.poll(() => failure.hits).toBe(1);
  expect(world.requests.at(-1)?.status).toBe(0);
  failure.stop();
  expect(await outcome).toBe('fetch failed');
});
