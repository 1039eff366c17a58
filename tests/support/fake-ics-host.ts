/** The internet as calendar addresses see it, under the test's control: hosts, the user's leave, and a disk in memory. */
import type { DiskStore } from '../../lib/app/ics-source-store.ts';
import type { IcsDeps } from '../../lib/calendar/ics/ics-source.ts';
import { readIcsText } from '../../lib/calendar/ics/read-ics-text.ts';

/** What a host answers; an Error is what `fetch` rejects with. */
export type IcsAnswer = Response | Error | ((request: Request) => Response | Promise<Response>);

export class FakeIcsHost {
  /** By address. What is not here is not found. */
  readonly answers = new Map<string, IcsAnswer>();
  /** Requests in order, with what was asked for in their headers. */
  readonly requests: Request[] = [];
  /** Addresses that were read inside a tab of their host. */
  readonly inTabs: string[] = [];
  /** Host names that the user took leave back from, and those that were given back. */
  readonly refused = new Set<string>();
  readonly released: string[] = [];
  readonly disk = new Map<string, unknown>();

  readonly store: DiskStore = {
    read: async (key) => structuredClone(this.disk.get(key)),
    write: async (key, value) => void this.disk.set(key, structuredClone(value)),
    remove: async (key) => void this.disk.delete(key),
  };

  /** A calendar at an address, from now on. */
  has(address: string, text: string, headers: Record<string, string> = {}): void {
    this.answers.set(address, () => new Response(text, { headers }));
  }

  readonly deps: Pick<IcsDeps, 'read' | 'fetch' | 'fetchInTab' | 'isHostAllowed' | 'releaseHost'> = {
    // As from one thread to another and back.
    read: async (request) => structuredClone(readIcsText(structuredClone(request))),
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const response = await this.#answer(request);
      Object.defineProperty(response, 'url', { value: response.url || request.url });
      return response;
    },
    fetchInTab: async ({ address, headers, mostBytes }) => {
      this.inTabs.push(address);
      try {
        const response = await this.#answer(new Request(address, { headers }));
        const bytes = await response.bytes();
        if (bytes.length > mostBytes) return { failed: 'size' };
        const { status } = response;
        return { status, headers: Object.fromEntries(response.headers), body: bytes.toBase64() };
      } catch (error) {
        return { failed: error instanceof TypeError ? 'network' : 'time' };
      }
    },
    isHostAllowed: async (hostname) => !this.refused.has(hostname),
    releaseHost: async (hostname) => void this.released.push(hostname),
  };

  async #answer(request: Request): Promise<Response> {
    this.requests.push(request);
    const answer = this.answers.get(request.url) ?? new Response('', { status: 404 });
    if (answer instanceof Error) throw answer;
    return typeof answer === 'function' ? await answer(request) : answer.clone();
  }
}
