/** For component tests: IndexedDB in memory, and the words of locales/en.yml as the browser would serve them. */
import 'fake-indexeddb/auto';
import { cleanup } from '@testing-library/react';
import { generateChromeMessages, parseMessagesFile } from '@wxt-dev/i18n/build';
import { afterEach } from 'vitest';

const messages = generateChromeMessages(await parseMessagesFile('locales/en.yml'));

/** What `browser.i18n.getMessage` does: `$1` to `$9` are replaced, an unknown name gives ''. */
function getMessage(name: string, substitutions?: string | string[]): string {
  const values = typeof substitutions === 'string' ? [substitutions] : (substitutions ?? []);
  return (messages[name]?.message ?? '').replace(
    /\$(\d)/g,
    (_, digit: string) => values[Number(digit) - 1] ?? '',
  );
}

const scope = globalThis as { chrome?: Record<string, unknown> };
scope.chrome = {
  ...scope.chrome,
  runtime: { id: 'abcdefghijklmnopabcdefghijklmnop' },
  i18n: { getMessage, getUILanguage: () => 'en-GB' },
};

// jsdom has no dialogs: open and close as the standard says, without the modal layer.
HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
  this.open = true;
};
HTMLDialogElement.prototype.close ??= function close(this: HTMLDialogElement) {
  if (!this.open) return;
  this.open = false;
  this.dispatchEvent(new Event('close'));
};

afterEach(() => cleanup());
