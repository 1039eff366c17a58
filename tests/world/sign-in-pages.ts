/**
 * The pages of both providers' sign-in: choose an account, allow or cancel, and what went wrong.
 * Every form posts to the address it was read from, so the query of the request stays as it was.
 */
import { escapeHtml, html, type Reply } from './http-message.ts';
import type { WorldAccount } from './world-description.ts';

/** A button per account; posts `account=<id>`. */
export function chooseAccountPage(provider: string, accounts: readonly WorldAccount[]): Reply {
  const buttons = accounts.map(
    ({ id, name, email }) =>
      `<button type="submit" name="account" value="${escapeHtml(id)}">${escapeHtml(name)}<small>${escapeHtml(email)}</small></button>`,
  );
  return page(`Choose an account – ${provider}`, `<form method="post">${buttons.join('')}</form>`);
}

/** A browser without a sign-in to the account: one button in the place of a password; posts `decision=sign-in`. */
export function signInPage(provider: string, { id, email }: WorldAccount): Reply {
  return page(
    `Sign in – ${provider}`,
    `<p>${escapeHtml(email)}</p>
     <form method="post">
       <input type="hidden" name="account" value="${escapeHtml(id)}">
       <button type="submit" name="decision" value="sign-in">Sign in</button>
     </form>`,
  );
}

/** Microsoft's page for a user who may not consent; its one way on posts `decision=back`. */
export function needAdminApprovalPage({ id, email }: WorldAccount): Reply {
  return page(
    'Need admin approval – Microsoft',
    `<p>${escapeHtml(email)}</p>
     <p>The app needs permission to access resources in your organisation that only an admin can grant.</p>
     <form method="post">
       <input type="hidden" name="account" value="${escapeHtml(id)}">
       <button type="submit" name="decision" value="back">Return to the application without granting consent</button>
     </form>`,
  );
}

export interface ConsentQuestion {
  provider: string;
  account: WorldAccount;
  clientId: string;
  scopes: readonly string[];
  /** Google lets the user allow some scopes only. */
  scopesCanBeChosen: boolean;
}

/** Buttons "Allow" and "Cancel"; posts `account`, `decision` (`allow` | `cancel`) and each allowed `scope`. */
export function consentPage({
  provider,
  account,
  clientId,
  scopes,
  scopesCanBeChosen,
}: ConsentQuestion): Reply {
  const items = scopes.map((scope) => {
    const value = escapeHtml(scope);
    return scopesCanBeChosen
      ? `<li><label><input type="checkbox" name="scope" value="${value}" checked> ${value}</label></li>`
      : `<li>${value}<input type="hidden" name="scope" value="${value}"></li>`;
  });
  return page(
    `Allow access – ${provider}`,
    `<p><strong>${escapeHtml(account.name)}</strong><br>${escapeHtml(account.email)}</p>
     <p>The app <code>${escapeHtml(clientId)}</code> asks for:</p>
     <form method="post">
       <input type="hidden" name="account" value="${escapeHtml(account.id)}">
       <ul>${items.join('')}</ul>
       <button type="submit" name="decision" value="allow">Allow</button>
       <button type="submit" name="decision" value="cancel">Cancel</button>
     </form>`,
  );
}

/** A request so wrong that the provider does not send the user back. */
export function signInErrorPage(provider: string, message: string): Reply {
  return page(`Sign-in error – ${provider}`, `<p>${escapeHtml(message)}</p>`, 400);
}

function page(title: string, content: string, status = 200): Reply {
  return html(
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 26rem; margin: 3rem auto; padding: 0 1rem; }
button { font: inherit; padding: .5rem 1rem; margin: .25rem .25rem .25rem 0; }
small { display: block; } ul { padding-left: 1.2rem; overflow-wrap: anywhere; }
</style>
<main><h1>${escapeHtml(title)}</h1>${content}<p><small>Test world on this machine.</small></p></main></html>`,
    status,
  );
}
