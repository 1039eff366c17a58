/** What the user does with actions: promise, change, close, open again. */
import type { PlainDate } from '../event/instant.ts';
import { type Action, type ActionId, ACTION_TEXT_LIMIT, ActionSchema } from '../note/action.ts';
import type { EngagementId } from '../session/engagement.ts';
import { type SessionId, SessionSchema } from '../session/session.ts';
import { StorageError, write } from '../storage/database.ts';
import { parseRow } from '../storage/rows.ts';
import type { AppDeps } from './deps.ts';
import { findConflicts } from './find-conflicts.ts';

/**
 * Adds a promise. Without text nothing is stored and null is returned.
 * @throws StorageError `limit` when the text is longer than ACTION_TEXT_LIMIT.
 */
export async function addAction(
  deps: AppDeps,
  action: {
    engagementId: EngagementId;
    sessionId: SessionId | null;
    text: string;
    owner: Action['owner'];
    due: PlainDate | null;
  },
): Promise<Action | null> {
  const text = action.text.trim();
  if (text === '') return null;
  if (text.length > ACTION_TEXT_LIMIT) throw new StorageError('limit');
  const now = deps.now();
  const row: Action = {
    ...action,
    text,
    id: deps.newId() as ActionId,
    doneAt: null,
    revision: 1,
    createdAt: now,
    updatedAt: now,
  };
  return await write(await deps.db(), ['actions', 'sessions'], 'strict', async (tx) => {
    const sessions = tx.objectStore('sessions');
    const raw = action.sessionId === null ? undefined : await sessions.get(action.sessionId);
    const session = parseRow(SessionSchema, raw);
    // The session may have gone to another engagement since the page was drawn.
    const stored = session ? { ...row, engagementId: session.engagementId } : row;
    await tx.objectStore('actions').put(stored);
    if (session && !session.written) {
      await sessions.put({ ...session, written: true, revision: session.revision + 1, updatedAt: now });
    }
    return stored;
  });
}

/** What can be changed of a promise. */
export type ActionFields = Pick<Action, 'text' | 'owner' | 'due'>;

/**
 * Changes the fields that are given and no other; an empty text is ignored.
 * @param seen what these fields held when the user began to change them. When one of them was changed meanwhile, by
 * another window, nothing is stored and the answer is what those fields hold now; null when all went well.
 * @throws StorageError `limit` when the text is too long.
 */
export async function editAction(
  deps: AppDeps,
  id: ActionId,
  fields: Partial<ActionFields>,
  seen: Partial<ActionFields> = {},
): Promise<Partial<ActionFields> | null> {
  const { text: given, ...rest } = fields;
  const text = given?.trim();
  if (text !== undefined && text.length > ACTION_TEXT_LIMIT) throw new StorageError('limit');
  const changes: Partial<ActionFields> = text ? { ...rest, text } : rest;
  let others: Partial<ActionFields> | null = null;
  await change(deps, id, (action) => {
    others = findConflicts<Action, keyof ActionFields>(action, changes, seen);
    return others ? null : { ...action, ...changes };
  });
  return others;
}

/** Closes an action now, or opens it again. */
export async function setActionDone(deps: AppDeps, id: ActionId, done: boolean): Promise<void> {
  const now = deps.now();
  await change(deps, id, (action) => ({ ...action, doneAt: done ? (action.doneAt ?? now) : null }));
}

/** @param edit answers null to leave the action as it is. */
async function change(deps: AppDeps, id: ActionId, edit: (action: Action) => Action | null): Promise<void> {
  const now = deps.now();
  await write(await deps.db(), ['actions'], 'strict', async (tx) => {
    const store = tx.objectStore('actions');
    const action = parseRow(ActionSchema, await store.get(id));
    const edited = action && edit(action);
    if (edited) await store.put({ ...edited, revision: action.revision + 1, updatedAt: now });
  });
}
