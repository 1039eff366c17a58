/** The words of detection, as the build puts them into the package. */
import { buildPhraseIndex } from '../../lib/detection/match-phrases.ts';
import { RULE_GROUPS } from '../../lib/detection/phrase-groups.ts';

export const PHRASES = buildPhraseIndex(RULE_GROUPS);
