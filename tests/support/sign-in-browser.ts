/** A browser's sign-in window without a browser: opens the pages of the test world and presses their buttons. */
import type { ProviderDeps } from '../../lib/calendar/provider-deps.ts';
import type { World } from '../world/start-world.ts';

type Launch = ProviderDeps['launchWebAuthFlow'];

export interface SignInUser {
  /** Which account is chosen where the page asks. */
  account: string;
  /** At which heading the window is closed, if at any. */
  closesAt?: RegExp;
  /** Rights that are unticked where that can be done. */
  unticks?: string;
}

/** `launchWebAuthFlow` as Chromium has it, its errors word for word, with a user in front of it. */
export function signInBrowser(world: World, user: SignInUser): Launch {
  return async ({ url, interactive }) => {
    let page = await load(world, url);
    // Choose, sign in, allow: no way through has more pages.
    for (let step = 0; step < 4; step += 1) {
      if (page.location !== null) return page.location;
      if (!interactive) throw new Error('User interaction required.');
      const heading = /<h1>(.*?)<\/h1>/.exec(page.text)?.[1] ?? '';
      if (user.closesAt?.test(heading)) break;
      page = await load(world, url, press(page.text, user));
    }
    throw new Error('The user did not approve access.');
  };
}

async function load(world: World, url: string, form?: URLSearchParams) {
  const broken = new Error('Authorization page could not be loaded.');
  const response = await world.fetch(url, form ? { method: 'POST', body: form } : {}).catch(() => {
    throw broken;
  });
  if (response.status >= 400) throw broken;
  return { location: response.headers.get('location'), text: await response.text() };
}

/** The form of a page with its first button pressed; of several accounts the user's own. */
function press(text: string, user: SignInUser): URLSearchParams {
  const fields = [...text.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
    name,
    value,
  ]);
  const form = new URLSearchParams();
  for (const [name = '', value = ''] of fields) {
    if (name === 'scope' && value !== user.unticks) form.append(name, value);
    else if (name !== 'scope' && !form.has(name)) form.set(name, value);
  }
  const accounts = fields.filter(([name]) => name === 'account');
  if (accounts.length > 1) form.set('account', user.account);
  return form;
}
