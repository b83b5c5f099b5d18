/** Reads and writes an exact number of bytes, in as many calls as the kernel needs. */
import { Failure } from '#program';
import { type Fd, recv, write } from '#sys';

/** The stream ended inside a message, or its bytes break the rules of the framing. */
export class BrokenStream extends Failure {
  override readonly name = 'BrokenStream';
}

/** Reads until `bytes` is full. Returns how many bytes came: fewer only when the stream has ended. */
export function readn(conn: Fd, bytes: Uint8Array): number {
  //#region 05.1
  // TODO 05.1: receive until `bytes` is full, or until the stream has ended.
  //   - one recv may bring a part only. 0: the end of the stream
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
  // TODO 05.1: write until all of `bytes` is written.
  //   - one write may take a part only
  //   man: write(2)
  let done = 0;
  while (done < bytes.length) done += write(conn, bytes.subarray(done)) ?? 0;
  //#endregion
}
