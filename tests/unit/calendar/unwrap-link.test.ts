import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unwrapLink } from '../../../lib/calendar/unwrap-link.ts';
import { callKey } from '../../../lib/event/call-services.ts';
import { CALLS, lookAlikes } from '../../support/call-addresses.ts';

const ZOOM = 'https://firm.zoom.us/j/81234567890?pwd=AbC-d_1.1&jst=2';
const TEAMS =
  'https://teams.microsoft.com/l/meetup-join/19%3ameeting_MjM2%40thread.v2/0?context=%7b%22Tid%22%3a%22t%22%7d';
const MEET = 'https://meet.google.com/abc-defg-hij';

const escape = encodeURIComponent;
const safeLink = (inner: string) =>
  `https://eur01.safelinks.protection.outlook.com/ap/t-59584e83/?url=${inner}&data=05%7C02&sdata=x%3D&reserved=0`;
const google = (inner: string) => `https://www.google.com/url?q=${inner}&sa=D&source=calendar&usg=AOv`;

/** Proofpoint's second way: `-` for the percent sign, `_` for the slash. */
const proofpoint2 = (inner: string) =>
  inner
    .replaceAll(/[^\w./]|_/g, (sign) => `-${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('/', '_');

/** Its third: a star for a sign of a list, two stars and a digit of Base64 for some in a row. */
function proofpoint3(inner: string, signs = /[%=&*-]+/g): string {
  const rows = inner.match(signs) ?? [];
  const digit = (row: string) =>
    new Uint8Array([(row.length - 2) << 2]).toBase64({ alphabet: 'base64url' })[0];
  const text = inner.replaceAll(signs, (row) => (row.length === 1 ? '*' : `**${digit(row)}`));
  const list = new TextEncoder().encode(rows.join('')).toBase64({ alphabet: 'base64url', omitPadding: true });
  return `https://urldefense.com/v3/__${text}__;${list}!!Abc-123!x_y$`;
}

