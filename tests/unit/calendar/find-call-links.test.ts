import { describe, expect, test } from 'vitest';
import { findCallLinks } from '../../../lib/calendar/find-call-links.ts';
import { htmlToText } from '../../../lib/calendar/html-to-text.ts';
import { CALLS, lookAlikes } from '../../support/call-addresses.ts';

const nowhere = { conference: [], location: '', description: '' };
const inDescription = (description: string) =>
  findCallLinks({ ...nowhere, description }).map(({ url }) => url);
const keysIn = (description: string) => findCallLinks({ ...nowhere, description }).map(({ key }) => key);

describe('findCallLinks', () => {
  test.each([
    'https://meet.google.com/abc-defg-hij',
    'https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=%7b%7d',
    'https://teams.live.com/meet/9312345678901?p=abc',
    'https://teams.cloud.microsoft/meet/123?p=x',
    'https://zoom.us/j/123456789',
    'https://us02web.zoom.us/j/123456789?pwd=x',
    'https://firm.zoom.com/my/coach',
    'https://firm.webex.com/meet/mira',
    'https://firm.webex.com/firm/j.php?MTID=m1',
    'https://whereby.com/coach-room',
    'https://meet.jit.si/MentorRoom',
  ])('finds %s', (url) => {
    expect(inDescription(`Join (${url}), please.\nThanks`)).toEqual([url]);
  });

  test.each([
    'http://meet.google.com/abc-defg-hij',
    'https://meet.google.com.evil.example/abc-defg-hij',
    'https://evil.example/meet.google.com/abc-defg-hij',
    'https://meet.google.com@evil.example/abc-defg-hij',
    'https://user:pass@meet.google.com/abc-defg-hij',
    'https://meet.google.com:8443/abc-defg-hij',
    'https://evilzoom.us/j/123456789',
    'https://zoom.us.evil.example/j/1',
    'https://xn--zom-6xd.us/j/1',
    'https://zооm.us/j/123',
    'https://nozoom.com/j/1',
    'https://teams.microsoft.com.example/l/meetup-join/1',
    'https://meet.google.com/',
    'https://zoom.us/download',
    'https://support.zoom.us/hc/en-us',
  ])('never takes %s', (url) => {
    expect(inDescription(url)).toEqual([]);
    expect(findCallLinks({ ...nowhere, location: url })).toEqual([]);
  });

  test.each([
    'https://meet.google.com.evil.example/abc-defg-hij',
    'https://evilzoom.us/j/1',
    'http://zoom.us/j/1',
    'javascript:https://zoom.us/j/1',
  ])('conference data does not vouch for another host: %s', (url) => {
    expect(findCallLinks({ ...nowhere, conference: [url] })).toEqual([]);
  });

  test('conference data before location before description, each once', () => {
    expect(
      findCallLinks({
        conference: ['https://meet.google.com/abc-defg-hij', 'https://meet.google.com/abc-defg-hij'],
        location: 'https://zoom.us/j/1',
        description: 'https://zoom.us/j/1 https://meet.google.com/abc-defg-hij https://whereby.com/a',
      }),
    ).toEqual([
      { url: 'https://meet.google.com/abc-defg-hij', source: 'conference', key: 'meet:abc-defg-hij' },
      { url: 'https://zoom.us/j/1', source: 'location', key: 'zoom:1' },
      { url: 'https://whereby.com/a', source: 'description', key: 'whereby.com/a' },
    ]);
  });

  test('conference data, then the own address, then location, then description', () => {
    const [meet, teams, zoom, whereby] = [
      'https://meet.google.com/abc-defg-hij',
      'https://teams.microsoft.com/meet/123456789?p=x',
      'https://zoom.us/j/123456789',
      'https://whereby.com/mira',
    ];
    const event = { description: whereby, location: zoom, url: teams, conference: [meet] };
    expect(findCallLinks(event)).toEqual([
      { url: meet, source: 'conference', key: 'meet:abc-defg-hij' },
      { url: teams, source: 'url', key: 'teams:123456789' },
      { url: zoom, source: 'location', key: 'zoom:123456789' },
      { url: whereby, source: 'description', key: 'whereby.com/mira' },
    ]);
  });

  test.each([
    [['conference', 'url', 'location', 'description'], 'conference'],
    [['description', 'location', 'url'], 'url'],
    [['description', 'location'], 'location'],
    [['description'], 'description'],
  ] as const)('the same call in %j is the one of the %s', (fields, source) => {
    const form = {
      conference: ['https://zoom.us/j/123456789?from=conference'],
      url: 'https://zoom.us/w/123456789?from=url',
      location: 'https://us02web.zoom.us/j/123456789?from=location',
      description: 'https://app.zoom.us/wc/123456789/join?from=description',
    };
    const event = { ...nowhere, ...Object.fromEntries(fields.map((field) => [field, form[field]])) };
    const url = String(form[source]);
    expect(findCallLinks(event)).toEqual([{ url, source, key: 'zoom:123456789' }]);
  });

  test('an own address that is no call is none', () => {
    const url = 'https://calendar.google.com/calendar/event?eid=x';
    expect(findCallLinks({ ...nowhere, url })).toEqual([]);
    expect(findCallLinks({ ...nowhere, url: 'https://zoom.us/download' })).toEqual([]);
  });

  test('conference data may name no room, and then comes last', () => {
    const keyless = 'https://firm.zoom.us/launch/room?x=1';
    const event = {
      conference: [keyless, keyless, 'https://teams.microsoft.com/l/meetup-join/abc'],
      location: `https://zoom.us/j/123456789 ${keyless}`,
      description: 'https://whereby.com/mira',
    };
    expect(findCallLinks(event)).toEqual([
      { url: 'https://zoom.us/j/123456789', source: 'location', key: 'zoom:123456789' },
      { url: 'https://whereby.com/mira', source: 'description', key: 'whereby.com/mira' },
      { url: keyless, source: 'conference', key: null },
      { url: 'https://teams.microsoft.com/l/meetup-join/abc', source: 'conference', key: null },
    ]);
  });

  test('at most ten, the best', () => {
    const calls = (from: number) =>
      Array.from({ length: 6 }, (_, index) => `https://zoom.us/j/${from + index}`);
    const links = findCallLinks({
      conference: calls(100),
      location: calls(200).join(' '),
      description: calls(300).join(' '),
    });
    expect(links.map(({ url }) => url)).toEqual([...calls(100), ...calls(200).slice(0, 4)]);
  });

  test.each(CALLS)('finds %s in running text, in all its forms', (key, ...forms) => {
    for (const form of forms.map((form) => new URL(form).href)) {
      expect(keysIn(`Join <${form}>, or call.`), form).toEqual([key]);
      expect(keysIn(`Join:\n${form.replaceAll('&', '&amp;')}\n`), form).toEqual([key]);
      expect(keysIn(htmlToText(`<p><a href="${form.replaceAll('&', '&amp;')}">Join</a>.</p>`)), form).toEqual(
        [key],
      );
    }
  });

  test.each(CALLS)('finds no look-alike of %s, in any place', (_, address) => {
    for (const other of lookAlikes(address)) {
      // An address within text is looked for wherever it can begin.
      if (!/^(?:javascript|blob):/.test(other)) expect(inDescription(`(${other})`), other).toEqual([]);
      expect(findCallLinks({ ...nowhere, conference: [other] }), other).toEqual([]);
    }
  });

  test.each([
    ['<https://zoom.us/j/1?pwd=x>', 'https://zoom.us/j/1?pwd=x'],
    ['Join Zoom<https://zoom.us/j/1>', 'https://zoom.us/j/1'],
    ['Zoom https://zoom.us/j/1<https://zoom.us/j/1> now', 'https://zoom.us/j/1'],
    ['[Join](https://zoom.us/j/1)', 'https://zoom.us/j/1'],
    ['"https://zoom.us/j/1"', 'https://zoom.us/j/1'],
    ['https://zoom.us/j/1|Zoom', 'https://zoom.us/j/1'],
    ['Zoom:https://zoom.us/j/1', 'https://zoom.us/j/1'],
    ['HTTPS://ZOOM.US/j/1', 'https://zoom.us/j/1'],
    ['https://zoom.us/j/1?pwd=x&amp;jst=2', 'https://zoom.us/j/1?pwd=x&jst=2'],
    ['zoom.us/j/123', 'https://zoom.us/j/123'],
    ['Zoom, firm.zoom.us/j/123.', 'https://firm.zoom.us/j/123'],
    ['(meet.google.com/abc-defg-hij)', 'https://meet.google.com/abc-defg-hij'],
    ['<teams.live.com/meet/123?p=x&amp;y=z>', 'https://teams.live.com/meet/123?p=x&y=z'],
    ['Join zoommtg://zoom.us/join?confno=123&pwd=x now', 'https://zoom.us/j/123?&pwd=x'],
  ])('reads %j', (text, url) => {
    expect(inDescription(text)).toEqual([url]);
    expect(findCallLinks({ ...nowhere, location: text }).map(({ url }) => url)).toEqual([url]);
  });

  test.each([
    'mira@zoom.us/j/123',
    'evil.example/zoom.us/j/123',
    'evil-zoom.us/j/123',
    'zoom.us.evil.example/j/123',
    'http://zoom.us/j/123',
    'zoom.us:8443/j/123',
    'zoom.us',
    'https://evil.example/?next=https://zoom.us/j/123',
    'https://evil.example/zoom.us/j/123',
    'https://evil.example#https://zoom.us/j/123',
  ])('reads no call in %j', (text) => {
    expect(inDescription(text)).toEqual([]);
  });

  const wrapped = (address: string) =>
    `https://eur01.safelinks.protection.outlook.com/?url=${encodeURIComponent(address)}&amp;data=05%7C02`;

  test.each([
    ['an anchor', '<a href="https://zoom.us/j/1?a=1&amp;b=2">Join</a>'],
    [
      'an anchor that shows its address',
      '<a href="https://zoom.us/j/1?a=1&amp;b=2">https://zoom.us/j/1?a=1&amp;b=2</a>',
    ],
    ['an anchor that shows a part', '<a href="https://zoom.us/j/1?a=1&amp;b=2">zoom.us/j/1</a>'],
    ['SafeLinks', `<div><a href="${wrapped('https://zoom.us/j/1?a=1&b=2')}">Join</a></div>`],
    [
      'SafeLinks that show the address',
      `<a href="${wrapped('https://zoom.us/j/1?a=1&b=2')}">https://zoom.us/j/1?a=1&amp;b=2</a>`,
    ],
    [
      'Google',
      `Join: <br /><a href="https://www.google.com/url?q=https://zoom.us/j/1?a%3D1%26b%3D2&amp;sa=D&amp;usg=AOv" target="_blank">Join</a><br />`,
    ],
    ['plain text', 'Join<br>https://zoom.us/j/1?a=1&amp;b=2<br>Thanks'],
    ['plain text in angles', '<p>Join &lt;https://zoom.us/j/1?a=1&amp;b=2&gt;</p>'],
    [
      'a hidden look-alike next to it',
      '<a href="https://zoom.us.evil.example/j/9">https://zoom.us/j/1?a=1&amp;b=2</a>',
    ],
  ])('finds the call of HTML once: %s', (_, html) => {
    expect(keysIn(htmlToText(html))).toEqual(['zoom:1']);
  });

  test('an anchor that shows a call and leads elsewhere leads to the call that is shown', () => {
    const html = '<a href="https://evil.example/">https://zoom.us/j/1</a>';
    expect(inDescription(htmlToText(html))).toEqual(['https://zoom.us/j/1']);
  });

  test.each(['.', '...', '.)', '!', ',', '>', '"', '**'])(
    '%j after an address belongs to the sentence',
    (end) => {
      expect(inDescription(`https://zoom.us/j/1${end} next`)).toEqual(['https://zoom.us/j/1']);
    },
  );
});
