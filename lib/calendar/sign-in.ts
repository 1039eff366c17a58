/** The parts of OAuth 2 that both providers share: PKCE, the sign-in window, the token address. */
import * as z from 'zod/mini';
import { ProviderError } from './calendar-provider.ts';
import type { ProviderFault } from '../event/account.ts';
import type { Access, AccountTokens, ProviderDeps } from './provider-deps.ts';
import { readJson, retryAfter, sendRequest, statusFault } from './send-request.ts';

/** Puts an OAuth error (`error`, `error_description`) into the port's words. */
export type FaultOf = (error: string, description: string) => ProviderFault;

const TokenAnswerSchema = z.object({
  access_token: z.string().check(z.minLength(1)),
  /** Seconds; a number by RFC 6749 §5.1, text in a redirect address. */
  expires_in: z.union([z.number(), z.string().check(z.regex(/^\d{1,9}$/))]),
  refresh_token: z.optional(z.string().check(z.minLength(1))),
  scope: z.optional(z.string()),
  id_token: z.optional(z.string()),
});
/** A successful answer of a token address or of an implicit sign-in. */
export type TokenAnswer = z.infer<typeof TokenAnswerSchema>;

/** 256 random bits as text that needs no escaping: a PKCE verifier (RFC 7636 §4.1), a state or a nonce. */
export function randomText(): string {
  return crypto.getRandomValues(new Uint8Array(32)).toBase64({ alphabet: 'base64url', omitPadding: true });
}

/** The S256 challenge of a PKCE verifier (RFC 7636 §4.2). */
export async function challengeOf(verifier: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return new Uint8Array(digest).toBase64({ alphabet: 'base64url', omitPadding: true });
}

/** `base` with the given query; parameters without a value are left out. */
export function withQuery(base: string, parameters: Record<string, string | undefined>): string {
  const url = new URL(base);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') url.searchParams.set(name, value);
  }
  return url.href;
}

/**
 * Opens the sign-in window, or tries without one, and reads what came back.
 * @throws ProviderError `consent-refused` when the window was closed, `sign-in-ended` when a silent attempt
 * needs the user, `unreadable-answer` when the answer is not the one to this request, or `faultOf` the error.
 */
export async function openSignIn(
  deps: ProviderDeps,
  request: { url: string; state: string; interactive: boolean; tokenUrl: string; faultOf: FaultOf },
): Promise<URLSearchParams> {
  let answer: string;
  try {
    answer = await deps.launchWebAuthFlow({ url: request.url, interactive: request.interactive });
  } catch (error) {
    throw new ProviderError(await launchFault(deps, request, error));
  }
  // Some browsers resolve to nothing when the window is closed.
  if (!answer) throw new ProviderError(request.interactive ? 'consent-refused' : 'sign-in-ended');

  const parameters = redirectParameters(answer, deps.redirectUrl);
  if (parameters.get('state') !== request.state) throw new ProviderError('unreadable-answer');
  const error = parameters.get('error');
  if (error !== null)
    throw new ProviderError(request.faultOf(error, parameters.get('error_description') ?? ''));
  return parameters;
}

/** The code of an answered sign-in. */
export function readCode(parameters: URLSearchParams): string {
  const code = parameters.get('code');
  if (code === null || code === '') throw new ProviderError('unreadable-answer');
  return code;
}

/** The tokens in the redirect address of an implicit sign-in. */
export function readImplicitAnswer(parameters: URLSearchParams): TokenAnswer {
  const parsed = z.safeParse(TokenAnswerSchema, Object.fromEntries(parameters));
  if (!parsed.success) throw new ProviderError('unreadable-answer');
  return parsed.data;
}

/** Asks a token address. @throws ProviderError `faultOf` the OAuth error, or the fault of the status. */
export async function requestTokens(
  deps: ProviderDeps,
  tokenUrl: string,
  form: Record<string, string>,
  faultOf: FaultOf,
): Promise<TokenAnswer> {
  const answer = await sendRequest(deps, tokenUrl, { method: 'POST', body: new URLSearchParams(form) });
  if (answer.status >= 200 && answer.status < 300) return readJson(answer.text, TokenAnswerSchema);
  const fault = statusFault(answer.status);
  if (fault !== null)
    throw new ProviderError(fault, { retryAfterSeconds: retryAfter(answer.headers, deps.now()) });
  const refusal = readJson(answer.text, RefusalSchema);
  throw new ProviderError(faultOf(refusal.error, refusal.error_description ?? ''));
}

/** The access token of an answer that arrived at `now` (epoch milliseconds). */
export function accessOf(answer: TokenAnswer, now: number): Access {
  return { token: answer.access_token, expiresAt: now + Number(answer.expires_in) * 1000 };
}

const RefusalSchema = z.object({ error: z.string(), error_description: z.optional(z.string()) });

/** Query and fragment of an address that must be the redirect address itself. */
function redirectParameters(address: string, redirectUrl: string): URLSearchParams {
  const url = URL.parse(address);
  const expected = new URL(redirectUrl);
  if (url === null || url.origin !== expected.origin || url.pathname !== expected.pathname) {
    throw new ProviderError('unreadable-answer');
  }
  return new URLSearchParams([...url.searchParams, ...new URLSearchParams(url.hash.slice(1))]);
}

/**
 * Browsers give their reason as text only. Chromium says "Authorization page could not be loaded." both without
 * network and when the provider answers a bad client id or redirect address with an error page; asking the token
 * address tells the two apart.
 */
async function launchFault(
  deps: ProviderDeps,
  request: { interactive: boolean; tokenUrl: string },
  error: unknown,
): Promise<ProviderFault> {
  const otherwise = request.interactive ? 'consent-refused' : 'sign-in-ended';
  if (!(error instanceof Error) || !/could not be loaded/i.test(error.message)) return otherwise;
  try {
    const { status } = await sendRequest(deps, request.tokenUrl, {
      method: 'POST',
      body: new URLSearchParams(),
    });
    if (status >= 500) return 'provider-down';
  } catch (failure) {
    return failure instanceof ProviderError ? failure.reason : 'provider-down';
  }
  return request.interactive ? 'client-refused' : 'sign-in-ended';
}

/**
 * OAuth's own errors; RFC 6749 §4.1.2.1 and §5.2, OpenID Connect Core §3.1.2.6. `invalid_request` is what a missing or
 * unfitting secret gives at a token address. Providers add theirs.
 */
export const OAUTH_FAULTS: Readonly<Record<string, ProviderFault>> = {
  access_denied: 'consent-refused',
  invalid_grant: 'sign-in-ended',
  interaction_required: 'sign-in-ended',
  login_required: 'sign-in-ended',
  consent_required: 'sign-in-ended',
  account_selection_required: 'sign-in-ended',
  invalid_client: 'client-refused',
  unauthorized_client: 'client-refused',
  invalid_request: 'client-refused',
  invalid_scope: 'client-refused',
  unsupported_response_type: 'client-refused',
  server_error: 'provider-down',
  temporarily_unavailable: 'provider-down',
};

/** What is kept of a successful answer; a provider that renews without a new refresh token keeps the old one. */
export function toTokens(
  answer: TokenAnswer,
  email: string,
  refreshToken: string | null,
  now: number,
): AccountTokens {
  return {
    access: accessOf(answer, now),
    grant: { refreshToken: answer.refresh_token ?? refreshToken, email },
  };
}
