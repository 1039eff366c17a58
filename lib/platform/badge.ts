/** Draws the toolbar button's badge. The browser forgets it when it closes, so it is drawn at every start. */
import { browser } from 'wxt/browser';

/** Shows `text` on `color` (CSS), with `title` as the button's tooltip. An empty text shows no badge. */
export async function drawBadge(badge: { text: string; color: string; title: string }): Promise<void> {
  await Promise.all([
    browser.action.setBadgeText({ text: badge.text }),
    browser.action.setBadgeBackgroundColor({ color: badge.color }),
    browser.action.setBadgeTextColor({ color: '#ffffff' }),
    browser.action.setTitle({ title: badge.title }),
  ]);
}
