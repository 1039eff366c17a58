/** Notes of this session beside the one that is being written. */
import type { Note } from '../../lib/note/note.ts';
import { i18n } from '#i18n';
import { Section } from '../ui/section.tsx';
import { NoteItem } from './note-item.tsx';

/** Nothing when there are none. */
export function OtherNotes({ notes }: { notes: readonly Note[] }) {
  if (notes.length === 0) return null;
  return (
    <Section title={i18n.t('panel.session.also')}>
      <ul role="list">
        {notes.map((note) => (
          <NoteItem key={note.id} note={note} showTime />
        ))}
      </ul>
    </Section>
  );
}
