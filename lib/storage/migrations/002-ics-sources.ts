/**
 * Version 2: the texts of calendar files and addresses. Frozen: a released step is never edited, and imports no
 * constant that may change.
 */
import type { Migration } from './migration.ts';

export const icsSources: Migration = (db) => {
  db.createObjectStore('icsSources', { keyPath: 'accountId' });
};
