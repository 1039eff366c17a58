/** For what a person's correction of a session can hold. Pure. */
import type { Correction } from '../detection/verdict.ts';
import type { Session } from './session.ts';

type Scope = Correction['scope'];

/** The scopes in which `session` can be corrected, the narrowest first. */
export function correctionScopes(session: Session): Scope[] {
  const scopes: Scope[] = ['event'];
  if (isOfSeries(session)) scopes.push('series');
  if (session.people.length === 1) scopes.push('person');
  return scopes;
}

/**
 * Whether one of its calendar entries repeats: only then does the identity of an instance end in an original start
 * (`instanceKey` of lib/event).
 */
export function isOfSeries(session: Pick<Session, 'instanceKeys'>): boolean {
  return session.instanceKeys.some((key) => !key.endsWith(',""]'));
}
