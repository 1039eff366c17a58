/** The pages' side of calendar files and addresses: what has to happen in the click, before the worker is asked. */
import {
  type FeedAddress,
  type FeedAddressFault,
  feedAddressFault,
  readFeedAddress,
} from '../calendar/ics/feed-address.ts';
import { readIcsFile } from '../calendar/ics/ics-text.ts';
import type { Account } from '../event/account.ts';
import { loadAccounts } from '../storage/calendar-store.ts';
import type { AppDeps } from './deps.ts';
import { sendCommand } from '../messaging/send-command.ts';
import { requestHost } from '../platform/host-permission.ts';
import type { WorkerReply } from './ask-worker.ts';

/** What a person pasted: an address that can be asked for, or why it cannot. Asks nobody. */
export function checkFeedAddress(text: string): FeedAddress | FeedAddressFault {
  return readFeedAddress(text) ?? feedAddressFault(text) ?? 'not-an-address';
}

/**
 * Adds the calendar at an address, or reads it again when it is there already. Call it straight from the handler of a
 * click: the browser asks for leave to read from its host. Resolves after the first reading.
 */
export async function addIcsAddress(text: string): Promise<WorkerReply> {
  const feed = readFeedAddress(text);
  if (!feed) return { ok: false, reason: 'not-a-calendar' };
  if (!(await requestHost(hostnameOf(feed.host)))) return { ok: false, reason: 'host-not-allowed' };
  return await sendCommand({ command: 'add-ics-address', address: feed.address });
}

/**
 * The name under which a file is added: its own, or with a number when a file of that name is there which is another
 * calendar: many programs call whatever they export `calendar.ics`. One calendar has entries in common with an older
 * copy of itself.
 */
export async function freeIcsName(deps: AppDeps, file: File): Promise<string> {
  const text = await readIcsFile(file);
  if (typeof text !== 'string') return file.name;
  const uids = uidsOf(text);
  const db = await deps.db();
  const files = (await loadAccounts(db)).filter(({ ics }) => ics?.kind === 'file');
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? file.name : numbered(file.name, number);
    const known = files.find(({ ics }) => ics?.shown.toLowerCase() === name.toLowerCase());
    if (!known) return name;
    const stored = uidsOf((await db.get('icsSources', known.id))?.text ?? '');
    if (stored.size === 0 || uids.size === 0 || !uids.isDisjointFrom(stored)) return name;
  }
}

function uidsOf(text: string): Set<string> {
  return new Set([...text.matchAll(/^UID[^:\r\n]*:(.*)$/gim)].map(([, uid = '']) => uid.trim()));
}

function numbered(name: string, number: number): string {
  return name.replace(/(\.\w{1,10})?$/, ` (${number})$1`);
}

/** Adds the calendar in a file, or puts it in the place of the earlier file of that name. */
export async function addIcsFile(file: File): Promise<WorkerReply> {
  const text = await readIcsFile(file);
  if (typeof text !== 'string') return { ok: false, reason: text.fault };
  return await sendCommand({ command: 'add-ics-file', name: file.name, text });
}

/**
 * Reads one calendar file or address now. Call it straight from the handler of a click, as `addIcsAddress`: leave that
 * the user took back is asked for again.
 */
export async function readIcsNow(account: Pick<Account, 'id' | 'ics'>): Promise<WorkerReply> {
  const { id, ics } = account;
  if (ics?.kind === 'address' && !(await requestHost(hostnameOf(ics.shown))))
    return { ok: false, reason: 'host-not-allowed' };
  return await sendCommand({ command: 'refresh-calendars', cause: 'user', accountId: id });
}

/** A host without its port. */
function hostnameOf(host: string): string {
  return host.replace(/:\d+$/, '');
}
