/**
 * Microsoft's identity platform for a single-page client: authorisation and token addresses.
 * Rules: learn.microsoft.com/entra/identity-platform (authorization code flow, refresh tokens).
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { authorise, isKnownRedirect, type AuthoriseError } from './authorise.ts';
import { json, redirect, type HttpRequest, type Reply } from './http-message.ts';
import { needAdminApprovalPage, signInErrorPage } from './sign-in-pages.ts';
import { matchesChallenge, readScopes, type Grant, type PendingCode, type TokenBook } from './token-book.ts';
import type { WorldAccount, WorldDescription } from './world-description.ts';

const TENANT_ID = '5f0e6a52-7f0d-4c1e-9a53-0d7a5c1e7ab1';
/** Of a refresh token of a single-page app. */
const DAY_SECONDS = 24 * 3600;
const OPENID_SCOPES = ['openid', 'profile', 'email', 'offline_access'];

const REFUSALS: Record<AuthoriseError, { error: string; error_description: string }> = {
  login: {
    error: 'login_required',
    error_description: 'AADSTS50058: A silent sign-in request was sent but no user is signed in.',
  },
  consent: {
    error: 'consent_required',
    error_description: 'AADSTS65001: The user or administrator has not consented to use the application.',
  },
  denied: {
    error: 'access_denied',
    error_description: 'AADSTS65004: User declined to consent to access the app.',
  },
};

/** `/{tenant}/oauth2/v2.0/authorize`. */
export function authoriseAtMicrosoft(request: HttpRequest, world: WorldDescription, book: TokenBook): Reply {
  const { query } = request;
  const redirectUri = query.get('redirect_uri');
  if (!isKnownClient(world, query.get('client_id'))) {
    return signInErrorPage('Microsoft', 'AADSTS700016: Application was not found in the directory.');
  }
  if (!isKnownRedirect(redirectUri, world.redirectUris)) {
    return signInErrorPage('Microsoft', 'AADSTS50011: The redirect URI does not match the ones configured.');
  }
  const sendBack = (answer: Record<string, string>): Reply => {
    const state = query.get('state');
    const parameters = new URLSearchParams({ ...answer, ...(state === null ? {} : { state }) });
    return redirect(`${redirectUri}${query.get('response_mode') === 'fragment' ? '#' : '?'}${parameters}`);
  };
  if (query.get('response_type') !== 'code') {
    return sendBack({
      error: 'unsupported_response_type',
      error_description: 'AADSTS700051: response_type is not enabled for the application.',
    });
  }
  if (!query.get('scope')) {
    return sendBack({
      error: 'invalid_request',
      error_description: "AADSTS900144: The request must contain the following parameter: 'scope'.",
    });
  }
  return authorise(request, {
    provider: 'microsoft',
    title: 'Microsoft',
    accounts: world.accounts.filter(({ provider }) => provider === 'microsoft'),
    book,
    scopesCanBeChosen: false,
    refuse: (error) => sendBack(REFUSALS[error]),
    block: (account, isSentBack) =>
      isSentBack ? sendBack(approvalError(account)) : needAdminApprovalPage(account),
    accept: (grant) => {
      const challenge = query.get('code_challenge');
      const nonce = query.get('nonce');
      const pending: PendingCode = {
        ...grant,
        redirectUri,
        challengeMethod: query.get('code_challenge_method') ?? 'plain',
        offline: grant.scopes.includes('offline_access'),
        ...(challenge === null ? {} : { challenge }),
        ...(nonce === null ? {} : { nonce }),
      };
      return sendBack({ code: book.issueCode(pending), session_state: randomUUID() });
    },
  });
}

/** With a policy against consent by users, and without one. */
function approvalError({ adminApproval }: WorldAccount): Record<string, string> {
  if (adminApproval !== 'AADSTS90094') return REFUSALS.consent;
  const error_description =
    'AADSTS90094: An administrator has set a policy that prevents you from granting the app the permissions it is requesting.';
  return { error: 'access_denied', error_subcode: 'cancel', error_description };
}

/** `/{tenant}/oauth2/v2.0/token`. Only cross-origin requests without a secret are served: the SPA rule. */
export function exchangeAtMicrosoft(request: HttpRequest, world: WorldDescription, book: TokenBook): Reply {
  const form = new URLSearchParams(request.body);
  const clientId = form.get('client_id');
  if (!clientId) {
    return refuse(900144, 'invalid_request', "The request body must contain the parameter: 'client_id'.");
  }
  if (!isKnownClient(world, clientId)) {
    return refuse(700016, 'unauthorized_client', 'Application was not found in the directory.');
  }
  if (request.headers.origin === undefined) {
    return refuse(
      9002327,
      'invalid_request',
      "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
    );
  }
  if (form.has('client_secret')) {
    const message = "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.";
    return refuse(700025, 'invalid_client', message, 401);
  }
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return exchangeCode(form, clientId, world, book);
    case 'refresh_token':
      return exchangeRefreshToken(form, clientId, world, book);
    default:
      return refuse(70003, 'unsupported_grant_type', 'The app requested an unsupported grant type.');
  }
}

