/** For everything that runs without a page: IndexedDB in memory. */
import 'fake-indexeddb/auto';
