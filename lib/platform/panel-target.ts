/** Which session the panel should show next: left by the popup or a notification, taken up by the panel. */
import { browser } from 'wxt/browser';
import * as z from 'zod/mini';
import { type SessionId, SessionIdSchema } from '../session/session.ts';

const KEY = 'panel-target';
const TargetSchema = z.object({
  id: z.nullable(SessionIdSchema),
  windowId: z.nullable(z.number()),
  /** Epoch milliseconds. */
  at: z.number(),
});
type Target = z.infer<typeof TargetSchema>;

/** Longer than any panel takes to open. */
const FRESH_MILLISECONDS = 10_000;

/** Leaves a session for the panel of the current window; null means "the one that matters now". */
export async function setPanelTarget(id: SessionId | null): Promise<void> {
  const { id: windowId = null } = await browser.windows.getCurrent();
  await browser.storage.session.set({ [KEY]: { id, windowId, at: Date.now() } satisfies Target });
}

/**
 * Calls `listener` with the session that was left for the panel of this window: now, and whenever one is left. What
 * was left a while ago is for a panel that is open by now, and not for this one. Returns how to stop.
 */
export function watchPanelTarget(listener: (id: SessionId | null) => void): () => void {
  let stopped = false;
  const take = async (value: unknown) => {
    const target = z.safeParse(TargetSchema, value);
    if (!target.success || Date.now() - target.data.at > FRESH_MILLISECONDS) return;
    const { id: windowId = null } = await browser.windows.getCurrent();
    if (!stopped && target.data.windowId === windowId) listener(target.data.id);
  };
  void browser.storage.session.get(KEY).then((stored: Record<string, unknown>) => take(stored[KEY]));
  const onChanged = (changes: Record<string, { newValue?: unknown }>) => void take(changes[KEY]?.newValue);
  browser.storage.session.onChanged.addListener(onChanged);
  return () => {
    stopped = true;
    browser.storage.session.onChanged.removeListener(onChanged);
  };
}