/** Each wrapper, given an address that it is to hold. */
const WRAPPERS: readonly (readonly [name: string, wrap: (address: string) => string])[] = [
  ['SafeLinks', (address) => safeLink(escape(address))],
  ['SafeLinks, escaped twice', (address) => safeLink(escape(escape(address)))],
  ['SafeLinks, escaped thrice', (address) => safeLink(escape(escape(escape(address))))],
  ['SafeLinks within SafeLinks', (address) => safeLink(escape(safeLink(escape(address))))],
  ['SafeLinks of no region', (address) => `https://safelinks.protection.outlook.com/?url=${escape(address)}`],
  [
    'SafeLinks of a government',
    (address) => `https://usg02.safelinks.protection.office365.us/?url=${escape(address)}&data=05`,
  ],
  [
    'SafeLinks in China',
    (address) => `https://chn01.safelinks.protection.partner.outlook.cn/?url=${escape(address)}`,
  ],
  [
    'SafeLinks of Teams',
    (address) =>
      `https://statics.teams.cdn.office.net/evergreen-assets/safelinks/1/atp-safelinks.html?url=${escape(address)}&locale=nl`,
  ],
  [
    'SafeLinks of Teams, its other host',
    (address) =>
      `https://statics.teams.microsoft.com/evergreen-assets/safelinks/2/atp-safelinks.html?url=${escape(address)}`,
  ],
  ['Google', (address) => google(escape(address))],
  ['Google, its other parameter', (address) => `https://google.com/url?sa=t&url=${escape(address)}&usg=AOv`],
  ['Google of a country', (address) => `https://www.google.co.uk/url?q=${escape(address)}`],
  ['Google within SafeLinks', (address) => safeLink(escape(google(escape(address))))],
  ['SafeLinks within Google', (address) => google(escape(safeLink(escape(address))))],
  ['Proofpoint 1', (address) => `https://urldefense.proofpoint.com/v1/url?u=${escape(address)}&k=x%3D`],
  ['Proofpoint 1, its new host', (address) => `https://urldefense.com/v1/url?u=${escape(address)}&k=x`],
  [
    'Proofpoint 2',
    (address) => `https://urldefense.proofpoint.com/v2/url?u=${proofpoint2(address)}&d=DwM&c=x`,
  ],
  [
    'Proofpoint 2, its new host',
    (address) => `https://urldefense.com/v2/url?u=${proofpoint2(address)}&d=DwM`,
  ],
  ['Proofpoint 3', (address) => `https://urldefense.com/v3/__${address}__;!!Abc-123!x_y$`],
  ['Proofpoint 3 of a government', (address) => `https://urldefense.us/v3/__${address}__;!!Abc!x$`],
  ['Proofpoint 3, its old host', (address) => `https://urldefense.proofpoint.com/v3/__${address}__;!!Abc!x$`],
  [
    'Proofpoint 3, one slash lost',
    (address) => `https://urldefense.com/v3/__${address.replace('//', '/')}__;!!Abc!x$`,
  ],
  ['Proofpoint 3, its signs listed', proofpoint3],
  ['Cisco', (address) => `https://secure-web.cisco.com/1EH1B-CLV31_x/${escape(address)}`],
  [
    'Barracuda',
    (address) =>
      `https://linkprotect.cudasvc.com/url?a=${escape(address).replaceAll(/%../g, (code) => code.toLowerCase())}&c=E,1,x&typo=1`,
  ],
  ['Symantec', (address) => `https://clicktime.symantec.com/3Abc?u=${escape(address)}`],
  [
    'Trend Micro',
    (address) => `https://ca-1.trendmicro.com/wis/clicktime/v1/query?url=${escape(address)}&umid=x`,
  ],
  ['FireEye', (address) => `https://protect2.fireeye.com/v1/url?k=x&q=1&e=y&u=${escape(address)}`],
  ['Facebook', (address) => `https://l.facebook.com/l.php?u=${escape(address)}&h=AT0`],
  ['Slack', (address) => `https://slack-redir.net/link?url=${escape(address)}`],
  ['no wrapper', (address) => address],
];

describe('a wrapped address', () => {
  test.each(WRAPPERS)('%s is taken off', (_, wrap) => {
    for (const address of [ZOOM, TEAMS, MEET]) expect(unwrapLink(wrap(address))?.href).toBe(address);
  });

  test.each(WRAPPERS)('%s: the call inside is the call', (_, wrap) => {
    for (const [key, address = ''] of CALLS) {
      expect(callKey(unwrapLink(wrap(new URL(address).href)) ?? ''), address).toBe(key);
    }
  });

  test.each(WRAPPERS)('%s: an address inside that only looks like a call stays what it is', (_, wrap) => {
    for (const other of lookAlikes(MEET)) expect(callKey(unwrapLink(wrap(other)) ?? ''), other).toBeNull();
  });

  test.each(WRAPPERS)('%s: what is not a plain https: address leads nowhere', (_, wrap) => {
    for (const inner of [
      'http://zoom.us/j/1',
      'javascript:alert(1)',
      'data:text/html,x',
      'ftp://zoom.us/j/1',
      'zoom.us/j/1',
      'https://',
      'https://mira@zoom.us/j/1',
      'https://zoom.us:8443/j/1',
      'not an address',
      '',
    ])
      expect(unwrapLink(wrap(inner)), inner).toBeNull();
  });
});

