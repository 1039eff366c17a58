/** Two windows change the same thing: what may not be written over unseen. Pure. */

/**
 * The fields of `changes` that hold something else in `stored` than `seen` says, and something else than is to be
 * stored, with what they hold; null when there are none. A field that is not in `seen` is written whatever it holds.
 */
export function findConflicts<Row extends object, Field extends keyof Row>(
  stored: Row,
  changes: Partial<Pick<Row, Field>>,
  seen: Partial<Pick<Row, Field>>,
): Partial<Pick<Row, Field>> | null {
  const others: Partial<Pick<Row, Field>> = {};
  let found = false;
  for (const field of Object.keys(changes) as Field[]) {
    if (!Object.hasOwn(seen, field)) continue;
    if (stored[field] === seen[field] || stored[field] === changes[field]) continue;
    others[field] = stored[field];
    found = true;
  }
  return found ? others : null;
}
