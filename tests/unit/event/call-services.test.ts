import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressPattern } from '../../../lib/event/call-hosts.ts';
import { CALL_HOSTS, callKey, isCallHost } from '../../../lib/event/call-services.ts';
import { CALLS, lookAlikes, renameHost } from '../../support/call-addresses.ts';

const KEYED = CALLS.flatMap(([key, ...addresses]) => addresses.map((address) => ({ address, key })));

/** One call on each host. */
const ON_EACH_HOST = [
  ...new Map(CALLS.flatMap(([, ...forms]) => forms).map((form) => [new URL(form).hostname, form])),
].map(([host, address]) => ({ host, address }));

describe('the name of a call', () => {
  test.each(KEYED)('$address is $key', ({ address, key }) => {
    expect(callKey(address)).toBe(key);
    expect(callKey(new URL(address))).toBe(key);
  });

  test.each(KEYED)('stays, whatever a browser or a person adds to $address', ({ address, key }) => {
    const [beforeHash = '', hash] = address.split('#');
    const query = `${beforeHash}${beforeHash.includes('?') ? '&' : '?'}utm_source=mail`;
    const forms = [address.replace('https://', 'HTTPS://'), address.replace('//', '//\t'), ` ${address} `];
    forms.push(address.replace(/(?<=\/\/)[^/]+/, (host) => `${host.toUpperCase()}:443`));
    // Base64 has small letters and capitals that differ.
    if (!address.includes('coords=')) forms.push(address.toUpperCase());
    if (hash === undefined) forms.push(`${address}#success`, query, `${query}#success`);
    if (hash === undefined && !address.includes('?')) forms.push(`${address}/`, `${address}?`, `${address}#`);
    for (const form of forms) expect(callKey(form), form).toBe(key);
  });

  test('is another for every other call', () => {
    expect(new Set(CALLS.map(([key]) => key)).size).toBe(CALLS.length);
  });

  const letters = (length: number) =>
    fc.string({
      unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'.split('')),
      minLength: length,
      maxLength: length,
    });
  const code = fc.tuple(letters(3), letters(4), letters(3)).map((parts) => parts.join('-'));
  const number = fc.integer({ min: 100_000_000, max: 99_999_999_999 }).map(String);

  test.each([
    [
      'Meet codes',
      code,
      (room: string) => [`meet.google.com/${room}`, `meet.google.com/_meet/${room}?pli=1`],
    ],
    [
      'Zoom numbers',
      number,
      (room: string) => [
        `zoom.us/j/${room}`,
        `app.zoom.us/wc/${room}/join`,
        `firm.zoomgov.com/w/${room}?tk=1`,
      ],
    ],
    [
      'Teams threads',
      letters(8),
      (room: string) => [
        `teams.microsoft.com/l/meetup-join/19%3ameeting_${room}%40thread.v2/0?context=%7b%7d`,
        `teams.cloud.microsoft/v2/?meetingjoin=true#/l/meetup-join/19:meeting_${room}@thread.v2/0`,
      ],
    ],
    [
      'Teams numbers',
      number,
      (room: string) => [`teams.live.com/meet/${room}?p=x`, `teams.cloud.microsoft/meet/${room}`],
    ],
    [
      'Webex rooms',
      letters(8),
      (room: string) => [`firm.webex.com/meet/${room}`, `firm.webex.com/join/${room}?a=b`],
    ],
  ])('tells any two %s apart, and knows each in all its forms', (_, rooms, forms) => {
    const keys = (room: string) => new Set(forms(room).map((form) => callKey(`https://${form}`)));
    fc.assert(
      fc.property(rooms, rooms, (one, two) => {
        expect(keys(one).size).toBe(1);
        expect(keys(one)).not.toContain(null);
        expect(keys(one).isDisjointFrom(keys(two))).toBe(one !== two);
      }),
    );
  });
});

