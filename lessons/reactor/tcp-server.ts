// Made from solutions/09-reactor by npm run skeletons: changes belong there.
/** A TCP server: an acceptor, its connections, and an orderly stop. */
import { log, show } from '#program';
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
    noDelay(accepted.fd);
    const connection = new Connection(this.#loop, accepted, this.#onMessage);
    this.connections.add(connection);
    connection.onClose = () => {
      this.connections.delete(connection);
      this.#acceptor.resume();
      this.#stopped();
    };
  }

  /** Closes connections that have been silent for `idle` milliseconds. */
  #closeIdle(idle: number): void {
    const since = performance.now() - idle;
    for (const connection of this.connections) {
      if (connection.lastActive > since) continue;
      log(`closes ${show(connection.peer)}: silent for ${idle} ms`);
      connection.close();
    }
  }

  /** Closes the listener, sends pending bytes, closes the connections, and quits the loop, within `grace` milliseconds. */
  stop(): void {
    if (this.#stopping) {
      for (const connection of [...this.connections]) connection.close();
      return;
    }
    this.#stopping = true;
    this.#acceptor.close();
    log(`stopping, with ${this.connections.size} connections`);
    this.#loop.runAfter(this.#grace, () => this.stop());
    for (const connection of [...this.connections]) connection.finish();
    this.#stopped();
  }

  #stopped(): void {
    if (this.#stopping && this.connections.size === 0) this.#loop.quit();
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
