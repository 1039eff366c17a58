/** Signing in to Microsoft as a single-page app: code with PKCE, no secret, refresh tokens that end after a day. */
import * as z from 'zod/mini';
import type { ProviderFault } from '../../event/account.ts';
import type { AccountId } from '../../event/calendar-event.ts';
import type { Renew } from '../account-access.ts';
import { ProviderError } from '../calendar-provider.ts';
import type { ProviderAccount } from '../calendar-provider.ts';
import type { AccountTokens, OAuthClient, ProviderDeps } from '../provider-deps.ts';
import {
  OAUTH_FAULTS,
  toTokens,
  challengeOf,
  loadClient,
  openSignIn,
  randomText,
  readCode,
  requestTokens,
  withQuery,
} from '../sign-in.ts';
import type { FaultOf } from '../sign-in.ts';

const AUTHORITY = 'https://login.microsoftonline.com/common/oauth2/v2.0';
const TOKEN_URL = `${AUTHORITY}/token`;

/** The least that reads calendars, plus what names the account. */
const SCOPE = 'Calendars.Read offline_access openid profile';

const ClaimsSchema = z.object({
  /** The user within the tenant; comes with the scope `profile`. */
  oid: z.string().check(z.minLength(1)),
  tid: z.string().check(z.minLength(1)),
  nonce: z.string(),
  preferred_username: z.optional(z.string()),
  name: z.optional(z.string()),
});

export interface SignedIn {
  account: ProviderAccount;
  tokens: AccountTokens;
}

/**
 * Opens Microsoft's sign-in window. Nothing is stored.
 * @throws ProviderError `wrong-account`, `admin-approval-needed`, and all of `openSignIn`.
 */
export async function signInToMicrosoft(
  deps: ProviderDeps,
  expected?: { accountId: AccountId; email: string },
): Promise<SignedIn> {
  const client = await loadClient(deps, 'outlook');
  const prompt = expected ? '' : 'select_account';
  const signedIn = await authorize(deps, client, { interactive: true, prompt, email: expected?.email });
  if (expected && signedIn.account.accountId !== expected.accountId) throw new ProviderError('wrong-account');
  return signedIn;
}

/** Renews an account's access by its refresh token; when that has ended, once more by a silent sign-in. */
export function renewMicrosoftAccess(deps: ProviderDeps): Renew {
  return async (accountId, grant) => {
    const client = await loadClient(deps, 'outlook');
    if (grant.refreshToken !== null) {
      const form = {
        grant_type: 'refresh_token',
        refresh_token: grant.refreshToken,
        client_id: client.id,
        scope: SCOPE,
      };
      try {
        const answer = await requestTokens(deps, TOKEN_URL, form, microsoftFault(false));
        return toTokens(answer, grant.email, grant.refreshToken, deps.now());
      } catch (error) {
        if (!(error instanceof ProviderError) || error.reason !== 'sign-in-ended') throw error;
      }
    }
    const silent = await authorize(deps, client, { interactive: false, prompt: 'none', email: grant.email });
    if (silent.account.accountId !== accountId) throw new ProviderError('sign-in-ended');
    return silent.tokens;
  };
}

async function authorize(
  deps: ProviderDeps,
  client: OAuthClient,
  ask: { interactive: boolean; prompt: string; email: string | undefined },
): Promise<SignedIn> {
  const state = randomText();
  const nonce = randomText();
  const verifier = randomText();
  const faultOf = microsoftFault(ask.interactive);
  const url = withQuery(`${AUTHORITY}/authorize`, {
    client_id: client.id,
    response_type: 'code',
    redirect_uri: deps.redirectUrl,
    response_mode: 'query',
    scope: SCOPE,
    state,
    nonce,
    code_challenge: await challengeOf(verifier),
    code_challenge_method: 'S256',
    prompt: ask.prompt,
    login_hint: ask.email,
  });
  const parameters = await openSignIn(deps, {
    url,
    state,
    interactive: ask.interactive,
    clientId: client.id,
    tokenUrl: TOKEN_URL,
    faultOf,
  });
  const form = {
    grant_type: 'authorization_code',
    client_id: client.id,
    scope: SCOPE,
    code: readCode(parameters),
    redirect_uri: deps.redirectUrl,
    code_verifier: verifier,
  };
  const answer = await requestTokens(deps, TOKEN_URL, form, faultOf);
  if (!mayReadCalendars(answer.scope)) throw new ProviderError('rights-missing');
  const account = readIdToken(answer.id_token, nonce);
  return { account, tokens: toTokens(answer, account.email, null, deps.now()) };
}

