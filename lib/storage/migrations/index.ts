/** Every schema step in order: step n (counted from 0) moves version n to n + 1. Only ever append. */
import { initial } from './001-initial.ts';
import { icsSources } from './002-ics-sources.ts';
import { eventsAsJson } from './003-events-as-json.ts';
import type { Migration } from './migration.ts';

export const migrations: readonly Migration[] = [initial, icsSources, eventsAsJson];
