/** Keyboard command → surface. */
import { browser } from 'wxt/browser';
import { openSidePanel } from '../../lib/platform/pages.ts';

/** Adds the listener of the manifest's commands. */
export function registerCommands(): void {
  browser.commands.onCommand.addListener((command, tab) => {
    // Nothing may come before this call: the browser only opens the panel within the key press.
    if (command === 'open-panel' && tab?.windowId !== undefined) void openSidePanel(tab.windowId);
  });
}
