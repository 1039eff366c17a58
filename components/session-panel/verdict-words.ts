/** Why something is a session, in one sentence. */
import type { Reason, Verdict } from '../../lib/detection/verdict.ts';
import type { Session } from '../../lib/session/session.ts';
import { i18n } from '#i18n';
import { firstName, listOf } from '../ui/format.ts';
import { modeWord } from '../ui/mode-tag.tsx';
import { groundWords } from '../ui/reason-words.ts';

/** "Recognised as mentoring by “mentorgesprek” in the title, and one other person." */
export function verdictSentence(session: Session): string {
  const { verdict } = session;
  if (session.state === 'dismissed') return dismissedWords(session);
  if (session.source === 'hand' || !verdict) return i18n.t('panel.detect.byHand');
  const kind = modeWord(session.kind);
  if (verdict.kind === 'none' || verdict.kind === 'unsure') return i18n.t('panel.detect.kept');
  if (verdict.kind !== session.kind) {
    return i18n.t('panel.detect.keptKind', { kind, other: modeWord(verdict.kind) });
  }
  const correction = verdict.reasons.find((reason) => reason.code === 'correction');
  if (correction) {
    switch (correction.scope) {
      case 'event':
        return i18n.t('panel.detect.byYouEvent', { kind });
      case 'series':
        return i18n.t('panel.detect.byYouSeries', { kind });
      case 'person':
        return i18n.t('panel.detect.byYouPerson', { kind, name: otherName(session) });
    }
  }
  const grounds = groundsOf(verdict);
  if (grounds === null) return `${i18n.t('panel.detect.byRules', { kind })}.`;
  return i18n.t('panel.detect.because', { kind, grounds });
}

/** The same without its grounds, where there are any: "Recognised as mentoring." */
export function shortVerdict(session: Session): string {
  const { verdict } = session;
  const plain = session.source === 'calendar' && session.state !== 'dismissed' && verdict?.by === 'rules';
  if (!plain || verdict.kind !== session.kind) return verdictSentence(session);
  return `${i18n.t('panel.detect.byRules', { kind: modeWord(session.kind) })}.`;
}

/** What the one other person is called; '' in a group. */
export function otherName(session: Session): string {
  const [person, second] = session.people;
  return person && !second ? firstName(person.name) : '';
}

function dismissedWords({ verdict, source }: Session): string {
  if (verdict?.by === 'person' && verdict.kind === 'none') return i18n.t('panel.dismissed');
  return source === 'hand' || !verdict ? i18n.t('panel.removed') : i18n.t('panel.detect.leftOut');
}

/** What speaks for the verdict, as a list; null when nothing is known. */
function groundsOf(verdict: Verdict): string | null {
  const reasons = verdict.reasons
    .filter((reason): reason is Exclude<Reason, { code: 'correction' }> => reason.code !== 'correction')
    .filter((reason) => reason.points === verdict.kind);
  const hasWords = reasons.some(({ code }) => code === 'words');
  const parts = groundWords(
    hasWords ? reasons.filter((reason) => reason.code !== 'shape' || reason.shape === 'one-to-one') : reasons,
  );
  const last = parts.at(-1);
  if (last === undefined) return null;
  const before = parts.slice(0, -1);
  return before.length === 0 ? last : i18n.t('reasons.andAlso', { first: listOf(before), last });
}
