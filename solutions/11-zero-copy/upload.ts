/** One upload: from the socket through a pipe into a draft, which gets its name when it is complete. */
import { Failure } from '#program';
import {
  close,
  type Fd,
  getpid,
  isSystemError,
  O_CLOEXEC,
  O_CREAT,
  O_EXCL,
  O_WRONLY,
  open,
  pwrite,
  rename,
  SPLICE_F_NONBLOCK,
  splice,
  unlink,
} from '#sys';
import { checkName } from './folder.ts';
import { PIPE_BYTES, Pipe } from './pipes.ts';
import { TURN } from './ways.ts';

let uploads = 0;

/** Owns the draft and its pipe until `finish` or `abandon`. */
export class Upload {
  readonly #path: string;
  readonly #draft: string;
  readonly #length: number;
  readonly #file: Fd;
  readonly #pipe: Pipe;
  /** The bytes in the draft. */
  #stored = 0;

  constructor(folder: string, name: string, length: number) {
    checkName(name);
    this.#path = `${folder}/${name}`;
    this.#length = length;
    this.#draft = `${folder}/.${getpid()}-${++uploads}.draft`;
    this.#pipe = Pipe.take();
    try {
      //#region 11.5
      // TODO 11.5: open the draft, a new file for writing with the name #draft, and keep it as #file.
      //   - not the file itself: an old one stays as it is until the new one is complete
      //   man: open(2) "O_CREAT", "O_EXCL"
      this.#file = open(this.#draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC);
      //#endregion
    } catch (error) {
      this.#pipe.release();
      throw error;
    }
  }

  get complete(): boolean {
    return this.#stored === this.#length;
  }

  /** Stores bytes that came together with the request line. */
  write(bytes: Uint8Array): void {
    //#region 11.5
    // TODO 11.5: write all of `bytes` behind the stored ones, and move #stored.
    //   man: pwrite(2)
    for (let done = 0; done < bytes.length; ) {
      const n = pwrite(this.#file, bytes.subarray(done), this.#stored) ?? 0;
      done += n;
      this.#stored += n;
    }
    //#endregion
  }

  /** Moves the bytes that have arrived from the socket into the draft, about TURN at most. */
  receive(conn: Fd): void {
    const end = Math.min(this.#stored + TURN, this.#length);
    while (this.#stored < end) {
      if (!this.#fill(conn)) return;
      this.#drain();
    }
  }

  /** Socket → pipe. Returns false when nothing has arrived. */
  #fill(conn: Fd): boolean {
    //#region 11.5
    // TODO 11.5: splice up to PIPE_BYTES from the socket into the pipe, and count them in #pipe.holds.
    //   - no more than this upload still needs: the next request comes behind it
    //   - 0: the client has ended before it sent everything. Throw a Failure
    //   man: splice(2)
    const missing = this.#length - this.#stored;
    const n = splice(conn, null, this.#pipe.writeEnd, null, Math.min(PIPE_BYTES, missing), SPLICE_F_NONBLOCK);
    if (n === 0) throw new Failure('the client has ended in the middle of an upload');
    this.#pipe.holds += n ?? 0;
    return n !== null;
    //#endregion
  }

  /** Pipe → draft, until the pipe is empty. A file takes bytes without a wait for a peer. */
  #drain(): void {
    //#region 11.5
    // TODO 11.5: splice all that the pipe holds to offset #stored; move #pipe.holds and #stored.
    //   - it may be fewer bytes than asked for
    //   man: splice(2)
    while (this.#pipe.holds > 0) {
      const n = splice(this.#pipe.readEnd, null, this.#file, this.#stored, this.#pipe.holds) ?? 0;
      this.#pipe.holds -= n;
      this.#stored += n;
    }
    //#endregion
  }

  /** Gives the draft its name. Returns how many bytes are stored under it. */
  finish(): number {
    //#region 11.5
    // TODO 11.5: rename the draft to #path, release the pipe, close the file, and return #stored.
    //   - rename replaces an old file at once: nobody ever sees a part of the new one
    //   man: rename(2)
    rename(this.#draft, this.#path);
    this.#pipe.release();
    close(this.#file);
    return this.#stored;
    //#endregion
  }

  /** The upload has failed, or the server stops. */
  abandon(): void {
    //#region 11.5
    // TODO 11.5: remove the draft, release the pipe and close the file.
    //   - the draft may be gone already (ENOENT): that is no error here
    //   man: unlink(2)
    try {
      unlink(this.#draft);
    } catch (error) {
      if (!isSystemError(error, 'ENOENT')) throw error;
    }
    this.#pipe.release();
    close(this.#file);
    //#endregion
  }
}
