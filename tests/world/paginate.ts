/**
 * Cuts a listing into pages as the description says, for both providers.
 */
import type { WorldPages } from './world-description.ts';

export interface Page<Item> {
  items: Item[];
  /** Opaque; absent on the last page. */
  next?: string;
}

/**
 * The page that `cursor` points at, the first without one.
 * Returns `undefined` when the cursor was not given out by this function.
 */
export function paginate<Item>(
  all: readonly Item[],
  cursor: string | undefined,
  asked: number,
  pages: WorldPages = {},
): Page<Item> | undefined {
  const position = readCursor(cursor);
  if (!position) return undefined;
  const { offset, number } = position;
  const size = number === pages.emptyPageAt ? 0 : Math.max(1, Math.min(asked, pages.maxSize ?? Infinity));
  const items = all.slice(offset, offset + size);
  const isLast = size > 0 && offset + size >= all.length;
  return isLast ? { items } : { items, next: writeCursor(offset + size, number + 1) };
}

function writeCursor(offset: number, number: number): string {
  return Buffer.from(`page:${offset}:${number}`).toString('base64url');
}

function readCursor(cursor: string | undefined): { offset: number; number: number } | undefined {
  if (cursor === undefined) return { offset: 0, number: 0 };
  const match = /^page:(\d+):(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString());
  return match ? { offset: Number(match[1]), number: Number(match[2]) } : undefined;
}
