/**
 * What a world holds: accounts, calendars and entries, in a form that belongs to no provider.
 * Only types and constants live here; how a provider shows them is in the two services.
 */

export interface WorldDescription {
  accounts: WorldAccount[];
  /** Clients the providers know. Without it every client id is accepted, with any non-empty secret. */
  clients?: WorldClient[];
  /** Redirect addresses accepted beside `https://<32 letters a-p>.chromiumapp.org/…`. */
  redirectUris?: string[];
  /** How listings are cut into pages. */
  pages?: WorldPages;
  /** Life of an access token in seconds; 3600 when absent. */
  accessTokenSeconds?: number;
  /** A refresh token that is used a second time ends the sign-in, instead of working on beside its successor. */
  refreshTokensWorkOnce?: boolean;
}

export type WorldProvider = 'google' | 'microsoft';

export interface WorldClient {
  provider: WorldProvider;
  id: string;
  /** Google's web clients have one; Microsoft's SPA clients have none. */
  secret?: string;
}

export interface WorldPages {
  /** No page holds more than this, whatever the client asks for: short pages. */
  maxSize?: number;
  /** The page with this number (from 0) is empty and still leads to a next page. */
  emptyPageAt?: number;
}

export interface WorldAccount {
  provider: WorldProvider;
  /** Google's `sub`, Microsoft's `oid`. */
  id: string;
  email: string;
  name: string;
  /** True: the browser holds no sign-in for this account, so `prompt=none` cannot succeed. */
  signedOut?: boolean;
  /** The organisation wants an administrator to approve the app first: the error that the provider gives. */
  adminApproval?: 'AADSTS65001' | 'AADSTS90094' | 'admin_policy_enforced' | 'org_internal';
  calendars: WorldCalendar[];
}

export interface WorldCalendar {
  id: string;
  name: string;
  primary?: boolean;
  /** Google: ticked in the user's own list. True when absent. */
  selected?: boolean;
  /** `#rrggbb`. */
  colour: string;
  /** IANA name. */
  timeZone: string;
  accessRole: 'owner' | 'writer' | 'reader' | 'freeBusyReader';
  events: WorldEvent[];
  /** Entries removed from `events` while the world ran; Google still tells of them with `showDeleted`. */
  deleted?: WorldEvent[];
}

/** The truth about an entry, for tests; it is never sent. */
export type WorldLabel = 'mentoring' | 'coaching' | 'none';

export interface WorldEvent {
  /** Provider id of the entry, or of the series when it recurs. */
  id: string;
  iCalUid: string;
  title?: string;
  /** Plain text or HTML, as the provider would hold it. */
  description?: string;
  /** `2026-11-23T18:30[Europe/Brussels]` for a timed entry, `2026-11-23` for an all-day one. */
  start: string;
  /** As `start`; the day after the last one for an all-day entry. */
  end: string;
  organiser: WorldPerson;
  /** The invited, without the organiser. */
  attendees?: WorldAttendee[];
  location?: string;
  conference?: WorldConference;
  recurrence?: WorldRecurrence;
  status?: 'confirmed' | 'tentative' | 'cancelled';
  visibility?: 'default' | 'private';
  /** ISO instant of the last change. */
  updated?: string;
  label: WorldLabel;
  /** Fields laid over the provider's answer as they are: for bad-input tests. `undefined` takes a field out. */
  raw?: Record<string, unknown>;
}

export interface WorldPerson {
  name: string;
  email: string;
}

export interface WorldAttendee extends WorldPerson {
  response?: 'accepted' | 'declined' | 'tentative' | 'needsAction';
  optional?: boolean;
  /** A room, not a person. */
  resource?: boolean;
}

export interface WorldConference {
  kind: 'meet' | 'teams' | 'zoom' | 'webex' | 'whereby' | 'jitsi';
  url: string;
}

/** Repeats at the wall time of `start`, in its zone. A month without that day is left out, as RFC 5545 says. */
export interface WorldRecurrence {
  every: 'week' | 'two-weeks' | 'month';
  /** Number of occurrences, cancelled ones included. */
  count?: number;
  /** Last local date, included. */
  until?: string;
  exceptions?: WorldException[];
}

/** One instance that differs from its series. */
export interface WorldException extends Partial<
  Pick<
    WorldEvent,
    | 'title'
    | 'description'
    | 'start'
    | 'end'
    | 'location'
    | 'attendees'
    | 'conference'
    | 'status'
    | 'label'
    | 'raw'
  >
> {
  /** Local date on which the series put this instance. */
  on: string;
  cancelled?: boolean;
}
