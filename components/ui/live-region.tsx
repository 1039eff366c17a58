/** A place where lines come and go, each read out when it comes. */
import type { ReactNode } from 'react';

/** Keep it mounted, also while it is empty: a region that comes together with its text is not read out. */
export function LiveRegion({ children }: { children: ReactNode }) {
  return (
    <div role="status" aria-atomic="false">
      {children}
    </div>
  );
}
