/** The far end of the reading thread (docs/adr/0009-reading-thread.md): what runs in it. Nothing here knows the browser. */
import type { IcsRequest } from '../calendar/ics/ics-source.ts';
import { readIcsText } from '../calendar/ics/read-ics-text.ts';

/** Answers each request of this thread through the port that came with it. */
export function answerIcsRequests(): void {
  addEventListener('message', ({ data, ports: [port] }: MessageEvent<IcsRequest>) => {
    port?.postMessage(readIcsText(data));
  });
}
