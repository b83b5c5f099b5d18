import { createServer, type Server as NodeServer, type Socket } from 'node:net';
import { crc32 } from 'node:zlib';
import { until } from '../../src/host/wait.ts';
import { rowBetween } from '../../src/kit/kernel/tcp.ts';

/** A second implementation of the train protocol, for the tests' side of a connection. */
export function engineOf(length: number): Buffer {
  const engine = Buffer.alloc(4);
  engine.writeUInt32BE(length >>> 0);
  return engine;
}

export const trainOf = (car: Uint8Array | string): Buffer => {
  const bytes = Buffer.from(car);
  return Buffer.concat([engineOf(bytes.length), bytes]);
};

export const crcOf = (bytes: Uint8Array): Buffer => engineOf(crc32(bytes));

export function sizeOf(size: number | bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(size));
  return bytes;
}

export interface AnswerOptions {
  readonly car?: number;
  readonly size?: number;
  readonly crc?: Buffer;
  readonly name?: string;
}

/** A server's whole answer, right or with one false field. */
export function answerWith(name: string, contents: Uint8Array, options: AnswerOptions = {}): Buffer {
  const step = options.car ?? 1000;
  const cars: Buffer[] = [];
  for (let at = 0; at < contents.length; at += step) cars.push(trainOf(contents.subarray(at, at + step)));
  return Buffer.concat([
    trainOf(options.name ?? name),
    trainOf(sizeOf(options.size ?? contents.length)),
    ...cars,
    trainOf(''),
    trainOf(options.crc ?? crcOf(contents)),
  ]);
}

/** The whole trains in a stream, and the rest: the beginning of another one. */
export function parseTrains(stream: Buffer): { cars: Buffer[]; rest: Buffer } {
  const cars: Buffer[] = [];
  let at = 0;
  while (stream.length - at >= 4) {
    const length = stream.readUInt32BE(at);
    if (stream.length - at - 4 < length) break;
    cars.push(stream.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return { cars, rest: stream.subarray(at) };
}

const WAIT_MS = 10_000;

/** A server of the tests: accepts clients, keeps their bytes, and sends the bytes that a test gives it. */
export class Station {
  readonly port: number;
  #server: NodeServer;
  #socket: Socket | null = null;
  #received = Buffer.alloc(0);
  #sockets: Socket[] = [];

  private constructor(server: NodeServer, port: number) {
    this.#server = server;
    this.port = port;
    server.on('connection', (socket) => {
      this.#socket = socket;
      this.#sockets.push(socket);
      this.#received = Buffer.alloc(0);
      socket.on('error', () => {});
      socket.on('data', (data) => {
        this.#received = Buffer.concat([this.#received, data]);
      });
    });
  }

  static async open(): Promise<Station> {
    const server = createServer({ allowHalfOpen: true, noDelay: true });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Station(server, (server.address() as { port: number }).port);
  }

  /** The bytes that the client has sent so far. */
  get received(): Buffer {
    return this.#received;
  }

  /** Sends the pieces, each when the client has read the one before, so that the kernel cannot merge them. */
  async send(...pieces: Uint8Array[]): Promise<void> {
    const socket = this.#socket;
    if (socket === null) throw new Error('no client has connected');
    const clientPort = socket.remotePort ?? 0;
    for (const piece of pieces) {
      if (socket.destroyed) return;
      await new Promise<void>((resolve) => socket.write(piece, () => resolve()));
      await until(() => (rowBetween(clientPort, this.port)?.rxQueue ?? 0) === 0, WAIT_MS);
    }
  }

  /** Sends the bytes without waiting for the client to read them. */
  push(bytes: Uint8Array): void {
    this.#socket?.write(bytes);
  }

  end(): void {
    this.#socket?.end();
  }

  reset(): void {
    this.#socket?.resetAndDestroy();
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}
