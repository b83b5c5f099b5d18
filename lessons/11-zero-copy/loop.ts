/** The loop of this lesson: level-triggered epoll, one handler for each descriptor. */
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

interface Watched {
  mask: number;
  readonly handle: (events: number) => void;
}

export class Loop {
  readonly #epfd = epollCreate1(EPOLL_CLOEXEC);
  readonly #watched = new Map<Fd, Watched>();
  #stopping = false;
  /** A task for later: the only timer. */
  #later: { readonly at: number; readonly task: () => void } | null = null;

  /** Watches a descriptor. EPOLLERR and EPOLLHUP are reported with every mask, also with 0. */
  add(fd: Fd, mask: number, handle: (events: number) => void): void {
    epollCtl(this.#epfd, EPOLL_CTL_ADD, fd, mask);
    this.#watched.set(fd, { mask, handle });
  }

  /** Sets a new mask. Makes no system call when that is its mask already. */
  want(fd: Fd, mask: number): void {
    const watched = this.#watched.get(fd);
    if (watched === undefined || watched.mask === mask) return;
    epollCtl(this.#epfd, EPOLL_CTL_MOD, fd, mask);
    watched.mask = mask;
  }

  /** To be called before the descriptor is closed. */
  remove(fd: Fd): void {
    epollCtl(this.#epfd, EPOLL_CTL_DEL, fd);
    this.#watched.delete(fd);
  }

  /** Runs `task` in so many milliseconds, in place of the one before. */
  later(milliseconds: number, task: () => void): void {
    this.#later = { at: performance.now() + milliseconds, task };
  }

  stop(): void {
    this.#stopping = true;
  }

  /** Waits and calls, until `stop`. */
  run(): void {
    while (!this.#stopping) {
      for (const { fd, events } of this.#wait()) this.#watched.get(fd)?.handle(events);
      this.#runLater();
    }
  }

  close(): void {
    close(this.#epfd);
  }

  #wait(): EpollEvent[] {
    const timeout = this.#later === null ? -1 : Math.ceil(Math.max(0, this.#later.at - performance.now()));
    try {
      return epollWait(this.#epfd, MAX_EVENTS, timeout);
    } catch (error) {
      if (isSystemError(error, 'EINTR')) return [];
      throw error;
    }
  }

  #runLater(): void {
    if (this.#later === null || performance.now() < this.#later.at) return;
    const { task } = this.#later;
    this.#later = null;
    task();
  }
}
