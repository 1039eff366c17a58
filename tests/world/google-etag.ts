/** Google's quoted etag, made from the content: another content, another etag. */
import { createHash } from 'node:crypto';

export function etagOf(content: unknown): string {
  return `"${createHash('sha1').update(JSON.stringify(content)).digest('base64url').slice(0, 18)}"`;
}
