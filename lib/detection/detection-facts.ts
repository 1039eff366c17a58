/** What detection knows beside what it has learned: platforms, words without a message, and a few limits. Only data. */
import type { SessionKind } from './verdict.ts';

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

/** What people say whom the user has an engagement with already. Natural-log odds for its kind. */
export const KNOWN_WEIGHTS = {
  /** The title holds only names and words like "call", and nothing is written below. */
  silent: 4,
  /** The same, with a description. */
  untitled: 3,
  /** The title says something of its own. */
  titled: 0.9,
} as const;

/** From this many other people on, a meeting is a crowd. */
export const CROWD = 11;

/** An answer that is less likely than this is given as `unsure`. */
export const UNSURE_BELOW = 0.5;
