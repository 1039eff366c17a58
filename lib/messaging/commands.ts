/** The commands that pages send to the worker: only work that must outlive a page. Nothing the user types. */
import * as z from 'zod/mini';
import { ProviderFaultSchema, SignInProviderIdSchema } from '../event/account.ts';
import { AccountIdSchema, CalendarIdSchema } from '../event/calendar-event.ts';

export const CommandSchema = z.discriminatedUnion('command', [
  /**
   * Read all chosen calendars now, or those of one account. `user`: a click on a button; `open`: a page that opened and
   * wants fresh ones.
   */
  z.object({
    command: z.literal('refresh-calendars'),
    cause: z.enum(['user', 'open']),
    accountId: z.optional(AccountIdSchema),
  }),
  /** Open the consent window; `accountId` when reconnecting that account. */
  z.object({
    command: z.literal('connect-account'),
    provider: SignInProviderIdSchema,
    accountId: z.nullable(AccountIdSchema),
  }),
  z.object({ command: z.literal('disconnect-account'), accountId: AccountIdSchema }),
  /** Add the calendar at an address, for whose host the page has got leave. */
  z.object({ command: z.literal('add-ics-address'), address: z.string() }),
  z.object({ command: z.literal('add-ics-file'), name: z.string(), text: z.string() }),
  z.object({
    command: z.literal('choose-calendar'),
    accountId: AccountIdSchema,
    calendarId: CalendarIdSchema,
    chosen: z.boolean(),
  }),
  /** A page changed sessions: badge and alarms may have to change too. */
  z.object({ command: z.literal('sessions-changed') }),
]);
export type Command = z.infer<typeof CommandSchema>;

export const ReplySchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true) }),
  z.object({
    ok: z.literal(false),
    reason: z.union([ProviderFaultSchema, z.enum(['failed', 'not-understood', 'full'])]),
  }),
]);
/** Every command is answered, also when it fails. */
export type Reply = z.infer<typeof ReplySchema>;
