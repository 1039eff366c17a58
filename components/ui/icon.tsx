/** A decorative icon beside a word. Size and stroke come from base.css. */
import type { LucideIcon } from 'lucide-react';

/** Shows a lucide icon; hidden from assistive technology, so a word or an accessible name must stand beside it. */
export function Icon({ of: Shape, large = false }: { of: LucideIcon; large?: boolean }) {
  return <Shape className={large ? 'icon icon-lg' : 'icon'} strokeWidth={1.75} aria-hidden="true" />;
}
