/** One session, from head to dock. */
import { CalendarX2, TriangleAlert } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import type { AppDeps } from '../../lib/app/deps.ts';
import { loadPeople } from '../../lib/app/load-people.ts';
import type { SessionView as SessionViewModel } from '../../lib/app/load-session-panel.ts';
import type { StoreName } from '../../lib/app/watch-record.ts';
import type { Instant } from '../../lib/event/instant.ts';
import { phaseOf } from '../../lib/session/pick-session.ts';
import type { SessionId } from '../../lib/session/session.ts';
import { i18n } from '#i18n';
import type { FormDrafts } from '../hooks/use-form-draft.ts';
import { useLiveQuery } from '../hooks/use-live-query.ts';
import { type OpenNotes, useOpenNote, useOpenNoteState } from '../hooks/use-note-writer.ts';
import { LiveRegion } from '../ui/live-region.tsx';
import { Notice } from '../ui/notice.tsx';
import { ActionsSection } from './actions-section.tsx';
import { DetailsDialog } from './details-dialog.tsx';
import { DetectLine } from './detect-line.tsx';
import { GoalsSection } from './goals-section.tsx';
import { LastTime } from './last-time.tsx';
import { NoteDock } from './note-dock.tsx';
import { OtherNotes } from './other-notes.tsx';
import { panelActs } from './panel-acts.ts';
import { RemovedSessions } from './removed-sessions.tsx';
import { SessionHead } from './session-head.tsx';
import css from './session-panel.module.css';
import { SessionPeople } from './session-people.tsx';
import type { SessionToolsProps } from './session-tools.tsx';
import { callAddress } from './session-words.ts';

const PEOPLE: readonly StoreName[] = ['sessions', 'engagements'];

/**
 * All but the head and the notices is keyed by the session: nothing that was typed or opened in one may appear in
 * another. What was typed into its forms waits in `drafts`.
 * @param notices lines about the calendars and other sessions, below the head.
 */
export function SessionView({
  deps,
  view,
  now,
  openNotes,
  drafts,
  tools,
  notices,
  onMoreNotes,
  onOptions,
}: {
  deps: AppDeps;
  view: SessionViewModel;
  now: Instant;
  openNotes: OpenNotes;
  drafts: FormDrafts;
  tools: Pick<SessionToolsProps, 'canRead' | 'onGo' | 'onPeople' | 'onRead'>;
  notices: ReactNode;
  onMoreNotes(): void;
  onOptions(): void;
}) {
  const { session, engagement, today } = view.briefing;
  const [detailsOf, setDetailsOf] = useState<SessionId | null>(null);
  const withDetails = detailsOf === session.id;
  const people = useLiveQuery(
    useMemo(() => (withDetails ? () => loadPeople(deps) : null), [deps, withDetails]),
    PEOPLE,
  );
  const open = useOpenNote(deps, openNotes, session.id, view.note);
  const { noteId } = useOpenNoteState(open);
  const acts = panelActs(deps, view);
  // The clock may have passed a border since the record was read.
  const briefing = { ...view.briefing, phase: phaseOf(session, now) };
  const running = briefing.phase === 'running' && session.state === 'active';
  const joinable = session.state === 'active' && briefing.phase !== 'after';
  const ofSession = view.note ? [view.note, ...view.otherNotes] : view.otherNotes;
  // Who is in no list of people is nobody to merge into.
  const listed = new Set(people.state === 'ready' ? people.value.map((row) => row.engagementId) : []);
  const allTools: SessionToolsProps = {
    ...tools,
    name: engagement.name,
    previous: view.previous,
    next: view.next,
    today,
    onDetails: () => setDetailsOf(session.id),
  };

  return (
    <>
      <div className={css.scroll} data-running={running || undefined}>
        <SessionHead briefing={briefing} running={running} clock={deps.now} tools={allTools} />
        <main>
          <LiveRegion>{notices}</LiveRegion>
          <div key={session.id} ref={startAtTop}>
            {(session.state === 'cancelled' || session.state === 'gone') && (
              <Notice icon={session.state === 'gone' ? TriangleAlert : CalendarX2} tone="soon">
                {session.state === 'gone' ? i18n.t('panel.gone') : i18n.t('panel.cancelled')}
              </Notice>
            )}
            <DetectLine session={session} quiet={running} acts={acts.verdict} />
            <GoalsSection briefing={briefing} drafts={drafts} acts={acts.goals} />
            <LastTime briefing={briefing} onMore={view.moreNotes ? onMoreNotes : null} />
            <ActionsSection briefing={briefing} drafts={drafts} acts={acts.actions} />
            <SessionPeople people={session.people} />
            <RemovedSessions sessions={view.removed} today={today} onGo={tools.onGo} />
            <OtherNotes notes={ofSession.filter((note) => note.id !== noteId && note.text.trim() !== '')} />
          </div>
        </main>
      </div>
      <NoteDock
        key={session.id}
        open={open}
        note={view.note}
        call={joinable ? callAddress(session) : null}
        running={running}
      />
      {withDetails && (
        <DetailsDialog
          view={view}
          mergeable={view.mergeable.filter(({ id }) => listed.has(id))}
          acts={acts.engagement}
          onOptions={onOptions}
          onClose={() => setDetailsOf(null)}
        />
      )}
    </>
  );
}

/** Each session starts at its top: its part is a new element in the same scrolling frame. */
function startAtTop(part: HTMLElement | null): void {
  const frame = part?.closest('main')?.parentElement;
  if (frame) frame.scrollTop = 0;
}
