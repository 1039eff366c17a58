/** What the lists of calendars of both providers have in common. */

/** A list that has not ended after so many pages goes round in circles. */
export const MAX_LIST_PAGES = 40;

/** `#rrggbb`: nothing else may reach a style. */
export function isColor(text: string | null | undefined): text is string {
  return typeof text === 'string' && /^#[0-9a-f]{6}$/i.test(text);
}
