import { crc32 } from 'node:zlib';
import {
  close,
  type Fd,
  fstat,
  IPPROTO_TCP,
  isSystemError,
  O_NOFOLLOW,
  O_NONBLOCK,
  O_RDONLY,
  open,
  read,
  recv,
  retryOnEintr,
  SO_RCVTIMEO,
  SO_SNDTIMEO,
  SOL_SOCKET,
  setsockopt,
  TCP_NODELAY,
  timeval,
  write,
} from '#sys';
import { Failure } from './failure.ts';
import { log } from './log.ts';

/** The train protocol and the file service of lesson 06, for servers that differ only in how they distribute their clients. */
const ENGINE_BYTES = 4;
const MAX_CAR = 1000;
const CARS = 64; // trains in one write

/** The peer broke the train protocol, or took too long. */
export class TrainError extends Failure {
  override readonly name = 'TrainError';
}

/** Limits the wait of reads and writes on a connection; 0 means no limit. */
export function setPatience(conn: Fd, milliseconds: number): void {
  setsockopt(conn, SOL_SOCKET, SO_RCVTIMEO, timeval(milliseconds));
  setsockopt(conn, SOL_SOCKET, SO_SNDTIMEO, timeval(milliseconds));
}

/**
 * Answers requests on a blocking connection until the client ends its direction, or `stops` says so after an answer: each
 * train in names a file of `directory`, the answer is that file or a refusal. Does not own `conn`. Throws a SystemError
 * when the client has gone, a TrainError when it breaks the protocol or takes too long.
 */
export function serveFiles(conn: Fd, directory: string, stops: () => boolean = () => false): void {
  setsockopt(conn, IPPROTO_TCP, TCP_NODELAY, true); // an answer is several writes: Nagle would delay each for the ACK of the one before
  const receiver = new TrainReceiver(conn);
  for (let name = receiver.next(); name !== null; name = stops() ? null : receiver.next()) {
    const asked = name.toString();
    let opened: { file: Fd; size: number };
    try {
      opened = openFile(directory, asked);
    } catch (error) {
      if (!isSystemError(error) && !(error instanceof Failure)) throw error;
      log(`refused: ${error.message}`);
      sendTrains(conn, Buffer.alloc(0), Buffer.from(error.message).subarray(0, MAX_CAR));
      continue;
    }
    try {
      sendFile(conn, asked, opened.file, opened.size);
      log(`sent ${opened.size} bytes of ${JSON.stringify(asked)}`);
    } finally {
      close(opened.file);
    }
  }
}

class TrainReceiver {
  readonly #conn: Fd;
  readonly #bytes = Buffer.alloc(ENGINE_BYTES + MAX_CAR);
  #end = 0;

  constructor(conn: Fd) {
    this.#conn = conn;
  }

  /** The next car; null at the end of the stream. */
  next(): Buffer | null {
    const had = this.#fill(ENGINE_BYTES);
    if (had === 0) return null;
    if (had < ENGINE_BYTES) throw new TrainError(`the stream ended after ${had} bytes of an engine`);
    const length = this.#bytes.readUInt32BE();
    if (length > MAX_CAR)
      throw new TrainError(`an engine announces ${length} bytes, and no car has more than ${MAX_CAR}`);
    const car = this.#fill(ENGINE_BYTES + length) - ENGINE_BYTES;
    if (car < length) throw new TrainError(`the stream ended after ${car} of ${length} bytes of a car`);
    const copy = Buffer.from(this.#bytes.subarray(ENGINE_BYTES, ENGINE_BYTES + length));
    this.#bytes.copyWithin(0, ENGINE_BYTES + length, this.#end);
    this.#end -= ENGINE_BYTES + length;
    return copy;
  }

  #fill(length: number): number {
    while (this.#end < length) {
      // With a time-out set, SIGSTOP and SIGCONT also end the wait with EINTR. signal(7)
      const n = retryOnEintr(() => recv(this.#conn, this.#bytes.subarray(this.#end)));
      if (n === null) throw new TrainError('the peer says nothing any more');
      if (n === 0) break;
      this.#end += n;
    }
    return Math.min(this.#end, length);
  }
}

function openFile(directory: string, name: string): { file: Fd; size: number } {
  if (name === '' || name === '.' || name === '..') throw new Failure('that is not the name of a file');
  if (name.includes('/') || name.includes('\0') || Buffer.byteLength(name) > 255)
    throw new Failure('a name here has no slash and no zero byte in it, and at most 255 bytes');
  const file = open(`${directory}/${name}`, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
  try {
    const { isFile, size } = fstat(file);
    if (!isFile) throw new Failure('that is not a plain file');
    // A file of /proc has the size 0 and contents all the same: they are made when it is read.
    if (size === 0 && read(file, Buffer.alloc(1)) !== 0) throw new Failure('the size of that file is not known');
    return { file, size };
  } catch (error) {
    close(file);
    throw error;
  }
}

function putTrain(target: Buffer, at: number, car: Uint8Array): number {
  target.writeUInt32BE(car.length, at);
  target.set(car, at + ENGINE_BYTES);
  return at + ENGINE_BYTES + car.length;
}

function sendBytes(conn: Fd, bytes: Uint8Array, length: number): void {
  for (let done = 0; done < length; ) {
    const n = retryOnEintr(() => write(conn, bytes.subarray(done), length - done));
    if (n === null) throw new TrainError('the peer takes nothing any more');
    done += n;
  }
}

function sendTrains(conn: Fd, ...wagons: readonly Uint8Array[]): void {
  const bytes = Buffer.alloc(wagons.reduce((sum, { length }) => sum + ENGINE_BYTES + length, 0));
  let end = 0;
  for (const car of wagons) end = putTrain(bytes, end, car);
  sendBytes(conn, bytes, end);
}

/** Name, size, cars, an empty train, the CRC-32. */
function sendFile(conn: Fd, name: string, file: Fd, size: number): void {
  const cars = Buffer.alloc(CARS * MAX_CAR);
  const trains = Buffer.alloc(CARS * (ENGINE_BYTES + MAX_CAR));
  const number = Buffer.alloc(8);
  number.writeBigUInt64BE(BigInt(size));
  sendTrains(conn, Buffer.from(name), number);
  let crc = 0;
  for (let left = size; left > 0; ) {
    const n = read(file, cars, Math.min(left, cars.length)) ?? 0;
    if (n === 0) throw new TrainError('the file has become shorter while it was sent');
    crc = crc32(cars.subarray(0, n), crc);
    let end = 0;
    for (let at = 0; at < n; at += MAX_CAR) end = putTrain(trains, end, cars.subarray(at, Math.min(at + MAX_CAR, n)));
    sendBytes(conn, trains, end);
    left -= n;
  }
  number.writeUInt32BE(crc);
  sendTrains(conn, Buffer.alloc(0), number.subarray(0, 4));
}