describe('a page on a host of a service that is no call', () => {
  // There the host is the room, or every page an invitation.
  const rooms = /\.(?:zm\.page|ovice\.(?:in|com))$|^discord\.gg$/;

  test.each(ON_EACH_HOST.filter(({ host }) => !rooms.test(host)))('the front page of $host', ({ host }) => {
    for (const path of [
      '',
      '/',
      '/?x=1',
      '/#x',
      '//',
      '/home',
      '/help',
      '/download',
      '/pricing',
      '/nl/pricing',
    ])
      expect(callKey(`https://${host}${path}`), path).toBeNull();
  });

  test.each([
    'https://meet.google.com/landing?authuser=0',
    'https://meet.google.com/new',
    'https://meet.google.com/abc-defg-hijk',
    'https://calendar.google.com/abc-defg-hij',
    'https://g.co/meetings',
    'https://teams.microsoft.com/l/chat/0/0?users=mira@firm.example',
    'https://teams.microsoft.com/l/meeting/new',
    'https://teams.microsoft.com/l/message/19:meeting_x@thread.v2/1700223757067',
    'https://teams.microsoft.com/l/team/19%3Ax%40thread.tacv2/conversations',
    'https://teams.microsoft.com/meetingOptions/?threadId=19%3ameeting_x%40thread.v2',
    'https://teams.microsoft.com/meet/channel?p=x',
    'https://teams.microsoft.com/v2/',
    'https://teams.microsoft.com/light-meetings/launch?coords=%%%',
    'https://teams.microsoft.com/light-meetings/launch?coords=bm90aGluZw',
    'https://www.microsoft.com/microsoft-teams/meet/123',
    'https://zoom.us/join',
    'https://zoom.us/j/',
    'https://zoom.us/j/abc',
    'https://zoom.us/u/abc123',
    'https://zoom.us/rec/share/x1',
    'https://app.zoom.us/wc/home',
    'https://support.zoom.us/hc/en-us/articles/201362193',
    'https://docs.zoom.us/agenda/doc/cfe521f4',
    'https://applications.zoom.us/addon/invitation/detail?meetingUuid=0',
    'https://www.webex.com/downloads.html',
    'https://help.webex.com/article/abc',
    'https://firm.webex.com/recordingservice/sites/firm/recording/x1',
    'https://www.gotomeeting.com/meeting/pricing-ma',
    'https://support.goto.com/meeting/help',
    'https://www.ringcentral.com/office/plansandpricing.html',
    'https://aws.amazon.com/chime/download-chime/',
    'https://discord.com/channels/@me',
    'https://discord.com/login',
    'https://support.discord.com/hc/en-us',
    'https://app.livestorm.co/firm/product-demo',
    'https://app.ovice.in/lobby',
    'https://www.ovice.com/pricing',
    'https://www.zm.page/',
    'https://firm.zm.page/other',
    'https://whereby.com/user/settings',
    'https://www.whereby.com/pricing/',
    'https://docs.whereby.com/reference',
    'https://meet.jit.si/static/dialInInfo.html?room=Mira',
    'https://8x8.vc/static/dialInInfo.html?room=firm/mira',
    'https://doxy.me/en/pricing/',
    'https://help.doxy.me/articles',
    'https://www.clickmeeting.com/webinars',
    'https://clickmeeting.com/webinars',
    'https://www.adobeconnect.com/x1',
    'https://www.daily.co/products/video-sdk',
    'https://vimeo.com/upload',
    'https://app.slack.com/client/T1/C1',
    'https://streamyard.com/features',
    'https://riverside.fm/dashboard',
    'https://app.cal.com/mira/30min',
    'https://lu.ma/mira',
    'https://preply.com/blog/x1',
    'https://facetime.apple.com/join',
    'https://signal.link/call/',
    'https://call.whatsapp.com/video/',
  ])('%s', (address) => {
    expect(callKey(address)).toBeNull();
  });

  test.each([
    ['a recorded video', 'https://www.youtube.com/watch?v=x1'],
    ['a recorded video', 'https://youtu.be/x1'],
    ['a recorded video', 'https://vimeo.com/123456'],
    [
      'an address that only its path would tell from any other',
      'https://meet.firm.example/firm.example/meet/x1',
    ],
  ])('%s: %s', (_, address) => {
    expect(callKey(address)).toBeNull();
  });
});

