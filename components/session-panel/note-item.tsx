/** One note as it was written. */
import {
  CircleHelp,
  GitFork,
  Heart,
  Lightbulb,
  Lock,
  type LucideIcon,
  MessageSquareQuote,
  NotebookPen,
  SquareCheck,
  TriangleAlert,
} from 'lucide-react';
import type { Note, NoteType } from '../../lib/note/note.ts';
import { i18n } from '#i18n';
import { classNames } from '../ui/class-names.ts';
import { time } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import css from './last-time.module.css';

const ICONS: Record<NoteType, LucideIcon> = {
  note: NotebookPen,
  insight: Lightbulb,
  decision: GitFork,
  action: SquareCheck,
  question: CircleHelp,
  feeling: Heart,
  risk: TriangleAlert,
  advice: MessageSquareQuote,
};

/** The text exactly as typed, with its line breaks and its own direction; never as markup. */
export function NoteItem({ note, showTime = false }: { note: Note; showTime?: boolean }) {
  return (
    <li className={css.item}>
      <Icon of={ICONS[note.type]} />
      <div>
        {/* The text decides the direction: parts with a `dir` of their own do not count for `auto`. */}
        <p className={classNames('people', css.text)} dir="auto">
          {note.type !== 'note' && (
            <span className={css.type} dir="ltr">
              {typeName(note.type)}{' '}
            </span>
          )}
          {note.text}
          {note.private && (
            <span className={css.zone} dir="ltr">
              {' '}
              <Icon of={Lock} />
              {i18n.t('panel.last.onlyMe')}
            </span>
          )}
        </p>
      </div>
      {showTime && (
        <time className={css.time} dateTime={note.createdAt}>
          {time(note.createdAt)}
        </time>
      )}
    </li>
  );
}

function typeName(type: NoteType): string {
  switch (type) {
    case 'note':
      return i18n.t('panel.last.type.note');
    case 'insight':
      return i18n.t('panel.last.type.insight');
    case 'decision':
      return i18n.t('panel.last.type.decision');
    case 'action':
      return i18n.t('panel.last.type.action');
    case 'question':
      return i18n.t('panel.last.type.question');
    case 'feeling':
      return i18n.t('panel.last.type.feeling');
    case 'risk':
      return i18n.t('panel.last.type.risk');
    case 'advice':
      return i18n.t('panel.last.type.advice');
  }
}
