/** The panel when calendars are connected and no session was found. */
import { CalendarSearch } from 'lucide-react';
import { i18n } from '#i18n';
import { Button } from '../ui/button.tsx';
import { StateBlock } from '../ui/state-block.tsx';

/** What comes next: read again, other calendars, or a session by hand. */
export function NoSession({
  busy,
  firstRead,
  onRead,
  onOptions,
  onAddByHand,
}: {
  busy: boolean;
  /** A calendar is being read for the first time: nothing can be said of it yet. */
  firstRead: boolean;
  onRead(): void;
  onOptions(): void;
  onAddByHand(): void;
}) {
  return (
    <main>
      <StateBlock
        icon={CalendarSearch}
        heading="h1"
        title={firstRead ? i18n.t('panel.notice.firstRead') : i18n.t('panel.none.title')}
        actions={
          <>
            {!firstRead && (
              <Button weight="main" aria-disabled={busy} onClick={() => busy || onRead()}>
                {i18n.t('panel.readNow')}
              </Button>
            )}
            <Button onClick={onOptions}>{i18n.t('common.options')}</Button>
            <Button onClick={onAddByHand}>{i18n.t('panel.list.addSession')}</Button>
          </>
        }
      >
        <p>{firstRead ? i18n.t('panel.firstRead.text') : i18n.t('panel.none.text')}</p>
      </StateBlock>
    </main>
  );
}
