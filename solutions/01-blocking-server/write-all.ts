import { type Fd, write } from '#sys';

/** Writes every byte. One write may take fewer than it was given. */
export function writeAll(fd: Fd, bytes: Uint8Array): void {
  //#region 01.3
  // TODO 01.3: write until all bytes are gone; write says how many it took.
  //   man: write(2) "RETURN VALUE"
  let done = 0;
  while (done < bytes.length) {
    done += write(fd, bytes.subarray(done)) ?? 0; // null: would block, which a blocking socket never says
  }
  //#endregion
}
