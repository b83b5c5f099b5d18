import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Names of this machine under which a page may reach us. A foreign name is somebody's DNS that points here. */
const OUR_HOSTS = new Set(['127.0.0.1', 'localhost']);

/**
 * What a request asks for: the part of its path behind the token. Null for whoever has no business here: without the
 * token, under a foreign name, or sent by a page of another origin. The server starts programs, so nobody else may ask.
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

/** Nothing foreign is loaded, run, sent to, or allowed to frame the page. */
export const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};
