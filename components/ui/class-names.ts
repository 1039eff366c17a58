/** Joins CSS class names. */

/** Joins the names that are there with spaces. */
export function classNames(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
