/**
 * Google in the test world: which address answers what. The answers are in the two files beside it.
 */
import { answerCalendarApi } from './google-calendar.ts';
import { authoriseAtGoogle, exchangeAtGoogle, revokeAtGoogle } from './google-sign-in.ts';
import { preflight, withCors, type HttpRequest, type Reply, type Service } from './http-message.ts';
import type { TokenBook } from './token-book.ts';
import type { WorldDescription } from './world-description.ts';

export function googleService(world: WorldDescription, book: TokenBook): Service {
  const answerApi = (request: HttpRequest): Reply | undefined => {
    if (request.host === 'www.googleapis.com') return answerCalendarApi(request, world, book);
    if (request.method !== 'POST') return undefined;
    if (request.path === '/token') return exchangeAtGoogle(request, world, book);
    if (request.path === '/revoke') return revokeAtGoogle(request, book);
    return undefined;
  };
  return {
    name: 'google',
    hosts: ['accounts.google.com', 'oauth2.googleapis.com', 'www.googleapis.com'],
    answer: (request) => {
      if (request.host === 'accounts.google.com') {
        return request.path === '/o/oauth2/v2/auth' ? authoriseAtGoogle(request, world, book) : undefined;
      }
      if (request.method === 'OPTIONS') return preflight(request);
      const reply = answerApi(request);
      return reply && withCors(request, reply);
    },
  };
}
