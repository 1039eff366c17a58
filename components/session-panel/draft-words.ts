/** The names of the panel's half-typed forms, and what to say when another window stored something else. */
import type { ActionId } from '../../lib/note/action.ts';
import type { GoalId } from '../../lib/session/goal.ts';
import type { SessionId } from '../../lib/session/session.ts';
import { i18n } from '#i18n';

/** A new goal is begun in a session. */
export function newGoalDraftName(id: SessionId): string {
  return `new goal of ${id}`;
}

/** A goal is changed in whichever session one is. */
export function goalDraftName(id: GoalId): string {
  return `goal ${id}`;
}

/** A new promise belongs to the session it was made in. */
export function newActionDraftName(id: SessionId): string {
  return `new action of ${id}`;
}

/** A promise is changed in whichever session one is. */
export function actionDraftName(id: ActionId): string {
  return `action ${id}`;
}

/** Below a field: what another window put into it; null when none did. */
export function elsewhereWords(other: string | undefined): string | null {
  if (other === undefined) return null;
  return other === '' ? i18n.t('panel.elsewhere.emptied') : i18n.t('panel.elsewhere.changed', { other });
}
