import { describe, expect, test } from 'vitest';
import { createIcsProvider } from '../../lib/calendar/ics/ics-provider.ts';
import type { Feed, IcsInput, IcsProvider, IcsSourceStore } from '../../lib/calendar/ics/ics-source.ts';
import { MOST_BYTES } from '../../lib/calendar/ics/ics-text.ts';
import { ICS_LIMITS } from '../../lib/calendar/ics/parse-ics.ts';
import { type Account, AccountSchema } from '../../lib/event/account.ts';
import type { AccountId, CalendarId } from '../../lib/event/calendar-event.ts';
import { instanceKey } from '../../lib/event/calendar-event.ts';
import { type Instant, fromEpoch } from '../../lib/event/instant.ts';
import { FakeIcsHost } from '../support/fake-ics-host.ts';
import { faultOf, NOW } from './calendar-provider-fakes.ts';
import { describeEveryProvider, type ProviderDriver } from './every-provider.contract.ts';

const CALENDAR = 'calendar' as CalendarId;
/** Part of every secret address; `faultOf` looks for other secrets. */
const SECRET = 'private-0123456789abcdef';
const GOOGLE = `https://calendar.google.com/calendar/ical/mira.maes%40mentors.example/${SECRET}/basic.ics`;
const OTHER = `https://agenda.gemeente.example/feeds/${SECRET}.ics`;
const WINDOW = { start: '2026-10-11T00:00:00.000Z' as Instant, end: '2027-01-10T00:00:00.000Z' as Instant };

/** A source store in memory, over a disk that can be looked at. */
class MemorySources implements IcsSourceStore {
  readonly accounts = new Map<AccountId, Account>();
  readonly feeds = new Map<AccountId, Feed>();
  readonly texts = new Map<AccountId, string>();
  /** What was written, in order: `feed`, `text`. */
  readonly written: string[] = [];

  loadFeed = async (id: AccountId) => this.feeds.get(id) ?? null;
  loadText = async (id: AccountId) => this.texts.get(id) ?? null;
  loadAccount = async (id: AccountId) => this.accounts.get(id);
  ownAddresses = async () => ['mira.maes@mentors.example'];
  isHostShared = async (host: string, except: AccountId) =>
    [...this.accounts.values()].some(({ id, ics }) => id !== except && ics?.shown === host);

  async saveFeed(id: AccountId, feed: Feed) {
    this.written.push('feed');
    this.feeds.set(id, feed);
  }

  async saveText(id: AccountId, text: string) {
    this.written.push('text');
    this.texts.set(id, text);
  }

  async remove(id: AccountId) {
    this.feeds.delete(id);
    this.texts.delete(id);
  }
}

const lines = (...parts: string[]) => `${parts.join('\r\n')}\r\n`;

const file = (items: readonly unknown[], ...head: string[]) =>
  lines('BEGIN:VCALENDAR', 'VERSION:2.0', ...head, ...items.map(String), 'END:VCALENDAR');

const entry = (uid: string, ...rest: string[]) =>
  ['BEGIN:VEVENT', `UID:${uid}`, 'DTSTAMP:20261001T080000Z', ...rest, 'END:VEVENT'].join('\r\n');

const TIMED = entry(
  'single@mentors.example',
  'SUMMARY:Coaching – Élise',
  String.raw`DESCRIPTION:Volgende keer: doelen\nAgenda`,
  'LOCATION:Room 2',
  'DTSTART;TZID=Europe/Paris:20261110T140000',
  'DTEND;TZID=Europe/Paris:20261110T150000',
  'ORGANIZER;CN=Élise Roux:mailto:elise@firm.example',
  'ATTENDEE;PARTSTAT=DECLINED;CN=Mira Maes:mailto:Mira.Maes@mentors.example',
  'ATTENDEE;PARTSTAT=ACCEPTED;CN=Élise Roux:mailto:elise@firm.example',
  'X-GOOGLE-CONFERENCE:https://meet.google.com/abc-defg-hij',
);
/** Thursdays at 10:00 in Brussels, two times. */
const WEEKLY = entry(
  'weekly@mentors.example',
  'SUMMARY:Coaching Lotte',
  'DTSTART;TZID=Europe/Brussels:20261105T100000',
  'DTEND;TZID=Europe/Brussels:20261105T110000',
  'RRULE:FREQ=WEEKLY;COUNT=2',
);
const instance = (...rest: string[]) =>
  entry(
    'weekly@mentors.example',
    'SUMMARY:Coaching Lotte',
    'RECURRENCE-ID;TZID=Europe/Brussels:20261112T100000',
    ...rest,
  );

