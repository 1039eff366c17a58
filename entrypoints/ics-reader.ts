import '../lib/platform/strict-zod.ts';
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import type { IcsRequest } from '../lib/calendar/ics/ics-source.ts';
import { readIcsText } from '../lib/calendar/ics/read-ics-text.ts';

/** The thread that reads calendars (docs/adr/0009-reading-thread.md). Each request brings the port of its answer. */
export default defineUnlistedScript(() => {
  addEventListener('message', ({ data, ports: [port] }: MessageEvent<IcsRequest>) => {
    port?.postMessage(readIcsText(data));
  });
});