/** Left out means "as asked" (RFC 6749 §5.1); scopes come back with or without the address of Graph. */
function mayReadCalendars(scope: string | undefined): boolean {
  if (scope === undefined) return true;
  const granted = scope
    .toLowerCase()
    .split(' ')
    .map((name) => name.replace('https://graph.microsoft.com/', ''));
  return granted.includes('calendars.read') || granted.includes('calendars.readwrite');
}

/**
 * Whose token it is. The signature is not checked: the token came straight from the token address over TLS
 * (OpenID Connect Core §3.1.3.7, point 6).
 */
function readIdToken(idToken: string | undefined, nonce: string): ProviderAccount {
  let payload: unknown;
  try {
    const bytes = Uint8Array.fromBase64(idToken?.split('.')[1] ?? '', { alphabet: 'base64url' });
    payload = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new ProviderError('unreadable-answer');
  }
  const parsed = z.safeParse(ClaimsSchema, payload);
  if (!parsed.success || parsed.data.nonce !== nonce) throw new ProviderError('unreadable-answer');
  const { oid, tid, preferred_username: email = '', name } = parsed.data;
  return { accountId: `outlook:${tid}.${oid}` as AccountId, provider: 'outlook', email, name: name || email };
}

/** OAuth errors; RFC 6749 §4.1.2.1 and §5.2, OpenID Connect Core §3.1.2.6. */
const FAULTS: Record<string, ProviderFault> = {
  ...OAUTH_FAULTS,
  invalid_resource: 'client-refused',
};

/** Microsoft's own codes say more than the OAuth error (learn.microsoft.com, "Microsoft Entra error codes"). */
const CODE_FAULTS: Record<string, ProviderFault> = {
  // An administrator has to consent, or to assign the user to the app.
  '90093': 'admin-approval-needed',
  '90094': 'admin-approval-needed',
  '90095': 'admin-approval-needed',
  '900941': 'admin-approval-needed',
  '900981': 'admin-approval-needed',
  '50105': 'admin-approval-needed',
  // Conditional access keeps this browser or app out.
  '53000': 'admin-approval-needed',
  '53001': 'admin-approval-needed',
  '53003': 'admin-approval-needed',
  // The user said no.
  '65004': 'consent-refused',
  // The refresh token has ended: its day is over, the password changed, a session limit of the organisation.
  '700084': 'sign-in-ended',
  '700082': 'sign-in-ended',
  '70008': 'sign-in-ended',
  '50173': 'sign-in-ended',
  '70043': 'sign-in-ended',
  // Microsoft's own trouble, whatever OAuth error it comes with: too many requests, a part of it is down.
  '50196': 'rate-limited',
  '90055': 'rate-limited',
  '90033': 'provider-down',
  '90006': 'provider-down',
  // The app's registration: unknown, switched off, another redirect address or another kind of client.
  '700016': 'client-refused',
  '7000112': 'client-refused',
  '50011': 'client-refused',
  '50194': 'client-refused',
  '700051': 'client-refused',
  '7000218': 'client-refused',
  '9002326': 'client-refused',
  '9002327': 'client-refused',
};

function microsoftFault(interactive: boolean): FaultOf {
  return (error, description) => {
    const code = /AADSTS(\d{4,8})\b/.exec(description)?.[1] ?? '';
    // "Not consented": a window that says so cannot be passed by the user; without a window, one may do.
    if (code === '65001') return interactive ? 'admin-approval-needed' : 'sign-in-ended';
    const byCode = Object.hasOwn(CODE_FAULTS, code) ? CODE_FAULTS[code] : undefined;
    const byError = Object.hasOwn(FAULTS, error) ? FAULTS[error] : undefined;
    return byCode ?? byError ?? 'unreadable-answer';
  };
}
