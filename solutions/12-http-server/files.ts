/** Files of one folder, found by the path of a request. */
import {
  close,
  type Fd,
  fstat,
  isSystemError,
  O_CLOEXEC,
  O_DIRECTORY,
  O_NONBLOCK,
  O_PATH,
  O_RDONLY,
  open,
  openat2,
  pread,
  RESOLVE_BENEATH,
} from '#sys';
import { type Answer, plain } from './answer.ts';
import { Refusal } from './refusal.ts';
import { typeOf } from './types.ts';

/** Files up to this size are read at once; larger ones stay in the file until they are sent. */
const SMALL = 16_384;
const INDEX = 'index.html';

/** The name of the file that a path asks for, relative to the folder. Throws a Refusal. */
export function nameOf(path: string): string {
  //#region 12.4
  // TODO 12.4: cut off the query, then decode the rest, once, and cut the slash at the beginning.
  //   - 400 for a NUL
  //   - `..` is none of your business: openat2 stays in the folder
  //   - a path that ends in a slash asks for its index.html
  const query = path.indexOf('?');
  const raw = query < 0 ? path : path.slice(0, query);
  const name = decoded(raw);
  if (name.includes('\0')) throw new Refusal(400, 'NUL in a path');
  return name.endsWith('/') ? `${name.slice(1)}${INDEX}` : name.slice(1);
  //#endregion
}

/** The path with the bytes that its %XX stand for. */
function decoded(raw: string): string {
  //#region 12.4
  // TODO 12.4: decode %XX (decodeURIComponent), once; each + stays a +.
  //   - 400 for a % without two digits, and for bytes that are no UTF-8
  if (!raw.includes('%')) return raw;
  try {
    return decodeURIComponent(raw);
  } catch {
    throw new Refusal(400, 'a % that is no byte of UTF-8');
  }
  //#endregion
}

/** Owns the descriptor of its folder. */
export class Folder {
  readonly #fd: Fd;

  constructor(path: string) {
    this.#fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
  }

  /** The answer to GET for a path; a path that names no file is no reason to end the connection. The caller owns the descriptor in it. */
  find(path: string): Answer {
    let name: string;
    let fd: Fd;
    try {
      name = nameOf(path);
      //#region 12.4
      // TODO 12.4: open the file, without leaving the folder, and without waiting for a FIFO.
      //   man: openat2(2) "RESOLVE_BENEATH", fifo(7)
      fd = openat2(this.#fd, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC, RESOLVE_BENEATH);
      //#endregion
    } catch (error) {
      if (error instanceof Refusal) return plain(error.status);
      if (!isSystemError(error)) throw error;
      return plain(statusOf(error.code));
    }
    return contentOf(fd, name);
  }

  close(): void {
    close(this.#fd);
  }
}

/** Why a file cannot be opened, for the client: what is outside the folder does not exist. */
function statusOf(code: string): number {
  if (code === 'EACCES') return 403;
  return code === 'EMFILE' || code === 'ENFILE' ? 503 : 404;
}

/** The answer with an open file. */
function contentOf(fd: Fd, name: string): Answer {
  const { isFile, size } = fstat(fd);
  const type = typeOf(name);
  //#region 12.4
  // TODO 12.4: answer 404 unless it is a regular file, and close the descriptor.
  //   - up to SMALL bytes: read it and close it; its length is what was read, in bytes
  //   - above, the open file is the body: { fd, size }
  //   man: fstat(2), pread(2)
  if (isFile && size > SMALL) return { status: 200, type, body: { fd, size } };
  try {
    return isFile ? { status: 200, type, body: contents(fd, size) } : plain(404);
  } finally {
    close(fd);
  }
  //#endregion
}

const bytes = Buffer.alloc(SMALL);

/** `size` bytes, or up to SMALL where the size says nothing: a file in /proc has a size of 0, and more to read. */
function contents(fd: Fd, size: number): Uint8Array {
  const end = size > 0 ? size : SMALL;
  let length = 0;
  for (;;) {
    const n = pread(fd, bytes.subarray(length, end), length) ?? 0;
    length += n;
    if (n === 0 || length === end) return Buffer.from(bytes.subarray(0, length));
  }
}
