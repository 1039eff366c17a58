/** Words about one session that more than one part of the panel needs. */
import type { Session } from '../../lib/session/session.ts';
import type { Role } from '../../lib/session/engagement.ts';
import { i18n } from '#i18n';

/** "You are the mentor". */
export function roleSentence(role: Role): string {
  switch (role) {
    case 'mentor':
      return i18n.t('panel.roleMentor');
    case 'coach':
      return i18n.t('panel.roleCoach');
    case 'mentee':
      return i18n.t('panel.roleMentee');
    case 'coachee':
      return i18n.t('panel.roleCoachee');
    case 'manager':
      return i18n.t('panel.roleManager');
  }
}

const CALL_SERVICES: readonly (readonly [RegExp, string])[] = [
  [/(^|\.)meet\.google\.com$/, 'Google Meet'],
  [/(^|\.)teams\.(microsoft|live|cloud\.microsoft)(\.com)?$/, 'Microsoft Teams'],
  [/(^|\.)zoom\.(us|com)$/, 'Zoom'],
  [/(^|\.)webex\.com$/, 'Webex'],
  [/(^|\.)whereby\.com$/, 'Whereby'],
  [/(^|\.)jit\.si$/, 'Jitsi Meet'],
];

/** The address of the call when it is one that may be opened: `https:` only. */
export function callAddress(session: Session): string | null {
  const url = session.callLink && URL.parse(session.callLink.url);
  return url?.protocol === 'https:' ? url.href : null;
}

/** Where it takes place: the call service by name, else what the calendar says; '' when it says nothing. */
export function placeOf(session: Session): string {
  const address = callAddress(session);
  if (address === null) return session.location.trim();
  const { hostname } = new URL(address);
  return CALL_SERVICES.find(([host]) => host.test(hostname))?.[1] ?? hostname;
}