describe('a host that only looks like one of a service', () => {
  test('every host of the list stands in the table of calls', () => {
    const hosts = CALL_HOSTS.trim().split(/\s+/);
    expect(hosts.length).toBeGreaterThanOrEqual(69);
    for (const host of hosts) {
      const pattern = new RegExp(`^(?:www\\.)?${addressPattern(host)}$`);
      expect(
        ON_EACH_HOST.some((known) => pattern.test(known.host)),
        host,
      ).toBe(true);
    }
  });

  test.each(ON_EACH_HOST)('is never taken for $host', ({ host, address }) => {
    expect(isCallHost(host)).toBe(true);
    for (const other of lookAlikes(address)) {
      expect(callKey(other), other).toBeNull();
      const { hostname = '' } = URL.parse(other) ?? {};
      if (hostname !== host) expect(isCallHost(hostname), other).toBe(false);
    }
  });

  test.each([
    'evilmeet.google.com',
    'meet.google.co',
    'meet.google.com.co',
    'google.com',
    'evilteams.microsoft.com',
    'teams.microsoft.org',
    'teams.cloud.microsoft.com',
    'cloud.microsoft',
    'live.com',
    'zoom.us.com',
    'zoom.co',
    'zoomus.com',
    'zoom-y.de',
    'webex.co',
    'evilmeet.jit.si',
    'jit.si',
    'evil8x8.vc',
    'evildiscord.gg',
    'discord.com.gg',
    'evilapp.slack.com',
    'slack.com',
    'xn--zom-6xd.us',
    'meet。google。com.evil.example',
    '',
  ])('%j', (host) => {
    expect(isCallHost(host)).toBe(false);
    for (const path of ['abc-defg-hij', 'j/123456789', 'meet/123456789', 'meet/mira', 'mira', 'huddle/t1/c1'])
      expect(callKey(`https://${host}/${path}`), path).toBeNull();
  });

  test('whatever somebody else writes around a name, or into it', () => {
    const label = fc.string({
      // Without those that make one service of another: discord + app, zoom + gov, livestorm.co + m.
      unit: fc.constantFrom(...'bcdefhijklnoqrstuvwxyz0123456789-éаο'.split('')),
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(fc.constantFrom(...ON_EACH_HOST), label, fc.nat(), ({ host, address }, text, where) => {
        for (const other of [
          `${host}.${text}`,
          `${host}${text}.example`,
          `${host}@${text}.example`,
          `${text}.example/${host}`,
          `${text}@${host}`,
          `${host}${text}`,
          renameHost(host, (name) => {
            const at = where % (name.length + 1);
            return name.slice(0, at) + text + name.slice(at);
          }),
        ])
          expect(callKey(address.replace(host, other)), other).toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  test('whatever the address, a call has a host of the list', () => {
    const hosts = ON_EACH_HOST.flatMap(({ host, address }) => [
      host,
      ...lookAlikes(address).map((other) => other.slice(8)),
    ]);
    const paths = KEYED.map(({ address }) => new URL(address)).map(
      (url) => url.pathname + url.search + url.hash,
    );
    fc.assert(
      fc.property(
        fc.constantFrom('https://', 'http://', 'https:', 'wss://', 'zoommtg://', '//'),
        fc.constantFrom(...hosts),
        fc.oneof(fc.constantFrom(...paths), fc.webPath(), fc.string({ unit: 'binary' })),
        (scheme, host, path) => {
          const address = `${scheme}${host}${path}`;
          if (callKey(address) !== null) expect(isCallHost(new URL(address).hostname)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  test.each([
    '',
    'not an address',
    'https://',
    'https://zoom.us:x/j/1',
    'zoom.us/j/1',
    'https://[::1]/j/1',
    '//zoom.us/j/1',
  ])('%j is no address', (text) => {
    expect(callKey(text)).toBeNull();
  });
});

describe('an address made to be slow', () => {
  const pad = (start: string, filler: string) =>
    start + filler.repeat(Math.max(0, Math.floor((4_000 - start.length) / filler.length)));

  test('4,000 characters are read, one more is not', () => {
    const address = pad('https://zoom.us/j/123?', 'a');
    expect(callKey(address)).toBe('zoom:123');
    expect(callKey(`${address}a`)).toBeNull();
  });

  // A way back and forth that grows with the square would still end, one that doubles would not.
  test.each(
    [
      String.raw`a 1 - . / // & ? # = % %25 %2525 %2F %zz @ \ " * 😀 a. a/ 1/ a- a1 www. nl/ /help &coords=`,
      '/meet/1 /meet/1a meetup-join/ meetup-join/19: "conversationid":" "meetingcode":"',
      'my/ wc/ /m/ /pmr/ &mtid ?mtid= &meetingid=',
    ].flatMap((fillers) => fillers.split(' ')),
  )('%j, 4,000 characters of it, comes to an end on every host', (filler) => {
    const keys = ON_EACH_HOST.flatMap(({ host, address }) =>
      [`https://${host}`, `https://${host}/`, `${address}/`].map((start) => callKey(pad(start, filler))),
    );
    expect(keys.every((key) => key === null || key.length > 0)).toBe(true);
    expect(isCallHost(pad('', filler))).toBe(false);
  });
});
