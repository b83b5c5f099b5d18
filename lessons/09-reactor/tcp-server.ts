/** A TCP server: an acceptor, its connections, and an orderly stop. */
import { log, show, todo } from '#program';
import { type Accepted, type Fd, IPPROTO_TCP, isSystemError, SIGINT, SIGTERM, setsockopt, TCP_NODELAY } from '#sys';
import { Acceptor } from './acceptor.ts';
import { Connection, type OnMessage } from './connection.ts';
import type { EventLoop } from './loop.ts';

export interface TcpServerOptions {
  /** Milliseconds after which a silent connection is closed; 0 never. */
  readonly idle?: number;
  /** Milliseconds that a stop waits for clients that do not read. */
  readonly grace?: number;
}

export class TcpServer {
  /** The open connections. */
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
    // TODO 09.7: make a Connection and keep it in `connections`, after noDelay(fd), which is given.
    //   - onClose: delete it, let the acceptor `resume`, and call #stopped, which may end a stop
    todo('09.7', 'make a Connection and keep it in `connections`, after noDelay(fd), which is given');
    //#endregion
  }

  /** Closes connections that have been silent for `idle` milliseconds. */
  #closeIdle(idle: number): void {
    //#region 09.7 silent
    // TODO 09.7: close and log each connection whose lastActive is `idle` ms ago or more.
    //#endregion
  }

  /** Closes the listener, sends pending bytes, closes the connections, and quits the loop, within `grace` milliseconds. */
  stop(): void {
    //#region 09.7
    // TODO 09.7: close the acceptor, `finish` every connection, and call #stopped.
    //   - after #grace ms close the connections that are left
    //   - a second stop does not wait: it closes all connections at once
    //   - iterate over a copy: a connection that closes leaves the set
    todo('09.7', 'close the acceptor, `finish` every connection, and call #stopped');
    //#endregion
  }

  #stopped(): void {
    //#region 09.7 silent
    // TODO 09.7: quit the loop when the server is stopping and no connection is left.
    //#endregion
  }
}

/** Answers are small and go out at once; see lesson 05. */
function noDelay(fd: Fd): void {
  try {
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, true);
  } catch (error) {
    if (!isSystemError(error)) throw error; // the client has reset it already
  }
}
