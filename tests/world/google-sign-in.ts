/**
 * Google's OAuth addresses: authorisation, token, revocation.
 * Rules: developers.google.com/identity/protocols/oauth2 (web server and client-side applications).
 */
import { authorise, isKnownRedirect, type AuthoriseError } from './authorise.ts';
import { json, redirect, type HttpRequest, type Reply } from './http-message.ts';
import { signInErrorPage } from './sign-in-pages.ts';
import { matchesChallenge, type Grant, type PendingCode, type TokenBook } from './token-book.ts';
import type { WorldDescription } from './world-description.ts';

const REFUSALS: Record<AuthoriseError, string> = {
  login: 'interaction_required',
  consent: 'consent_required',
  denied: 'access_denied',
};

/** `accounts.google.com/o/oauth2/v2/auth`: code (with or without PKCE) and implicit flow. */
export function authoriseAtGoogle(request: HttpRequest, world: WorldDescription, book: TokenBook): Reply {
  const { query } = request;
  const redirectUri = query.get('redirect_uri');
  if (!isKnownRedirect(redirectUri, world.redirectUris)) {
    return signInErrorPage('Google', 'Error 400: redirect_uri_mismatch');
  }
  if (!isKnownClient(world, query.get('client_id'))) {
    return signInErrorPage('Google', 'Error 401: invalid_client. The OAuth client was not found.');
  }
  const responseType = query.get('response_type');
  if ((responseType !== 'code' && responseType !== 'token') || !query.get('scope')) {
    return signInErrorPage('Google', 'Error 400: invalid_request');
  }
  const sendBack = (answer: Record<string, string>): Reply => {
    const state = query.get('state');
    const parameters = new URLSearchParams({ ...(state === null ? {} : { state }), ...answer });
    return redirect(`${redirectUri}${responseType === 'token' ? '#' : '?'}${parameters}`);
  };
  return authorise(request, {
    provider: 'google',
    title: 'Google',
    accounts: world.accounts.filter(({ provider }) => provider === 'google'),
    book,
    scopesCanBeChosen: true,
    refuse: (error) => sendBack({ error: REFUSALS[error] }),
    // Google does not lead back to the app.
    block: ({ adminApproval }) =>
      signInErrorPage('Google', `Access blocked by your organisation. Error 400: ${adminApproval}`),
    accept: (grant, justAllowed) => {
      const scope = grant.scopes.join(' ');
      if (responseType === 'token') {
        const seconds = world.accessTokenSeconds ?? 3600;
        const token = book.issueAccessToken(grant, seconds);
        return sendBack({ access_token: token, token_type: 'Bearer', expires_in: `${seconds}`, scope });
      }
      const challenge = query.get('code_challenge');
      const pending: PendingCode = {
        ...grant,
        redirectUri,
        challengeMethod: query.get('code_challenge_method') ?? 'plain',
        offline: query.get('access_type') === 'offline' && justAllowed,
        ...(challenge === null ? {} : { challenge }),
      };
      return sendBack({ code: book.issueCode(pending), scope });
    },
  });
}

/** `oauth2.googleapis.com/token`: a code or a refresh token against an access token. */
export function exchangeAtGoogle(request: HttpRequest, world: WorldDescription, book: TokenBook): Reply {
  const form = new URLSearchParams(request.body);
  const clientId = form.get('client_id');
  const secret = form.get('client_secret');
  if (!clientId) return refuse('invalid_request', 'Could not determine client ID from request.');
  if (!isKnownClient(world, clientId))
    return refuse('invalid_client', 'The OAuth client was not found.', 401);
  if (!secret) return refuse('invalid_request', 'client_secret is missing.');
  const expected = world.clients?.find(
    ({ provider, id }) => provider === 'google' && id === clientId,
  )?.secret;
  if (expected !== undefined && secret !== expected) return refuse('invalid_client', 'Unauthorized', 401);

  switch (form.get('grant_type')) {
    case 'authorization_code':
      return exchangeCode(form, clientId, world, book);
    case 'refresh_token': {
      const known = book.readRefreshToken('google', form.get('refresh_token') ?? '');
      if (!known) return refuse('invalid_grant', 'Bad Request');
      if (known.clientId !== clientId) return refuse('unauthorized_client', 'Unauthorized', 401);
      if (known.state !== 'live') return refuse('invalid_grant', 'Token has been expired or revoked.');
      return json(tokenAnswer(known, world, book));
    }
    default:
      return refuse('unsupported_grant_type', `Invalid grant_type: ${form.get('grant_type') ?? ''}`);
  }
}

/** `oauth2.googleapis.com/revoke`: ends the whole grant that the token belongs to. */
export function revokeAtGoogle(request: HttpRequest, book: TokenBook): Reply {
  const token = new URLSearchParams(request.body).get('token') ?? request.query.get('token') ?? '';
  return book.revokeGrantOf('google', token) ? json({}) : refuse('invalid_token', 'Token expired or revoked');
}

function exchangeCode(
  form: URLSearchParams,
  clientId: string,
  world: WorldDescription,
  book: TokenBook,
): Reply {
  const pending = book.takeCode(form.get('code') ?? '');
  if (pending?.provider !== 'google' || pending.clientId !== clientId) {
    return refuse('invalid_grant', 'Malformed auth code.');
  }
  if (form.get('redirect_uri') !== pending.redirectUri) return refuse('redirect_uri_mismatch', 'Bad Request');
  const verifier = form.get('code_verifier');
  if (pending.challenge !== undefined && !verifier) return refuse('invalid_grant', 'Missing code verifier.');
  if (pending.challenge !== undefined && !matchesChallenge(pending, verifier ?? '')) {
    return refuse('invalid_grant', 'Invalid code verifier.');
  }
  const refreshToken = pending.offline ? { refresh_token: book.issueRefreshToken(pending) } : {};
  return json({ ...tokenAnswer(pending, world, book), ...refreshToken });
}

function tokenAnswer(grant: Grant, world: WorldDescription, book: TokenBook): Record<string, unknown> {
  const seconds = world.accessTokenSeconds ?? 3600;
  return {
    access_token: book.issueAccessToken(grant, seconds),
    expires_in: Math.max(0, seconds - 1),
    scope: grant.scopes.join(' '),
    token_type: 'Bearer',
  };
}

function isKnownClient(world: WorldDescription, clientId: string | null): boolean {
  if (!clientId) return false;
  return !world.clients || world.clients.some(({ provider, id }) => provider === 'google' && id === clientId);
}

function refuse(error: string, description: string, status = 400): Reply {
  return json({ error, error_description: description }, status);
}
