import { describe, expect, test } from 'vitest';
import { feedAddressFault, readFeedAddress } from '../../../lib/calendar/ics/feed-address.ts';
import { FEED_HOSTS, isFeedHost } from '../../../lib/calendar/ics/feed-hosts.ts';

describe('an address', () => {
  test.each([
    ['https://calendar.google.com/calendar/ical/a%40b.example/private-1/basic.ics', true],
    ['https://p42-caldav.icloud.com/published/2/MTAx', true],
    ['https://agenda.gemeente.example/feeds/1.ics?key=a%2Bb', false],
    // The policy names hosts without a port.
    ['https://calendar.google.com:8443/basic.ics', false],
  ])('%s is taken as it is', (address, knownHost) => {
    const { host } = new URL(address);
    expect(readFeedAddress(address)).toEqual({ address, host, knownHost });
    expect(feedAddressFault(address)).toBeNull();
  });

  test.each([
    ['  https://Calendar.Google.com/Basic.ics\n', 'https://calendar.google.com/Basic.ics'],
    ['webcal://p42-caldav.icloud.com/published/2/X', 'https://p42-caldav.icloud.com/published/2/X'],
    ['WEBCALS://agenda.gemeente.example/x', 'https://agenda.gemeente.example/x'],
    ['calendar.google.com/basic.ics', 'https://calendar.google.com/basic.ics'],
    ['https://agenda.gemeente.example/x.ics#today', 'https://agenda.gemeente.example/x.ics'],
    ['https://agenda.gemeente.example:443/x.ics', 'https://agenda.gemeente.example/x.ics'],
    [
      'https://outlook.office365.com/owa/calendar/a@b.example/c/calendar.html',
      'https://outlook.office365.com/owa/calendar/a@b.example/c/calendar.ics',
    ],
    ['https://agenda.gemeente.example/calendar.html', 'https://agenda.gemeente.example/calendar.html'],
  ])('%j is read as %s', (text, address) => {
    expect(readFeedAddress(text)?.address).toBe(address);
  });

  test.each([
    ['', 'not-an-address'],
    ['mentoring', 'not-an-address'],
    ['file:///etc/hosts', 'not-an-address'],
    ['javascript:alert(1)', 'not-an-address'],
    ['webcal:calendar.example/x', 'not-an-address'],
    ['https://user:secret@calendar.example/x.ics', 'not-an-address'],
    ['https://user@calendar.example/x.ics', 'not-an-address'],
    ['https://localhost/x.ics', 'not-an-address'],
    ['https://x.localhost/x.ics', 'not-an-address'],
    ['https://nas/x.ics', 'not-an-address'],
    ['https://127.0.0.1/x.ics', 'not-an-address'],
    ['https://0x7f.1/x.ics', 'not-an-address'],
    ['https://[::1]/x.ics', 'not-an-address'],
    ['https://calendar.google.com./x.ics', 'not-an-address'],
    ['https://*/x.ics', 'not-an-address'],
    ['https://*.example/x.ics', 'not-an-address'],
    [`https://calendar.example/${'x'.repeat(2000)}`, 'not-an-address'],
    ['http://calendar.google.com/basic.ics', 'not-encrypted'],
    ['HTTP://127.0.0.1/', 'not-encrypted'],
  ])('%j is refused', (text, fault) => {
    expect(readFeedAddress(text)).toBeNull();
    expect(feedAddressFault(text)).toBe(fault);
  });
});

test('a host is known by its whole name', () => {
  expect(FEED_HOSTS.length).toBeGreaterThan(10);
  expect(isFeedHost('www.icloud.com')).toBe(true);
  for (const host of [
    'icloud.com',
    'evilicloud.com',
    'www.icloud.com.evil.example',
    'calendar.google.com.evil.example',
    'x.calendar.google.com',
    'google.com',
  ])
    expect(isFeedHost(host)).toBe(false);
});
