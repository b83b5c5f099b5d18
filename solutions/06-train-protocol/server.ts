/**
 * The file server: a process for every connection, which answers each request with a file of one folder,
 * or with the reason for a refusal.
 */
import { crc32 } from 'node:zlib';
import { Failure, listenOn, log, program, serveInChildren, show } from '#program';
import {
  type Accepted,
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
  SIG_IGN,
  SIGPIPE,
  SO_RCVTIMEO,
  SO_SNDTIMEO,
  SOL_SOCKET,
  setsockopt,
  signal,
  TCP_NODELAY,
  timeval,
} from '#sys';
import { objection } from './names.ts';
import { ENGINE_BYTES, MAX_CAR, putTrain, sendBytes, sendTrain, TrainError, TrainReceiver } from './train.ts';

const EMPTY = Buffer.alloc(0);
const number = Buffer.alloc(8);
const CARS = 64; // trains in one write, at most
const cars = Buffer.alloc(CARS * MAX_CAR);
const trains = Buffer.alloc(CARS * (ENGINE_BYTES + MAX_CAR));

/** Opens a plain file of `directory`, and nothing else. The caller owns the descriptor. */
function openFile(directory: string, name: string): { file: Fd; size: number } {
  const problem = objection(name);
  if (problem !== null) throw new Failure(problem);
  // O_NONBLOCK: opening a FIFO would wait for its other end. O_NOFOLLOW: a link may lead out of the folder.
  const file = open(`${directory}/${name}`, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
  try {
    const { isFile, size } = fstat(file);
    if (!isFile) throw new Failure('that is not a plain file');
    // A file of /proc has the size 0 and contents all the same: they are made when it is read.
    if (size === 0 && read(file, number, 1) !== 0) throw new Failure('the size of that file is not known');
    return { file, size };
  } catch (error) {
    close(file);
    throw error;
  }
}

/** Refuses a request: an empty name, and the reason. */
function refuse(conn: Fd, reason: string): void {
  log(`refused: ${reason}`);
  sendTrain(conn, EMPTY);
  sendTrain(conn, Buffer.from(reason).subarray(0, MAX_CAR));
}

/** Sends the contents of `file`. Does not own the descriptor. */
function sendFile(conn: Fd, name: Uint8Array, file: Fd, size: number): void {
  //#region 06.3
  // TODO 06.3: send name, size, cars, an empty train and the CRC-32 of the contents: a train each.
  //   - size: 8 bytes, CRC-32: 4 bytes, in network order; a car has at most MAX_CAR bytes
  //   - exactly `size` bytes; throw a TrainError when the file ends before that
  //   - read into `cars` and send many trains from `trains` at once: fewer system calls
  //   man: read(2), and in Node: zlib.crc32(bytes, crcSoFar), Buffer.writeBigUInt64BE
  sendTrain(conn, name);
  number.writeBigUInt64BE(BigInt(size));
  sendTrain(conn, number);
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
  sendTrain(conn, EMPTY);
  number.writeUInt32BE(crc);
  sendTrain(conn, number.subarray(0, 4));
  //#endregion
}

/** Answers requests until the client ends its direction. */
function serve(conn: Fd, directory: string): void {
  //#region 06.3
  // TODO 06.3: answer each request, a train with a name, until the stream ends.
  //   - openFile throws a Failure or a SystemError: call refuse with its message, and go on
  //   - close the file whatever happens
  //   man: open(2) "ERRORS"
  const receiver = new TrainReceiver(conn);
  for (let name = receiver.recvTrain(); name !== null; name = receiver.recvTrain()) {
    let opened: { file: Fd; size: number };
    try {
      opened = openFile(directory, name.toString());
    } catch (error) {
      if (!isSystemError(error) && !(error instanceof Failure)) throw error;
      refuse(conn, error.message);
      continue;
    }
    try {
      log(`sends ${opened.size} bytes of ${JSON.stringify(name.toString())}`);
      sendFile(conn, name, opened.file, opened.size);
    } finally {
      close(opened.file);
    }
  }
  //#endregion
}

/** The work of a child. Returns its exit status. */
function converse({ fd, peer }: Accepted, directory: string, patience: number): number {
  // An answer is several writes, and with Nagle's algorithm one would wait for the ACK of another. tcp(7)
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, true);
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, timeval(patience * 1000));
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, timeval(patience * 1000));
  //#region 06.5 silent
  // TODO 06.5: ignore SIGPIPE in this child.
  //   - its default action ends the process before write can fail with EPIPE
  //   man: signal(7) "SIGPIPE"
  signal(SIGPIPE, SIG_IGN);
  //#endregion
  try {
    serve(fd, directory);
    return 0;
  } catch (error) {
    //#region 06.5
    // TODO 06.5: log `lost …` and return 1 when the client has gone or breaks the protocol.
    //   - a failed system call: the client has gone. A TrainError: it breaks the protocol
    //   - throw every other error again: it is a mistake in the program
    //   man: read(2) and write(2) "ERRORS"
    if (!isSystemError(error) && !(error instanceof TrainError)) throw error;
    log(`lost ${show(peer)}: ${error.message}`);
    return 1;
    //#endregion
  }
}

program(
  import.meta.url,
  {
    about: 'File server that speaks the train protocol.',
    options: {
      port: { default: 0, about: 'port to listen on; 0 takes any free one' },
      dir: { default: '.', about: 'folder whose files it gives away' },
      patience: { default: 60, about: 'seconds to wait for a client that neither reads nor writes; 0 waits for ever' },
    },
  },
  ({ port, dir, patience }) => {
    serveInChildren(listenOn(port), (connection) => converse(connection, dir, patience));
  },
);
