/**
 * Version 3: the events of a day are one text. Frozen: a released step is never edited, and imports no constant that
 * may change.
 */
import type { Migration } from './migration.ts';

export const eventsAsJson: Migration = async (_db, tx) => {
  let cursor = await tx.objectStore('events').openCursor();
  while (cursor) {
    const { events, ...row } = cursor.value as { events: unknown[] };
    await cursor.update({ ...row, json: JSON.stringify(events) });
    cursor = await cursor.continue();
  }
};
