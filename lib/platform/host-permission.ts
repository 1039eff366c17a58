/** Leave to read from one host, which the user gives and takes back. */
import { browser } from 'wxt/browser';

/**
 * Asks the user for leave to read from a host (name, without a port). Must be the first call in the handler of a
 * click. Resolves at once where the leave is there already; to false when the user said no.
 */
export function requestHost(hostname: string): Promise<boolean> {
  return browser.permissions.request(origins(hostname)).catch(() => false);
}

/** Whether there is leave to read from a host now; the user can take it back in the browser's own settings. */
export async function isHostAllowed(hostname: string): Promise<boolean> {
  return await browser.permissions.contains(origins(hostname));
}

/** Gives the leave back. Never rejects: one that is part of the extension cannot be given back. */
export async function releaseHost(hostname: string): Promise<void> {
  await browser.permissions.remove(origins(hostname)).catch(() => false);
}

function origins(hostname: string): { origins: string[] } {
  return { origins: [`https://${hostname}/*`] };
}
