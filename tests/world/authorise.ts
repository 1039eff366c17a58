/**
 * The steps between a sign-in request and the way back, the same at both providers: which account, whether
 * it consented, the pages in between. Each provider says how it answers (`AuthoriseRules`).
 */
import type { HttpRequest, Reply } from './http-message.ts';
import { chooseAccountPage, consentPage, signInPage } from './sign-in-pages.ts';
import { readScopes, type Grant, type TokenBook } from './token-book.ts';
import type { WorldAccount, WorldProvider } from './world-description.ts';

export type AuthoriseError = 'login' | 'consent' | 'denied';

export interface AuthoriseRules {
  provider: WorldProvider;
  title: string;
  accounts: readonly WorldAccount[];
  book: TokenBook;
  scopesCanBeChosen: boolean;
  refuse(error: AuthoriseError): Reply;
  /** What the user gets whose organisation lets no one consent; `isSentBack`: who then goes back to the app. */
  block(account: WorldAccount, isSentBack: boolean): Reply;
  /** `justAllowed`: the user pressed "Allow" for this request. */
  accept(grant: Grant, justAllowed: boolean): Reply;
}

/** Answers a GET or POST of the authorisation address whose client and redirect address are in order. */
export function authorise(request: HttpRequest, rules: AuthoriseRules): Reply {
  const { query } = request;
  const form = new URLSearchParams(request.method === 'POST' ? request.body : '');
  const prompts = readScopes(query.get('prompt'));
  const account = findAccount(rules.accounts, form, query, prompts);

  if (prompts.includes('none')) {
    if (!account || account.signedOut) return rules.refuse('login');
    const silent = grantFor(account, query, rules, readScopes(query.get('scope')));
    return rules.book.hasConsent(silent) ? rules.accept(silent, false) : rules.refuse('consent');
  }
  if (!account) return chooseAccountPage(rules.title, rules.accounts);
  if (form.get('decision') === 'cancel') return rules.refuse('denied');
  if (form.get('decision') === 'sign-in') delete account.signedOut;
  if (account.signedOut) return signInPage(rules.title, account);

  const asked = grantFor(account, query, rules, readScopes(query.get('scope')));
  if (account.adminApproval !== undefined && !rules.book.hasConsent(asked)) {
    return rules.block(account, form.get('decision') === 'back');
  }
  if (form.get('decision') === 'allow') {
    const allowed = asked.scopes.filter((scope) => form.getAll('scope').includes(scope));
    if (allowed.length === 0) return rules.refuse('denied');
    const grant = { ...asked, scopes: allowed };
    rules.book.addConsent(grant);
    return rules.accept(grant, true);
  }
  if (rules.book.hasConsent(asked) && !prompts.includes('consent')) return rules.accept(asked, false);
  return consentPage({
    provider: rules.title,
    account,
    clientId: asked.clientId,
    scopes: asked.scopes,
    scopesCanBeChosen: rules.scopesCanBeChosen,
  });
}

/** Chromium's redirect addresses for extensions, and those the description registers. */
export function isKnownRedirect(uri: string | null, registered: readonly string[] = []): uri is string {
  return uri !== null && (/^https:\/\/[a-p]{32}\.chromiumapp\.org\//.test(uri) || registered.includes(uri));
}

function findAccount(
  accounts: readonly WorldAccount[],
  form: URLSearchParams,
  query: URLSearchParams,
  prompts: readonly string[],
): WorldAccount | undefined {
  const chosen = form.get('account');
  if (chosen !== null) return accounts.find(({ id }) => id === chosen);
  if (prompts.includes('select_account')) return undefined;
  const hint = query.get('login_hint');
  if (hint !== null) return accounts.find(({ id, email }) => id === hint || email === hint.toLowerCase());
  return accounts.length === 1 ? accounts[0] : undefined;
}

function grantFor(
  account: WorldAccount,
  query: URLSearchParams,
  { provider }: AuthoriseRules,
  scopes: readonly string[],
): Grant {
  return { provider, accountId: account.id, clientId: query.get('client_id') ?? '', scopes };
}
