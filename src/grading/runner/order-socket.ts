import { createServer, type Server, type Socket } from 'node:net';
import type { Order } from './order.ts';

/** A UNIX socket at `path` that sends a runner its order; the runner was started ahead of time. */
export class OrderSocket {
  readonly path: string;
  readonly #server: Server;
  readonly #runner: Promise<Socket>;

  constructor(path: string) {
    this.path = path;
    this.#server = createServer().listen(path);
    this.#runner = new Promise((resolve) =>
      this.#server.once('connection', (socket) => {
        socket.on('error', () => {}); // the runner may have been ended
        resolve(socket);
      }),
    );
  }

  /** Sends the order as soon as the runner has loaded its tests. */
  send(order: Order): void {
    void this.#runner.then((socket) => socket.end(JSON.stringify(order)));
  }

  close(): void {
    this.#server.close();
  }
}
