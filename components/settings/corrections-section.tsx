/** What the user said about sessions, each to be taken back at any time. */
import { CircleAlert } from 'lucide-react';
import type { CorrectionRow } from '../../lib/app/withdraw-correction.ts';
import type { PlainDate } from '../../lib/event/instant.ts';
import { i18n } from '#i18n';
import { useAct } from '../hooks/use-act.ts';
import { useKeepFocus } from '../hooks/use-keep-focus.ts';
import type { LiveQuery } from '../hooks/use-live-query.ts';
import { ActFeedback } from '../ui/act-feedback.tsx';
import { Button } from '../ui/button.tsx';
import { shortDate } from '../ui/format.ts';
import { modeWord } from '../ui/mode-tag.tsx';
import { Notice } from '../ui/notice.tsx';
import { errorWords } from '../ui/reason-words.ts';
import css from './corrections-section.module.css';
import page from './settings.module.css';

/** The newest first. `onTakeBack` resolves when the correction is gone from the record. */
export function CorrectionsSection({
  corrections,
  today,
  onTakeBack,
}: {
  corrections: LiveQuery<CorrectionRow[]>;
  today: PlainDate;
  onTakeBack(id: string): Promise<void>;
}) {
  const act = useAct();
  const focus = useKeepFocus<HTMLElement, HTMLHeadingElement>();
  const rows = corrections.state === 'ready' ? corrections.value : [];
  return (
    <section className={page.section} id="corrections" aria-labelledby="corrections-heading" {...focus.part}>
      <h2 id="corrections-heading" {...focus.fallback}>
        {i18n.t('settings.corrections.title')}
      </h2>
      {corrections.state === 'error' && (
        <Notice icon={CircleAlert} tone="late" alert>
          {errorWords(corrections.error)}
        </Notice>
      )}
      {corrections.state === 'ready' && (
        <p className={page.sectionLead}>
          {rows.length === 0 ? i18n.t('settings.corrections.empty') : i18n.t('settings.corrections.lead')}
        </p>
      )}
      {rows.length > 0 && (
        <ul role="list" className={css.list}>
          {rows.map((row) => (
            <li key={row.correction.id} className={css.row}>
              <p className={css.what}>
                <span dir="auto">{rowWords(row)}</span>
                <small>
                  {i18n.t('settings.corrections.since', { date: shortDate(row.correction.createdAt, today) })}
                </small>
              </p>
              <Button
                small
                aria-label={i18n.t('settings.corrections.takeBackOf', { row: rowWords(row) })}
                aria-disabled={act.busy}
                onClick={() => {
                  if (act.busy) return;
                  void act.run(() => onTakeBack(row.correction.id), {
                    done: i18n.t('settings.corrections.done', { row: rowWords(row) }),
                  });
                }}
              >
                {i18n.t('settings.corrections.takeBack')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <ActFeedback act={act} />
    </section>
  );
}

/** "The series “Mentorgesprek Lotte”: not a session" */
function rowWords({ correction, about }: CorrectionRow): string {
  const words = {
    about: about === '' ? i18n.t('settings.corrections.unknown') : about,
    verdict:
      correction.verdict === 'none' ? i18n.t('settings.corrections.none') : modeWord(correction.verdict),
  };
  switch (correction.scope) {
    case 'event':
      return i18n.t('settings.corrections.event', words);
    case 'series':
      return i18n.t('settings.corrections.series', words);
    case 'person':
      return i18n.t('settings.corrections.person', words);
  }
}
