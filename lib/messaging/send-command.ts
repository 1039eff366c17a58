/** The pages' side of the commands. */
import { browser } from 'wxt/browser';
import * as z from 'zod/mini';
import { type Command, type Reply, ReplySchema } from './commands.ts';

/** Sends a command to the worker (which the browser starts when needed). Never rejects. */
export async function sendCommand(command: Command): Promise<Reply> {
  try {
    const parsed = z.safeParse(ReplySchema, await browser.runtime.sendMessage(command));
    return parsed.success ? parsed.data : { ok: false, reason: 'not-understood' };
  } catch {
    // The worker was stopped before it answered.
    return { ok: false, reason: 'failed' };
  }
}
