/** Whether what was typed is on disk. */
import { Check } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Instant } from '../../lib/event/instant.ts';
import { i18n } from '#i18n';
import { clockTime } from './format.ts';
import { Icon } from './icon.tsx';
import css from './saved-mark.module.css';

export type SavedState =
  { kind: 'idle' } | { kind: 'saving' } | { kind: 'saved'; at: Instant } | { kind: 'failed' };

/** A write that takes longer than this is shown as "Saving…". */
const SLOW_MS = 400;
/** So long after the last change it is read out; before that it would speak with every word typed. */
const QUIET_MS = 1500;

/** "Saved 10:23:41"; "Saving…" only when it takes long. Read out politely once typing has paused. */
export function SavedMark({ state }: { state: SavedState }) {
  const [slowOne, setSlowOne] = useState<SavedState | null>(null);
  const [text, setText] = useState('');
  const [spoken, setSpoken] = useState('');
  // While the next write is under way the mark of the last one stays.
  const next = state.kind === 'saving' ? text : markOf(state);
  if (next !== text) setText(next);
  useEffect(() => {
    if (state.kind !== 'saving') return undefined;
    const timer = setTimeout(() => setSlowOne(state), SLOW_MS);
    return () => clearTimeout(timer);
  }, [state]);
  useEffect(() => {
    if (text === '') return undefined;
    const timer = setTimeout(() => setSpoken(text), QUIET_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <span className={css.savedMark}>
      <span aria-hidden="true">
        {state.kind === 'saving' && slowOne === state ? (
          i18n.t('common.saving')
        ) : (
          <>
            {text !== '' && <Icon of={Check} />} {text}
          </>
        )}
      </span>
      <span className="vh" role="status">
        {spoken}
      </span>
    </span>
  );
}

function markOf(state: SavedState): string {
  return state.kind === 'saved' ? i18n.t('common.savedAt', { time: clockTime(state.at) }) : '';
}
