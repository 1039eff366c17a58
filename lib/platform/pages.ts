/** Opens the extension's own surfaces. */
import { browser } from 'wxt/browser';
import type { SessionId } from '../session/session.ts';
import { setPanelTarget } from './panel-target.ts';

/**
 * Opens the side panel of a window. Must be the first call in the handler of a click or a key: any await before it
 * and the browser no longer counts it as the user's wish. Resolves to false when the browser refused.
 */
export function openSidePanel(windowId: number = browser.windows.WINDOW_ID_CURRENT): Promise<boolean> {
  return browser.sidePanel.open({ windowId }).then(
    () => true,
    () => false,
  );
}

/**
 * Opens the panel at a session (null: the one that matters now). Call it straight from the handler of a click. Where
 * the browser refuses to open the panel, its page opens in a tab.
 */
export async function openPanelAt(id: SessionId | null): Promise<void> {
  // First, before anything is awaited: later it no longer counts as the user's wish.
  const opening = openSidePanel();
  await setPanelTarget(id);
  if (!(await opening)) await browser.tabs.create({ url: browser.runtime.getURL('/sidepanel.html') });
}

/** Opens the options page in a tab; with `part`, a new one at that part. */
export async function openOptions(part?: 'ics'): Promise<void> {
  if (part === undefined) await browser.runtime.openOptionsPage();
  else await browser.tabs.create({ url: `${browser.runtime.getURL('/options.html')}#${part}` });
}
