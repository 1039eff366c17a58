import { renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useReadWhenOnline } from '../../components/hooks/use-online.ts';
import type { Reply } from '../../lib/messaging/commands.ts';
import { type FakeBrowser, installFakeBrowser } from '../support/fake-browser.ts';

let browser: FakeBrowser;
beforeEach(() => {
  browser = installFakeBrowser();
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

/** How often the worker was asked to read while a minute went by. */
async function askedInAMinute(): Promise<number> {
  await vi.advanceTimersByTimeAsync(60_000);
  return browser.commands.length;
}

test('the calendars are read when the network is back, and not before', async () => {
  renderHook(() => useReadWhenOnline());
  expect(await askedInAMinute()).toBe(0);
  dispatchEvent(new Event('online'));
  expect(await askedInAMinute()).toBe(1);
  expect(browser.commands).toEqual([{ command: 'refresh-calendars', cause: 'open' }]);
});

test('a network that reaches nothing yet is tried again, a few times', async () => {
  const answers: Reply[] = [{ ok: false, reason: 'offline' }, { ok: true }];
  browser.answer = () => answers.shift() ?? { ok: true };
  renderHook(() => useReadWhenOnline());
  dispatchEvent(new Event('online'));
  expect(await askedInAMinute()).toBe(2);

  browser.commands.length = 0;
  browser.answer = () => ({ ok: false, reason: 'offline' });
  dispatchEvent(new Event('online'));
  expect(await askedInAMinute()).toBe(4);
});

test('any other fault waits as it always does, and a page that is gone asks for nothing', async () => {
  browser.answer = () => ({ ok: false, reason: 'rate-limited' });
  const { unmount } = renderHook(() => useReadWhenOnline());
  dispatchEvent(new Event('online'));
  expect(await askedInAMinute()).toBe(1);

  browser.answer = () => ({ ok: false, reason: 'offline' });
  dispatchEvent(new Event('online'));
  await vi.advanceTimersByTimeAsync(1_000);
  unmount();
  expect(await askedInAMinute()).toBe(2);
});
