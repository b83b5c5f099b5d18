import { createServer, type Server, type Socket } from 'node:net';
import type { Order } from './order.ts';

/** Where a runner that was started ahead of time waits for its order: a UNIX socket at `path`. */
export class OrderSocket {
  readonly path: string;
  readonly #server: Server;
  readonly #runner: Promise<Socket>;

  constructor(path: string) {
    this.path = path;
    this.#server = createServer().listen(path);
    this.#runner = new Promise((resolve) =>
      this.#server.once('connection', (socket) => {
        socket.on('error', () => {}); // the runner may be ended meanwhile
        resolve(socket);
      }),
    );
  }

  /** Hands over the order as soon as the runner has loaded its tests. */
  send(order: Order): void {
    void this.#runner.then((socket) => socket.end(JSON.stringify(order)));
  }

  close(): void {
    this.#server.close();
  }
}
