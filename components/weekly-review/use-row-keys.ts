/** ↑ and ↓ in the list of sessions. */
import { useEffect } from 'react';

/**
 * ↑ and ↓ go from row to row (each has one element with `data-stop`); from elsewhere ↓ goes to the first. Listens on
 * the document: in a popup that has just opened nothing has the focus.
 */
export function useRowKeys(): void {
  useEffect(() => {
    document.addEventListener('keydown', move);
    return () => document.removeEventListener('keydown', move);
  }, []);
}

function move(event: KeyboardEvent): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const stops = [...document.querySelectorAll<HTMLElement>('[data-stop]')];
  if (stops.length === 0) return;
  const row = document.activeElement?.closest('li');
  const at = row ? stops.findIndex((stop) => row.contains(stop)) : -1;
  const to = event.key === 'ArrowDown' ? Math.min(at + 1, stops.length - 1) : Math.max(at - 1, 0);
  event.preventDefault();
  stops[to]?.focus();
}
