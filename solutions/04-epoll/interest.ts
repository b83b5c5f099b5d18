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

const MAX_EVENTS = 256;

/** An epoll interest list: the descriptors that the kernel watches, with a mask each. Owns only the epoll descriptor. */
export class InterestList {
  /** How many calls of epoll_wait have returned events. */
  wakeups = 0;
  readonly #epfd: Fd;
  /** A copy of the kernel’s list: the mask of each descriptor in it. */
  readonly #masks = new Map<Fd, number>();

  constructor() {
    //#region 04.1
    // TODO 04.1: make an epoll descriptor and keep it in #epfd.
    //   man: epoll_create1(2)
    this.#epfd = epollCreate1(EPOLL_CLOEXEC);
    //#endregion
  }

  /** Watches `fd` for `events` from now on. Makes no system call when that is its mask already. */
  watch(fd: Fd, events: number): void {
    //#region 04.1
    // TODO 04.1: add `fd` to the kernel's list, or change its mask when it is there already.
    //   - #masks tells which of the two; note the new mask there
    //   - no call when the mask is the same
    //   man: epoll_ctl(2)
    const before = this.#masks.get(fd);
    if (before === events) return;
    epollCtl(this.#epfd, before === undefined ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, fd, events);
    this.#masks.set(fd, events);
    //#endregion
  }

  /** Stops watching `fd`. To be called before `fd` is closed. */
  forget(fd: Fd): void {
    //#region 04.1
    // TODO 04.1: remove `fd` from the kernel's list and from #masks.
    //   - from #masks too: the next connection gets the same number
    //   man: epoll_ctl(2) "EPOLL_CTL_DEL", epoll(7) "Will closing a file descriptor…"
    epollCtl(this.#epfd, EPOLL_CTL_DEL, fd);
    this.#masks.delete(fd);
    //#endregion
  }

  /** Waits for events, at most `timeout` ms (-1: for ever). Returns none when a signal came or the time is up. */
  wait(timeout: number): EpollEvent[] {
    try {
      const events = epollWait(this.#epfd, MAX_EVENTS, timeout);
      if (events.length > 0) this.wakeups++;
      return events;
    } catch (error) {
      //#region 04.2
      // TODO 04.2: return no events when epoll_wait was interrupted (EINTR).
      //   - EINTR is no failure: a signal came, or the process was stopped and continued
      //   - throw every other error again
      //   man: epoll_wait(2) "ERRORS", signal(7) "Interruption of system calls"
      if (isSystemError(error, 'EINTR')) return [];
      throw error;
      //#endregion
    }
  }

  close(): void {
    close(this.#epfd);
  }
}
