import { describe, expect, test, vi } from 'vitest';
import { commandHandlers } from '../../lib/app/answer-commands.ts';
import { askForRefresh, askToConnect, tellSessionsChanged } from '../../lib/app/ask-worker.ts';
import { ProviderError } from '../../lib/calendar/calendar-provider.ts';
import type { AccountId, CalendarId } from '../../lib/event/calendar-event.ts';
import { dispatch } from '../../lib/messaging/dispatch.ts';
import { StorageError } from '../../lib/storage/database.ts';
import { mentoringEvent } from '../support/builders.ts';
import { type MemoryWorkerDeps, contentOf, memoryWorkerDeps } from '../support/memory-deps.ts';

const OWN = { id: 'own-extension', origin: 'chrome-extension://own-extension/' };
const PAGE = { id: OWN.id, url: `${OWN.origin}options.html#welcome` };
const GOOGLE = 'google:1001' as AccountId;
const PRIMARY = 'primary' as CalendarId;
const REFRESH = { command: 'refresh-calendars', cause: 'user' };

function worker() {
  const deps = memoryWorkerDeps();
  const afterwards = vi.fn(async () => undefined);
  const send = async (message: unknown) =>
    await dispatch(message, PAGE, OWN, commandHandlers(deps, afterwards));
  return { deps, afterwards, send };
}

async function states(deps: MemoryWorkerDeps): Promise<unknown[]> {
  return ((await contentOf(deps)).sessions as { state: string }[]).map(({ state }) => state);
}

test('every command does its work, is answered, and lets badge and alarms follow', async () => {
  const { deps, afterwards, send } = worker();
  deps.google.has('primary', [mentoringEvent()]);
  expect(await send({ command: 'connect-account', provider: 'google', accountId: null })).toEqual({
    ok: true,
  });
  expect(await states(deps)).toEqual(['active']);
  const choice = { command: 'choose-calendar', accountId: GOOGLE, calendarId: PRIMARY };
  expect(await send({ ...choice, chosen: false })).toEqual({ ok: true });
  expect(await states(deps)).toEqual(['gone']);
  expect(await send({ ...choice, chosen: true })).toEqual({ ok: true });
  expect(await states(deps)).toEqual(['active']);
  deps.google.has('primary', [mentoringEvent({ status: 'cancelled' })]);
  expect(await send(REFRESH)).toEqual({ ok: true });
  expect(await states(deps)).toEqual(['cancelled']);
  expect(await send({ command: 'disconnect-account', accountId: GOOGLE })).toEqual({ ok: true });
  expect((await contentOf(deps)).accounts).toEqual([]);
  expect(await send({ command: 'sessions-changed' })).toEqual({ ok: true });
  expect(afterwards).toHaveBeenCalledTimes(6);
});

test('only a click goes before the time at which a provider wants to be asked again', async () => {
  const { deps, send } = worker();
  await send({ command: 'connect-account', provider: 'google', accountId: null });
  deps.google.fails('primary', 'rate-limited', 600);
  await send(REFRESH);
  const asked = deps.google.asked.length;
  await send({ ...REFRESH, cause: 'open' });
  expect(deps.google.asked).toHaveLength(asked);
  await send(REFRESH);
  expect(deps.google.asked).toHaveLength(asked + 1);
});

describe('a failure is answered in a word', () => {
  test('of the provider, by its reason', async () => {
    const { deps, send, afterwards } = worker();
    deps.google.signsIn = new ProviderError('consent-refused');
    const connect = { command: 'connect-account', provider: 'google', accountId: null };
    expect(await send(connect)).toEqual({ ok: false, reason: 'consent-refused' });
    expect(afterwards).toHaveBeenCalledTimes(1);
  });

  test('of a refresh, by the first fault met', async () => {
    const { deps, send } = worker();
    await send({ command: 'connect-account', provider: 'google', accountId: null });
    deps.google.fails('primary', 'offline');
    expect(await send(REFRESH)).toEqual({ ok: false, reason: 'offline' });
  });

  test.each([
    [new StorageError('full'), 'full'],
    [new StorageError('unavailable'), 'storage-failed'],
    [new TypeError('private text of a meeting'), 'failed'],
  ])('of anything else: %s', async (error, reason) => {
    const { deps, send } = worker();
    deps.db = () => Promise.reject(error);
    expect(await send(REFRESH)).toEqual({ ok: false, reason });
  });

  test('but a badge that cannot be drawn is no failure of the command', async () => {
    const { send, afterwards } = worker();
    afterwards.mockRejectedValue(new Error('no such alarm'));
    expect(await send(REFRESH)).toEqual({ ok: true });
  });
});

test('without a browser, asking the worker fails in a word and telling it does nothing', async () => {
  expect(await askForRefresh()).toEqual({ ok: false, reason: 'failed' });
  expect(await askToConnect('google')).toEqual({ ok: false, reason: 'failed' });
  expect(tellSessionsChanged()).toBeUndefined();
});
