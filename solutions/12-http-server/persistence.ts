/** Fields about the connection and not about the file. */
import { Refusal } from './refusal.ts';
import type { Request } from './request.ts';

const namesIn = (list: string | undefined): string[] =>
  list === undefined
    ? []
    : list
        .toLowerCase()
        .split(',')
        .map((name) => name.replace(/^[ \t]+|[ \t]+$/g, ''));

/** Whether the connection may stay open after the answer. RFC 9112, section 9.3 */
export function staysOpen({ minor, fields }: Request): boolean {
  //#region 12.5
  // TODO 12.5: HTTP/1.1 stays open unless Connection says close; HTTP/1.0 only if it says keep-alive.
  //   - Connection is a list, and case does not count; close wins
  const names = namesIn(fields.get('connection'));
  return !names.includes('close') && (minor > 0 || names.includes('keep-alive'));
  //#endregion
}

/** Whether the client waits for `100 Continue` before it sends the body. Throws a Refusal. RFC 9110, section 10.1.1 */
export function wantsContinue({ minor, fields }: Request): boolean {
  const expect = fields.get('expect');
  //#region 12.5
  // TODO 12.5: look at Expect: 100-continue is the only value; 417 for another one.
  //   - HTTP/1.0 knows no 1xx: there it is ignored
  if (expect === undefined || minor === 0) return false;
  if (expect.toLowerCase() !== '100-continue') throw new Refusal(417, `Expect: ${expect}`);
  return true;
  //#endregion
}