function driver(): ProviderDriver {
  const accountId = 'ics:0123456789abcdef' as AccountId;
  const sources = new MemorySources();
  const keyOf = (eventId: string, seriesId: string | null, originalStart: string | null) =>
    instanceKey({ accountId, calendarId: CALENDAR, eventId, seriesId, originalStart });
  return {
    create: (deps) =>
      createIcsProvider({
        ...new FakeIcsHost().deps,
        fetch: async (input, init) => {
          const response = await deps.fetch(input, init);
          // An answer made by hand has no address.
          Object.defineProperty(response, 'url', { value: new Request(input).url });
          return response;
        },
        now: deps.now,
        timeZone: () => 'Europe/Brussels',
        sources,
      }),
    client: null,
    accountId,
    calendarId: CALENDAR,
    connect: () => {
      const feed = { address: GOOGLE, etag: '', lastModified: '', isNew: false };
      sources.accounts.set(accountId, account(accountId, 'calendar.google.com'));
      sources.feeds.set(accountId, feed);
      sources.texts.set(accountId, file([]));
    },
    eventsUrl: GOOGLE,
    answer: (items) => new Response(file(items)),
    events: {
      timed: {
        raw: TIMED,
        expected: {
          key: keyOf('single@mentors.example', null, null),
          eventId: 'single@mentors.example',
          seriesId: null,
          originalStart: null,
          iCalUid: 'single@mentors.example',
          title: 'Coaching – Élise',
          description: 'Volgende keer: doelen\nAgenda',
          location: 'Room 2',
          time: {
            kind: 'timed',
            start: '2026-11-10T13:00:00.000Z' as Instant,
            end: '2026-11-10T14:00:00.000Z' as Instant,
            timeZone: 'Europe/Paris',
          },
          status: 'confirmed',
          organizer: { email: 'elise@firm.example', name: 'Élise Roux', self: false },
        },
      },
      moved: {
        raw: [
          WEEKLY,
          instance(
            'DTSTART;TZID=Europe/Brussels:20261113T163000',
            'DTEND;TZID=Europe/Brussels:20261113T173000',
          ),
        ].join('\r\n'),
        expected: {
          key: keyOf('', 'weekly@mentors.example', '2026-11-12T09:00:00.000Z'),
          seriesId: 'weekly@mentors.example',
          originalStart: '2026-11-12T09:00:00.000Z',
          time: {
            kind: 'timed',
            start: '2026-11-13T15:30:00.000Z' as Instant,
            end: '2026-11-13T16:30:00.000Z' as Instant,
            timeZone: 'Europe/Brussels',
          },
        },
      },
      cancelled: {
        raw: entry(
          'gone@mentors.example',
          'SUMMARY:1:1',
          'DTSTART:20261117T090000Z',
          'DTEND:20261117T100000Z',
          'STATUS:CANCELLED',
        ),
        expected: { status: 'cancelled', eventId: 'gone@mentors.example', title: '1:1' },
      },
      allDay: {
        raw: entry(
          'fair@mentors.example',
          'SUMMARY:Fair',
          'DTSTART;VALUE=DATE:20261116',
          'DTEND;VALUE=DATE:20261118',
        ),
        expected: {
          time: { kind: 'all-day', startDate: '2026-11-16', endDate: '2026-11-18' } as never,
          status: 'confirmed',
        },
      },
    },
    unusable: [
      entry('no-start@mentors.example', 'SUMMARY:Very private'),
      entry('nonsense@mentors.example', 'SUMMARY:Very private', 'DTSTART:tomorrow'),
      entry('short@mentors.example', 'DTSTART:2026', 'SUMMARY:Very private'),
    ],
    unknownAccount: 'calendar-missing',
    kept: () => {
      const kept = [...sources.feeds, ...sources.texts];
      return kept.length === 0 ? '' : JSON.stringify(kept);
    },
  };
}