function exchangeCode(
  form: URLSearchParams,
  clientId: string,
  world: WorldDescription,
  book: TokenBook,
): Reply {
  const pending = book.takeCode(form.get('code') ?? '');
  if (pending?.provider !== 'microsoft' || pending.clientId !== clientId) {
    return refuse(54005, 'invalid_grant', 'OAuth2 Authorization code was already redeemed or is not valid.');
  }
  if (form.get('redirect_uri') !== pending.redirectUri) {
    return refuse(500112, 'invalid_client', 'The reply address does not match the one provided before.');
  }
  if (pending.challenge === undefined || pending.challengeMethod !== 'S256') {
    return refuse(
      9002325,
      'invalid_request',
      'Proof Key for Code Exchange is required for cross-origin authorization code redemption.',
    );
  }
  if (!matchesChallenge(pending, form.get('code_verifier') ?? '')) {
    const message =
      'The Code_Verifier does not match the code_challenge supplied in the authorization request.';
    return refuse(501481, 'invalid_grant', message);
  }
  const refreshToken = pending.offline ? book.issueRefreshToken(pending, { seconds: DAY_SECONDS }) : null;
  return tokenAnswer(pending, pending.nonce, refreshToken, world, book);
}

function exchangeRefreshToken(
  form: URLSearchParams,
  clientId: string,
  world: WorldDescription,
  book: TokenBook,
): Reply {
  const token = form.get('refresh_token') ?? '';
  const known = book.readRefreshToken('microsoft', token);
  if (!known || known.clientId !== clientId) {
    return refuse(9002313, 'invalid_grant', 'Invalid request. Request is malformed or invalid.');
  }
  if (known.state === 'expired') {
    return refuse(
      700084,
      'invalid_grant',
      'The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of 1.00:00:00, which cannot be extended. It is now expired.',
    );
  }
  if (known.state === 'revoked') {
    return refuse(50173, 'invalid_grant', 'The provided grant has expired due to it being revoked.');
  }
  const asked = readScopes(form.get('scope'));
  const beyond = asked.find((scope) => !known.scopes.map(shortScope).includes(shortScope(scope)));
  if (beyond !== undefined || !book.hasConsent(known)) {
    return refuse(
      65001,
      'invalid_grant',
      'The user or administrator has not consented to use the application.',
    );
  }
  if (world.refreshTokensWorkOnce === true && !book.spendRefreshToken(token)) {
    return refuse(70000, 'invalid_grant', 'The provided value for the refresh token is not valid.');
  }
  // The token that was used keeps working, and its successor ends no later than itself.
  return tokenAnswer(known, undefined, book.issueRefreshToken(known, known), world, book);
}

function tokenAnswer(
  grant: Grant,
  nonce: string | undefined,
  refreshToken: string | null,
  world: WorldDescription,
  book: TokenBook,
): Reply {
  const account = world.accounts.find(
    ({ provider, id }) => provider === 'microsoft' && id === grant.accountId,
  );
  if (!account) return refuse(50034, 'invalid_grant', 'The user account does not exist in the directory.');
  const seconds = world.accessTokenSeconds ?? 3600;
  return json({
    token_type: 'Bearer',
    scope: grant.scopes.filter((scope) => scope !== 'offline_access').join(' '),
    expires_in: seconds,
    ext_expires_in: seconds,
    access_token: book.issueAccessToken(grant, seconds),
    ...(refreshToken === null ? {} : { refresh_token: refreshToken }),
    ...(grant.scopes.includes('openid') ? { id_token: idToken(grant, account, nonce, seconds) } : {}),
  });
}

/** A token of the right shape whose signature is noise: clients that got it over TLS need not check it. */
function idToken(grant: Grant, account: WorldAccount, nonce: string | undefined, seconds: number): string {
  const now = Math.floor(Date.now() / 1000);
  const subject = createHash('sha256').update(`${grant.clientId} ${account.id}`).digest('base64url');
  const profile = grant.scopes.includes('profile')
    ? { name: account.name, preferred_username: account.email, oid: account.id, tid: TENANT_ID }
    : {};
  const claims = {
    ver: '2.0',
    iss: `https://login.microsoftonline.com/${TENANT_ID}/v2.0`,
    sub: subject,
    aud: grant.clientId,
    iat: now,
    nbf: now,
    exp: now + seconds,
    ...profile,
    ...(grant.scopes.includes('email') ? { email: account.email } : {}),
    ...(nonce === undefined ? {} : { nonce }),
  };
  const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const header = { typ: 'JWT', alg: 'RS256', kid: 'test-world' };
  return `${encode(header)}.${encode(claims)}.${randomBytes(256).toString('base64url')}`;
}

/** Graph scopes are written with or without their resource. */
export function shortScope(scope: string): string {
  return OPENID_SCOPES.includes(scope) ? scope : scope.replace(/^https:\/\/graph\.microsoft\.com\//i, '');
}

function isKnownClient(world: WorldDescription, clientId: string | null): boolean {
  if (!clientId) return false;
  return (
    !world.clients || world.clients.some(({ provider, id }) => provider === 'microsoft' && id === clientId)
  );
}

function refuse(code: number, error: string, message: string, status = 400): Reply {
  const trace = randomUUID();
  const correlation = randomUUID();
  const timestamp = new Date()
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z');
  return json(
    {
      error,
      error_description: `AADSTS${code}: ${message} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
      error_codes: [code],
      timestamp,
      trace_id: trace,
      correlation_id: correlation,
      error_uri: `https://login.microsoftonline.com/error?code=${code}`,
    },
    status,
  );
}
