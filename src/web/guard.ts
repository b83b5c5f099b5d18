import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The host names under which the server may be reached. Any other name is DNS rebinding. */
const OUR_HOSTS = new Set(['127.0.0.1', 'localhost']);

/**
 * The part of a request's path behind the token. Null if the request is refused: without the token, under a foreign name, or
 * from a page of another origin. The server starts programs, so only its own page may send requests.
 */
export function askedFor(request: IncomingMessage, token: string): string | null {
  const { host = '', origin } = request.headers;
  if (!OUR_HOSTS.has(host.replace(/:\d+$/, ''))) return null;
  if (origin !== undefined && origin !== `http://${host}`) return null;
  const [, given = '', ...rest] = (request.url ?? '').split('?', 1)[0]?.split('/') ?? [];
  if (rest.length === 0) return null;
  const [mine, theirs] = [Buffer.from(token), Buffer.from(given)];
  return mine.length === theirs.length && timingSafeEqual(mine, theirs) ? rest.join('/') : null;
}

/** The content security policy: no foreign resource, script, target or frame. */
export const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};
