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
    //#region 09.2
    // TODO 09.2: add the descriptor to the interest list, or change its mask if it is there.
    //   - record it in #watched, under its descriptor
    //   - the mask is watched.events | MODE
    //   man: epoll_ctl(2)
    const op = this.#watched[watched.fd] === undefined ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
    epollCtl(this.#epfd, op, watched.fd, watched.events | MODE);
    this.#watched[watched.fd] = watched;
    //#endregion
  }

  /** Stops watching a descriptor. Call it before the descriptor is closed. */
  remove(watched: Watched): void {
    //#region 09.2
    // TODO 09.2: take the descriptor out of the interest list and out of #watched.
    //   man: epoll_ctl(2) "EPOLL_CTL_DEL"
    if (this.#watched[watched.fd] !== watched) return;
    epollCtl(this.#epfd, EPOLL_CTL_DEL, watched.fd);
    this.#watched[watched.fd] = undefined;
    //#endregion
  }

  /** Waits at most `timeout` ms (-1 for ever) and handles the events. Returns the number of ready descriptors. */
  poll(timeout: number): number {
    //#region 09.2
    // TODO 09.2: #wait, call `handle` for each ready descriptor, and return their number.
    //   - look each one up in #watched at its turn: an earlier callback may have removed it
    //   man: epoll_wait(2)
    const ready = this.#wait(timeout);
    for (const { fd, events } of ready) this.#watched[fd]?.handle(events);
    return ready.length;
    //#endregion
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
