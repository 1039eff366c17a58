/**
 * A browser for component tests: what the screens call of `chrome.*`, in memory. It keeps what was asked of it, and
 * answers commands through a handler that the test sets. `i18n` comes from setup-components.ts.
 */
import type { Command, Reply } from '../../lib/messaging/commands.ts';

type Changes = Record<string, { oldValue?: unknown; newValue?: unknown }>;
type Listener = (changes: Changes) => void;

export interface FakeBrowser {
  /** What `chrome.storage` holds. */
  local: Map<string, unknown>;
  session: Map<string, unknown>;
  /** Commands sent to the worker, in order. */
  commands: Command[];
  /** How the worker answers; by default it says that all went well. */
  answer: (command: Command) => Reply | Promise<Reply>;
  /** What was opened, in order: `panel`, `options`, `tab <address>`. */
  opened: string[];
  /** Whether the browser lets the side panel be opened. */
  panelAllowed: boolean;
  /** Whether the user allows hosts, and the patterns that were asked for, in order. */
  hostsAllowed: boolean;
  hostsAsked: string[];
}

/** Puts the fake in the place of `chrome`. Call it once per test; everything starts empty. */
export function installFakeBrowser(): FakeBrowser {
  const local = storageArea();
  const session = storageArea();
  const fake: FakeBrowser = {
    local: local.content,
    session: session.content,
    commands: [],
    answer: () => ({ ok: true }),
    opened: [],
    panelAllowed: true,
    hostsAllowed: true,
    hostsAsked: [],
  };
  const id = 'abcdefghijklmnopabcdefghijklmnop';
  // The object itself stays: 'wxt/browser' keeps hold of the one it found first.
  Object.assign((globalThis as unknown as { chrome: object }).chrome, {
    storage: { local: local.area, session: session.area },
    identity: { getRedirectURL: () => `https://${id}.chromiumapp.org/` },
    runtime: {
      id,
      getURL: (path: string) => `chrome-extension://${id}${path}`,
      openOptionsPage: async () => void fake.opened.push('options'),
      sendMessage: async (command: Command) => {
        fake.commands.push(structuredClone(command));
        return await fake.answer(command);
      },
    },
    permissions: {
      request: async ({ origins }: { origins: string[] }) => {
        fake.hostsAsked.push(...origins);
        return fake.hostsAllowed;
      },
    },
    windows: { WINDOW_ID_CURRENT: -2, getCurrent: async () => ({ id: 1 }) },
    sidePanel: {
      open: async () => {
        if (!fake.panelAllowed) throw new Error('may only be called in response to a user gesture');
        fake.opened.push('panel');
      },
    },
    tabs: { create: async ({ url }: { url: string }) => void fake.opened.push(`tab ${url}`) },
  });
  return fake;
}

function storageArea() {
  const content = new Map<string, unknown>();
  const listeners = new Set<Listener>();
  const area = {
    get: async (key: string | null) => {
      if (key === null) return structuredClone(Object.fromEntries(content));
      return content.has(key) ? { [key]: structuredClone(content.get(key)) } : {};
    },
    remove: async (key: string) => void content.delete(key),
    set: async (values: Record<string, unknown>) => {
      const changes: Changes = {};
      for (const [key, value] of Object.entries(values)) {
        changes[key] = { oldValue: content.get(key), newValue: structuredClone(value) };
        content.set(key, structuredClone(value));
      }
      for (const listener of listeners) listener(changes);
    },
    onChanged: {
      addListener: (listener: Listener) => void listeners.add(listener),
      removeListener: (listener: Listener) => void listeners.delete(listener),
    },
  };
  return { content, area };
}
