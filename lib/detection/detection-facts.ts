/** What detection knows beside what it has learned: words without a message, and a few limits. Only data. */

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

/** What people say whom the user has an engagement with already. Natural-log odds for its kind. */
export const KNOWN_WEIGHTS = {
  /** The title holds only names and words like "call", and nothing is written below. */
  silent: 7,
  /** The same, with a description. */
  untitled: 4,
  /** The title says something of its own. */
  titled: 0.9,
} as const;

/** From here on a single word of a title tells that it is none, or of which kind. Natural-log odds. */
export const TELLING = { none: -1.5, kind: 3.5 } as const;

/** From this many other people on, a meeting is a crowd. */
export const CROWD = 11;

/** An answer that is less likely than this is given as `unsure`. */
export const UNSURE_BELOW = 0.5;
