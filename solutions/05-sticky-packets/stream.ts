/** Exactly so many bytes, on a stream that gives and takes what it likes. */
import { Failure } from '#program';
import { type Fd, recv, write } from '#sys';

/** The stream ended, or went wrong, inside a message. */
export class BrokenStream extends Failure {
  override readonly name = 'BrokenStream';
}

/** Reads until `bytes` is full. Returns how many have come: fewer only when the stream has ended. */
export function readn(conn: Fd, bytes: Uint8Array): number {
  //#region 05.1
  // TODO 05.1: receive until `bytes` is full, or until recv says that the stream has ended (0).
  //   man: recv(2)
  let done = 0;
  while (done < bytes.length) {
    const n = recv(conn, bytes.subarray(done)) ?? 0;
    if (n === 0) break;
    done += n;
  }
  return done;
  //#endregion
}

/** Writes all of `bytes`. */
export function writen(conn: Fd, bytes: Uint8Array): void {
  //#region 05.1
  // TODO 05.1: write until all of `bytes` is written: one write may take fewer.
  //   man: write(2)
  for (let done = 0; done < bytes.length; ) done += write(conn, bytes.subarray(done)) ?? 0;
  //#endregion
}
