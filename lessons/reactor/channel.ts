// Made from solutions/09-reactor by npm run skeletons: changes belong there.
/** One descriptor in a loop: its mask and its callbacks. Owns nothing. */
import { EPOLLIN, EPOLLOUT, type Fd } from '#sys';
import type { Poller, Watched } from './poller.ts';

export class Channel implements Watched {
  readonly fd: Fd;
  /** Called for data, the end of the stream, or an error, which the next read reports. */
  onReadable: () => void = () => {};
  /** Called when there is room to write. */
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

  /** Asks for the read event, or no longer. In muduo: enableReading and disableReading. */
  setReading(on: boolean): void {
    this.#want(on ? this.#events | EPOLLIN : this.#events & ~EPOLLIN);
  }

  /** The same for the write event. In muduo: enableWriting and disableWriting. */
  setWriting(on: boolean): void {
    this.#want(on ? this.#events | EPOLLOUT : this.#events & ~EPOLLOUT);
  }

  #want(events: number): void {
    if (events === this.#events && this.#watched) return;
    this.#events = events;
    this.#watched = true;
    this.#poller.update(this);
  }

  /** Leaves the loop. Call it before the descriptor is closed. */
  remove(): void {
    this.#watched = false;
    this.#events = 0;
    this.#poller.remove(this);
  }

  /** Called by the poller. */
  handle(events: number): void {
    if ((events & ~EPOLLOUT) !== 0) {
      if (this.reading || !this.writing) this.onReadable();
      else this.onWritable(); // not reading now: the write reports the error
    }
    if ((events & EPOLLOUT) !== 0 && this.#watched && this.writing) this.onWritable();
  }
}
