/** Why this is a session, with a one-click correction. */
import { useId, useState } from 'react';
import type { CorrectionScope } from '../../lib/app/correct-verdict.ts';
import type { SessionKind } from '../../lib/detection/verdict.ts';
import { correctionScopes } from '../../lib/session/correction-scopes.ts';
import type { Session } from '../../lib/session/session.ts';
import { i18n } from '#i18n';
import { type Act, useAct } from '../hooks/use-act.ts';
import { useKeepFocus } from '../hooks/use-keep-focus.ts';
import { ActFeedback } from '../ui/act-feedback.tsx';
import { Button, TextButton } from '../ui/button.tsx';
import { modeIcons, modeName, modeWord } from '../ui/mode-tag.tsx';
import { Segment } from '../ui/segment.tsx';
import css from './detect-line.module.css';
import type { VerdictActs } from './panel-acts.ts';
import { otherName, shortVerdict, verdictSentence } from './verdict-words.ts';

/**
 * The sentence, the scope of a correction where there is a choice, and the other answers as buttons.
 * @param quiet one short line, with the rest behind "Not right?".
 */
export function DetectLine({
  session,
  quiet,
  acts,
}: {
  session: Session;
  quiet: boolean;
  acts: VerdictActs;
}) {
  const act = useAct();
  const focus = useKeepFocus<HTMLElement, HTMLParagraphElement>();
  const [asked, setAsked] = useState(false);
  const fixId = useId();
  const folded = quiet && !asked;
  return (
    <section className={css.detectLine} aria-label={i18n.t('panel.detect.label')} {...focus.part}>
      <div className={css.line}>
        <p className={css.why} {...focus.fallback}>
          {folded ? shortVerdict(session) : verdictSentence(session)}
        </p>
        {quiet && (
          <TextButton aria-expanded={asked} aria-controls={fixId} onClick={() => setAsked(!asked)}>
            {i18n.t('panel.detect.ask')}
          </TextButton>
        )}
      </div>
      <div id={fixId} hidden={folded}>
        {session.source === 'hand' ? (
          <RemoveOrPutBack session={session} acts={acts} act={act} />
        ) : (
          <Corrections session={session} ask={!quiet} acts={acts} act={act} />
        )}
      </div>
      <ActFeedback act={act} />
    </section>
  );
}

function RemoveOrPutBack({ session, acts, act }: { session: Session; acts: VerdictActs; act: Act }) {
  const removed = session.state === 'dismissed';
  const said = { done: i18n.t('panel.detect.removedDone'), undo: () => acts.setRemoved(false) };
  return (
    <div className={css.fix}>
      <Button small onClick={() => void act.run(() => acts.setRemoved(!removed), removed ? {} : said)}>
        {removed ? i18n.t('panel.detect.putBack') : i18n.t('panel.detect.removeByHand')}
      </Button>
    </div>
  );
}

function Corrections({
  session,
  ask,
  acts,
  act,
}: {
  session: Session;
  ask: boolean;
  acts: VerdictActs;
  act: Act;
}) {
  const scopes = correctionScopes(session);
  const [chosen, setChosen] = useState<CorrectionScope | null>(null);
  const fallback = scopes.includes('series') ? 'series' : 'event';
  const scope = scopes.find((one) => one === chosen) ?? fallback;
  const dismissed = session.state === 'dismissed';
  const kinds = (['mentoring', 'coaching'] as const).filter((kind) => dismissed || kind !== session.kind);
  const name = otherName(session);

  function correct(verdict: SessionKind | 'none'): void {
    const done = doneWords(scope, verdict, name);
    void act.run(() => acts.correct(scope, verdict), {
      done,
      undo: async (undo) => {
        await acts.undo(undo);
        setChosen(null);
      },
    });
  }

  return (
    <div className={css.fix} role="group" aria-label={i18n.t('panel.detect.fix')}>
      {ask && <span className={css.ask}>{i18n.t('panel.detect.ask')}</span>}
      {kinds.map((kind) => (
        <Button key={kind} small icon={modeIcons[kind]} onClick={() => correct(kind)}>
          {modeName(kind)}
        </Button>
      ))}
      {!dismissed && (
        <Button small onClick={() => correct('none')}>
          {i18n.t('panel.detect.none')}
        </Button>
      )}
      {scopes.length > 1 && (
        <Segment
          label={i18n.t('panel.detect.scope')}
          options={scopes.map((value) => ({ value, label: scopeWords(value, name) }))}
          value={scope}
          onChange={setChosen}
        />
      )}
    </div>
  );
}

function scopeWords(scope: CorrectionScope, name: string): string {
  switch (scope) {
    case 'event':
      return i18n.t('panel.detect.scopeEvent');
    case 'series':
      return i18n.t('panel.detect.scopeSeries');
    case 'person':
      return i18n.t('panel.detect.scopePerson', { name });
  }
}

function doneWords(scope: CorrectionScope, verdict: SessionKind | 'none', name: string): string {
  if (verdict === 'none') {
    switch (scope) {
      case 'event':
        return i18n.t('panel.detect.noneEvent');
      case 'series':
        return i18n.t('panel.detect.noneSeries');
      case 'person':
        return i18n.t('panel.detect.nonePerson', { name });
    }
  }
  const kind = modeWord(verdict);
  switch (scope) {
    case 'event':
      return i18n.t('panel.detect.doneEvent', { kind });
    case 'series':
      return i18n.t('panel.detect.doneSeries', { kind });
    case 'person':
      return i18n.t('panel.detect.donePerson', { name, kind });
  }
}
