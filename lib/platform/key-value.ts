/** The two small stores beside the database: one in memory until the browser closes, one on disk. */
import { browser } from 'wxt/browser';

/** `session` is gone when the browser closes and never touches the disk; `local` stays. */
export type Area = 'session' | 'local';

/** What is stored under `key`, unchecked; undefined when nothing is. */
export async function readValue(area: Area, key: string): Promise<unknown> {
  const stored: Record<string, unknown> = await browser.storage[area].get(key);
  return stored[key];
}

/** Stores `value` (JSON) under `key`. */
export async function writeValue(area: Area, key: string, value: unknown): Promise<void> {
  await browser.storage[area].set({ [key]: value });
}

/** Removes what is under `key`; nothing there is no error. */
export async function removeValue(area: Area, key: string): Promise<void> {
  await browser.storage[area].remove(key);
}

/** What is stored under keys that begin with one of `prefixes`: the rest of each key. */
export async function keysBehind(area: Area, prefixes: readonly string[]): Promise<string[]> {
  const keys = Object.keys(await browser.storage[area].get(null));
  return keys.flatMap((key) => {
    const prefix = prefixes.find((one) => key.startsWith(one));
    return prefix === undefined ? [] : key.slice(prefix.length);
  });
}

/** Keeps scripts that run in web pages, our own too, from reading the store on disk: tokens and addresses are in it. */
export function closeToPages(): void {
  void browser.storage.local.setAccessLevel({ accessLevel: 'TRUSTED_CONTEXTS' });
}
