/**
 * The browser's real side panel, driven over the DevTools protocol: Playwright does not count it among its pages.
 * Only what a person can do in it: look, click, type.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface SidePanel {
  /** Evaluates an expression in the panel; promises are awaited. */
  evaluate<Value>(expression: string): Promise<Value>;
  /** Waits until the expression is truthy. */
  waitFor(expression: string): Promise<void>;
  /** The visible text of the whole panel. */
  text(): Promise<string>;
  /** Clicks the middle of the first element that `selector` finds, with a real mouse event. */
  click(selector: string): Promise<void>;
  /** Types into what has the focus. */
  type(text: string): Promise<void>;
  /** PNG of the panel. */
  screenshot(): Promise<Buffer>;
  close(): Promise<void>;
}

interface Target {
  id: string;
  type: string;
  url: string;
  webSocketDebuggerUrl: string;
}

/** Runs `gesture` and attaches to the page at `url` that was not there before. Fails after 15 s without one. */
export async function attachSidePanel(
  profile: string,
  url: string,
  gesture: () => Promise<void>,
): Promise<SidePanel> {
  const [port = ''] = (await readFile(join(profile, 'DevToolsActivePort'), 'utf8')).split('\n');
  const targets = async (): Promise<Target[]> => {
    const answer = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as Target[];
    return answer.filter((target) => target.type === 'page' && target.url.startsWith(url));
  };
  const before = new Set((await targets()).map((target) => target.id));
  await gesture();
  const found = await poll(async () => (await targets()).find((target) => !before.has(target.id)));
  return await connect(found.webSocketDebuggerUrl);
}

async function connect(address: string): Promise<SidePanel> {
  const socket = new WebSocket(address);
  await new Promise((done, fail) => {
    socket.addEventListener('open', done);
    socket.addEventListener('error', fail);
  });
  let last = 0;
  const waiting = new Map<
    number,
    { done: (value: Record<string, unknown>) => void; fail: (error: Error) => void }
  >();
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as {
      id?: number;
      result?: Record<string, unknown>;
      error?: { message: string };
    };
    const call = message.id === undefined ? undefined : waiting.get(message.id);
    if (!call || message.id === undefined) return;
    waiting.delete(message.id);
    if (message.error) call.fail(new Error(message.error.message));
    else call.done(message.result ?? {});
  });
  const send = (method: string, params: Record<string, unknown> = {}) =>
    new Promise<Record<string, unknown>>((done, fail) => {
      last += 1;
      waiting.set(last, { done, fail });
      socket.send(JSON.stringify({ id: last, method, params }));
    });
  const evaluate = async <Value>(expression: string): Promise<Value> => {
    const { result, exceptionDetails } = (await send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })) as { result: { value: Value }; exceptionDetails?: { text: string } };
    if (exceptionDetails) throw new Error(exceptionDetails.text);
    return result.value;
  };
  const waitFor = async (expression: string): Promise<void> => {
    await poll(async () => ((await evaluate<boolean>(`Boolean(${expression})`)) ? true : undefined));
  };
  return {
    evaluate,
    waitFor,
    text: () => evaluate<string>('document.body.innerText'),
    async click(selector) {
      const query = `document.querySelector(${JSON.stringify(selector)})`;
      await waitFor(query);
      const { x, y } = await evaluate<{ x: number; y: number }>(
        `(() => { const e = ${query}; e.scrollIntoView({ block: 'center' }); const b = e.getBoundingClientRect();` +
          ' return { x: b.x + b.width / 2, y: b.y + b.height / 2 }; })()',
      );
      const mouse = { x, y, button: 'left', clickCount: 1 };
      await send('Input.dispatchMouseEvent', { ...mouse, type: 'mousePressed' });
      await send('Input.dispatchMouseEvent', { ...mouse, type: 'mouseReleased' });
    },
    async type(text) {
      await send('Input.insertText', { text });
    },
    async screenshot() {
      const { data } = await send('Page.captureScreenshot', { format: 'png' });
      return Buffer.from(String(data), 'base64');
    },
    async close() {
      await evaluate('setTimeout(() => window.close())').catch(() => undefined);
      socket.close();
    },
  };
}

/** Asks again until there is an answer; fails after 15 s. */
async function poll<Value>(ask: () => Promise<Value | undefined>): Promise<Value> {
  const until = Date.now() + 15_000;
  for (;;) {
    const value = await ask();
    if (value !== undefined) return value;
    if (Date.now() > until) throw new Error('the side panel did not get there within 15 s');
    await new Promise((again) => setTimeout(again, 50));
  }
}
