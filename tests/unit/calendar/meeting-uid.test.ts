import { expect, test } from 'vitest';
import { meetingUid } from '../../../lib/calendar/outlook/meeting-uid.ts';

const HEADER = '040000008200E00074C5B7101A82E008';

test.each([
  [
    // [MS-ASEMAIL] §4.3, example 1: an occurrence of 16 September 2004.
    'an occurrence',
    `${HEADER}07D40910E040C9C12685C4010000000000000000100000000BF0ED4B6E4EE94E9E39E3867B378EF3`,
    `${HEADER}00000000E040C9C12685C4010000000000000000100000000BF0ED4B6E4EE94E9E39E3867B378EF3`,
  ],
  [
    // Example 2: the UID of another service, wrapped.
    'a meeting made elsewhere',
    `${HEADER}00000000000000000000000000000000000000003300000076` +
      '43616C2D556964010000007B38313431324433432D324132342D344539442D423230452D3131463742424539323739397D00',
    '{81412D3C-2A24-4E9D-B20E-11F7BBE92799}',
  ],
  [
    'an occurrence of a series made elsewhere',
    `${HEADER}07EA0B0A00000000000000000000000000000000170000007643616C2D55696401000000${Buffer.from(
      '7ab3@google.com',
    ).toString('hex')}00`,
    '7ab3@google.com',
  ],
  [
    'small letters',
    `${HEADER}00000000${'ab'.repeat(30)}`.toLowerCase(),
    `${HEADER}00000000${'AB'.repeat(30)}`,
  ],
  ['the name of another service', '7ab3@google.com', '7ab3@google.com'],
  ['half a name', HEADER, HEADER],
])('%s', (_, iCalUId, uid) => {
  expect(meetingUid(iCalUId)).toBe(uid);
  // Known again when it comes back.
  expect(meetingUid(meetingUid(iCalUId))).toBe(uid);
});
