/** What detection answers, and a person's corrections of it. How it is found does not belong here. */
import * as z from 'zod/mini';
import { InstantSchema } from '../event/instant.ts';

export const SessionKindSchema = z.enum(['mentoring', 'coaching']);
/** The two kinds of session the product knows; they are never mixed. */
export type SessionKind = z.infer<typeof SessionKindSchema>;

export const VerdictKindSchema = z.enum(['mentoring', 'coaching', 'none', 'unsure']);
export type VerdictKind = z.infer<typeof VerdictKindSchema>;

export const ReasonSchema = z.discriminatedUnion('code', [
  /** A word or phrase was found. `points` says in which direction it speaks. */
  z.object({
    code: z.literal('words'),
    where: z.enum(['title', 'description']),
    text: z.string(),
    points: VerdictKindSchema,
  }),
  /** A person corrected it: this one, its series, or everything with a person. */
  z.object({
    code: z.literal('correction'),
    scope: z.enum(['event', 'series', 'person']),
    points: VerdictKindSchema,
  }),
  /** Shape of the meeting. */
  z.object({
    code: z.literal('shape'),
    shape: z.enum(['all-day', 'alone', 'one-to-one', 'small-group', 'crowd', 'recurring', 'numbered']),
    points: VerdictKindSchema,
  }),
  /** The organiser's or a guest's mail domain is a mentoring or coaching platform. */
  z.object({ code: z.literal('platform'), name: z.string(), points: VerdictKindSchema }),
  /** The people already have an engagement of this kind. */
  z.object({ code: z.literal('known-people'), names: z.array(z.string()), points: VerdictKindSchema }),
]);
/** One checkable ground for a verdict. Screens put it into words; the text of the event stays as it was. */
export type Reason = z.infer<typeof ReasonSchema>;

export const VerdictSchema = z.object({
  kind: VerdictKindSchema,
  /** 0 to 1: how sure the rules are of `kind`. A person's correction is 1. */
  confidence: z.number(),
  /** At most four, the weightiest first. */
  reasons: z.array(ReasonSchema),
  by: z.enum(['rules', 'person']),
  rulesVersion: z.number(),
});
export type Verdict = z.infer<typeof VerdictSchema>;

export const CorrectionSchema = z.looseObject({
  /** `event:<instance key>`, `series:<series key>` or `person:<address or name>`: at most one correction each. */
  id: z.string(),
  scope: z.enum(['event', 'series', 'person']),
  /** The instance key, the series key, or the person's lower-case address (name when there is none). */
  target: z.string(),
  verdict: z.enum(['mentoring', 'coaching', 'none']),
  rulesVersion: z.number(),
  createdAt: InstantSchema,
});
/** A person's word on what an event is. It beats every rule. */
export type Correction = z.infer<typeof CorrectionSchema>;
