import { describe, expect, test } from 'vitest';
import {
  type HandSession,
  LONGEST_SESSION_MINUTES,
  addSession,
  moveHandSession,
  setHandSessionRemoved,
} from '../../lib/app/add-session.ts';
import type { EngagementId } from '../../lib/session/engagement.ts';
import type { SessionId } from '../../lib/session/session.ts';
import { at, buildEngagement, buildSession } from '../support/builders.ts';
import { contentOf, memoryDeps, put } from '../support/memory-deps.ts';

const LOTTE: HandSession = {
  kind: 'mentoring',
  name: ' Lotte Maes ',
  email: null,
  start: at('2026-11-12 09:00'),
  minutes: 45,
  timeZone: 'Europe/Brussels',
};

describe('entering a session', () => {
  test('makes it with its engagement', async () => {
    const deps = memoryDeps();
    const session = await addSession(deps, { ...LOTTE, email: ' Lotte@Maes.example ', role: 'mentee' });
    const person = { email: 'lotte@maes.example', name: 'Lotte Maes' };
    const { sessions, engagements } = await contentOf(deps);
    expect(sessions).toEqual([session]);
    expect(session).toMatchObject({
      title: 'Lotte Maes',
      end: at('2026-11-12 09:45'),
      people: [person],
      source: 'hand',
      state: 'active',
      verdict: null,
    });
    expect(engagements).toMatchObject([
      { id: session.engagementId, kind: 'mentoring', role: 'mentee', name: 'Lotte Maes', people: [person] },
    ]);
  });

  test.each([
    ['by address', { email: 'LOTTE@maes.example', name: 'Somebody' }],
    ['by name, when no address is given', { email: null, name: 'lotte maes' }],
  ])('finds the engagement that is there, %s', async (_, who) => {
    const deps = memoryDeps();
    await put(deps, { engagements: [buildEngagement()] });
    const session = await addSession(deps, { ...LOTTE, ...who });
    expect(session.engagementId).toBe('engagement-lotte');
    expect((await contentOf(deps)).engagements).toHaveLength(1);
  });

  test('of a person who was merged goes where they are now', async () => {
    const deps = memoryDeps();
    const pointer = buildEngagement({
      id: 'pointer' as EngagementId,
      name: 'Lot',
      people: [{ email: null, name: 'Lot' }],
      mergedInto: 'engagement-lotte' as EngagementId,
    });
    await put(deps, { engagements: [buildEngagement(), pointer] });
    expect(await addSession(deps, { ...LOTTE, name: 'Lot' })).toMatchObject({
      engagementId: 'engagement-lotte',
    });
  });

  test('of the other kind makes an engagement of that kind', async () => {
    const deps = memoryDeps();
    await put(deps, { engagements: [buildEngagement()] });
    const session = await addSession(deps, { ...LOTTE, kind: 'coaching' });
    expect((await contentOf(deps)).engagements).toContainEqual(
      expect.objectContaining({ id: session.engagementId, kind: 'coaching', role: 'coach' }),
    );
  });

  test.each([
    [{ name: '  ' }, 'name-missing'],
    [{ minutes: 0 }, 'length'],
    [{ minutes: LONGEST_SESSION_MINUTES + 1 }, 'length'],
    [{ minutes: Number.NaN }, 'length'],
  ])('%j is refused, and nothing is stored', async (overrides, reason) => {
    const deps = memoryDeps();
    const before = await contentOf(deps);
    await expect(addSession(deps, { ...LOTTE, ...overrides })).rejects.toMatchObject({ reason });
    expect(await contentOf(deps)).toEqual(before);
  });
});

describe('changing it', () => {
  test('moves it with its length, or with another one', async () => {
    const deps = memoryDeps();
    const { id } = await addSession(deps, LOTTE);
    await moveHandSession(deps, id, at('2026-11-13 10:00'));
    expect((await contentOf(deps)).sessions).toMatchObject([
      { start: at('2026-11-13 10:00'), end: at('2026-11-13 10:45') },
    ]);
    await moveHandSession(deps, id, at('2026-11-13 11:00'), 90);
    expect((await contentOf(deps)).sessions).toMatchObject([{ end: at('2026-11-13 12:30'), revision: 3 }]);
    await expect(moveHandSession(deps, id, at('2026-11-13 11:00'), 0)).rejects.toMatchObject({
      reason: 'length',
    });
  });

  test('takes it away and brings it back', async () => {
    const deps = memoryDeps();
    const { id } = await addSession(deps, LOTTE);
    await setHandSessionRemoved(deps, id, true);
    expect((await contentOf(deps)).sessions).toMatchObject([{ state: 'dismissed' }]);
    await setHandSessionRemoved(deps, id, false);
    expect((await contentOf(deps)).sessions).toMatchObject([{ state: 'active' }]);
  });

  test('a session of a calendar is not moved by hand', async () => {
    const deps = memoryDeps();
    await put(deps, { sessions: [buildSession()] });
    const id = 'session-1' as SessionId;
    await expect(moveHandSession(deps, id, at('2026-11-13 10:00'))).rejects.toMatchObject({
      reason: 'missing',
    });
    await expect(setHandSessionRemoved(deps, id, true)).rejects.toMatchObject({ reason: 'missing' });
    expect((await contentOf(deps)).sessions).toEqual([buildSession()]);
  });
});
