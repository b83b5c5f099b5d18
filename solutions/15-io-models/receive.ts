/** One receive that never sleeps, and its three results. The models 2 to 4 differ only in when they call it. */
import { writeAll } from '#program';
import { isSystemError, recv } from '#sys';
import type { Sender } from './task.ts';

/** `nothing`: no bytes just now. `end`: the sender has ended, in good order or not, and its descriptor is closed. */
export type Found = 'lines' | 'nothing' | 'end';

const buffer = Buffer.alloc(4096);

/** Receives once from a non-blocking socket. */
export function receive(sender: Sender): Found {
  try {
    //#region 15.2
    // TODO 15.2: receive once; take the lines and write their acknowledgments.
    //   - null (EAGAIN) and 0 look alike and are opposites: nothing yet, and nothing ever again
    //   man: recv(2) "RETURN VALUE"
    const n = recv(sender.fd, buffer);
    if (n === null) return 'nothing';
    if (n > 0) {
      writeAll(sender.fd, sender.take(buffer.subarray(0, n)));
      return 'lines';
    }
    sender.end();
    return 'end';
    //#endregion
  } catch (error) {
    //#region 15.2
    // TODO 15.2: an error of the system ends this sender only (sender.end(error)).
    //   - throw every other error again
    //   man: recv(2) "ERRORS"
    if (!isSystemError(error)) throw error;
    sender.end(error);
    return 'end';
    //#endregion
  }
}
