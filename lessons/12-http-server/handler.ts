/** The answer to a complete request: no sockets here. */
import { todo } from '#program';
import { type Answer, plain } from './answer.ts';
import type { Folder } from './files.ts';
import type { Request } from './request.ts';

const ALLOW = 'GET, HEAD, POST, OPTIONS';

/** The caller owns the descriptor in the answer. */
export function answerTo(
  { method, path }: Pick<Request, 'method' | 'path'>,
  content: Uint8Array,
  folder: Folder,
): Answer {
  //#region 12.4
  // TODO 12.4: GET and HEAD: find the path in the folder. POST: the content comes back.
  //   - OPTIONS: 204 without a body, and ALLOW. Other methods: 405, with ALLOW
  todo('12.4', 'GET and HEAD: find the path in the folder');
  //#endregion
}
