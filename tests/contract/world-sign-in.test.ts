/**
 * The test world's sign-in, held to the providers' rules: PKCE, single-use codes, secrets, the SPA rule.
 */
import { createHash } from 'node:crypto';
import { auth } from 'googleapis/build/src/apis/calendar/index.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../world/start-world.ts';
import * as fixture from './world-fixture.ts';

const GOOGLE_AUTH = 'https://accounts.google.com/o/oauth2/v2/auth';
const GOOGLE_TOKEN = 'https://oauth2.googleapis.com/token';
const MICROSOFT = 'https://login.microsoftonline.com/common/oauth2/v2.0';
const ORIGIN = `chrome-extension://${'abcdefghijklmnop'.repeat(2)}`;
const VERIFIER = 'v'.repeat(64);
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

let world: World;

beforeEach(async () => {
  world = await startWorld(fixture.smallWorld());
});

afterEach(async () => {
  await world.close();
});

const google = (more: Record<string, string> = {}) => ({
  client_id: fixture.CLIENT_ID,
  redirect_uri: fixture.REDIRECT_URI,
  response_type: 'code',
  scope: fixture.GOOGLE_SCOPES.join(' '),
  state: 'state-1',
  access_type: 'offline',
  code_challenge: CHALLENGE,
  code_challenge_method: 'S256',
  ...more,
});

const microsoft = (more: Record<string, string> = {}) => ({
  ...google({ scope: fixture.MICROSOFT_SCOPES.join(' '), nonce: 'nonce-1', ...more }),
});

async function open(address: string, query: Record<string, string>, form?: [string, string][]) {
  const init = form ? { method: 'POST', body: new URLSearchParams(form) } : {};
  const response = await world.fetch(`${address}?${new URLSearchParams(query)}`, init);
  const location = response.headers.get('location');
  const landed = location === null ? undefined : new URL(location);
  const answer = landed && new URLSearchParams(landed.search || landed.hash.slice(1));
  return { status: response.status, page: await response.text(), landed, answer };
}

const allow = (account: string, scopes: string[]): [string, string][] => [
  ['account', account],
  ['decision', 'allow'],
  ...scopes.map((scope): [string, string] => ['scope', scope]),
];

