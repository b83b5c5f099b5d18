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

const MAX_EVENTS = 256;

/** An epoll interest list: which descriptors the kernel watches for us, and for what. Owns the epoll descriptor only. */
export class InterestList {
  /** How often the kernel has woken us. */
  wakeups = 0;
  readonly #epfd: Fd;
  readonly #masks = new Map<Fd, number>();

  constructor() {
    //#region 04.1
    // TODO 04.1: make an epoll descriptor and keep it in #epfd.
    //   man: epoll_create1(2)
    todo('04.1', 'make an epoll descriptor and keep it in #epfd');
    //#endregion
  }

  /** Watches `fd` for `events` from now on, whatever it was watched for before. Costs nothing when that is the same. */
  watch(fd: Fd, events: number): void {
    //#region 04.1
    // TODO 04.1: add `fd` when it is not in #masks, change it when it is there with another mask, and note the mask.
    //   man: epoll_ctl(2)
    todo('04.1', 'add `fd` when it is not in #masks, change it when it is there with another mask, and note the mask');
    //#endregion
  }

  /** Watches `fd` no more. To be called before it is closed. */
  forget(fd: Fd): void {
    //#region 04.1
    // TODO 04.1: remove `fd` from the list and from #masks.
    //   man: epoll_ctl(2) "EPOLL_CTL_DEL", epoll(7) "Will closing a file descriptor…"
    todo('04.1', 'remove `fd` from the list and from #masks');
    //#endregion
  }

  /** Waits until something is ready, at most `timeout` ms (-1 for ever). Returns what is, or nothing when a signal came. */
  wait(timeout: number): EpollEvent[] {
    try {
      const events = epollWait(this.#epfd, MAX_EVENTS, timeout);
      if (events.length > 0) this.wakeups++;
      return events;
    } catch (error) {
      //#region 04.2
      // TODO 04.2: EINTR is not a failure: a signal came, or the process was stopped and continued. Return no events.
      //   Throw every other error again.
      //   man: epoll_wait(2) "ERRORS", signal(7) "Interruption of system calls"
      todo('04.2', 'EINTR is not a failure: a signal came, or the process was stopped and continued', error);
      //#endregion
    }
  }

  close(): void {
    close(this.#epfd);
  }
}
