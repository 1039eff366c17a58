/** The text of a calendar → all that the product wants to know of it. Runs in a thread of its own (docs/adr/0009-reading-thread.md). */
import type { IcsReading, IcsRequest } from './ics-source.ts';
import { IcsError, parseIcs } from './parse-ics.ts';
import { guessOwnAddress, readIcsEvents } from './read-ics-events.ts';

/** Parses and expands a calendar. What it takes and gives can be cloned from one thread to another. Never throws. */
export function readIcsText({ text, ...options }: IcsRequest): IcsReading {
  try {
    const calendar = parseIcs(text);
    return {
      fault: null,
      name: calendar.name,
      ownAddress: guessOwnAddress(calendar),
      truncated: calendar.truncated,
      ...readIcsEvents(calendar, options),
    };
  } catch (error) {
    return { fault: error instanceof IcsError ? error.reason : 'not-a-calendar' };
  }
}
