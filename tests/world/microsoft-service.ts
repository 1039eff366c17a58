/**
 * Microsoft in the test world: which address answers what. The answers are in the two files beside it.
 */
import { preflight, withCors, type HttpRequest, type Reply, type Service } from './http-message.ts';
import { answerGraph } from './microsoft-graph.ts';
import { authoriseAtMicrosoft, exchangeAtMicrosoft } from './microsoft-sign-in.ts';
import type { TokenBook } from './token-book.ts';
import type { WorldDescription } from './world-description.ts';

export function microsoftService(world: WorldDescription, book: TokenBook): Service {
  const answerSignIn = (request: HttpRequest): Reply | undefined => {
    const address = /^\/[^/]+\/oauth2\/v2\.0\/(authorize|token)$/.exec(request.path)?.[1];
    if (address === 'authorize') return authoriseAtMicrosoft(request, world, book);
    if (address !== 'token') return undefined;
    if (request.method === 'OPTIONS') return preflight(request);
    return request.method === 'POST'
      ? withCors(request, exchangeAtMicrosoft(request, world, book))
      : undefined;
  };
  return {
    name: 'microsoft',
    hosts: ['login.microsoftonline.com', 'graph.microsoft.com'],
    answer: (request) => {
      if (request.host === 'login.microsoftonline.com') return answerSignIn(request);
      if (request.method === 'OPTIONS') return preflight(request);
      const reply = answerGraph(request, world, book);
      return reply && withCors(request, reply);
    },
  };
}
