/** The listener in the loop. */
import { log, show } from '#program';
import {
  type Accepted,
  accept4,
  close,
  type Fd,
  isSystemError,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  setNonblocking,
} from '#sys';
import { Channel } from './channel.ts';
import type { EventLoop } from './loop.ts';
import type { Timer } from './timers.ts';

/** So many connections in one go: others in the loop have their turn. */
const BATCH = 64;
const RETRY_MS = 500;

/** Owns the listener. */
export class Acceptor {
  readonly #loop: EventLoop;
  readonly #channel: Channel;
  readonly #onAccept: (accepted: Accepted) => void;
  /** Runs while there is nothing left to accept with. */
  #retry: Timer | null = null;
  #closed = false;

  /** `onAccept` owns what it gets: a non-blocking connection. */
  constructor(loop: EventLoop, listener: Fd, onAccept: (accepted: Accepted) => void) {
    this.#loop = loop;
    this.#onAccept = onAccept;
    setNonblocking(listener, true);
    this.#channel = new Channel(loop.poller, listener);
    this.#channel.onReadable = () => this.#accept();
    this.#channel.read(true);
  }

  #accept(): void {
    for (let i = 0; i < BATCH; i++) {
      let accepted: Accepted | null;
      try {
        //#region 09.5
        // TODO 09.5: accept4, non-blocking and close-on-exec.
        //   man: accept4(2)
        accepted = accept4(this.#channel.fd, SOCK_NONBLOCK | SOCK_CLOEXEC);
        //#endregion
      } catch (error) {
        //#region 09.5
        // TODO 09.5: EMFILE, ENFILE, ENOBUFS, ENOMEM: nothing left to accept with: #pause and return. ECONNABORTED, EPROTO: that one has gone, go on.
        //   Throw other errors again.
        //   man: accept(2) "ERRORS"
        if (!isSystemError(error)) throw error;
        if (['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'].includes(error.code)) {
          this.#pause(error.code);
          return;
        }
        if (!['ECONNABORTED', 'EPROTO'].includes(error.code)) throw error;
        continue;
        //#endregion
      }
      //#region 09.5
      // TODO 09.5: return when nobody waits (null), else #handOver it; return when that has closed us.
      if (accepted === null) return;
      this.#handOver(accepted);
      if (this.#closed) return;
      //#endregion
    }
    this.#loop.queueInLoop(() => {
      if (!this.#closed && this.#retry === null) this.#accept();
    });
  }

  /** A connection that the loop cannot watch is lost, and no other one. */
  #handOver(accepted: Accepted): void {
    try {
      this.#onAccept(accepted);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      log(`lost ${show(accepted.peer)}: ${error.message}`);
      close(accepted.fd);
    }
  }

  /** The connection that waits keeps the listener readable: leave it alone until somebody leaves, or some time has passed. */
  #pause(why: string): void {
    //#region 09.5
    // TODO 09.5: log why, stop reading from the listener, and call `resume` in RETRY_MS: keep that timer as #retry.
    log(`accepts nobody for a while: ${why}`);
    this.#channel.read(false);
    this.#retry = this.#loop.runAfter(RETRY_MS, () => this.resume());
    //#endregion
  }

  /** A descriptor has become free, perhaps. */
  resume(): void {
    if (this.#retry === null || this.#closed) return;
    this.#loop.cancel(this.#retry); // the next pause has a timer of its own
    this.#retry = null;
    this.#channel.read(true);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#channel.remove();
    close(this.#channel.fd);
  }
}
