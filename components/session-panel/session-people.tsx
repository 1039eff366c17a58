/** Who else is in a session of more than two. */
import type { Person } from '../../lib/event/calendar-event.ts';
import { i18n } from '#i18n';
import { Section } from '../ui/section.tsx';
import css from './session-people.module.css';

/** Names, with the address as a tooltip. Nothing for a talk between two. */
export function SessionPeople({ people }: { people: readonly Person[] }) {
  if (people.length < 2) return null;
  return (
    <Section title={i18n.t('panel.session.people')} aside={String(people.length)}>
      <ul role="list" className={css.people}>
        {people.map((person) => (
          <li key={person.email ?? person.name} className="people" title={person.email ?? undefined}>
            {person.name}
          </li>
        ))}
      </ul>
    </Section>
  );
}
