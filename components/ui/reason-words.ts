/** Words for every reason the product can give: faults of calendars and storage, and grounds of a verdict. */
import type { EngagementError } from '../../lib/app/edit-engagement.ts';
import type { HandSessionError } from '../../lib/app/add-session.ts';
import type { WorkerReply } from '../../lib/app/ask-worker.ts';
import type { Reason } from '../../lib/detection/verdict.ts';
import type { Account, ProviderFault, ProviderId } from '../../lib/event/account.ts';
import { AppError } from '../../lib/platform/app-error.ts';
import { i18n } from '#i18n';
import { listOf } from './format.ts';

/** Why the worker could not do what it was asked. */
export type ReplyReason = Extract<WorkerReply, { ok: false }>['reason'];

/** What a person can do about a provider's fault. */
export type FaultRemedy = 'reconnect' | 'options' | 'try-again';

/** "Google Calendar", "Outlook" or "the calendar file or address". */
export function providerName(provider: ProviderId): string {
  switch (provider) {
    case 'google':
      return i18n.t('common.google');
    case 'outlook':
      return i18n.t('common.outlook');
    case 'ics':
      return i18n.t('common.ics');
  }
}

/** A calendar service, or one account: of a file or address its own name is told. */
export type Source = ProviderId | Account;

/** "Google Calendar" or "Outlook"; of a file or address the name of its calendar. */
export function sourceName(source: Source): string {
  if (typeof source === 'string') return providerName(source);
  if (source.provider !== 'ics') return providerName(source.provider);
  return source.name || source.ics?.shown || providerName('ics');
}

/** Whether a calendar file or address is a way out, because it is signing in that cannot work. */
export function icsHelps(reason: ReplyReason): boolean {
  return reason === 'admin-approval-needed' || reason === 'client-id-missing' || reason === 'client-refused';
}

/** A whole sentence on what is wrong between Beforehand and one or more calendars. */
export function faultWords(fault: ProviderFault, source: Source | readonly Source[]): string {
  return capital(faultSentence(fault, listed(source)));
}

function faultSentence(fault: ProviderFault, sources: readonly Source[]): string {
  const name = { name: namesOf(sources) };
  const ics = sources.every((source) => source === 'ics' || (typeof source !== 'string' && source.ics));
  switch (fault) {
    case 'sign-in-ended':
      return i18n.t('faults.signInEnded', name);
    case 'consent-refused':
      return i18n.t('faults.consentRefused');
    case 'admin-approval-needed':
      return i18n.t('faults.adminApprovalNeeded', name);
    case 'wrong-account':
      return i18n.t('faults.wrongAccount', name);
    case 'rights-missing':
      return i18n.t('faults.rightsMissing', name);
    case 'client-id-missing':
      return i18n.t('faults.clientIdMissing', name);
    case 'client-refused':
      return i18n.t('faults.clientRefused', name);
    case 'calendar-missing':
      return ics ? i18n.t('faults.addressGone', name) : i18n.t('faults.calendarMissing', name);
    case 'calendar-forbidden':
      return i18n.t('faults.calendarForbidden', name);
    case 'rate-limited':
      return i18n.t('faults.rateLimited', name);
    case 'provider-down':
      return i18n.t('faults.providerDown', name);
    case 'unreadable-answer':
      return i18n.t('faults.unreadableAnswer', name);
    case 'offline':
      return i18n.t('faults.offline', name);
    case 'storage-failed':
      return i18n.t('faults.storageFailed', name);
    case 'not-a-calendar':
      return i18n.t('faults.notACalendar');
    case 'too-big':
      return i18n.t('faults.tooBig');
    case 'host-not-allowed':
      return i18n.t('faults.hostNotAllowed');
  }
}

/** The one button that goes with a fault. Signing in mends nothing of a source that has no sign-in. */
export function faultRemedy(fault: ProviderFault, provider: ProviderId): FaultRemedy {
  switch (fault) {
    case 'sign-in-ended':
    case 'consent-refused':
    case 'admin-approval-needed':
    case 'wrong-account':
    case 'rights-missing':
      return provider === 'ics' ? 'options' : 'reconnect';
    case 'client-id-missing':
    case 'client-refused':
    case 'calendar-missing':
    case 'calendar-forbidden':
    case 'not-a-calendar':
    case 'too-big':
      return 'options';
    // Reading it again asks for leave again.
    case 'host-not-allowed':
    case 'rate-limited':
    case 'provider-down':
    case 'unreadable-answer':
    case 'offline':
    case 'storage-failed':
      return 'try-again';
  }
}

/**
 * A whole sentence on why the worker's answer was no.
 * @param connecting a new account was to be connected, so that there is nothing to reconnect.
 */
