/** Data that lies in the package beside the code, and is read when it is first needed. */
import { type PublicPath, browser } from 'wxt/browser';

/** What `path` of the package holds. */
export async function loadPackagedBytes(path: PublicPath): Promise<Uint8Array> {
  const response = await fetch(browser.runtime.getURL(path));
  return new Uint8Array(await response.arrayBuffer());
}
