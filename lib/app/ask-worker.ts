/** Work that a page asks the worker to do, because it must go on when the page closes. */
import type { SignInProviderId } from '../event/account.ts';
import type { AccountId, CalendarId } from '../event/calendar-event.ts';
import type { Reply } from '../messaging/commands.ts';
import { sendCommand } from '../messaging/send-command.ts';

export type WorkerReply = Reply;

/**
 * Reads all chosen calendars now. Resolves when that is done.
 * @param cause only a `user` who asks goes before the time at which a provider wants to be asked again.
 */
export function askForRefresh(cause: 'user' | 'open' = 'user'): Promise<WorkerReply> {
  return sendCommand({ command: 'refresh-calendars', cause });
}

/** Opens the provider's consent window; with `accountId` to reconnect that account and no other. */
export function askToConnect(
  provider: SignInProviderId,
  accountId: AccountId | null = null,
): Promise<WorkerReply> {
  return sendCommand({ command: 'connect-account', provider, accountId });
}

/** Forgets an account's sign-in and its calendar entries. What the user wrote stays. */
export function askToDisconnect(accountId: AccountId): Promise<WorkerReply> {
  return sendCommand({ command: 'disconnect-account', accountId });
}

/** Says whether a calendar is read; reads it when it is newly chosen. */
export function askToChooseCalendar(
  accountId: AccountId,
  calendarId: CalendarId,
  chosen: boolean,
): Promise<WorkerReply> {
  return sendCommand({ command: 'choose-calendar', accountId, calendarId, chosen });
}

/** Tells the worker that sessions changed, so that badge and alarms follow. Nothing waits for it. */
export function tellSessionsChanged(): void {
  void sendCommand({ command: 'sessions-changed' });
}
