/** mmap: the pages of the file itself are our memory, and send copies out of them. */
import { todo } from '#program';
import { type Fd, MAP_SHARED, type Mapping, MSG_NOSIGNAL, mmap, munmap, PROT_READ, send } from '#sys';
import { type Part, Shrunk, type Way } from './ways.ts';

/** A file is mapped in windows of so many bytes, because its pages count as our memory while they are mapped. */
const WINDOW = 1 << 20;

export class Mapped implements Way {
  readonly #conn: Fd;
  #window: Mapping | null = null;
  /** The offset of the window in the file. */
  #begin = 0;

  constructor(conn: Fd) {
    this.#conn = conn;
  }

  sendSome(part: Part): void {
    //#region 11.2
    // TODO 11.2: send from the window (#map) that has offset part.sent, and move part.sent.
    //   - send the view itself: a byte of a page that the file has lost is a SIGBUS when you touch it,
    //     and EFAULT when the kernel does
    //   - at the end of the window unmap it (finish): the next turn maps the next one
    //   - an empty file cannot be mapped: all of it is sent already
    //   man: mmap(2) "SIGBUS" and "EINVAL", send(2) "EFAULT"
    todo('11.2', 'send from the window (#map) that has offset part.sent, and move part.sent');
    //#endregion
  }

  /** Maps the window that begins at part.sent. */
  #map(part: Part): Mapping {
    try {
      //#region 11.2
      // TODO 11.2: map WINDOW bytes from offset part.sent, or the rest of the file if that is less.
      //   - keep the offset as #begin and the mapping as #window, and return it
      //   man: mmap(2)
      todo('11.2', 'map WINDOW bytes from offset part.sent, or the rest of the file if that is less');
      //#endregion
    } catch (error) {
      // In C, mmap maps pages behind the end of the file. The layer refuses: the file is shorter than it was.
      if (error instanceof RangeError) throw new Shrunk();
      throw error;
    }
  }

  /** Unmaps the window, if there is one. */
  finish(): void {
    //#region 11.2 silent
    // TODO 11.2: unmap #window, and forget it.
    //   - called after each answer, complete or not: a mapping that stays is memory that is never free
    //   man: munmap(2)
    //#endregion
  }

  close(): void {}
}
