/**
 * The weights and short lists by which an event is judged; the words are in phrase-groups.ts. Only data. Raise
 * `RULES_VERSION` with every change, here or there, that can change a verdict.
 */
import type { SessionKind } from './verdict.ts';

export const RULES_VERSION = 1;

/** `session` speaks for whichever kind other words point to, and for nothing on its own. */
export type RulePoints = SessionKind | 'none' | 'session';

export interface RuleGroup {
  points: RulePoints;
  /** Weight when found in the title; 0 when it says nothing there. */
  title: number;
  /** Weight when found in the description. */
  description: number;
  phrases: readonly string[];
}

/** Platforms known by the mail domain of organiser or guests, or by the host of the call. */
export const PLATFORMS: readonly { domain: string; name: string; kind: SessionKind }[] = [
  { domain: 'coachhub.com', name: 'CoachHub', kind: 'coaching' },
  { domain: 'coachhub.io', name: 'CoachHub', kind: 'coaching' },
  { domain: 'betterup.com', name: 'BetterUp', kind: 'coaching' },
  { domain: 'betterup.co', name: 'BetterUp', kind: 'coaching' },
  { domain: 'betterup.me', name: 'BetterUp', kind: 'coaching' },
  { domain: 'torch.io', name: 'Torch', kind: 'coaching' },
  { domain: 'helloezra.com', name: 'EZRA', kind: 'coaching' },
  { domain: 'sharpist.com', name: 'Sharpist', kind: 'coaching' },
  { domain: 'bravely.io', name: 'Bravely', kind: 'coaching' },
  { domain: 'simply.coach', name: 'Simply.Coach', kind: 'coaching' },
  { domain: 'paperbell.com', name: 'Paperbell', kind: 'coaching' },
  { domain: 'coachaccountable.com', name: 'CoachAccountable', kind: 'coaching' },
  { domain: 'mentorloop.com', name: 'Mentorloop', kind: 'mentoring' },
  { domain: 'togetherplatform.com', name: 'Together', kind: 'mentoring' },
  { domain: 'chronus.com', name: 'Chronus', kind: 'mentoring' },
  { domain: 'mentorcliq.com', name: 'MentorcliQ', kind: 'mentoring' },
  { domain: 'mentoringcomplete.com', name: 'MentoringComplete', kind: 'mentoring' },
  { domain: 'mentorcity.com', name: 'MentorCity', kind: 'mentoring' },
  { domain: 'guider-ai.com', name: 'Guider', kind: 'mentoring' },
  { domain: 'pushfar.com', name: 'PushFar', kind: 'mentoring' },
  { domain: 'qooper.io', name: 'Qooper', kind: 'mentoring' },
  { domain: 'tenthousandcoffees.com', name: 'Ten Thousand Coffees', kind: 'mentoring' },
  { domain: 'adplist.org', name: 'ADPList', kind: 'mentoring' },
  { domain: 'growthmentor.com', name: 'GrowthMentor', kind: 'mentoring' },
  { domain: 'mentorcruise.com', name: 'MentorCruise', kind: 'mentoring' },
];

/** Platforms whose own name in the title or description tells the kind. */
export const PLATFORM_NAMES: Readonly<Record<string, SessionKind>> = {
  coachhub: 'coaching',
  betterup: 'coaching',
  sharpist: 'coaching',
  mentorloop: 'mentoring',
  mentorcliq: 'mentoring',
  chronus: 'mentoring',
  pushfar: 'mentoring',
  adplist: 'mentoring',
};

/** Words that say nothing about what a meeting is for: a title of only these and names leaves it to the people. */
export const NEUTRAL_WORDS: ReadonlySet<string> = new Set(
  (
    'a an the and with w x vs me my our on one to in for of at up 1 1on1 catch chat call talk meet meeting check sync ' +
    'coffee walk weekly monthly biweekly bi quarterly conversation session zoom teams online follow next touchpoint ' +
    'tea virtual ' +
    'met en bij van de het een mijn ons gesprek overleg afspraak sessie bila koffie wandeling wandelen maandelijks ' +
    'wekelijks bijpraten belletje ' +
    'avec et le la les de du un une mon ma point rdv rendez vous echange cafe seance entretien mensuel hebdo visio ' +
    'mit und der die das ein eine mein termin treffen gesprach kaffee austausch monatlich sitzung spaziergang'
  ).split(' '),
);

/** Words that make a title with a number a session of a row: "session 4", "sessie 2/6". */
export const NUMBERED_WORDS: ReadonlySet<string> = new Set(
  'session sessie seance sitzung gesprek gesprach termin einheit call meeting coaching mentoring'.split(' '),
);

/** Weights of what is not a word. Natural-log odds, as in `RULE_GROUPS`. */
export const SHAPE_WEIGHTS = {
  /** Where every event starts: most are no session. */
  none: 2.2,
  oneToOne: 0.6,
  /** A row of meetings with one person, or with a kind already named. */
  recurring: 0.3,
  alone: 1.6,
  crowd: 1.6,
  largeCrowd: 2.8,
  numbered: 0.8,
  numberedAlone: 1.5,
  platform: 2.8,
  platformName: 2.4,
  platformLikeDomain: 0.9,
  knownNeutral: 4,
  knownOther: 0.9,
  /** What is left of the title's weight when a clear description says something else. */
  titleOverruled: 0.35,
} as const;

/** From this many other people on, a meeting is a crowd; from the second on, a large one. */
export const CROWD = { from: 11, largeFrom: 22 } as const;

/** A word of these just before a session's name denies it: "not a coaching session". */
export const DENIALS: ReadonlySet<string> = new Set(
  'not no isn instead geen niet pas plus kein keine keinen nicht statt'.split(' '),
);

/** Common slips of the keys. */
export const TYPOS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    coching: 'coaching',
    caoching: 'coaching',
    coahcing: 'coaching',
    coachign: 'coaching',
    coacing: 'coaching',
    coachin: 'coaching',
    couching: 'coaching',
    coatching: 'coaching',
    choaching: 'coaching',
    caoch: 'coach',
    coahc: 'coach',
    mentro: 'mentor',
    metnor: 'mentor',
    mentorring: 'mentoring',
    mentroing: 'mentoring',
    mentring: 'mentoring',
    mentorign: 'mentoring',
    menotring: 'mentoring',
    metnoring: 'mentoring',
    mentoirng: 'mentoring',
    mentorting: 'mentoring',
  }),
);
