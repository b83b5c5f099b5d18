/** The first line of a request: GET /index.html HTTP/1.1 */
import { Refusal } from './refusal.ts';

export interface RequestLine {
  readonly method: string;
  readonly target: string;
  /** 0 or 1: the version is HTTP/1.0, or HTTP/1.1 and later ones of HTTP/1. */
  readonly minor: number;
}

/** Methods that the server knows; not every target allows each. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE']);
const LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([!-~]+) HTTP\/(\d)\.(\d)$/;

/** Parses the line, without its CR LF. Throws a Refusal. */
export function parseRequestLine(line: string): RequestLine {
  //#region 12.2
  // TODO 12.2: take the line apart into method, target and version.
  //   - one space between them, and nothing before or behind: everything else is 400
  //   - 505 for a version that is not 1.x; HTTP/1.7 is spoken to as HTTP/1.1
  //   - 501 for a method that is not in METHODS: its case counts
  const [, method = '', target = '', major, minor] = LINE.exec(line) ?? [];
  if (major === undefined) throw new Refusal(400, 'no request line');
  if (major !== '1') throw new Refusal(505, `version ${major}.${minor}`);
  if (!METHODS.has(method)) throw new Refusal(501, `method ${method}`);
  return { method, target, minor: minor === '0' ? 0 : 1 };
  //#endregion
}

/** What a target in absolute form has in place of a path alone: http://HOST/path */
const ABSOLUTE = /^http:\/\/([^/?]+)(\/.*|\?.*|)$/i;
const HOST = /^(?:\[[0-9A-Fa-f:.]+\]|[\w.~!$&'()*+,;=%-]*)(?::\d*)?$/;

/** Checks the target and the Host field against each other. Returns the path and query. Throws a Refusal. */
export function checkTarget({ method, target, minor }: RequestLine, host: string | undefined): string {
  //#region 12.2
  // TODO 12.2: check the forms of the target (RFC 9112, 3.2), and that there is one valid Host.
  //   - HTTP/1.1 without a Host is 400, whatever the target; HTTP/1.0 need not have one
  //   - /path as it is; http://host/path as its /path, because proxies may send it; * for OPTIONS
  //   - a # never belongs here
  if (host === undefined ? minor > 0 : !HOST.test(host)) throw new Refusal(400, 'no valid Host');
  if (target.includes('#')) throw new Refusal(400, 'a fragment in the target');
  if (target.startsWith('/') || (target === '*' && method === 'OPTIONS')) return target;
  const [, authority = '', path = ''] = ABSOLUTE.exec(target) ?? [];
  if (authority === '' || !HOST.test(authority)) throw new Refusal(400, 'the form of the target');
  return path.startsWith('/') ? path : `/${path}`;
  //#endregion
}
