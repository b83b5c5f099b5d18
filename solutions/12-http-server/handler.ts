/** The answer to a complete request: no sockets here. */
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
  switch (method) {
    case 'GET':
    case 'HEAD':
      return folder.find(path);
    case 'POST':
      return { status: 200, type: 'application/octet-stream', body: content };
    case 'OPTIONS':
      return { status: 204, allow: ALLOW, body: Buffer.alloc(0) };
    default:
      return plain(405, ALLOW);
  }
  //#endregion
}
