/** Words for every reason the product can give: faults of calendars and storage, and grounds of a verdict. */
import type { EngagementError } from '../../lib/app/edit-engagement.ts';
import type { HandSessionError } from '../../lib/app/add-session.ts';
import type { WorkerReply } from '../../lib/app/ask-worker.ts';
import type { Reason } from '../../lib/detection/verdict.ts';
import type { ProviderFault, ProviderId } from '../../lib/event/account.ts';
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

/** A whole sentence on what is wrong between Beforehand and one or more calendar services. */
export function faultWords(fault: ProviderFault, provider: ProviderId | readonly ProviderId[]): string {
  const name = { name: namesOf(typeof provider === 'string' ? [provider] : provider) };
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
      return i18n.t('faults.calendarMissing', name);
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

/** The one button that goes with a fault. */
export function faultRemedy(fault: ProviderFault): FaultRemedy {
  switch (fault) {
    case 'sign-in-ended':
    case 'consent-refused':
    case 'admin-approval-needed':
    case 'wrong-account':
    case 'rights-missing':
      return 'reconnect';
    case 'client-id-missing':
    case 'client-refused':
    case 'calendar-missing':
    case 'not-a-calendar':
    case 'too-big':
    case 'host-not-allowed':
      return 'options';
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
  provider: ProviderId | readonly ProviderId[],
  connecting = false,
): string {
  const name = { name: namesOf(typeof provider === 'string' ? [provider] : provider) };
  if (connecting && reason === 'rights-missing') return i18n.t('faults.rightsMissingConnect', name);
  if (connecting && reason === 'sign-in-ended') return i18n.t('faults.signInEndedConnect', name);
  switch (reason) {
    case 'failed':
      return i18n.t('faults.failed');
    case 'not-understood':
      return i18n.t('faults.notUnderstood');
    case 'full':
      return i18n.t('faults.full');
    default:
      return faultWords(reason, provider);
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

/** "Google Calendar and Outlook": each service once. */
function namesOf(providers: readonly ProviderId[]): string {
  return listOf([...new Set(providers)].map(providerName));
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
