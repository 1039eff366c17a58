import { describe, expect, test } from 'vitest';
import { findCallLinks } from '../../../lib/calendar/find-call-links.ts';
import { unwrapLink } from '../../../lib/calendar/unwrap-link.ts';

const inDescription = (description: string) =>
  findCallLinks({ conference: [], location: '', description }).map(({ url }) => url);

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
    expect(findCallLinks({ conference: [], location: url, description: '' })).toEqual([]);
  });

  test.each([
    'https://meet.google.com.evil.example/abc-defg-hij',
    'https://evilzoom.us/j/1',
    'http://zoom.us/j/1',
    'javascript:https://zoom.us/j/1',
  ])('conference data does not vouch for another host: %s', (url) => {
    expect(findCallLinks({ conference: [url], location: '', description: '' })).toEqual([]);
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

  test('at most ten', () => {
    const many = Array.from({ length: 30 }, (_, index) => `https://zoom.us/j/${index}`).join(' ');
    expect(inDescription(many)).toHaveLength(10);
  });

  test.each(['.', '...', '.)', '!', ',', '>', '"', '**'])(
    '%j after an address belongs to the sentence',
    (end) => {
      expect(inDescription(`https://zoom.us/j/1${end} next`)).toEqual(['https://zoom.us/j/1']);
    },
  );
});

describe('unwrapLink', () => {
  const wrap = (url: string) =>
    `https://eur01.safelinks.protection.outlook.com/ap/t?url=${encodeURIComponent(url)}&data=05`;

  test.each([
    [wrap('https://zoom.us/j/1'), 'https://zoom.us/j/1'],
    [wrap(wrap('https://zoom.us/j/1')), 'https://zoom.us/j/1'],
    ['https://www.google.com/url?q=https://zoom.us/j/1&sa=D', 'https://zoom.us/j/1'],
    ['https://google.com/url?sa=t&url=https%3A%2F%2Fzoom.us%2Fj%2F1', 'https://zoom.us/j/1'],
    [
      wrap(`https://www.google.com/url?q=${encodeURIComponent('https://zoom.us/j/1')}`),
      'https://zoom.us/j/1',
    ],
    ['https://docs.example/?url=https://zoom.us/j/1', 'https://docs.example/?url=https://zoom.us/j/1'],
    [
      'https://evilsafelinks.protection.outlook.com.example/?url=https://zoom.us/j/1',
      'https://evilsafelinks.protection.outlook.com.example/?url=https://zoom.us/j/1',
    ],
  ])('%s leads to %s', (address, target) => {
    expect(unwrapLink(address)?.href).toBe(target);
  });

  test.each([
    wrap('javascript:alert(1)'),
    wrap('http://zoom.us/j/1'),
    wrap('not an address'),
    'mailto:a@b.example',
    '',
  ])('%s leads nowhere', (address) => {
    expect(unwrapLink(address)).toBeNull();
  });

  test('gives up on endless wrapping', () => {
    let address = 'https://zoom.us/j/1';
    for (let depth = 0; depth < 5; depth += 1)
      address = `https://www.google.com/url?q=${encodeURIComponent(address)}`;
    expect(unwrapLink(address)?.href).toBe('https://zoom.us/j/1');
    for (let depth = 0; depth < 5; depth += 1)
      address = `https://www.google.com/url?q=${address.replaceAll('%', '%25')}`;
    expect(unwrapLink(address)).toBeNull();
  });
});
