// Made from solutions/09-reactor by npm run skeletons: changes belong there.
/** The epoll descriptor, and for each descriptor in its list the object that handles the events. */
import {
  close,
  EPOLL_CLOEXEC,
  EPOLL_CTL_ADD,
  EPOLL_CTL_DEL,
  EPOLL_CTL_MOD,
  type EpollEvent,
  epollCreate1,
  epollCtl,
  epollWait,
  type Fd,
  isSystemError,
} from '#sys';

/** Level-triggered. With EPOLLET here the reactor is edge-triggered: it reads and writes until EAGAIN. */
export const MODE: number = 0;
const MAX_EVENTS = 512;

/** A watched descriptor: its mask, and the function to call. */
export interface Watched {
  readonly fd: Fd;
  readonly events: number;
  handle(events: number): void;
}

/** Owns only the epoll descriptor. */
export class Poller {
  readonly #epfd = epollCreate1(EPOLL_CLOEXEC);
  readonly #watched: (Watched | undefined)[] = [];
  /** When the last wait ended, in milliseconds of performance.now(). */
  wokenAt = performance.now();

  /** Watches a descriptor for its current mask. With a mask of 0 it stays in the list. */
  update(watched: Watched): void {
    const op = this.#watched[watched.fd] === undefined ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
    epollCtl(this.#epfd, op, watched.fd, watched.events | MODE);
    this.#watched[watched.fd] = watched;
  }

  /** Stops watching a descriptor. Call it before the descriptor is closed. */
  remove(watched: Watched): void {
    if (this.#watched[watched.fd] !== watched) return;
    epollCtl(this.#epfd, EPOLL_CTL_DEL, watched.fd);
    this.#watched[watched.fd] = undefined;
  }

  /** Waits at most `timeout` ms (-1 for ever) and handles the events. Returns the number of ready descriptors. */
  poll(timeout: number): number {
    const ready = this.#wait(timeout);
    for (const { fd, events } of ready) this.#watched[fd]?.handle(events);
    return ready.length;
  }

  /** The ready descriptors; none when a signal interrupted the wait. */
  #wait(timeout: number): EpollEvent[] {
    try {
      return epollWait(this.#epfd, MAX_EVENTS, timeout);
    } catch (error) {
      if (!isSystemError(error, 'EINTR')) throw error;
      return [];
    } finally {
      this.wokenAt = performance.now();
    }
  }

  close(): void {
    close(this.#epfd);
  }
}
