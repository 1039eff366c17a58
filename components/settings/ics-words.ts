/** Words for adding calendar files and addresses: each says what to do. */
import { i18n } from '#i18n';
import type { IcsSource } from '../../lib/event/account.ts';
import { type ReplyReason, replyWords } from '../ui/reason-words.ts';
import type { AddressProblem } from './address-problem.ts';

/** What to copy instead of what was pasted. */
export function addressProblemWords(problem: AddressProblem): string {
  switch (problem) {
    case 'empty':
      return i18n.t('settings.ics.problem.empty');
    case 'not-an-address':
      return i18n.t('settings.ics.problem.notAnAddress');
    case 'not-encrypted':
      return i18n.t('settings.ics.problem.notEncrypted');
    case 'google-page':
      return i18n.t('settings.ics.problem.googlePage');
    case 'outlook-page':
      return i18n.t('settings.ics.problem.outlookPage');
    case 'icloud-page':
      return i18n.t('settings.ics.problem.icloudPage');
  }
}

/** Why a file or address was not added. Nothing of it is there yet, so nothing is tried again by itself. */
export function notAddedWords(reason: ReplyReason, kind: IcsSource['kind']): string {
  switch (reason) {
    case 'calendar-missing':
      return i18n.t('settings.ics.notAdded.missing');
    case 'offline':
      return i18n.t('settings.ics.notAdded.offline');
    case 'not-a-calendar':
      return kind === 'file'
        ? i18n.t('settings.ics.notAdded.noFile')
        : i18n.t('settings.ics.notAdded.noAddress');
    case 'unreadable-answer':
      return kind === 'file' ? i18n.t('settings.ics.notAdded.file') : i18n.t('settings.ics.notAdded.later');
    case 'provider-down':
    case 'rate-limited':
      return i18n.t('settings.ics.notAdded.later');
    case 'storage-failed':
      return i18n.t('settings.ics.notAdded.storage');
    default:
      return replyWords(reason, 'ics');
  }
}
