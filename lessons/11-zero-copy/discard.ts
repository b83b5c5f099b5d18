/** The body of a refused upload: it is received and thrown away, so that the next request is found. */
import { Failure } from '#program';
import { type Fd, MSG_TRUNC, recv } from '#sys';
import { TURN } from './ways.ts';

const REFUSED = -1;
const waste = Buffer.alloc(TURN);

export class Discard {
  #left: number;

  constructor(length: number) {
    this.#left = length;
  }

  get complete(): boolean {
    return this.#left === 0;
  }

  write(bytes: Uint8Array): void {
    this.#left -= bytes.length;
  }

  /** MSG_TRUNC on a TCP socket: the bytes are dropped in the kernel and copied nowhere. tcp(7) */
  receive(conn: Fd): void {
    const n = recv(conn, waste, MSG_TRUNC, Math.min(waste.length, this.#left));
    if (n === 0) throw new Failure('the client has ended in the middle of an upload');
    this.#left -= n ?? 0;
  }

  finish(): number {
    return REFUSED;
  }

  abandon(): void {}
}
