import { todo } from '#program';
import { type Fd, write } from '#sys';

/** Writes every byte. A write may take fewer than it is given. */
export function writeAll(fd: Fd, bytes: Uint8Array): void {
  //#region 01.3
  // TODO 01.3: write every byte of `bytes` to `fd`.
  //   - write returns how many bytes it took: go on with the rest
  //   man: write(2) "RETURN VALUE"
  todo('01.3', 'write every byte of `bytes` to `fd`');
  //#endregion
}
