import { todo } from '#program';
import { type Fd, write } from '#sys';

/** Writes every byte. One write may take fewer than it was given. */
export function writeAll(fd: Fd, bytes: Uint8Array): void {
  //#region 01.3
  // TODO 01.3: write until all bytes are gone; write says how many it took.
  //   man: write(2) "RETURN VALUE"
  todo('01.3', 'write until all bytes are gone');
  //#endregion
}
