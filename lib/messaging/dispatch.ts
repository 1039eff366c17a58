/** The worker's side of the commands. */
import * as z from 'zod/mini';
import { type Command, CommandSchema, type Reply } from './commands.ts';

export type CommandHandlers = {
  [Name in Command['command']]: (command: Extract<Command, { command: Name }>) => Promise<Reply>;
};

/** Who sent a message, as the browser says. */
export interface Sender {
  id?: string | undefined;
  /** The address of the page (or of the web page a content script runs in). */
  url?: string | undefined;
}

/**
 * Answers one message. Only the extension's own pages are obeyed: content scripts share its id, so the address of the
 * page decides. null, at once, means that the message is not for us and gets no answer.
 * @param own `origin` is `chrome-extension://<id>/`
 */
export function dispatch(
  message: unknown,
  sender: Sender,
  own: { id: string; origin: string },
  handlers: CommandHandlers,
): Promise<Reply> | null {
  if (sender.id !== own.id || sender.url?.startsWith(own.origin) !== true) return null;
  return answer(message, handlers);
}

async function answer(message: unknown, handlers: CommandHandlers): Promise<Reply> {
  const parsed = z.safeParse(CommandSchema, message);
  if (!parsed.success) return { ok: false, reason: 'not-understood' };
  try {
    return await run(parsed.data, handlers);
  } catch {
    return { ok: false, reason: 'failed' };
  }
}

function run(command: Command, handlers: CommandHandlers): Promise<Reply> {
  switch (command.command) {
    case 'refresh-calendars':
      return handlers[command.command](command);
    case 'connect-account':
      return handlers[command.command](command);
    case 'disconnect-account':
      return handlers[command.command](command);
    case 'choose-calendar':
      return handlers[command.command](command);
    case 'add-ics-address':
      return handlers[command.command](command);
    case 'add-ics-file':
      return handlers[command.command](command);
    case 'sessions-changed':
      return handlers[command.command](command);
  }
}