async function redeem(address: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await world.fetch(address, { method: 'POST', body: new URLSearchParams(form), headers });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const allowGoogle = (query = google(), scopes = fixture.GOOGLE_SCOPES) =>
  open(GOOGLE_AUTH, query, allow(fixture.GOOGLE_ACCOUNT, scopes));
const allowMicrosoft = (query = microsoft()) =>
  open(`${MICROSOFT}/authorize`, query, allow(fixture.MICROSOFT_ACCOUNT, fixture.MICROSOFT_SCOPES));

const codeForm = (code: string | null | undefined, more: Record<string, string> = {}) => ({
  grant_type: 'authorization_code',
  client_id: fixture.CLIENT_ID,
  redirect_uri: fixture.REDIRECT_URI,
  code: code ?? '',
  code_verifier: VERIFIER,
  ...more,
});
const SECRET = { client_secret: fixture.CLIENT_SECRET };

describe('Google', () => {
  it('asks on a page with buttons, then gives a code that the official client redeems', async () => {
    const asked = await open(GOOGLE_AUTH, google());
    expect(asked.status).toBe(200);
    expect(asked.page).toMatch(/<button type="submit"[^>]*>Allow<\/button>/);
    expect(asked.page).toMatch(/<button type="submit"[^>]*>Cancel<\/button>/);

    const { landed, answer } = await allowGoogle();
    expect(landed?.href.startsWith(`${fixture.REDIRECT_URI}?`)).toBe(true);
    expect(answer?.get('state')).toBe('state-1');
    const client = new auth.OAuth2({
      clientId: fixture.CLIENT_ID,
      clientSecret: fixture.CLIENT_SECRET,
      redirectUri: fixture.REDIRECT_URI,
      transporterOptions: { fetchImplementation: world.fetch, retry: false },
    });
    const { tokens } = await client.getToken({ code: answer?.get('code') ?? '', codeVerifier: VERIFIER });
    expect(tokens).toMatchObject({ token_type: 'Bearer', scope: fixture.GOOGLE_SCOPES.join(' ') });
    expect(tokens.refresh_token).toEqual(expect.any(String));
  });

  it('refuses a wrong verifier, a replayed code, and a missing or wrong secret', async () => {
    const wrongVerifier = codeForm((await allowGoogle()).answer?.get('code'), {
      ...SECRET,
      code_verifier: 'x'.repeat(64),
    });
    expect(await redeem(GOOGLE_TOKEN, wrongVerifier)).toEqual({
      status: 400,
      body: { error: 'invalid_grant', error_description: 'Invalid code verifier.' },
    });
    const form = codeForm((await allowGoogle(google({ prompt: 'consent' }))).answer?.get('code'));
    expect(await redeem(GOOGLE_TOKEN, form)).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
    expect(await redeem(GOOGLE_TOKEN, { ...form, client_secret: 'no' })).toMatchObject({ status: 401 });
    expect(await redeem(GOOGLE_TOKEN, { ...form, ...SECRET })).toMatchObject({ status: 200 });
    expect(await redeem(GOOGLE_TOKEN, { ...form, ...SECRET })).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
  });

  it('goes back with an error on cancel, and nowhere for a strange redirect address', async () => {
    const cancel: [string, string][] = [
      ['account', fixture.GOOGLE_ACCOUNT],
      ['decision', 'cancel'],
    ];
    const { answer } = await open(GOOGLE_AUTH, google(), cancel);
    expect(Object.fromEntries(answer ?? [])).toEqual({ error: 'access_denied', state: 'state-1' });
    const strange = await open(GOOGLE_AUTH, google({ redirect_uri: 'https://thief.example/' }));
    expect(strange).toMatchObject({ status: 400, landed: undefined });
  });

  it('gives an implicit token, silently once the account has consented, and a token of what was ticked', async () => {
    const implicit = google({ response_type: 'token', login_hint: 'mia@mentor.example' });
    const before = await open(GOOGLE_AUTH, { ...implicit, prompt: 'none' });
    expect(before.answer?.get('error')).toBe('consent_required');
    const ticked = await allowGoogle(implicit, fixture.GOOGLE_SCOPES.slice(0, 1));
    expect(ticked.landed?.hash).toContain('access_token=');
    expect(ticked.answer?.get('scope')).toBe(fixture.GOOGLE_SCOPES[0]);
    await allowGoogle(implicit);
    const silent = await open(GOOGLE_AUTH, { ...implicit, prompt: 'none' });
    expect(silent.answer?.get('access_token')).toEqual(expect.any(String));
    expect(silent.answer?.get('state')).toBe('state-1');
  });

  it('lets the user choose between accounts, and picks by hint', async () => {
    const first = world.description.accounts[0];
    if (!first) throw new Error('the fixture has an account');
    world.description.accounts.push({ ...first, id: 'google-2', email: 'second@mentor.example' });
    expect((await open(GOOGLE_AUTH, google())).page).toMatch(/name="account" value="google-2"/);
    const hinted = await open(GOOGLE_AUTH, google({ login_hint: 'second@mentor.example' }));
    expect(hinted.page).toMatch(/second@mentor\.example[\s\S]*Allow/);
    const chosen = await open(GOOGLE_AUTH, google(), [['account', 'google-2']]);
    expect(chosen.page).toMatch(/second@mentor\.example[\s\S]*Allow/);
  });

  it('ends the whole grant on revocation', async () => {
    const { body } = await redeem(GOOGLE_TOKEN, codeForm((await allowGoogle()).answer?.get('code'), SECRET));
    const refresh = {
      grant_type: 'refresh_token',
      client_id: fixture.CLIENT_ID,
      refresh_token: String(body['refresh_token']),
      ...SECRET,
    };
    expect(await redeem(GOOGLE_TOKEN, refresh)).toMatchObject({ status: 200 });
    const revoked = await redeem('https://oauth2.googleapis.com/revoke', {
      token: String(body['access_token']),
    });
    expect(revoked.status).toBe(200);
    expect(await redeem(GOOGLE_TOKEN, refresh)).toEqual({
      status: 400,
      body: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
    });
    expect((await open(GOOGLE_AUTH, google({ prompt: 'none' }))).answer?.get('error')).toBe(
      'consent_required',
    );
  });

  it('knows a refresh token of another client, and blocks an account that an administrator has to approve', async () => {
    world.description.clients?.push({ provider: 'google', id: 'client-2', secret: 'secret-2' });
    const { body } = await redeem(GOOGLE_TOKEN, codeForm((await allowGoogle()).answer?.get('code'), SECRET));
    const refresh = { grant_type: 'refresh_token', refresh_token: String(body['refresh_token']) };
    const other = { client_id: 'client-2', client_secret: 'secret-2' };
    expect(await redeem(GOOGLE_TOKEN, { ...refresh, ...other })).toMatchObject({
      status: 401,
      body: { error: 'unauthorized_client' },
    });
    const [account] = world.description.accounts;
    if (account) account.adminApproval = 'admin_policy_enforced';
    const blocked = await open(GOOGLE_AUTH, google({ client_id: 'client-2' }));
    expect(blocked).toMatchObject({ status: 400, landed: undefined });
    expect(blocked.page).toContain('admin_policy_enforced');
  });

  it('takes the tokens back with the consent', async () => {
    const { body } = await redeem(GOOGLE_TOKEN, codeForm((await allowGoogle()).answer?.get('code'), SECRET));
    world.withdrawConsent(fixture.GOOGLE_ACCOUNT);
    const headers = { authorization: `Bearer ${String(body['access_token'])}` };
    const list = 'https://www.googleapis.com/calendar/v3/users/me/calendarList';
    expect((await world.fetch(list, { headers })).status).toBe(401);
    const refresh = { grant_type: 'refresh_token', refresh_token: String(body['refresh_token']) };
    const client = { client_id: fixture.CLIENT_ID, ...SECRET };
    expect((await redeem(GOOGLE_TOKEN, { ...refresh, ...client })).body).toMatchObject({
      error: 'invalid_grant',
    });
  });
});

describe('Microsoft', () => {
  it('redeems a code only for an origin, without a secret, with the right verifier, once', async () => {
    const code = async () => (await allowMicrosoft(microsoft({ prompt: 'consent' }))).answer?.get('code');
    const form = codeForm(await code());
    const address = `${MICROSOFT}/token`;
    const withoutOrigin = await redeem(address, form);
    expect(withoutOrigin).toMatchObject({
      status: 400,
      body: { error: 'invalid_request', error_codes: [9002327] },
    });
    expect(withoutOrigin.body['error_description']).toMatch(/^AADSTS9002327: /);
    const origin = { origin: ORIGIN };
    expect(await redeem(address, { ...form, ...SECRET }, origin)).toMatchObject({ status: 401 });
    const wrong = codeForm(await code(), { code_verifier: 'x'.repeat(64) });
    expect(await redeem(address, wrong, origin)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });

    const { status, body } = await redeem(address, form, origin);
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', scope: 'Calendars.Read openid profile' });
    const claims = JSON.parse(
      Buffer.from(String(body['id_token']).split('.')[1] ?? '', 'base64url').toString(),
    ) as Record<string, unknown>;
    expect(claims).toMatchObject({
      aud: fixture.CLIENT_ID,
      nonce: 'nonce-1',
      oid: fixture.MICROSOFT_ACCOUNT,
      preferred_username: 'mia@consult.example',
      name: 'Mia Mentor',
      tid: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    });
    expect(await redeem(address, form, origin)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
  });

  it('demands PKCE', async () => {
    const { code_challenge: _challenge, code_challenge_method: _method, ...bare } = microsoft();
    const { answer } = await open(
      `${MICROSOFT}/authorize`,
      bare,
      allow(fixture.MICROSOFT_ACCOUNT, fixture.MICROSOFT_SCOPES),
    );
    const refused = await redeem(`${MICROSOFT}/token`, codeForm(answer?.get('code')), { origin: ORIGIN });
    expect(refused.body).toMatchObject({ error_codes: [9002325] });
  });

  it('answers in the fragment when asked, and silently once consented', async () => {
    expect((await allowMicrosoft(microsoft({ response_mode: 'fragment' }))).landed?.hash).toContain('code=');
    const silent = microsoft({ prompt: 'none', login_hint: 'mia@consult.example' });
    expect((await open(`${MICROSOFT}/authorize`, silent)).answer?.get('code')).toEqual(expect.any(String));
    const account = world.description.accounts[1];
    if (account) account.signedOut = true;
    expect((await open(`${MICROSOFT}/authorize`, silent)).answer?.get('error')).toBe('login_required');
    const chooser = await open(`${MICROSOFT}/authorize`, microsoft({ prompt: 'select_account' }));
    expect(chooser.page).toMatch(/name="account" value="microsoft-1"/);
  });

  it('says when the day of a refresh token is over, and when it was revoked', async () => {
    const { body } = await redeem(
      `${MICROSOFT}/token`,
      codeForm((await allowMicrosoft()).answer?.get('code')),
      { origin: ORIGIN },
    );
    const refresh = (token: unknown) =>
      redeem(
        `${MICROSOFT}/token`,
        { grant_type: 'refresh_token', client_id: fixture.CLIENT_ID, refresh_token: String(token) },
        { origin: ORIGIN },
      );
    const renewed = await refresh(body['refresh_token']);
    expect(renewed.status).toBe(200);
    world.expireRefreshTokens(fixture.MICROSOFT_ACCOUNT);
    expect((await refresh(renewed.body['refresh_token'])).body).toMatchObject({ error_codes: [700084] });
    world.revokeRefreshTokens(fixture.MICROSOFT_ACCOUNT);
    expect((await refresh(renewed.body['refresh_token'])).body).toMatchObject({ error_codes: [50173] });
  });

  const signIn = async () => {
    const form = codeForm((await allowMicrosoft()).answer?.get('code'));
    return (await redeem(`${MICROSOFT}/token`, form, { origin: ORIGIN })).body;
  };
  const renew = async (token: unknown) => {
    const form = { grant_type: 'refresh_token', refresh_token: String(token) };
    return (await redeem(`${MICROSOFT}/token`, { ...form, client_id: fixture.CLIENT_ID }, { origin: ORIGIN }))
      .body;
  };

  it('ends a refresh token and its successors 24 hours after the sign-in; until then each works on', async () => {
    const first = await signIn();
    world.passHours(23);
    const second = await renew(first['refresh_token']);
    expect(second['refresh_token']).toEqual(expect.any(String));
    expect((await renew(first['refresh_token']))['access_token']).toEqual(expect.any(String));
    world.passHours(1.1);
    for (const token of [first['refresh_token'], second['refresh_token']])
      expect(await renew(token)).toMatchObject({ error_codes: [700084] });
  });

  it('ends the sign-in when a refresh token is used twice, where it works once', async () => {
    world.description.refreshTokensWorkOnce = true;
    const first = await signIn();
    const second = await renew(first['refresh_token']);
    expect(await renew(first['refresh_token'])).toMatchObject({ error: 'invalid_grant' });
    expect(await renew(second['refresh_token'])).toMatchObject({ error: 'invalid_grant' });
  });

  it('looks the consent up when a token is renewed', async () => {
    const tokens = await signIn();
    world.withdrawConsent(fixture.MICROSOFT_ACCOUNT);
    expect(await renew(tokens['refresh_token'])).toMatchObject({ error_codes: [65001] });
    const headers = { authorization: `Bearer ${String(tokens['access_token'])}` };
    expect((await world.fetch('https://graph.microsoft.com/v1.0/me/calendars', { headers })).status).toBe(
      200,
    );
  });

  it('asks a browser that is signed out to sign in, and leads back from the page about approval', async () => {
    const account = world.description.accounts[1];
    if (!account) throw new Error('the fixture has an account');
    account.signedOut = true;
    account.adminApproval = 'AADSTS90094';
    const press = (decision: string) =>
      open(`${MICROSOFT}/authorize`, microsoft(), [
        ['account', fixture.MICROSOFT_ACCOUNT],
        ['decision', decision],
      ]);
    expect((await open(`${MICROSOFT}/authorize`, microsoft())).page).toMatch(/<h1>Sign in/);
    expect((await press('sign-in')).page).toMatch(/<h1>Need admin approval/);
    expect(Object.fromEntries((await press('back')).answer ?? [])).toMatchObject({
      error: 'access_denied',
      error_description: expect.stringMatching(/^AADSTS90094: /) as string,
      state: 'state-1',
    });
    account.adminApproval = 'AADSTS65001';
    expect((await press('back')).answer?.get('error')).toBe('consent_required');
  });

  it('lets pages of any origin read its token and data hosts', async () => {
    for (const address of [`${MICROSOFT}/token`, 'https://graph.microsoft.com/v1.0/me', GOOGLE_TOKEN]) {
      const headers = { origin: ORIGIN, 'access-control-request-headers': 'authorization,prefer' };
      const response = await world.fetch(address, { method: 'OPTIONS', headers });
      expect(response.status).toBe(204);
      expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN);
      expect(response.headers.get('access-control-allow-headers')).toBe('authorization,prefer');
    }
  });
});
