/** What an engagement is for. */
import * as z from 'zod/mini';
import { InstantSchema, PlainDateSchema } from '../event/instant.ts';
import { EngagementIdSchema } from './engagement.ts';

export const GoalIdSchema = z.string().check(z.minLength(1)).brand<'GoalId'>();
export type GoalId = z.infer<typeof GoalIdSchema>;

/** How far a goal is, 0 (not at all) to 10 (reached), at one moment. */
export const RatingSchema = z.looseObject({
  value: z.number().check(z.int(), z.gte(0), z.lte(10)),
  at: InstantSchema,
});

export const GoalSchema = z.looseObject({
  id: GoalIdSchema,
  engagementId: EngagementIdSchema,
  text: z.string(),
  /** How one will see that it is reached; may be empty. */
  measure: z.string(),
  /** The business objective it serves; may be empty. */
  objective: z.string(),
  targetDate: z.nullable(PlainDateSchema),
  /** The rating aimed for. */
  aim: z.number(),
  /** Oldest first. */
  ratings: z.array(RatingSchema),
  state: z.enum(['open', 'reached', 'dropped']),
  /** Place in the list of its engagement, lowest first. */
  position: z.number(),
  revision: z.number(),
  createdAt: InstantSchema,
  updatedAt: InstantSchema,
});
export type Goal = z.infer<typeof GoalSchema>;

/** Longest text of a goal, measure or objective, in UTF-16 units. */
export const GOAL_TEXT_LIMIT = 500;
