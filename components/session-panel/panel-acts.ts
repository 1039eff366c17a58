/** What a session's parts may do, bound to the record: the parts themselves know no storage. */
import { moveHandSession, setHandSessionRemoved } from '../../lib/app/add-session.ts';
import type { CorrectionScope, CorrectionUndo } from '../../lib/app/correct-verdict.ts';
import type { AppDeps } from '../../lib/app/deps.ts';
import { type ActionFields, addAction, editAction, setActionDone } from '../../lib/app/edit-actions.ts';
import {
  editEngagement,
  mergeEngagements,
  type MergeUndo,
  undoMerge,
} from '../../lib/app/edit-engagement.ts';
import {
  addGoal,
  editGoal,
  type GoalFields,
  moveGoal,
  rateGoal,
  restoreRatings,
  setGoalState,
} from '../../lib/app/edit-goals.ts';
import type { SessionView } from '../../lib/app/load-session-panel.ts';
import type { SessionKind } from '../../lib/detection/verdict.ts';
import type { Instant } from '../../lib/event/instant.ts';
import type { Action, ActionId } from '../../lib/note/action.ts';
import type { Engagement, EngagementId } from '../../lib/session/engagement.ts';
import type { Goal, GoalId } from '../../lib/session/goal.ts';

/** The changed fields, and what they held when the user began to change them. */
type Change<Fields> = [fields: Partial<Fields>, seen: Partial<Fields>];

export interface GoalActs {
  add(text: string): Promise<Goal | null>;
  edit(id: GoalId, ...change: Change<GoalFields>): Promise<Partial<GoalFields> | null>;
  rate(id: GoalId, value: number): Promise<void>;
  restoreRatings(id: GoalId, ratings: Goal['ratings']): Promise<void>;
  setState(id: GoalId, state: Goal['state']): Promise<void>;
  move(id: GoalId, direction: 'up' | 'down'): Promise<void>;
}

export interface ActionActs {
  add(fields: ActionFields): Promise<Action | null>;
  edit(id: ActionId, ...change: Change<ActionFields>): Promise<Partial<ActionFields> | null>;
  setDone(id: ActionId, done: boolean): Promise<void>;
}

export interface VerdictActs {
  correct(scope: CorrectionScope, verdict: SessionKind | 'none'): Promise<CorrectionUndo>;
  undo(undo: CorrectionUndo): Promise<void>;
  setRemoved(removed: boolean): Promise<void>;
}

export interface EngagementActs {
  edit(fields: Partial<Pick<Engagement, 'name' | 'role'>>): Promise<void>;
  changeKind(kind: SessionKind): Promise<CorrectionUndo>;
  undoKind(undo: CorrectionUndo): Promise<void>;
  mergeInto(id: EngagementId): Promise<MergeUndo>;
  undoMerge(undo: MergeUndo): Promise<void>;
  move(start: Instant, minutes: number): Promise<void>;
}

export interface PanelActs {
  goals: GoalActs;
  actions: ActionActs;
  verdict: VerdictActs;
  engagement: EngagementActs;
}

/** Loaded at the click: a correction needs all rules of detection, showing a session needs none of them. */
const corrections = () => import('../../lib/app/correct-verdict.ts');

/** The acts of the session that is shown. */
export function panelActs(deps: AppDeps, view: SessionView): PanelActs {
  const { session, engagement } = view.briefing;
  return {
    goals: {
      add: (text) => addGoal(deps, engagement.id, { text }),
      edit: (id, fields, seen) => editGoal(deps, id, fields, seen),
      rate: (id, value) => rateGoal(deps, id, value),
      restoreRatings: (id, ratings) => restoreRatings(deps, id, ratings),
      setState: (id, state) => setGoalState(deps, id, state),
      move: (id, direction) => moveGoal(deps, id, direction),
    },
    actions: {
      add: (fields) => addAction(deps, { ...fields, engagementId: engagement.id, sessionId: session.id }),
      edit: (id, fields, seen) => editAction(deps, id, fields, seen),
      setDone: (id, done) => setActionDone(deps, id, done),
    },
    verdict: {
      correct: async (scope, verdict) =>
        (await corrections()).correctVerdict(deps, session.id, scope, verdict),
      undo: async (undo) => (await corrections()).undoCorrection(deps, undo),
      setRemoved: (removed) => setHandSessionRemoved(deps, session.id, removed),
    },
    engagement: {
      edit: (fields) => editEngagement(deps, engagement.id, fields),
      changeKind: async (kind) => (await corrections()).changeEngagementKind(deps, session.id, kind),
      undoKind: async (undo) => (await corrections()).undoCorrection(deps, undo),
      mergeInto: (id) => mergeEngagements(deps, engagement.id, id),
      undoMerge: (undo) => undoMerge(deps, undo),
      move: (start, minutes) => moveHandSession(deps, session.id, start, minutes),
    },
  };
}
