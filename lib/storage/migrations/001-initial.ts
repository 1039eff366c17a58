/**
 * Version 1: the first schema. Frozen: a released step is never edited, and imports no constant that may change.
 */
import type { Migration } from './migration.ts';

export const initial: Migration = (db) => {
  db.createObjectStore('accounts', { keyPath: 'id' });
  db.createObjectStore('calendars', { keyPath: ['accountId', 'calendarId'] });

  db.createObjectStore('events', { keyPath: ['accountId', 'calendarId', 'day'] });

  const sessions = db.createObjectStore('sessions', { keyPath: 'id' });
  sessions.createIndex('by-start', 'start');
  sessions.createIndex('by-engagement', ['engagementId', 'start']);
  sessions.createIndex('by-instance', 'instanceKeys', { multiEntry: true });
  sessions.createIndex('by-series', 'seriesKeys', { multiEntry: true });

  db.createObjectStore('engagements', { keyPath: 'id' });

  const goals = db.createObjectStore('goals', { keyPath: 'id' });
  goals.createIndex('by-engagement', ['engagementId', 'position']);

  const notes = db.createObjectStore('notes', { keyPath: 'id' });
  notes.createIndex('by-session', ['sessionId', 'createdAt']);
  notes.createIndex('by-engagement', ['engagementId', 'createdAt']);

  const actions = db.createObjectStore('actions', { keyPath: 'id' });
  actions.createIndex('by-engagement', ['engagementId', 'createdAt']);
  actions.createIndex('by-session', ['sessionId', 'createdAt']);

  db.createObjectStore('corrections', { keyPath: 'id' });
};
