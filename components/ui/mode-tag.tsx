/** Mentoring or coaching, always as icon and word. */
import { Compass, Signpost } from 'lucide-react';
import type { SessionKind } from '../../lib/detection/verdict.ts';
import { i18n } from '#i18n';
import { Icon } from './icon.tsx';
import css from './mode-tag.module.css';

/** The icon of a kind of session. */
export const modeIcons = { mentoring: Signpost, coaching: Compass } as const;

/** "Mentoring" or "Coaching", as a heading would write it. */
export function modeName(kind: SessionKind): string {
  return kind === 'mentoring' ? i18n.t('common.mentoring') : i18n.t('common.coaching');
}

/** "mentoring" or "coaching", inside a sentence. */
export function modeWord(kind: SessionKind): string {
  return kind === 'mentoring' ? i18n.t('common.mentoringWord') : i18n.t('common.coachingWord');
}

/** The pill at the head of a session. Takes its colour from the nearest `data-mode`. */
export function ModeTag({ kind }: { kind: SessionKind }) {
  return (
    <span className={css.modeTag}>
      <Icon of={modeIcons[kind]} />
      {modeName(kind)}
    </span>
  );
}

/** Icon and word inside a line; carries its own colour. */
export function ModeWord({ kind }: { kind: SessionKind }) {
  return (
    <span className={css.modeWord} data-mode={kind}>
      <Icon of={modeIcons[kind]} />
      {modeName(kind)}
    </span>
  );
}
