/** Data that lies in the package beside the code, and is read when it is first needed. */
import { type PublicPath, browser } from 'wxt/browser';

/** What `path` of the package holds, as JSON. It was built with this code, so its shape is not in question. */
export async function loadPackagedJson(path: PublicPath): Promise<unknown> {
  const response = await fetch(browser.runtime.getURL(path));
  return await response.json();
}
