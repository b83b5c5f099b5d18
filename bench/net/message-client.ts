/** A client of the message server of lesson 13, on node:net, for the loads of bench/messages.ts. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { crc32 } from 'node:zlib';

const HEADER = 8;
export const [PING, ECHO, WORK, BUSY] = [0, 7, 8, 9];

/** A whole packet. */
export function packet(code: number, body: Uint8Array | string = ''): Buffer {
  const bytes = Buffer.from(body);
  const whole = Buffer.alloc(HEADER + bytes.length);
  whole.writeUInt16BE(whole.length, 0);
  whole.writeUInt16BE(code, 2);
  whole.writeUInt32BE(crc32(bytes), 4);
  bytes.copy(whole, HEADER);
  return whole;
}

export class MessageClient {
  readonly socket: Socket;
  #input: Buffer = Buffer.alloc(0);

  private constructor(socket: Socket, deliver: (code: number, body: Buffer) => void) {
    this.socket = socket.setNoDelay();
    socket.on('error', () => {});
    socket.on('data', (data) => this.#received(data, deliver));
  }

  static async enter(port: number, deliver: (code: number, body: Buffer) => void): Promise<MessageClient> {
    const socket = connect({ port, host: '127.0.0.1' });
    await once(socket, 'connect');
    return new MessageClient(socket, deliver);
  }

  /** Whether the connection has ended, by whichever end. */
  get ended(): boolean {
    return this.socket.destroyed;
  }

  #received(data: Buffer, deliver: (code: number, body: Buffer) => void): void {
    let input = this.#input.length === 0 ? data : Buffer.concat([this.#input, data]);
    while (input.length >= HEADER) {
      const length = input.readUInt16BE();
      if (input.length < length) break;
      const body = input.subarray(HEADER, length);
      if (crc32(body) !== input.readUInt32BE(4)) throw new Error('a packet with a wrong CRC has come');
      deliver(input.readUInt16BE(2), body);
      input = input.subarray(length);
    }
    this.#input = input;
  }

  /** Resolves when the kernel has taken the bytes, or the connection has ended. */
  send(bytes: Buffer): Promise<void> {
    return new Promise((resolve) => {
      if (this.ended) resolve();
      else {
        this.socket.once('close', resolve);
        this.socket.write(bytes, () => {
          this.socket.off('close', resolve);
          resolve();
        });
      }
    });
  }
}

/** Numbers from 0 to 1 that a seed determines (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
