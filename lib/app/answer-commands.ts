/** Command → use case: what the worker does for the pages. */
import { ProviderError } from '../calendar/calendar-provider.ts';
import type { Reply } from '../messaging/commands.ts';
import type { CommandHandlers } from '../messaging/dispatch.ts';
import { StorageError } from '../storage/database.ts';
import { chooseCalendar, connectAccount, disconnectAccount } from './connect-account.ts';
import { addIcsCalendar } from './connect-ics.ts';
import { refreshCalendars } from './refresh-calendars.ts';
import type { WorkerDeps } from './worker-deps.ts';

/**
 * The handlers of every command.
 * @param afterwards called when the record may have changed, well or not (badge, next refresh). What it throws is no
 *   failure of the command.
 */
export function commandHandlers(deps: WorkerDeps, afterwards: () => Promise<void>): CommandHandlers {
  const answer = async (work: () => Promise<Reply | void>): Promise<Reply> => {
    try {
      return (await work()) ?? { ok: true };
    } catch (error) {
      if (error instanceof ProviderError) return { ok: false, reason: error.reason };
      if (error instanceof StorageError)
        return { ok: false, reason: error.reason === 'full' ? 'full' : 'storage-failed' };
      return { ok: false, reason: 'failed' };
    } finally {
      await afterwards().catch(() => undefined);
    }
  };
  return {
    'refresh-calendars': ({ cause, accountId }) =>
      answer(async () => {
        const fault = await refreshCalendars(deps, cause, accountId);
        return fault === null ? { ok: true } : { ok: false, reason: fault };
      }),
    'connect-account': ({ provider, accountId }) => answer(() => connectAccount(deps, provider, accountId)),
    'disconnect-account': ({ accountId }) => answer(() => disconnectAccount(deps, accountId)),
    'choose-calendar': ({ accountId, calendarId, chosen }) =>
      answer(() => chooseCalendar(deps, accountId, calendarId, chosen)),
    'add-ics-address': ({ address }) => answer(() => addIcsCalendar(deps, { kind: 'address', address })),
    'add-ics-file': ({ name, text }) => answer(() => addIcsCalendar(deps, { kind: 'file', name, text })),
    'sessions-changed': () => answer(() => Promise.resolve()),
  };
}
