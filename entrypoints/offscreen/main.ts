import { startReadingThread } from '../../lib/platform/start-reading-thread.ts';

startReadingThread('/ics-reader.js');
