/**
 * Reading stored rows: parsed one by one. An unreadable one is left out, counted, and stays in the store as it is: who
 * writes a row looks first whether one is there that cannot be read (`unlessUnreadable`).
 */
import * as z from 'zod/mini';
import { StorageError } from './database.ts';

export interface ReadRows<Row> {
  rows: Row[];
  /** Rows that do not fit the schema; they stay in the store as they are. */
  unreadable: number;
}

/** Parses what came out of a store. Unknown fields of a row are kept (the schemas are loose). */
export function parseRows<Row>(schema: z.ZodMiniType<Row>, raw: readonly unknown[]): ReadRows<Row> {
  const rows: Row[] = [];
  let unreadable = 0;
  for (const row of raw) {
    const parsed = z.safeParse(schema, row);
    if (parsed.success) rows.push(parsed.data);
    else unreadable += 1;
  }
  return { rows, unreadable };
}

/**
 * One row parsed, for writing it anew; undefined when it is not there.
 * @throws StorageError `unreadable` when it is there and cannot be read: it must not be written over.
 */
export function unlessUnreadable<Row>(schema: z.ZodMiniType<Row>, raw: unknown): Row | undefined {
  const row = parseRow(schema, raw);
  if (!row && raw !== undefined) throw new StorageError('unreadable');
  return row;
}

/** One row parsed; undefined when it is not there or cannot be read. */
export function parseRow<Row>(schema: z.ZodMiniType<Row>, raw: unknown): Row | undefined {
  return parseRows(schema, raw === undefined ? [] : [raw]).rows[0];
}
