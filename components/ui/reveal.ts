/** Bringing something that was just opened into view. */

/** A `ref` for what opens below a click: scrolls just as far as is needed to show it. */
export function reveal(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}
