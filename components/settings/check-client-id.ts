/** Whether a client id looks like one. */
import type { SignInProviderId } from '../../lib/event/account.ts';

const GOOGLE = /^[\w.-]+\.apps\.googleusercontent\.com$/i;
const GUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/**
 * False when `id` cannot be a client id of that provider. An empty one is fine: the build's own is used then.
 * Google ends its ids in `.apps.googleusercontent.com`; Microsoft's are GUIDs.
 */
export function looksLikeClientId(provider: SignInProviderId, id: string): boolean {
  const text = id.trim();
  return text === '' || (provider === 'google' ? GOOGLE : GUID).test(text);
}
