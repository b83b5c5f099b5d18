/** One descriptor in a loop: what it is interested in, and what to call. Owns nothing. */
import { EPOLLIN, EPOLLOUT, type Fd } from '#sys';
import type { Poller, Watched } from './poller.ts';

export class Channel implements Watched {
  readonly fd: Fd;
  /** There is something to read, the end, or an error, which the next read tells. */
  onReadable: () => void = () => {};
  /** There is room to write. */
  onWritable: () => void = () => {};
  readonly #poller: Poller;
  #events = 0;
  #watched = false;

  constructor(poller: Poller, fd: Fd) {
    this.#poller = poller;
    this.fd = fd;
  }

  get events(): number {
    return this.#events;
  }

  get reading(): boolean {
    return (this.#events & EPOLLIN) !== 0;
  }

  get writing(): boolean {
    return (this.#events & EPOLLOUT) !== 0;
  }

  read(on: boolean): void {
    this.#want(on ? this.#events | EPOLLIN : this.#events & ~EPOLLIN);
  }

  write(on: boolean): void {
    this.#want(on ? this.#events | EPOLLOUT : this.#events & ~EPOLLOUT);
  }

  #want(events: number): void {
    //#region 09.3
    // TODO 09.3: note the new mask, and that the channel is watched now, and tell the poller; unless it is the same as before: each
    //   call of the poller is a system call.
    if (events === this.#events && this.#watched) return;
    this.#events = events;
    this.#watched = true;
    this.#poller.update(this);
    //#endregion
  }

  /** Leaves the loop. To be called before the descriptor is closed. */
  remove(): void {
    this.#watched = false;
    this.#events = 0;
    this.#poller.remove(this);
  }

  /** Called by the poller. */
  handle(events: number): void {
    //#region 09.3
    // TODO 09.3: EPOLLOUT alone goes to onWritable; everything else, an error and a hang-up too, to onReadable first: the
    //   read tells what it is, after what is there to be read. A callback may remove the channel: then call nothing any more.
    //   man: epoll_ctl(2)
    if ((events & ~EPOLLOUT) !== 0) {
      if (this.reading || !this.writing) this.onReadable();
      else this.onWritable(); // nobody reads now: the write will tell
    }
    if ((events & EPOLLOUT) !== 0 && this.#watched && this.writing) this.onWritable();
    //#endregion
  }
}
