/** What was written in earlier sessions of the same engagement. */
import type { Briefing, NotesOfSession } from '../../lib/briefing/build-briefing.ts';
import type { PlainDate } from '../../lib/event/instant.ts';
import { i18n } from '#i18n';
import { Button } from '../ui/button.tsx';
import { daysAgo, shortDate } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import css from './last-time.module.css';
import { NoteItem } from './note-item.tsx';

/** The latest session open, those before it folded away; `onMore` reads further back when there is more. */
export function LastTime({ briefing, onMore }: { briefing: Briefing; onMore: (() => void) | null }) {
  const [latest, ...earlier] = briefing.previous;
  const { today } = briefing;
  return (
    <Section title={i18n.t('panel.last.title')} aside={latest && when(latest, today)}>
      {latest ? <Notes group={latest} /> : <p className={css.hint}>{i18n.t('panel.last.empty')}</p>}
      {earlier.map((group) => (
        <details key={group.session.id} className={css.earlier}>
          <summary>{when(group, today)}</summary>
          <Notes group={group} />
        </details>
      ))}
      {onMore && (
        <div className={css.more}>
          <Button small onClick={onMore}>
            {i18n.t('panel.last.earlier')}
          </Button>
        </div>
      )}
    </Section>
  );
}

function Notes({ group }: { group: NotesOfSession }) {
  return (
    <ul role="list">
      {group.notes.map((note) => (
        <NoteItem key={note.id} note={note} />
      ))}
    </ul>
  );
}

function when({ session }: NotesOfSession, today: PlainDate): string {
  return i18n.t('panel.last.sessionOf', {
    date: shortDate(session.start, today),
    ago: daysAgo(session.start, today),
  });
}
