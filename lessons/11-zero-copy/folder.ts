/** The folder whose files the server gives away and takes. */
import { Failure } from '#program';
import { close, type Fd, fstat, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, open, pread } from '#sys';

const LONGEST_NAME = 255;
const one = Buffer.alloc(1);

/** Throws a Failure for a name that could lead out of the folder, or that a draft may have. */
export function checkName(name: string): void {
  if (name.startsWith('.') || name.includes('/') || name.includes('\0'))
    throw new Failure(`${JSON.stringify(name)} is not the name of a file here`);
  if (Buffer.byteLength(name) > LONGEST_NAME) throw new Failure(`a name has at most ${LONGEST_NAME} bytes`);
}

/** Opens a plain file of `folder`. The caller owns the descriptor. */
export function openFile(folder: string, name: string): { file: Fd; size: number } {
  checkName(name);
  // O_NONBLOCK: opening a FIFO would wait for its other end. O_NOFOLLOW: a link may lead out of the folder.
  const file = open(`${folder}/${name}`, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
  try {
    const { isFile, size } = fstat(file);
    if (!isFile) throw new Failure(`${JSON.stringify(name)} is not a plain file`);
    // A file of /proc has the size 0 and contents all the same: they are made when it is read.
    if (size === 0 && pread(file, one, 0) !== 0)
      throw new Failure(`the size of ${JSON.stringify(name)} is not known`);
    return { file, size };
  } catch (error) {
    close(file);
    throw error;
  }
}
