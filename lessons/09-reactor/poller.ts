/** epoll, and who is to be told of each descriptor. */
import { todo } from '#program';
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

/** Level-triggered. Put EPOLLET here, and the reactor is edge-triggered: it reads and writes until the kernel says no. */
export const MODE: number = 0;
const MAX_EVENTS = 512;

/** A descriptor that is watched, for what, and what to call. */
export interface Watched {
  readonly fd: Fd;
  readonly events: number;
  handle(events: number): void;
}

/** Owns the epoll descriptor only. */
export class Poller {
  readonly #epfd = epollCreate1(EPOLL_CLOEXEC);
  readonly #watched: (Watched | undefined)[] = [];
  /** When the last wait ended, in milliseconds of performance.now(). */
  wokenAt = performance.now();

  /** Watches a descriptor for what it says now; for nothing when that is 0, and still in the list. */
  update(watched: Watched): void {
    //#region 09.2
    // TODO 09.2: add it to the interest list, or change it when it is there; note it in #watched, under its descriptor.
    //   man: epoll_ctl(2)
    todo('09.2', 'add it to the interest list, or change it when it is there');
    //#endregion
  }

  /** Watches it no more. To be called before it is closed. */
  remove(watched: Watched): void {
    //#region 09.2
    // TODO 09.2: take it out of the list, and out of #watched.
    //   man: epoll_ctl(2) "EPOLL_CTL_DEL"
    todo('09.2', 'take it out of the list, and out of #watched');
    //#endregion
  }

  /** Waits until something is ready, at most `timeout` ms (-1 for ever), and tells those who watch it. Returns how many. */
  poll(timeout: number): number {
    //#region 09.2
    // TODO 09.2: #wait, then call `handle` of each with its events. One of them may remove another one that is still to come:
    //   look it up when it is its turn.
    //   man: epoll_wait(2)
    todo('09.2', '#wait, then call `handle` of each with its events');
    //#endregion
  }

  /** What is ready; nothing when a signal interrupted the wait. */
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
