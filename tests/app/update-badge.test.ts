import { beforeEach, expect, test, vi } from 'vitest';
import { updateBadge } from '../../lib/app/update-badge.ts';
import { at, buildSession } from '../support/builders.ts';
import { memoryDeps, put } from '../support/memory-deps.ts';

/** What the toolbar button shows. */
const button = vi.hoisted(() => {
  const shown: Record<string, unknown> = {};
  const set = (values: object) => Promise.resolve(void Object.assign(shown, values));
  const action = {
    setBadgeText: set,
    setBadgeBackgroundColor: ({ color: background }: { color: string }) => set({ background }),
    setBadgeTextColor: set,
    setTitle: set,
  };
  Object.assign(globalThis, { chrome: { runtime: { id: 'own' }, action } });
  return shown;
});

const words = {
  counting: (minutes: number) => ({ text: String(minutes), title: `in ${minutes} min` }),
  running: () => ({ text: 'now', title: 'running' }),
  none: () => ({ title: 'Beforehand' }),
};

beforeEach(() => {
  for (const key of Object.keys(button)) delete button[key];
});

test.each([
  ['2026-11-10 09:10', { text: '10', title: 'in 10 min', background: '#1d6a4b' }, '2026-11-10 09:01'],
  ['2026-11-10 08:50', { text: 'now', title: 'running', background: '#1d6a4b' }, '2026-11-10 09:50'],
  ['2026-11-12 09:00', { text: '', title: 'Beforehand' }, '2026-11-12 08:00'],
  ['2027-03-02 09:00', { text: '', title: 'Beforehand' }, '2027-03-02 08:00'],
])('a session at %s: draws %j, and is to be drawn again at %s', async (start, shown, again) => {
  const deps = memoryDeps();
  await put(deps, { sessions: [buildSession({ start: at(start), kind: 'coaching' })] });
  expect(await updateBadge(deps, words)).toBe(at(again));
  expect(button).toMatchObject(shown);
});

test('nothing ahead: no badge, and nothing to wait for; no name is ever on the button', async () => {
  const deps = memoryDeps();
  expect(await updateBadge(deps, words)).toBeNull();
  expect(button).toMatchObject({ text: '', title: 'Beforehand' });
  await put(deps, { sessions: [buildSession({ start: at('2026-11-10 09:10') })] });
  await updateBadge(deps, words);
  expect(JSON.stringify(button)).not.toContain('Lotte');
});
