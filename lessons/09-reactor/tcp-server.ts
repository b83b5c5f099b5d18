/** A server: an acceptor, its connections, and their end. */
import { log, show, todo } from '#program';
import { type Accepted, type Fd, IPPROTO_TCP, isSystemError, SIGINT, SIGTERM, setsockopt, TCP_NODELAY } from '#sys';
import { Acceptor } from './acceptor.ts';
import { Connection, type OnMessage } from './connection.ts';
import type { EventLoop } from './loop.ts';

export interface TcpServerOptions {
  /** Close connections on which nothing has come for so many milliseconds; 0 never. */
  readonly idle?: number;
  /** How long a stop waits for clients that do not read, in milliseconds. */
  readonly grace?: number;
}

export class TcpServer {
  /** Connections that are open. */
  readonly connections = new Set<Connection>();
  readonly #loop: EventLoop;
  readonly #acceptor: Acceptor;
  readonly #onMessage: OnMessage;
  readonly #grace: number;
  #stopping = false;

  /** Owns the listener. Stops on SIGTERM and SIGINT. */
  constructor(loop: EventLoop, listener: Fd, onMessage: OnMessage, { idle = 0, grace = 5000 }: TcpServerOptions = {}) {
    this.#loop = loop;
    this.#onMessage = onMessage;
    this.#grace = grace;
    this.#acceptor = new Acceptor(loop, listener, (accepted) => this.#connected(accepted));
    for (const signum of [SIGTERM, SIGINT]) loop.onSignal(signum, () => this.stop());
    if (idle > 0) loop.runEvery(idle / 4, () => this.#closeIdle(idle));
  }

  #connected(accepted: Accepted): void {
    //#region 09.7
    // TODO 09.7: make a Connection and keep it. When it closes: forget it, let the acceptor `resume`, and see whether a stop is complete
    //   (#stopped). noDelay(fd) is given.
    todo('09.7', 'make a Connection and keep it');
    //#endregion
  }

  /** Closes those that have said nothing for too long. */
  #closeIdle(idle: number): void {
    //#region 09.7 silent
    // TODO 09.7: close each connection whose lastActive is `idle` milliseconds ago or more, and log it.
    //#endregion
  }

  /** Accepts nobody any more, sends what is pending, closes, and quits the loop; in `grace` milliseconds at most. */
  stop(): void {
    //#region 09.7
    // TODO 09.7: the first time: close the acceptor, `finish` every connection, and see whether that was all (#stopped). In #grace ms
    //   close those that are left. The second time do not wait.
    todo('09.7', 'the first time: close the acceptor, `finish` every connection, and see whether that was all (#stopped)');
    //#endregion
  }

  #stopped(): void {
    //#region 09.7 silent
    // TODO 09.7: when the server is stopping and no connection is left, quit the loop.
    //#endregion
  }
}

/** Answers are small and go out at once; see lesson 05. */
function noDelay(fd: Fd): void {
  try {
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, true);
  } catch (error) {
    if (!isSystemError(error)) throw error; // it has been reset already
  }
}
