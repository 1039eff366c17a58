/** Where one writes. What is typed is on disk before the next key is pressed. */
import { Files, Lock, TriangleAlert, Video } from 'lucide-react';
import { useId } from 'react';
import type { Note } from '../../lib/note/note.ts';
import { i18n } from '#i18n';
import {
  type OpenNote,
  type OpenNoteState,
  useNoteWriter,
  useOpenNoteState,
} from '../hooks/use-note-writer.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { TextArea } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { LiveRegion } from '../ui/live-region.tsx';
import { Notice } from '../ui/notice.tsx';
import { errorWords } from '../ui/reason-words.ts';
import { SavedMark, type SavedState } from '../ui/saved-mark.tsx';
import css from './note-dock.module.css';

/**
 * The text box "Note" and, before and during a call, the way into it.
 * @param open the open note of this session; the dock is keyed by the session.
 * @param note the note as last read from disk.
 * @param call the address of the call, or null when there is none to join.
 */
export function NoteDock({
  open,
  note,
  call,
  running,
}: {
  open: OpenNote;
  note: Note | null;
  call: string | null;
  running: boolean;
}) {
  const id = useId();
  const handlers = useNoteWriter(open, note);
  const { state, forked } = useOpenNoteState(open);
  return (
    <footer className={classNames(css.dock, running && css.running)}>
      <div className={css.line}>
        <label className={css.label} htmlFor={id}>
          {i18n.t('panel.note.label')}
        </label>
        <span className={css.zone}>
          <Icon of={Lock} />
          {i18n.t('panel.last.onlyMe')}
        </span>
        <span className={css.saved}>
          <SavedMark state={savedState(state)} />
        </span>
      </div>
      {state.kind === 'failed' && (
        <div className={css.problem}>
          <Notice
            icon={TriangleAlert}
            tone="late"
            alert
            actions={
              <Button small onClick={() => open.retry()}>
                {i18n.t('common.retry')}
              </Button>
            }
          >
            {i18n.t('panel.note.failed', { reason: errorWords(state.error) })}
          </Notice>
        </div>
      )}
      {state.kind === 'too-long' && (
        <div className={css.problem}>
          <Notice icon={TriangleAlert} tone="late" alert>
            {i18n.t('panel.note.tooLong', { over: state.over })}
          </Notice>
        </div>
      )}
      <LiveRegion>
        {forked && (
          <div className={css.problem}>
            <Notice icon={Files}>{i18n.t('panel.note.bothKept')}</Notice>
          </div>
        )}
      </LiveRegion>
      <TextArea
        {...handlers}
        id={id}
        className={css.text}
        rows={2}
        dir="auto"
        defaultValue={open.text}
        placeholder={i18n.t('panel.note.placeholder')}
      />
      {call !== null && (
        <div className={css.actions}>
          <LinkButton href={call} weight="main" icon={Video}>
            {i18n.t('panel.joinCall')}
          </LinkButton>
        </div>
      )}
    </footer>
  );
}

function savedState(state: OpenNoteState): SavedState {
  switch (state.kind) {
    case 'saved':
    case 'saving':
    case 'idle':
      return state;
    case 'failed':
    case 'too-long':
      return { kind: 'failed' };
  }
}
