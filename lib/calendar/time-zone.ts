/** Names of time zones as calendars give them. */
import { fromWindowsZone } from './windows-zones.ts';

/** Asking Intl costs more than the rest of an event; calendars repeat a few names. */
const known = new Map<string, string | null>();
const KNOWN_LIMIT = 200;

/** The IANA name for an IANA or Windows name, or null where this runtime knows no such zone. */
export function toTimeZone(name: string | null | undefined): string | null {
  if (!name) return null;
  const cached = known.get(name);
  if (cached !== undefined) return cached;
  const zone = findZone(name);
  if (known.size < KNOWN_LIMIT) known.set(name, zone);
  return zone;
}

function findZone(name: string): string | null {
  const candidate = fromWindowsZone(name) ?? name;
  // An offset is no zone: it says nothing about summer time.
  if (!/^[A-Za-z]/.test(candidate)) return null;
  try {
    new Intl.DateTimeFormat('en', { timeZone: candidate });
    return candidate;
  } catch {
    return null;
  }
}
