/** What providers and people can get wrong: said in words, nothing lost, and over at the next reading. */
import { afterEach, expect, test } from 'vitest';
import { DEMO_IDS, demoWorld } from '../world/demo-world.ts';
import {
  type Journey,
  type StoredSession,
  connect,
  connectBoth,
  consent,
  refresh,
  signInWindow,
  startJourney,
  stored,
} from './journey.ts';

let journey: Journey | null = null;
afterEach(async () => {
  await journey?.end();
  journey = null;
});

test.each([
  ['an error', { status: 503 }, /does not answer at the moment/],
  ['too many requests', { status: 429, headers: { 'retry-after': '60' } }, /asks to wait/],
  ['a page of a hotel’s Wi-Fi', { mode: 'html' }, /could not be read/],
  ['half an answer', { mode: 'truncated-json' }, /could not be read/],
] as const)(
  'Google answers with %s: health says so, the sessions stay, the next reading recovers',
  async (_, failure, words) => {
    journey = await startJourney();
    const { browser, world } = journey;
    const options = await browser.open('options.html');
    await connect(browser, options, 'Google');
    const before = await stored<StoredSession>(options, 'sessions');
    expect(before.length).toBeGreaterThan(5);

    const failing = world.fail({ service: 'google', path: '/events', ...failure });
    expect(await refresh(options)).toMatchObject({ ok: false });
    await options.getByRole('listitem').filter({ hasText: 'Google Calendar' }).getByText(words).waitFor();
    expect(await stored<StoredSession>(options, 'sessions')).toEqual(before);

    failing.stop();
    expect(await refresh(options)).toEqual({ ok: true });
    await options.getByText(/^Healthy\. Read today at/).waitFor();
    expect(await stored<StoredSession>(options, 'sessions')).toEqual(before);
  },
);

test('an entry that makes no sense is left out and counted; the others are there', async () => {
  const description = demoWorld(Temporal.Now.instant());
  const calendar = description.accounts[0]?.calendars[0];
  const sample = calendar?.events[0];
  if (!calendar || !sample) throw new Error('the demo world has lost its calendars');
  const at = Temporal.Now.zonedDateTimeISO('Europe/Brussels').add({ days: 2 });
  const local = (time: Temporal.ZonedDateTime) =>
    `${time.toPlainDateTime().toString({ smallestUnit: 'minute' })}[Europe/Brussels]`;
  const { recurrence: _, ...single } = sample;
  calendar.events.push({
    ...single,
    id: 'unusable',
    iCalUid: 'unusable@example',
    start: local(at),
    end: local(at.add({ hours: 1 })),
    raw: { start: undefined, end: 7 },
  });
  journey = await startJourney(description);
  const { browser } = journey;
  const options = await browser.open('options.html');
  await connect(browser, options, 'Google');
  await options.getByText('1 entry could not be read and was left out.').waitFor();
  expect((await stored<StoredSession>(options, 'sessions')).length).toBeGreaterThan(5);
});

test('an entry that stops making sense keeps its session as it was', async () => {
  journey = await startJourney();
  const { browser, world } = journey;
  const options = await browser.open('options.html');
  await connect(browser, options, 'Google');
  const before = await stored<StoredSession>(options, 'sessions');
  const now = Temporal.Now.instant().toString();
  const ahead = before.find(
    ({ title, start }) => title.startsWith('Mentoring session Thomas') && start > now,
  );
  const [, , eventId] = JSON.parse(ahead?.instanceKeys[0] ?? '[]') as string[];
  const calendar = world.description.accounts[0]?.calendars.find(({ events }) =>
    events.some(({ id }) => id === eventId),
  );
  const event = calendar?.events.find(({ id }) => id === eventId);
  if (!calendar || !event) throw new Error('the demo world has lost a session');
  world.upsertEvent(DEMO_IDS.googleAccount, calendar.id, { ...event, raw: { start: undefined, end: 7 } });
  expect(await refresh(options)).toEqual({ ok: true });
  await options.getByText('1 entry could not be read and was left out.').waitFor();
  expect(await stored<StoredSession>(options, 'sessions')).toEqual(before);
});

