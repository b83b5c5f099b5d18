// Made from solutions/09-reactor by npm run skeletons: changes belong there.
/** The listener in the loop: it accepts connections and hands them over. */
import { goneBefore, log, nothingLeft, show } from '#program';
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
import type { Timer } from './timer-heap.ts';

/** Connections accepted in one turn; then other descriptors of the loop have theirs. */
const BATCH = 64;
const RETRY_MS = 500;

/** Owns the listener. */
export class Acceptor {
  readonly #loop: EventLoop;
  readonly #channel: Channel;
  readonly #onAccept: (accepted: Accepted) => void;
  /** Set while accepting pauses, because no descriptor is left. */
  #retry: Timer | null = null;
  #closed = false;

  /** `onAccept` gets a non-blocking connection, and owns it. */
  constructor(loop: EventLoop, listener: Fd, onAccept: (accepted: Accepted) => void) {
    this.#loop = loop;
    this.#onAccept = onAccept;
    setNonblocking(listener, true);
    this.#channel = new Channel(loop.poller, listener);
    this.#channel.onReadable = () => this.#accept();
    this.#channel.setReading(true);
  }

  #accept(): void {
    for (let i = 0; i < BATCH; i++) {
      let accepted: Accepted | null;
      try {
        accepted = accept4(this.#channel.fd, SOCK_NONBLOCK | SOCK_CLOEXEC);
      } catch (error) {
        if (goneBefore(error)) continue;
        if (!nothingLeft(error)) throw error;
        this.#pause(String(error));
        return;
      }
      if (accepted === null) return;
      this.#handOver(accepted);
      if (this.#closed) return;
    }
    this.#loop.queueInLoop(() => {
      if (!this.#closed && this.#retry === null) this.#accept();
    });
  }

  /** Passes a connection to `onAccept`. If the loop cannot watch it, only this connection is lost. */
  #handOver(accepted: Accepted): void {
    try {
      this.#onAccept(accepted);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      log(`lost ${show(accepted.peer)}: ${error.message}`);
      close(accepted.fd);
    }
  }

  /** The waiting connection keeps the listener readable: stop watching it until a descriptor is free or RETRY_MS have passed. */
  #pause(why: string): void {
    log(`pauses accepting: ${why}`);
    this.#channel.setReading(false);
    this.#retry = this.#loop.runAfter(RETRY_MS, () => this.resume());
  }

  /** Accepts again after a pause. Call it when a descriptor may have become free. */
  resume(): void {
    if (this.#retry === null || this.#closed) return;
    this.#loop.cancel(this.#retry); // the next pause has a timer of its own
    this.#retry = null;
    this.#channel.setReading(true);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#channel.remove();
    close(this.#channel.fd);
  }
}
