/** The parts of OAuth 2 that both providers share: PKCE, the sign-in window, the token address. */
import * as z from 'zod/mini';
import { ProviderError } from './calendar-provider.ts';
import type { ProviderFault, SignInProviderId } from '../event/account.ts';
import type { Access, AccountTokens, OAuthClient, ProviderDeps } from './provider-deps.ts';
import { type Answer, readJson, retryAfter, sendRequest, statusFault } from './send-request.ts';

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

/** The client of a provider. @throws ProviderError `client-id-missing` when none is set up. */
export async function loadClient(deps: ProviderDeps, provider: SignInProviderId): Promise<OAuthClient> {
  const client = await deps.loadClient(provider);
  if (client === null) throw new ProviderError('client-id-missing');
  return client;
}

/** `base` with the given query; parameters without a value are left out. */
export function withQuery(base: string, parameters: Record<string, string | undefined>): string {
  const url = new URL(base);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') url.searchParams.set(name, value);
  }
  return url.href;
}

interface SignInRequest {
  url: string;
  state: string;
  /** False: without a window, so that only a browser that is signed in can answer. */
  interactive: boolean;
  clientId: string;
  tokenUrl: string;
  faultOf: FaultOf;
}

/**
 * Opens the sign-in window, or tries without one, and reads what came back.
 * @throws ProviderError `consent-refused` when the window was closed, `sign-in-ended` when a silent attempt
 * needs the user, `unreadable-answer` when the answer is not the one to this request, `faultOf` the error, or what
 * keeps the page from loading.
 */
export async function openSignIn(deps: ProviderDeps, request: SignInRequest): Promise<URLSearchParams> {
  let answer: string;
  try {
    answer = await deps.launchWebAuthFlow({ url: request.url, interactive: request.interactive });
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    throw new ProviderError(
      /could not be loaded|timed out/i.test(message) ? await loadFault(deps, request) : unanswered(request),
    );
  }
  // Some browsers resolve to nothing when the window is closed.
  if (!answer) throw new ProviderError(unanswered(request));

  const parameters = redirectParameters(answer, deps.redirectUrl);
  if (parameters.get('state') !== request.state) throw new ProviderError('unreadable-answer');
  const error = parameters.get('error');
  if (error === null) return parameters;
  const fault = request.faultOf(error, parameters.get('error_description') ?? '');
  // Nobody was asked in a silent attempt, so nobody refused.
  throw new ProviderError(fault === 'consent-refused' ? unanswered(request) : fault);
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

/**
 * Asks a token address.
 * @throws ProviderError `faultOf` the OAuth error; otherwise the fault of the status or the network, or
 * `unreadable-answer` (a network that wants a login first answers with a page): none of these ends a sign-in.
 */
export async function requestTokens(
  deps: ProviderDeps,
  tokenUrl: string,
  form: Record<string, string>,
  faultOf: FaultOf,
): Promise<TokenAnswer> {
  const answer = await askTokenAddress(deps, tokenUrl, form);
  if (answer.status >= 200 && answer.status < 300) return readJson(answer.text, TokenAnswerSchema);
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

async function askTokenAddress(
  deps: ProviderDeps,
  tokenUrl: string,
  form: Record<string, string>,
): Promise<Answer> {
  const answer = await sendRequest(deps, tokenUrl, { method: 'POST', body: new URLSearchParams(form) });
  const fault = statusFault(answer.status);
  if (fault === null) return answer;
  throw new ProviderError(fault, { retryAfterSeconds: retryAfter(answer.headers, deps.now()) });
}

function unanswered({ interactive }: SignInRequest): ProviderFault {
  return interactive ? 'consent-refused' : 'sign-in-ended';
}

/**
 * Why the provider's page did not load. Browsers give their reason as text only: Chromium says "Authorization page
 * could not be loaded." without network, and when the provider answers a bad client id or redirect address, or a
 * blocked app, with an error page. A question to the token address tells these apart.
 * @throws ProviderError when that question fails, too.
 */
async function loadFault(
  deps: ProviderDeps,
  { interactive, clientId, tokenUrl }: SignInRequest,
): Promise<ProviderFault> {
  const form = { client_id: clientId, grant_type: 'refresh_token', refresh_token: 'none' };
  const { error } = readJson((await askTokenAddress(deps, tokenUrl, form)).text, RefusalSchema);
  // A silent attempt has been answered before, so that an error page passes, unless the client is gone.
  return interactive || error.includes('client') ? 'client-refused' : 'provider-down';
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
