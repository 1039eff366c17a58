/**
 * A thread for work that would hold up the worker, or make every start of it slower (docs/adr/0009-reading-thread.md).
 * A service worker cannot start a thread, so a hidden page (entrypoints/offscreen) does; it is there while something
 * is asked of the thread. What is asked and answered is copied, as `structuredClone` does.
 */
import { browser } from 'wxt/browser';

/** Of a service worker; the types of pages do not know it. */
declare const clients: Clients;

/** The hidden page. One for the whole extension, says the browser. */
const PAGE = '/offscreen.html';
/** Below the 30 s in which an idle worker may be stopped. */
const TIME_LIMIT_MS = 25_000;

/**
 * A function that asks the thread and resolves with its answer. Rejects when the thread ends before, or gives none within
 * 25 s; it is ended then, with all that it was doing.
 */
export function createReadingThread(): (request: unknown) => Promise<unknown> {
  let asking = 0;
  /** Opening and closing never cross. */
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return await result;
  };

  return async (request) => {
    asking += 1;
    try {
      const page = await inTurn(openPage);
      return await ask(page, request);
    } catch (error) {
      await inTurn(closePage);
      throw error;
    } finally {
      asking -= 1;
      await inTurn(async () => {
        if (asking === 0) await closePage();
      });
    }
  };
}

/** The page, which may have been left by a worker that died. */
async function openPage(): Promise<Client> {
  const page = await findPage();
  if (page) return page;
  await browser.offscreen.createDocument({
    url: PAGE,
    reasons: ['WORKERS'],
    justification: 'Reads calendar files in a thread of their own.',
  });
  const opened = await findPage();
  if (!opened) throw new Error('the page of the thread is not there');
  return opened;
}

async function closePage(): Promise<void> {
  // There may be none.
  await browser.offscreen.closeDocument().catch(() => undefined);
}

async function findPage(): Promise<Client | undefined> {
  const url = browser.runtime.getURL(PAGE);
  const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  return pages.find((page) => page.url === url);
}

async function ask(page: Client, request: unknown): Promise<unknown> {
  const { port1: here, port2: there } = new MessageChannel();
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const timer = setTimeout(() => reject(new Error('the thread does not answer')), TIME_LIMIT_MS);
  here.addEventListener('message', ({ data }) => resolve(data));
  here.start();
  // Of a port whose other end is gone.
  here.addEventListener('close', () => reject(new Error('the thread is gone')));
  try {
    page.postMessage(request, [there]);
    return await promise;
  } finally {
    clearTimeout(timer);
    here.close();
  }
}
