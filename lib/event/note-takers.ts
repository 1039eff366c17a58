/** Addresses that are invited as people are, and are none: programs that take notes, and rooms. */

/** Services whose programs are invited by an address of their own. */
const SERVICES = new Set([
  'avoma.com',
  'circleback.ai',
  'fathom.video',
  'fireflies.ai',
  'grain.com',
  'granola.ai',
  'granola.so',
  'meetgeek.ai',
  'otter.ai',
  'read.ai',
  'sembly.ai',
  'tldv.io',
]);
/** What those call their programs. Whoever works there is a person. */
const PROGRAM = /^(?:add|assistant|bot|invite|join|meetings?|no-?reply|notes?|pilot|record(?:er|ing)?)$/;
/** What such a program is called anywhere. */
const NOTE_TAKER = /^(?:ai[._-]?)?note-?taker(?:[+._-]|$)/;
/** Google marks its rooms, but not where a room has called the meeting. */
const ROOMS = 'resource.calendar.google.com';

/** Whether a lower-case address is a program's that takes notes, or a room's. */
export function isNobody(email: string): boolean {
  const at = email.lastIndexOf('@');
  const [name, host] = [email.slice(0, at), email.slice(at + 1)];
  if (host === ROOMS || NOTE_TAKER.test(name) || email === 'fred@fireflies.ai') return true;
  return SERVICES.has(host) && PROGRAM.test(name);
}
