/**
 * Failures that a test orders: which requests fail, how, and how often.
 */
import type { HttpRequest, Reply, ServiceName } from './http-message.ts';

interface FailureTarget {
  service: ServiceName;
  /** Tested against `host/path`, without the query: a string is looked for in it, a pattern searched. */
  path: string | RegExp;
  /** How many requests fail; all of them when absent. */
  times?: number;
}

/**
 * `hang`: no answer until the rule is stopped or the world closes · `reset`: the connection is reset ·
 * `reset-mid-body`: the same after half of the true answer · `html`: 200 with a page, as a hotel's Wi-Fi answers ·
 * `truncated-json`: the true answer, cut in half and said to be whole · `late`: the true answer, when the rule is
 * stopped.
 */
export type FailureManner =
  | { status: number; headers?: Record<string, string>; body?: string; mode?: never }
  | { mode: 'hang' | 'late' | 'reset' | 'reset-mid-body' | 'html' | 'truncated-json'; status?: never };

export type FailureRule = FailureTarget & FailureManner;

export interface FailureHandle {
  /** Requests that failed by this rule so far. */
  readonly hits: number;
  /** Ends the rule; hanging requests are reset, late ones answered. */
  stop(): void;
}

export interface ActiveFailure {
  rule: FailureRule;
  hits: number;
  /** Ends what hangs, answers what is late. */
  held: Set<() => void>;
}

export class FailureBook {
  readonly #active = new Set<ActiveFailure>();

  add(rule: FailureRule): FailureHandle {
    const failure: ActiveFailure = { rule, hits: 0, held: new Set() };
    this.#active.add(failure);
    return {
      get hits() {
        return failure.hits;
      },
      stop: () => {
        this.#active.delete(failure);
        for (const release of failure.held) release();
      },
    };
  }

  /** The failure this request falls under, counted. Preflights never fail. */
  take(service: ServiceName, request: HttpRequest): ActiveFailure | undefined {
    if (request.method === 'OPTIONS') return undefined;
    const address = request.host + request.path;
    for (const failure of this.#active) {
      const { rule } = failure;
      const isMatch =
        typeof rule.path === 'string' ? address.includes(rule.path) : address.search(rule.path) >= 0;
      if (rule.service !== service || !isMatch || failure.hits >= (rule.times ?? Infinity)) continue;
      failure.hits += 1;
      return failure;
    }
    return undefined;
  }
}

/** What is answered instead, when anything is. */
export function spoil(rule: FailureRule, truth: Reply): Reply {
  if (rule.status !== undefined) {
    const headers = { 'content-type': 'application/json; charset=UTF-8', ...corsOf(truth), ...rule.headers };
    return { status: rule.status, headers, body: rule.body ?? '' };
  }
  if (rule.mode === 'html') {
    const body = '<!doctype html><title>Welcome</title><p>Log in to use this network.</p>';
    return { status: 200, headers: { 'content-type': 'text/html', ...corsOf(truth) }, body };
  }
  return { ...truth, body: truth.body.slice(0, Math.ceil(truth.body.length / 2)) };
}

function corsOf({ headers }: Reply): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.startsWith('access-control-') || name === 'vary'),
  );
}