describe('an address that is no wrapper', () => {
  test.each([
    ZOOM,
    'https://docs.example/?url=https://zoom.us/j/1',
    'https://www.google.com/search?q=https://zoom.us/j/1',
    'https://www.google.com.evil.example/url?q=https://zoom.us/j/1',
    'https://evilgoogle.com/url?q=https://zoom.us/j/1',
    'https://eur01.safelinks.protection.outlook.com.evil.example/?url=https://zoom.us/j/1',
    'https://evilsafelinks.protection.outlook.com/?url=https://zoom.us/j/1',
    'https://evil.example/eur01.safelinks.protection.outlook.com/?url=https://zoom.us/j/1',
    'https://urldefense.com.evil.example/v2/url?u=https-3A__zoom.us_j_1',
    'https://urldefense.com.evil.example/v3/__https://zoom.us/j/1__;!!x!y$',
    'https://secure-web.cisco.com.evil.example/x/https%3A%2F%2Fzoom.us%2Fj%2F1',
    'https://statics.teams.cdn.office.net/other?url=https://zoom.us/j/1',
  ])('%s stays as it is', (address) => {
    expect(unwrapLink(address)?.href).toBe(address);
    if (address !== ZOOM) expect(callKey(address)).toBeNull();
  });

  test.each(['', 'mailto:a@b.example', 'javascript:https://zoom.us/j/1', 'https://', 'zoom.us/j/1'])(
    '%j leads nowhere',
    (text) => {
      expect(unwrapLink(text)).toBeNull();
    },
  );
});

describe('a broken wrapper', () => {
  test.each([
    ['SafeLinks without an address', 'https://eur01.safelinks.protection.outlook.com/?data=05'],
    ['SafeLinks with half an escape', safeLink('https%3A%2F%2Fzoom.us%2')],
    ['SafeLinks that escape an escape badly', safeLink('https%253A%252F%252Fzoom.us%25ZZ')],
    ['Google without an address', 'https://www.google.com/url?sa=D'],
    ['Proofpoint 1 without an address', 'https://urldefense.proofpoint.com/v1/url?k=x'],
    ['Proofpoint 2 without an address', 'https://urldefense.proofpoint.com/v2/url?d=x'],
    ['Proofpoint 2 with half an escape', 'https://urldefense.com/v2/url?u=https-3A__zoom.us_j_1-'],
    ['Proofpoint 3 with too few signs', 'https://urldefense.com/v3/__https://zoom.us/j/1*2*3__;LQ!!x!y$'],
    ['Proofpoint 3 with no signs', 'https://urldefense.com/v3/__https://zoom.us/j/1**A2__;!!x!y$'],
    ['Proofpoint 3 with a list that is none', 'https://urldefense.com/v3/__https://zoom.us/j/1*__;A!!x!y$'],
    ['Cisco with half an escape', 'https://secure-web.cisco.com/1x/https%3A%2F%2Fzoom.us%2'],
    ['Cisco without an address', 'https://secure-web.cisco.com/1x/'],
    ['Barracuda without an address', 'https://linkprotect.cudasvc.com/url?c=E'],
  ])('%s leads nowhere', (_, address) => {
    expect(unwrapLink(address)).toBeNull();
  });
});

describe('Proofpoint 3', () => {
  test.each([
    ['one sign', 'mira*x', 'Iw', 'mira#x'],
    ['two in a row', 'mira**Ax', 'Iz8', 'mira#?x'],
    ['two in a row, then one', 'a**Ab*c', 'Kysj', 'a++b#c'],
    ['letters of two bytes', '**Aa', 'w6nDvA', '%C3%A9%C3%BCa'],
    ['a letter of four bytes', '*a', '8J-YgA', '%F0%9F%98%80a'],
    ['a star that was there before', 'a*b', 'Kg', 'a*b'],
    ['its own end within the address', 'a__;b', '', 'a__;b'],
  ])('puts back %s', (_, text, list, room) => {
    const wrapped = `https://urldefense.com/v3/__https://meet.jit.si/${text}__;${list}!!Abc!x_y-z$`;
    expect(unwrapLink(wrapped)?.href).toBe(`https://meet.jit.si/${room}`);
  });

  test.each([1, 2, 3, 64, 65])('puts back %i signs in a row', (length) => {
    const address = `https://meet.jit.si/a${'!'.repeat(length)}b-c`;
    expect(unwrapLink(proofpoint3(address, /[!-]+/g))?.href).toBe(address);
  });
});