test('reconnecting with another account is refused and said, and the first stays as it was', async () => {
  const description = demoWorld(Temporal.Now.instant());
  const first = description.accounts[0];
  if (!first) throw new Error('the demo world has lost its accounts');
  description.accounts.push({
    ...first,
    id: '900000000000000000001',
    email: 'someone.else@elsewhere.example',
    name: 'Someone Else',
    calendars: [{ ...structuredClone(first.calendars[0]!), id: 'someone.else@elsewhere.example' }],
  });
  journey = await startJourney(description);
  const { browser, world } = journey;
  const options = await browser.open('options.html');
  await connect(browser, options, 'Google', 'katrien.maes@noorderkade.example');
  const before = await stored<StoredSession>(options, 'sessions');

  world.revokeRefreshTokens(DEMO_IDS.googleAccount);
  world.expireAccessTokens(DEMO_IDS.googleAccount);
  await refresh(options);
  await options.getByText(/The sign-in to Google Calendar has ended/).waitFor();
  await options.getByRole('button', { name: /^Reconnect Google Calendar/ }).click();
  const window = await signInWindow(browser);
  // The hint names the account; the person signs in as somebody else all the same.
  const url = new URL(window.url());
  url.searchParams.delete('login_hint');
  url.searchParams.set('prompt', 'select_account consent');
  await window.goto(url.href);
  await consent(window, 'someone.else@elsewhere.example');
  await options
    .getByText(/another account/)
    .first()
    .waitFor();
  expect((await stored<{ email: string }>(options, 'accounts')).map(({ email }) => email)).toEqual([
    'katrien.maes@noorderkade.example',
  ]);
  expect(await stored<StoredSession>(options, 'sessions')).toEqual(before);
});

test('what is written comes back exactly as it was: long, emoji, right to left, pasted HTML', async () => {
  journey = await startJourney();
  const { browser } = journey;
  await connectBoth(browser);
  const panel = await browser.open('sidepanel.html', { width: 400, height: 900 });
  const box = panel.getByRole('textbox', { name: 'Note', exact: true });
  const texts = [
    'Ik merk dat ik wacht tot anderen beginnen. '.repeat(2400).slice(0, 100_000),
    'Family 👨‍👩‍👧‍👦, flag 🇧🇪, half a pair \ud83d, NUL-free\ttab, line\nline',
    'שלום, מה שלומך? — مرحبا — mixed with English (and brackets)',
    '<img src=x onerror="alert(1)"><b>bold</b>&amp;<script>alert(2)</script>',
  ];
  for (const text of texts) {
    await box.fill('');
    await box.evaluate((element, value) => {
      element.focus();
      // As a paste arrives: one input event with all of it.
      const setter = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set;
      setter?.call(element, value);
      element.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));
    }, text);
    await expect
      .poll(async () => (await stored<{ text: string }>(panel, 'notes')).some((note) => note.text === text))
      .toBe(true);
    await panel.reload();
    expect(await box.inputValue()).toBe(text);
  }
  expect(await panel.locator('img, script[src="x"], b:text("bold")').count()).toBe(0);
});

test('markup from a calendar is shown as text and asks for nothing', async () => {
  const description = demoWorld(Temporal.Now.instant());
  const hostile =
    '<img src="https://evil.example/a.png" onerror="alert(1)"><iframe src="https://evil.example"></iframe>';
  for (const account of description.accounts) {
    for (const event of account.calendars.flatMap((calendar) => calendar.events)) {
      if (event.label === 'none') continue;
      event.title = `${event.title ?? ''} ${hostile}`;
      event.description = `${event.description ?? ''}${hostile}<style>@import "https://evil.example/b.css"</style>`;
      event.attendees = (event.attendees ?? []).map((person) => ({
        ...person,
        name: `${person.name} ${hostile}`,
      }));
      for (const exception of event.recurrence?.exceptions ?? []) delete exception.title;
    }
  }
  journey = await startJourney(description);
  const { browser } = journey;
  await connectBoth(browser);
  for (const path of ['sidepanel.html', 'popup.html', 'options.html']) {
    const page = await browser.open(path, { width: 400, height: 900 });
    await page.getByRole('heading').first().waitFor();
    expect(await page.locator('img, iframe, style:text("evil")').count()).toBe(0);
  }
  const panel = await browser.open('sidepanel.html', { width: 400, height: 900 });
  await panel.getByRole('heading', { level: 1 }).getByText('<img src=').waitFor();
});
