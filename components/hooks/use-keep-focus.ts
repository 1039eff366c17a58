/** Where the focus goes when what has it is taken off the page. */
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

/**
 * Gives the focus back to `opener` when what it opened has gone and took the focus along.
 * @param open whether it is open.
 */
export function useReturnFocus(open: boolean, opener: RefObject<HTMLElement | null>): void {
  const wasOpen = useRef(open);
  // Before a part that keeps the focus looks for it.
  useLayoutEffect(() => {
    if (wasOpen.current && !open && isLost()) opener.current?.focus();
    wasOpen.current = open;
  }, [open, opener]);
}

/**
 * Keeps the focus in a part of a screen: when what has it there is taken away (a goal is closed, an offer taken up),
 * it goes to the offer to undo, to `fallback`, or where there is none to the first heading. Spread `part` on the element that holds all of it.
 */
export function useKeepFocus<Part extends HTMLElement, Fallback extends HTMLElement>() {
  const part = useRef<Part>(null);
  const fallback = useRef<Fallback>(null);
  const held = useRef(false);
  useEffect(() => {
    if (!held.current || !isLost()) return;
    const undo = part.current?.querySelector<HTMLElement>('[data-undo]');
    if (undo) undo.focus();
    else {
      const target = fallback.current ?? part.current?.querySelector<HTMLElement>('h1, h2');
      if (target && !target.hasAttribute('tabindex')) target.tabIndex = -1;
      target?.focus({ preventScroll: true });
    }
  });
  return {
    part: {
      ref: part,
      onFocus: () => {
        held.current = true;
      },
      // React stays silent while it takes elements away: this is the user going elsewhere.
      onBlur: () => {
        held.current = false;
      },
    },
    fallback: { ref: fallback, tabIndex: -1 },
  };
}

/** Nothing has the focus: what had it is no longer there. */
function isLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}