export function replyWords(
  reason: ReplyReason,
  source: Source | readonly Source[],
  connecting = false,
): string {
  const name = { name: namesOf(listed(source)) };
  if (connecting && reason === 'rights-missing') return i18n.t('faults.rightsMissingConnect', name);
  if (connecting && reason === 'sign-in-ended') return i18n.t('faults.signInEndedConnect', name);
  switch (reason) {
    case 'failed':
      return i18n.t('faults.failed');
    case 'not-understood':
      return i18n.t('faults.notUnderstood');
    case 'full':
      return i18n.t('faults.full');
    case 'admin-approval-needed':
      return `${faultWords(reason, source)} ${adminRequest(listed(source))}`;
    default:
      return faultWords(reason, source);
  }
}

/** The reasons a use case of a page can throw. Those of storage have their type in an edge, hence by name. */
type PageReason =
  | EngagementError['reason']
  | HandSessionError['reason']
  | 'blocked'
  | 'newer-version'
  | 'full'
  | 'unavailable'
  | 'limit';

/** A whole sentence on why something the user did was not done. */
export function errorWords(error: unknown): string {
  const reason = error instanceof AppError ? (error.reason as PageReason) : null;
  switch (reason) {
    case 'blocked':
      return i18n.t('faults.blocked');
    case 'newer-version':
      return i18n.t('faults.newerVersion');
    case 'full':
      return i18n.t('faults.full');
    case 'unavailable':
      return i18n.t('faults.unavailable');
    case 'limit':
      return i18n.t('faults.limit');
    case 'missing':
      return i18n.t('faults.missing');
    case 'other-kind':
      return i18n.t('faults.otherKind');
    case 'same':
      return i18n.t('faults.same');
    case 'name-missing':
      return i18n.t('faults.nameMissing');
    case 'length':
      return i18n.t('faults.length');
    default:
      return i18n.t('faults.unknown');
  }
}

function listed(source: Source | readonly Source[]): readonly Source[] {
  return typeof source === 'string' || 'provider' in source ? [source] : source;
}

/** What an administrator has to know, and where they approve. */
function adminRequest(sources: readonly Source[]): string {
  const isGoogle = sources.some((one) => (typeof one === 'string' ? one : one.provider) === 'google');
  return isGoogle ? i18n.t('faults.adminRequestGoogle') : i18n.t('faults.adminRequestOutlook');
}

/** "Google Calendar and Outlook": each name once. */
function namesOf(sources: readonly Source[]): string {
  return listOf([...new Set(sources.map(sourceName))]);
}

/** A sentence may begin with a name that is written small inside one. */
function capital(sentence: string): string {
  return sentence.charAt(0).toLocaleUpperCase() + sentence.slice(1);
}

type Ground = Exclude<Reason, { code: 'correction' }>;

/**
 * Parts of a sentence on the grounds of a verdict, the weightiest first: “Coaching” and “sessie” in the title; one
 * other person. Words of the same place are one part. Corrections are sentences of their own.
 */
export function groundWords(grounds: readonly Ground[]): string[] {
  const parts = grounds.map((ground) => {
    switch (ground.code) {
      case 'words':
        return wordsFound(grounds, ground.where);
      case 'platform':
        return i18n.t('reasons.platform', { name: ground.name });
      case 'known-people':
        return i18n.t('reasons.knownPeople', { names: listOf(ground.names) });
      case 'shape':
        return shapeWords(ground.shape);
    }
  });
  return [...new Set(parts)];
}

function wordsFound(grounds: readonly Ground[], where: 'title' | 'description'): string {
  const texts = new Map<string, string>();
  for (const ground of grounds) {
    if (ground.code !== 'words' || ground.where !== where) continue;
    const text = i18n.t('reasons.quoted', { text: ground.text });
    if (!texts.has(text.toLowerCase())) texts.set(text.toLowerCase(), text);
  }
  const list = listOf([...texts.values()]);
  return where === 'title'
    ? i18n.t('reasons.inTitle', { texts: list })
    : i18n.t('reasons.inDescription', { texts: list });
}

function shapeWords(shape: Extract<Reason, { code: 'shape' }>['shape']): string {
  switch (shape) {
    case 'all-day':
      return i18n.t('reasons.allDay');
    case 'alone':
      return i18n.t('reasons.alone');
    case 'one-to-one':
      return i18n.t('reasons.oneToOne');
    case 'small-group':
      return i18n.t('reasons.smallGroup');
    case 'crowd':
      return i18n.t('reasons.crowd');
    case 'recurring':
      return i18n.t('reasons.recurring');
    case 'numbered':
      return i18n.t('reasons.numbered');
  }
}
