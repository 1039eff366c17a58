import { describe, expect, test } from 'vitest';
import type { Command } from '../../../lib/messaging/commands.ts';
import { type CommandHandlers, type Sender, dispatch } from '../../../lib/messaging/dispatch.ts';

const OWN = { id: 'own-extension', origin: 'chrome-extension://own-extension/' };
const REFRESH = { command: 'refresh-calendars', cause: 'user' };
const PAGE: Sender = { id: OWN.id, url: `${OWN.origin}sidepanel.html` };

function recorder(answer: () => Promise<{ ok: true }> = async () => ({ ok: true })) {
  const obeyed: Command[] = [];
  const handle = async (command: Command) => {
    obeyed.push(command);
    return await answer();
  };
  const handlers: CommandHandlers = {
    'refresh-calendars': handle,
    'connect-account': handle,
    'disconnect-account': handle,
    'add-ics-address': handle,
    'add-ics-file': handle,
    'choose-calendar': handle,
    'sessions-changed': handle,
  };
  return { obeyed, handlers };
}

describe('who is obeyed', () => {
  test('the own pages', async () => {
    const { obeyed, handlers } = recorder();
    expect(await dispatch(REFRESH, PAGE, OWN, handlers)).toEqual({ ok: true });
    expect(obeyed).toEqual([REFRESH]);
  });

  test.each<[string, Sender]>([
    ['another extension', { id: 'other', url: 'chrome-extension://other/page.html' }],
    ['another extension that claims our page', { id: 'other', url: PAGE.url }],
    ['our content script on a web page', { id: OWN.id, url: 'https://meet.example/abc' }],
    ['a page whose address begins alike', { id: OWN.id, url: 'chrome-extension://own-extension.example/x' }],
    ['nobody known', {}],
    ['our id without an address', { id: OWN.id }],
  ])('not %s: nothing is done and nothing said', async (_, sender) => {
    const { obeyed, handlers } = recorder();
    // At once: a channel that is kept open for nothing would make the sender wait for good.
    expect(dispatch(REFRESH, sender, OWN, handlers)).toBeNull();
    expect(obeyed).toEqual([]);
  });
});

test.each([
  [{ command: 'refresh-calendars', cause: 'user' }],
  [{ command: 'refresh-calendars', cause: 'open' }],
  [{ command: 'refresh-calendars', cause: 'user', accountId: 'ics:1001' }],
  [{ command: 'add-ics-address', address: 'https://calendar.example/feed.ics' }],
  [{ command: 'add-ics-file', name: 'mentoring.ics', text: 'BEGIN:VCALENDAR' }],
  [{ command: 'connect-account', provider: 'outlook', accountId: null }],
  [{ command: 'connect-account', provider: 'google', accountId: 'google:1001' }],
  [{ command: 'disconnect-account', accountId: 'google:1001' }],
  [{ command: 'choose-calendar', accountId: 'google:1001', calendarId: 'primary', chosen: true }],
  [{ command: 'sessions-changed' }],
])('%j reaches its handler as it was sent', async (command) => {
  const { obeyed, handlers } = recorder();
  expect(await dispatch(command, PAGE, OWN, handlers)).toEqual({ ok: true });
  expect(obeyed).toEqual([command]);
});

test.each([
  [undefined],
  [null],
  ['refresh-calendars'],
  [{}],
  [{ command: 'delete-everything' }],
  [{ command: 'refresh-calendars' }],
  [{ command: 'refresh-calendars', cause: 'alarm' }],
  [{ command: 'toString' }],
  [{ command: '__proto__' }],
  [{ command: 'connect-account', provider: 'icloud', accountId: null }],
  [{ command: 'disconnect-account', accountId: '' }],
  [{ command: 'choose-calendar', accountId: 'a', calendarId: 'b', chosen: 'yes' }],
])('%j is not understood, and answered so', async (message) => {
  const { obeyed, handlers } = recorder();
  expect(await dispatch(message, PAGE, OWN, handlers)).toEqual({ ok: false, reason: 'not-understood' });
  expect(obeyed).toEqual([]);
});

test('a handler that throws is answered as failed, without what it said', async () => {
  const { handlers } = recorder(() => Promise.reject(new Error('private text')));
  expect(await dispatch(REFRESH, PAGE, OWN, handlers)).toEqual({ ok: false, reason: 'failed' });
});
