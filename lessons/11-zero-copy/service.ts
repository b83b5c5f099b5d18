/** The listener and its connections. */
import { goneBefore, log, nothingLeft, show } from '#program';
import { type Accepted, accept4, close, EPOLLIN, type Fd, isSystemError, SOCK_CLOEXEC, SOCK_NONBLOCK, setNonblocking } from '#sys';
import { Connection } from './connection.ts';
import { Loop } from './loop.ts';
import type { Way } from './ways.ts';

/** Connections accepted in one turn; then the others have theirs. */
const BATCH = 64;
const RETRY_MS = 500;

/** Owns the listener and the connections until `run` returns. */
export class Service {
  readonly loop = new Loop();
  readonly folder: string;
  readonly makeWay: (conn: Fd) => Way;
  readonly #listener: Fd;
  readonly #connections = new Set<Connection>();

  constructor(listener: Fd, folder: string, makeWay: (conn: Fd) => Way) {
    this.#listener = listener;
    this.folder = folder;
    this.makeWay = makeWay;
    setNonblocking(listener, true);
    this.loop.add(listener, EPOLLIN, () => this.#accept());
  }

  /** Serves until the loop is stopped; then drops all connections. */
  run(): void {
    this.loop.run();
    log(`stopping, with ${this.#connections.size} connections`);
    for (const connection of [...this.#connections]) connection.drop();
    close(this.#listener);
    this.loop.close();
  }

  /** Called by a connection that has been dropped: its descriptors are free. */
  closed(connection: Connection): void {
    this.#connections.delete(connection);
    this.loop.want(this.#listener, EPOLLIN);
  }

  #accept(): void {
    for (let i = 0; i < BATCH; i++) {
      try {
        const accepted = accept4(this.#listener, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (accepted === null) return;
        this.#add(accepted);
      } catch (error) {
        if (goneBefore(error)) continue;
        if (!nothingLeft(error)) throw error;
        this.#pause(String(error));
        return;
      }
    }
  }

  /** Makes a connection. Where something runs out, such as memory to lock, only this client is lost. */
  #add(accepted: Accepted): void {
    try {
      this.#connections.add(new Connection(this, accepted));
    } catch (error) {
      if (!isSystemError(error)) throw error;
      log(`lost ${show(accepted.peer)}: ${error.message}`);
      close(accepted.fd);
    }
  }

  /** The waiting connection keeps the listener readable: look away until a descriptor is free, or for RETRY_MS. */
  #pause(why: string): void {
    log(`pauses accepting: ${why}`);
    this.loop.want(this.#listener, 0);
    this.loop.later(RETRY_MS, () => this.loop.want(this.#listener, EPOLLIN));
  }
}