function account(id: AccountId, shown: string, kind: 'file' | 'address' = 'address'): Account {
  return AccountSchema.parse({
    id,
    provider: 'ics',
    email: '',
    name: 'Mentoring',
    ics: { kind, shown, readsByItself: true },
    connectedAt: fromEpoch(NOW),
    listedAt: null,
    fault: null,
  });
}

describeEveryProvider('ICS', driver);

describe('ICS only', () => {
  function setUp() {
    const host = new FakeIcsHost();
    const sources = new MemorySources();
    const provider = createIcsProvider({
      ...host.deps,
      now: () => NOW,
      timeZone: () => 'Europe/Brussels',
      sources,
    });
    return { host, sources, provider };
  }

  /** Adds a source as the use case does, and has it read once. */
  async function add(input: IcsInput, { sources, provider }: ReturnType<typeof setUp>): Promise<AccountId> {
    const opened = await provider.open(input);
    await provider.keep(opened);
    const { accountId, email, name, ics } = opened;
    sources.accounts.set(accountId, { ...account(accountId, ''), email, name, ics });
    return accountId;
  }

  const read = (provider: IcsProvider, accountId: AccountId) =>
    provider.readPage({ accountId, calendarId: CALENDAR, window: WINDOW, pageToken: null });

  /** Rejects with a fault that gives nothing of the address away. */
  async function quietFault(promise: Promise<unknown>) {
    const error = await faultOf(promise);
    expect([error.message, error.stack, JSON.stringify(error)].join('\n')).not.toContain(SECRET);
    return error.reason;
  }

  test('adding reads once; the first reading uses what was read', async () => {
    const parts = setUp();
    parts.host.has(GOOGLE, file([TIMED], 'X-WR-CALNAME:Mentoring'));
    const id = await add({ kind: 'address', address: GOOGLE }, parts);
    expect((await read(parts.provider, id)).events).toHaveLength(1);
    expect(parts.host.requests).toHaveLength(1);
    await read(parts.provider, id);
    expect(parts.host.requests).toHaveLength(2);
  });

  test('opening keeps nothing', async () => {
    const { host, sources, provider } = setUp();
    host.has(GOOGLE, file([TIMED]));
    await provider.open({ kind: 'address', address: GOOGLE });
    expect([sources.written, sources.feeds.size, sources.texts.size]).toEqual([[], 0, 0]);
  });

  test('names the account by the calendar, the file or the host, and never by the address', async () => {
    const { host, provider } = setUp();
    host.has(OTHER, file([TIMED], 'X-WR-CALNAME:Mentoring 2026'));
    const named = await provider.open({ kind: 'address', address: OTHER });
    host.has(OTHER, file([TIMED]));
    const unnamed = await provider.open({ kind: 'address', address: OTHER });
    const fromFile = await provider.open({ kind: 'file', name: 'Mijn sessies.ics', text: file([TIMED]) });
    expect([named.name, unnamed.name, fromFile.name]).toEqual([
      'Mentoring 2026',
      'agenda.gemeente.example',
      'Mijn sessies',
    ]);
    const { feed: _, ...shown } = unnamed;
    expect(JSON.stringify(shown)).not.toContain(SECRET);
    expect(unnamed.ics).toEqual({ kind: 'address', shown: 'agenda.gemeente.example', readsByItself: false });
  });

  test('the account stays the same: of an address however it is written, of a file by its name', async () => {
    const { host, provider } = setUp();
    host.has(GOOGLE, file([TIMED]));
    const first = await provider.open({ kind: 'address', address: GOOGLE });
    const again = await provider.open({
      kind: 'address',
      address: ` ${GOOGLE.replace('https', 'webcal')}#x `,
    });
    expect(again.accountId).toBe(first.accountId);
    expect(first.accountId).toMatch(/^ics:[0-9a-f]{32}$/);
    const older = await provider.open({ kind: 'file', name: 'Sessions.ics', text: file([TIMED]) });
    const newer = await provider.open({ kind: 'file', name: 'sessions.ICS', text: file([WEEKLY]) });
    expect(newer.accountId).toBe(older.accountId);
    expect(older.accountId).not.toBe(first.accountId);
  });

  test.each([
    [GOOGLE, 'mira.maes@mentors.example'],
    [`https://calendar.google.com/calendar/ical/c_9f%40group.calendar.google.com/${SECRET}/basic.ics`, ''],
    [`https://calendar.google.com/calendar/ical/%E0%A4%A/${SECRET}/basic.ics`, ''],
  ])("Google's secret address names its owner: %s", async (address, email) => {
    const { host, provider } = setUp();
    host.has(address, file([]));
    expect((await provider.open({ kind: 'address', address })).email).toBe(email);
  });

  describe('asks only for what is new', () => {
    const marks = (request: Request | undefined) => [
      request?.headers.get('if-none-match') ?? null,
      request?.headers.get('if-modified-since') ?? null,
    ];

    test.each([
      ['ETag', { etag: '"v1"' }, ['"v1"', null]],
      [
        'Last-Modified',
        { 'last-modified': 'Tue, 10 Nov 2026 11:00:00 GMT' },
        [null, 'Tue, 10 Nov 2026 11:00:00 GMT'],
      ],
      ['neither', {}, [null, null]],
    ] as const)('%s', async (_, headers, expected) => {
      const parts = setUp();
      parts.host.has(GOOGLE, file([TIMED]), headers);
      const id = await add({ kind: 'address', address: GOOGLE }, parts);
      await read(parts.provider, id);
      await read(parts.provider, id);
      expect(parts.host.requests.map(marks)).toEqual([[null, null], expected]);
    });

    test('304 gives the entries of the text that is kept, and writes nothing', async () => {
      const parts = setUp();
      parts.host.has(GOOGLE, file([TIMED]), { etag: '"v1"' });
      const id = await add({ kind: 'address', address: GOOGLE }, parts);
      const first = await read(parts.provider, id);
      parts.sources.written.length = 0;
      parts.host.answers.set(GOOGLE, new Response(null, { status: 304 }));
      expect(await read(parts.provider, id)).toEqual(first);
      expect(parts.sources.written).toEqual([]);
    });

    test('an answer that is equal byte by byte writes nothing', async () => {
      const parts = setUp();
      parts.host.has(GOOGLE, file([TIMED]));
      const id = await add({ kind: 'address', address: GOOGLE }, parts);
      await read(parts.provider, id);
      parts.sources.written.length = 0;
      await read(parts.provider, id);
      expect(parts.sources.written).toEqual([]);
    });

    test('a new text is kept before its mark, and the next request carries that one', async () => {
      const parts = setUp();
      parts.host.has(GOOGLE, file([TIMED]), { etag: '"v1"' });
      const id = await add({ kind: 'address', address: GOOGLE }, parts);
      await read(parts.provider, id);
      parts.sources.written.length = 0;
      parts.host.has(GOOGLE, file([TIMED, WEEKLY]), { etag: '"v2"' });
      expect((await read(parts.provider, id)).events).toHaveLength(3);
      expect(parts.sources.written).toEqual(['text', 'feed']);
      await read(parts.provider, id);
      expect(parts.host.requests.map((request) => request.headers.get('if-none-match'))).toEqual([
        null,
        '"v1"',
        '"v2"',
      ]);
    });

    test('without the text it asks for all of it', async () => {
      const parts = setUp();
      parts.host.has(GOOGLE, file([TIMED]), { etag: '"v1"' });
      const id = await add({ kind: 'address', address: GOOGLE }, parts);
      parts.sources.texts.clear();
      expect((await read(parts.provider, id)).events).toHaveLength(1);
      expect(parts.host.requests.at(-1)?.headers.has('if-none-match')).toBe(false);
    });
  });

  describe('refuses', () => {
    test('what is larger than the cap, whatever the host says of its size', async () => {
      expect(MOST_BYTES).toBe(ICS_LIMITS.bytes);
      const { host, provider } = setUp();
      let sent = 0;
      const endless = new ReadableStream<Uint8Array>({
        pull: (controller) => {
          sent += 1_000_000;
          controller.enqueue(new Uint8Array(1_000_000).fill(32));
        },
      });
      host.answers.set(GOOGLE, () => new Response(endless));
      expect(await quietFault(provider.open({ kind: 'address', address: GOOGLE }))).toBe('too-big');
      // It was left off, not received to the end.
      expect(sent).toBeLessThan(MOST_BYTES + 5_000_000);
      host.answers.set(OTHER, () => new Response(new Uint8Array(MOST_BYTES + 1)));
      expect(await quietFault(provider.open({ kind: 'address', address: OTHER }))).toBe('too-big');
      const text = ' '.repeat(MOST_BYTES + 1);
      expect(await quietFault(provider.open({ kind: 'file', name: 'big.ics', text }))).toBe('too-big');
    });

    test('an entry bomb', async () => {
      const { provider } = setUp();
      const text = file(Array<string>(ICS_LIMITS.entries + 1).fill('BEGIN:VEVENT\r\nEND:VEVENT'));
      expect(await quietFault(provider.open({ kind: 'file', name: 'bomb.ics', text }))).toBe('too-big');
    });

    test.each([
      ['HTML', '<!doctype html><title>Sign in</title>'],
      ['nothing', ''],
      ['JSON', '{"events":[]}'],
      ['a contact', 'BEGIN:VCARD\r\nFN:Ada\r\nEND:VCARD\r\n'],
    ])('%s, when adding', async (_, text) => {
      const { host, sources, provider } = setUp();
      host.has(GOOGLE, text);
      expect(await quietFault(provider.open({ kind: 'address', address: GOOGLE }))).toBe('not-a-calendar');
      expect(await quietFault(provider.open({ kind: 'file', name: 'x.ics', text }))).toBe('not-a-calendar');
      expect(sources.written).toEqual([]);
      expect(host.released).toEqual(['calendar.google.com']);
    });

    test.each([401, 403, 404, 410])('%d: the address gives no access', async (status) => {
      const { host, provider } = setUp();
      host.answers.set(GOOGLE, new Response('Very private', { status }));
      expect(await quietFault(provider.open({ kind: 'address', address: GOOGLE }))).toBe('calendar-missing');
    });

    test.each(['http://calendar.google.com/x.ics', 'ftp://x.example/y', 'x', 'https://127.0.0.1/x.ics'])(
      '%s is no address',
      async (address) => {
        const { host, provider } = setUp();
        expect(await quietFault(provider.open({ kind: 'address', address }))).toBe('not-a-calendar');
        expect(host.requests).toEqual([]);
      },
    );

    test('a redirect that ends without encryption', async () => {
      const { host, provider } = setUp();
      const answer = new Response(file([TIMED]));
      Object.defineProperty(answer, 'url', { value: 'http://calendar.google.com/basic.ics' });
      host.answers.set(GOOGLE, () => answer);
      expect(await quietFault(provider.open({ kind: 'address', address: GOOGLE }))).toBe('unreadable-answer');
    });

    test('a host that it has no leave for, without asking it anything', async () => {
      const parts = setUp();
      parts.host.has(GOOGLE, file([TIMED]));
      const id = await add({ kind: 'address', address: GOOGLE }, parts);
      await read(parts.provider, id);
      const asked = parts.host.requests.length;
      parts.host.refused.add('calendar.google.com');
      expect(await quietFault(read(parts.provider, id))).toBe('host-not-allowed');
      expect(parts.host.requests).toHaveLength(asked);
    });
  });

  test('an unreadable answer leaves the text as it was', async () => {
    const parts = setUp();
    parts.host.has(GOOGLE, file([TIMED]), { etag: '"v1"' });
    const id = await add({ kind: 'address', address: GOOGLE }, parts);
    const first = await read(parts.provider, id);
    parts.host.has(GOOGLE, '<html>Log in to use this network</html>', { etag: '"evil"' });
    expect(await quietFault(read(parts.provider, id))).toBe('unreadable-answer');
    parts.host.answers.set(GOOGLE, new Response(null, { status: 304 }));
    expect(await read(parts.provider, id)).toEqual(first);
    expect(parts.host.requests.at(-1)?.headers.get('if-none-match')).toBe('"v1"');
  });

  test('hosts that the policy names are fetched, all others are read in a tab of theirs', async () => {
    const parts = setUp();
    parts.host.has(GOOGLE, file([TIMED]));
    parts.host.has(OTHER, file([TIMED, WEEKLY]), { etag: '"v1"' });
    await add({ kind: 'address', address: GOOGLE }, parts);
    expect(parts.host.inTabs).toEqual([]);
    const id = await add({ kind: 'address', address: OTHER }, parts);
    await read(parts.provider, id);
    parts.host.answers.set(OTHER, new Response(null, { status: 304 }));
    expect((await read(parts.provider, id)).events).toHaveLength(3);
    expect(parts.host.inTabs).toEqual([OTHER, OTHER]);
    expect(parts.host.requests.at(-1)?.headers.get('if-none-match')).toBe('"v1"');
  });

  test('a file is read from the text that is kept, and asks nobody', async () => {
    const parts = setUp();
    const id = await add({ kind: 'file', name: 'sessions.ics', text: file([TIMED, WEEKLY]) }, parts);
    expect((await read(parts.provider, id)).events).toHaveLength(3);
    expect(parts.host.requests).toEqual([]);
    await add({ kind: 'file', name: 'Sessions.ics', text: file([WEEKLY]) }, parts);
    expect((await read(parts.provider, id)).events).toHaveLength(2);
  });

  test('a fold in the middle of a character is undone', async () => {
    const { host, provider } = setUp();
    const whole = new TextEncoder().encode(file([], 'X-WR-CALNAME:Mentoring Éva'));
    const at = whole.indexOf(0xc3) + 1;
    const folded = [...whole.subarray(0, at), 13, 10, 32, ...whole.subarray(at)];
    host.answers.set(GOOGLE, new Response(new Uint8Array(folded)));
    expect((await provider.open({ kind: 'address', address: GOOGLE })).name).toBe('Mentoring Éva');
  });

  describe('leave to read from a host', () => {
    const SECOND = GOOGLE.replace('basic', 'second');

    test('is given back with the last source of that host', async () => {
      const parts = setUp();
      parts.host.has(GOOGLE, file([TIMED]));
      parts.host.has(SECOND, file([WEEKLY]));
      const first = await add({ kind: 'address', address: GOOGLE }, parts);
      const second = await add({ kind: 'address', address: SECOND }, parts);
      await parts.provider.disconnect(first);
      parts.sources.accounts.delete(first);
      expect(parts.host.released).toEqual([]);
      await parts.provider.disconnect(second);
      expect(parts.host.released).toEqual(['calendar.google.com']);
      expect([parts.sources.feeds.size, parts.sources.texts.size]).toEqual([0, 0]);
    });

    test('stays when another address of the host cannot be added, or the same one not again', async () => {
      const parts = setUp();
      parts.host.has(GOOGLE, file([TIMED]));
      await add({ kind: 'address', address: GOOGLE }, parts);
      await quietFault(parts.provider.open({ kind: 'address', address: SECOND }));
      parts.host.has(GOOGLE, 'no calendar');
      await quietFault(parts.provider.open({ kind: 'address', address: GOOGLE }));
      expect(parts.host.released).toEqual([]);
    });
  });

  test('a store that fails is told as a fault, and disconnecting never rejects', async () => {
    const parts = setUp();
    parts.host.has(GOOGLE, file([TIMED]));
    const id = await add({ kind: 'address', address: GOOGLE }, parts);
    parts.sources.loadText = () => Promise.reject(new Error(GOOGLE));
    parts.sources.remove = () => Promise.reject(new Error(GOOGLE));
    expect(await quietFault(read(parts.provider, id))).toBe('unreadable-answer');
    await parts.provider.disconnect(id);
  });
});
