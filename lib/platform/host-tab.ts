/**
 * Reads one address inside a tab of its own host: for hosts that the content security policy does not let the worker
 * reach (docs/adr/0008-calendar-addresses.md). The tab shows a page of the host that needs no sign-in, stays in the
 * background, and is closed again whatever happens.
 */
import { browser } from 'wxt/browser';
import { readValue, writeValue } from './key-value.ts';

/** A complete answer, or why there is none. */
export type TabAnswer =
  | { status: number; headers: Record<string, string>; /** base64 */ body: string }
  | { failed: 'network' | 'time' | 'size' | 'elsewhere' };

export interface TabRequest {
  address: string;
  headers: Record<string, string>;
  mostBytes: number;
  /** Milliseconds for the tab to open, and again for the answer. */
  timeLimit: number;
}

/** Tabs that were opened and not closed yet, in the store that the browser forgets when it closes. */
const OPEN_TABS = 'feed-tabs';

/** Closes what a worker left open that died, and gives the function that reads. */
export function createTabReader(): (request: TabRequest) => Promise<TabAnswer> {
  const cleaned = openTabs()
    .then((left) => Promise.all(left.map(close)))
    .catch(() => undefined);
  return async (request) => {
    await cleaned;
    const page = new URL('/robots.txt', request.address).href;
    const { id } = await browser.tabs.create({ url: page, active: false });
    if (id === undefined) return { failed: 'network' };
    try {
      await writeValue('session', OPEN_TABS, [...(await openTabs()), id]);
      if (!(await hasLoaded(id, request.timeLimit))) return { failed: 'time' };
      const [injected] = await browser.scripting.executeScript({
        target: { tabId: id },
        func: fetchHere,
        args: [request.address, request.headers, request.mostBytes, request.timeLimit],
      });
      return injected?.result ?? { failed: 'network' };
    } catch {
      // The tab was closed, or shows a page of another host: there is no leave for that one.
      return { failed: 'network' };
    } finally {
      await close(id);
    }
  };
}

async function openTabs(): Promise<number[]> {
  const stored = await readValue('session', OPEN_TABS);
  return Array.isArray(stored) ? stored.filter((id) => typeof id === 'number') : [];
}

async function close(id: number): Promise<void> {
  await browser.tabs.remove(id).catch(() => undefined);
  await writeValue(
    'session',
    OPEN_TABS,
    (await openTabs()).filter((open) => open !== id),
  );
}

/** Whether the tab's page is there within the time. */
async function hasLoaded(id: number, timeLimit: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const onUpdated = (tabId: number, { status }: { status?: string | undefined }) => {
    if (tabId === id && status === 'complete') resolve(true);
  };
  const onRemoved = (tabId: number) => {
    if (tabId === id) resolve(false);
  };
  const timer = setTimeout(() => resolve(false), timeLimit);
  browser.tabs.onUpdated.addListener(onUpdated);
  browser.tabs.onRemoved.addListener(onRemoved);
  // It may have been loaded before anybody listened.
  const { status, url, pendingUrl } = await browser.tabs.get(id);
  if (status === 'complete' && pendingUrl === undefined && url !== 'about:blank') resolve(true);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    browser.tabs.onUpdated.removeListener(onUpdated);
    browser.tabs.onRemoved.removeListener(onRemoved);
  }
}

/** Runs in the tab, beside its page and not within it: stands alone, knows nothing of this file. */
async function fetchHere(
  address: string,
  headers: Record<string, string>,
  mostBytes: number,
  timeLimit: number,
): Promise<TabAnswer> {
  if (new URL(address).origin !== location.origin) return { failed: 'elsewhere' };
  try {
    const response = await fetch(address, {
      headers,
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(timeLimit),
    });
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let size = 0;
    const reader = response.body?.getReader();
    for (;;) {
      const { done = true, value } = (await reader?.read()) ?? {};
      if (done || value === undefined) break;
      size += value.length;
      if (size > mostBytes) {
        await reader?.cancel();
        return { failed: 'size' };
      }
      chunks.push(value);
    }
    const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: bytes.toBase64(),
    };
  } catch (error) {
    return { failed: error instanceof TypeError ? 'network' : 'time' };
  }
}
