/** Says yes, ahead of time, to the browser's question whether the extension may read from a host. */
import type { LaunchedExtension } from './launch-browser.ts';

interface ExtensionsPage {
  chrome: {
    developerPrivate: { addHostPermission(extensionId: string, pattern: string): Promise<void> };
  };
}

/**
 * From now on `permissions.request` for this host resolves to true without a question, as for a host that the user has
 * allowed before; until it is asked, the extension may not read from it. The question itself is a window of the
 * browser's own, which no protocol reaches: without this call it stays open, and a request waits for ever.
 * It is the switch that the browser's own page of extensions uses, so nothing of the product is changed.
 */
export async function allowHost(browser: LaunchedExtension, host: string): Promise<void> {
  const page = await browser.context.newPage();
  await page.goto('chrome://extensions/');
  await page.evaluate(
    async ([id, pattern]) =>
      await (globalThis as unknown as ExtensionsPage).chrome.developerPrivate.addHostPermission(id, pattern),
    [browser.extensionId, `https://${host}/*`] as const,
  );
  await page.close();
}
