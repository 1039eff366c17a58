/** OAuth client ids: those of the build, and those the user enters on the options page, which win. */
import { browser } from 'wxt/browser';
import * as z from 'zod/mini';

const StoredSchema = z.object({
  google: z.optional(z.object({ id: z.string(), secret: z.string() })),
  outlook: z.optional(z.object({ id: z.string(), secret: z.string() })),
});
type Stored = z.infer<typeof StoredSchema>;
type Provider = keyof Stored;

const KEY = 'client-ids';

export interface ClientId {
  id: string;
  /** Only Google's web clients have one; null otherwise. */
  secret: string | null;
}

export interface ClientIdSetting {
  /** What the user entered; empty when the build's own is used. */
  id: string;
  secret: string;
  /** The build brings one. */
  builtIn: boolean;
}

/** The client of a provider, or null when there is none yet. */
export async function loadClientId(provider: Provider): Promise<ClientId | null> {
  const entered = (await load())[provider];
  if (entered && entered.id !== '')
    return { id: entered.id, secret: entered.secret === '' ? null : entered.secret };
  return builtIn(provider);
}

/** What the options page shows and edits. */
export async function loadClientIdSettings(): Promise<Record<Provider, ClientIdSetting>> {
  const stored = await load();
  const setting = (provider: Provider): ClientIdSetting => ({
    id: stored[provider]?.id ?? '',
    secret: stored[provider]?.secret ?? '',
    builtIn: builtIn(provider) !== null,
  });
  return { google: setting('google'), outlook: setting('outlook') };
}

/** Stores what the user entered; an empty id goes back to the build's own. */
export async function saveClientId(
  provider: Provider,
  entered: { id: string; secret: string },
): Promise<void> {
  const next = { ...(await load()), [provider]: { id: entered.id.trim(), secret: entered.secret.trim() } };
  await browser.storage.local.set({ [KEY]: next });
}

/** The address that has to be registered at the provider as a redirect URI. */
export function redirectUrl(): string {
  return browser.identity.getRedirectURL();
}

async function load(): Promise<Stored> {
  const parsed = z.safeParse(StoredSchema, (await browser.storage.local.get(KEY))[KEY]);
  return parsed.success ? parsed.data : {};
}

function builtIn(provider: Provider): ClientId | null {
  const env: Record<string, string | undefined> = import.meta.env;
  const id = provider === 'google' ? env.WXT_GOOGLE_CLIENT_ID : env.WXT_MICROSOFT_CLIENT_ID;
  const secret = provider === 'google' ? env.WXT_GOOGLE_CLIENT_SECRET : undefined;
  return id ? { id, secret: secret ? secret : null } : null;
}