describe('a link into the Zoom app', () => {
  test.each([
    ['zoommtg://zoom.us/join?action=join&confno=123456789&pwd=x', 'zoom:123456789'],
    ['zoommtg://firm.zoom.us/join?confno=123456789', 'zoom:123456789'],
    ['ZoomMtg://zoomgov.com/start?zc=0&ConfNo=123456789#x', 'zoom:123456789'],
    ['zoommtg://zoom.us/join?action=join', null],
    ['zoommtg://zoom.us/join?confno=abc', null],
    ['zoommtg://evil.example/join?confno=123456789', null],
    ['zoommtg://zoom.us.evil.example/join?confno=123456789', null],
    ['zoommtg://zoom.us@evil.example/join?confno=123456789', null],
    ['zoommtg://evil.example/?https://zoom.us/join?confno=123456789', null],
    ['zoomus://zoom.us/join?confno=123456789', null],
  ])('%s is %s', (address, key) => {
    expect(callKey(unwrapLink(address) ?? '')).toBe(key);
  });

  test('keeps the passcode', () => {
    const url = unwrapLink('zoommtg://zoom.us/join?action=join&confno=123&pwd=AbC.1&zc=0');
    expect(url?.pathname).toBe('/j/123');
    expect(url?.searchParams.get('pwd')).toBe('AbC.1');
  });
});

test('wrapped seven times is unwrapped, wrapped eight times is not', () => {
  const nested = (depth: number): string => (depth === 0 ? MEET : google(escape(nested(depth - 1))));
  expect(unwrapLink(nested(7))?.href).toBe(MEET);
  expect(unwrapLink(nested(8))).toBeNull();
});

test('whatever is wrapped, and however often, comes out as it was, or not at all', () => {
  fc.assert(
    fc.property(
      fc.webUrl({ validSchemes: ['https'], withQueryParameters: true, withFragments: true }),
      fc.array(fc.constantFrom(...WRAPPERS), { maxLength: 3 }),
      (address, around) => {
        const { href } = new URL(address);
        const found = unwrapLink(around.reduce((inner, [, wrap]) => wrap(inner), href))?.href;
        if (found !== undefined) expect(found).toBe(href);
      },
    ),
  );
});

test('whatever the text, an https: address or nothing comes out', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ...'https:// http:// zoommtg:// https%3A%2F%2F __ ; * **_ -3A % %25 ?url= &u= zoom.us/j/1'.split(' '),
      'urldefense.com/v3/__',
      'urldefense.com/v2/url?u=',
      'secure-web.cisco.com/x/',
      'www.google.com/url?q=',
    ),
    fc.string({ unit: 'binary', maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const url = unwrapLink(pieces.join(''));
      if (url !== null) expect([url.protocol, url.username, url.port]).toEqual(['https:', '', '']);
    }),
    { numRuns: 500 },
  );
});

test.each([
  '%',
  '%25',
  '%2525',
  '*',
  '**',
  '-',
  '_',
  '__;',
  '&',
  'confno=1&',
  'a',
  '/',
  'https%3A',
  '?url=https%',
])('wrappers that hold 4,000 characters of %j come to an end', (filler) => {
  for (const [, wrap] of WRAPPERS)
    for (const start of ['', 'https://', 'https%3A%2F%2F']) {
      const address = wrap(`${start}${filler.repeat(4_000 / filler.length)}`);
      expect(unwrapLink(address.slice(0, 4_000))?.protocol ?? 'https:').toBe('https:');
    }
  const app = `zoommtg://zoom.us/join?${filler.repeat(4_000)}`;
  expect(unwrapLink(app)?.host ?? 'zoom.us').toBe('zoom.us');
});
