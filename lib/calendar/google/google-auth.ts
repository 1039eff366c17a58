/** Signing in to Google: code with PKCE where a client secret is known, else a one-hour token and silent renewal. */
import type { ProviderFault } from '../../event/account.ts';
import type { AccountId } from '../../event/calendar-event.ts';
import type { Renew } from '../account-access.ts';
import { ProviderError } from '../calendar-provider.ts';
import type { ProviderAccount } from '../calendar-provider.ts';
import type { AccountTokens, OAuthClient, ProviderDeps } from '../provider-deps.ts';
import { sendRequest } from '../send-request.ts';
import {
  OAUTH_FAULTS,
  toTokens,
  challengeOf,
  loadClient,
  openSignIn,
  randomText,
  readCode,
  readImplicitAnswer,
  requestTokens,
  withQuery,
} from '../sign-in.ts';
import type { TokenAnswer } from '../sign-in.ts';

const AUTHORIZE_URL = 'https://accounts.google.com/o/oauth2/v2/auth';
const TOKEN_URL = 'https://oauth2.googleapis.com/token';
const REVOKE_URL = 'https://oauth2.googleapis.com/revoke';

/** The least that reads calendars and their list. */
const SCOPES = [
  'https://www.googleapis.com/auth/calendar.events.readonly',
  'https://www.googleapis.com/auth/calendar.calendarlist.readonly',
];

/** Says whose token it is; no identity scope is asked for, so the calendar list has to tell. */
export type Identify = (token: string) => Promise<ProviderAccount>;

export interface SignedIn {
  account: ProviderAccount;
  tokens: AccountTokens;
}

/**
 * Opens Google's consent window. Nothing is stored.
 * @throws ProviderError `wrong-account`, `rights-missing` when the user unticked a right, and all of `openSignIn`.
 */
export async function signInToGoogle(
  deps: ProviderDeps,
  identify: Identify,
  expected?: { accountId: AccountId; email: string },
): Promise<SignedIn> {
  const client = await loadClient(deps, 'google');
  const answer = await authorize(deps, client, {
    interactive: true,
    // Google hands out a refresh token only with a fresh consent.
    prompt: [expected ? '' : 'select_account', client.secret === null ? '' : 'consent'].join(' ').trim(),
    email: expected?.email,
  });
  const account = await identify(answer.access_token);
  const tokens = toTokens(answer, account.email, null, deps.now());
  if (expected && account.accountId !== expected.accountId) {
    // Nobody is left to use that grant. But Google ends all grants of an account at once: not those of a connected one.
    if ((await deps.tokens.load(account.accountId)) === null) await revokeAtGoogle(deps, tokens);
    throw new ProviderError('wrong-account');
  }
  return { account, tokens };
}

/** Renews an account's access: by its refresh token, or silently where there is none. */
export function renewGoogleAccess(deps: ProviderDeps, identify: Identify): Renew {
  return async (accountId, grant) => {
    const client = await loadClient(deps, 'google');
    if (grant.refreshToken !== null && client.secret !== null) {
      const form = { grant_type: 'refresh_token', refresh_token: grant.refreshToken };
      const answer = await requestTokens(deps, TOKEN_URL, { ...form, ...credentials(client) }, renewalFault);
      return toTokens(answer, grant.email, grant.refreshToken, deps.now());
    }
    const answer = await authorize(deps, client, { interactive: false, prompt: 'none', email: grant.email });
    // A hint is no promise: another account of the same browser may have answered.
    const account = await identify(answer.access_token);
    if (account.accountId !== accountId) throw new ProviderError('sign-in-ended');
    return toTokens(answer, grant.email, grant.refreshToken, deps.now());
  };
}

/** Asks Google to end the grant. Never rejects: the tokens are forgotten here either way. */
export async function revokeAtGoogle(deps: ProviderDeps, tokens: AccountTokens): Promise<void> {
  const token = tokens.grant.refreshToken ?? tokens.access?.token;
  if (token === undefined) return;
  await sendRequest(deps, REVOKE_URL, { method: 'POST', body: new URLSearchParams({ token }) }).catch(
    () => undefined,
  );
}

async function authorize(
  deps: ProviderDeps,
  client: OAuthClient,
  ask: { interactive: boolean; prompt: string; email: string | undefined },
): Promise<TokenAnswer> {
  const state = randomText();
  const common = {
    client_id: client.id,
    redirect_uri: deps.redirectUrl,
    scope: SCOPES.join(' '),
    state,
    prompt: ask.prompt,
    login_hint: ask.email,
  };
  const open = (query: Record<string, string | undefined>) =>
    openSignIn(deps, {
      url: withQuery(AUTHORIZE_URL, { ...common, ...query }),
      state,
      interactive: ask.interactive,
      clientId: client.id,
      tokenUrl: TOKEN_URL,
      faultOf: googleFault,
    });

  let answer: TokenAnswer;
  if (client.secret === null) {
    answer = readImplicitAnswer(await open({ response_type: 'token' }));
  } else {
    const verifier = randomText();
    const parameters = await open({
      response_type: 'code',
      access_type: 'offline',
      code_challenge: await challengeOf(verifier),
      code_challenge_method: 'S256',
    });
    const form = { grant_type: 'authorization_code', code: readCode(parameters), code_verifier: verifier };
    const rest = { redirect_uri: deps.redirectUrl, ...credentials(client) };
    answer = await requestTokens(deps, TOKEN_URL, { ...form, ...rest }, googleFault);
  }
  const granted = answer.scope?.split(' ');
  // Left out means "as asked" (RFC 6749 §5.1).
  if (granted && !SCOPES.every((scope) => granted.includes(scope))) throw new ProviderError('rights-missing');
  return answer;
}

function credentials(client: OAuthClient): Record<string, string> {
  return { client_id: client.id, ...(client.secret === null ? {} : { client_secret: client.secret }) };
}

/** developers.google.com/identity/protocols/oauth2/web-server, "Authorization errors"; RFC 6749 §4.1.2.1 and §5.2. */
const FAULTS: Record<string, ProviderFault> = {
  ...OAUTH_FAULTS,
  deleted_client: 'client-refused',
  disabled_client: 'client-refused',
  redirect_uri_mismatch: 'client-refused',
  admin_policy_enforced: 'admin-approval-needed',
  org_internal: 'admin-approval-needed',
};

function googleFault(error: string): ProviderFault {
  return (Object.hasOwn(FAULTS, error) ? FAULTS[error] : undefined) ?? 'unreadable-answer';
}

/** Here `unauthorized_client` says that another client got the refresh token: the client id was changed since. */
function renewalFault(error: string): ProviderFault {
  return error === 'unauthorized_client' ? 'sign-in-ended' : googleFault(error);
}
