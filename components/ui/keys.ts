/** Keys that a form listens to. */
import type { KeyboardEvent } from 'react';

/** Whether `key` was pressed. While an input method puts a word together, its keys belong to the input method. */
export function isKey(event: KeyboardEvent, key: 'Escape' | 'Enter'): boolean {
  return event.key === key && !event.nativeEvent.isComposing;
}
