/** Fetches one file from a train server into a folder of its own: whole and verified, or not at all. */
import { crc32 } from 'node:zlib';
import { Failure, connectTo, log, program, todo } from '#program';
import { progress } from '#program/transfer-progress.ts';
import {
  close,
  type Fd,
  getpid,
  isSystemError,
  O_CREAT,
  O_EXCL,
  O_WRONLY,
  open,
  rename,
  SIG_IGN,
  SIGHUP,
  SIGINT,
  SIGPIPE,
  SIGTERM,
  SO_RCVTIMEO,
  SO_SNDTIMEO,
  SOL_SOCKET,
  setsockopt,
  signal,
  timeval,
  unlink,
  write,
} from '#sys';
import { objection } from './names.ts';
import { MAX_CAR, sendTrain, TrainError, TrainReceiver } from './train.ts';

/** Receives a train where one has to come. Returns its car. */
function nextCar(receiver: TrainReceiver): Buffer {
  const car = receiver.recvTrain();
  if (car === null) throw new TrainError('the server ended the stream before the answer was complete');
  return car;
}

/** Writes all of it to a file. A full disk throws ENOSPC. */
function writeFully(file: Fd, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += write(file, bytes.subarray(done)) ?? 0;
}

/** Receives the beginning of the answer: the name and the size. Throws the server's reason when it refuses. */
function recvHeader(receiver: TrainReceiver, name: string): number {
  //#region 06.4
  // TODO 06.4: receive the name, and call it `answered`. When it is empty, receive the reason as well and throw a Failure with it.
  todo('06.4', 'receive the name, and call it `answered`');
  //#endregion
  //#region 06.6 silent
  // TODO 06.6: `answered` is the server's choice. Throw a TrainError when it is not the name that was asked for:
  //   you would write to whatever file the server likes.
  //#endregion
  //#region 06.4
  // TODO 06.4: receive the size, which must be a train of 8 bytes, and return it. In Node: Buffer.readBigUInt64BE, Number
  todo('06.4', 'receive the size, which must be a train of 8 bytes, and return it');
  //#endregion
}

const HOLD_BYTES = 65_536;

/** Receives the contents into `file`, and checks that they are what the server sent. */
function recvContents(receiver: TrainReceiver, file: Fd, size: number): void {
  //#region 06.4
  // TODO 06.4: receive cars until an empty one, and write them to the file. Throw a TrainError when they are more
  //   or fewer than `size` bytes. Then receive the CRC-32 of the contents and throw a TrainError when yours is another.
  //   `progress(size)` gives you a bar: tell its `at` how many bytes there are, and call its `end`. Collecting cars in a
  //   buffer of HOLD_BYTES and writing them together saves system calls.
  //   In Node: zlib.crc32(bytes, crcSoFar), Buffer.readUInt32BE
  todo('06.4', 'receive cars until an empty one, and write them to the file');
  //#endregion
}

/** Removes a draft, unless somebody already has: why the transfer failed is what counts. */
function discard(draft: string): void {
  try {
    unlink(draft);
  } catch (error) {
    if (!isSystemError(error, 'ENOENT')) throw error;
  }
}

/** Ends the transfer like any other failure, so that no draft stays. It runs in the call that waits. */
function interrupted(): never {
  throw new Failure('interrupted');
}

/** Fetches `name` into the folder `into`. What stood there under that name stays until the new file is complete. */
function fetchFile(conn: Fd, name: string, into: string): number {
  sendTrain(conn, Buffer.from(name));
  const receiver = new TrainReceiver(conn);
  const size = recvHeader(receiver, name);
  //#region 06.4
  // TODO 06.4: receive the contents into a new file of the same folder, under a name that nobody else uses
  //   (O_EXCL says so), and rename it when it is complete. Remove it (discard) when anything goes wrong.
  //   man: open(2) "O_EXCL", rename(2), unlink(2)
  todo('06.4', 'receive the contents into a new file of the same folder, under a name that nobody else uses (O_EXCL says so), and rename it when it is complete');
  //#endregion
  return size;
}

program(
  import.meta.url,
  {
    about: 'Fetches a file from a train server on this machine.',
    options: {
      port: { default: 0, about: 'port of the server on 127.0.0.1' },
      get: { default: '', about: 'name of the file' },
      into: { default: '.', about: 'folder to put it in' },
      patience: { default: 60, about: 'seconds to wait for a server that says nothing; 0 waits for ever' },
    },
  },
  ({ port, get, into, patience }) => {
    for (const signum of [SIGINT, SIGTERM, SIGHUP]) signal(signum, interrupted);
    signal(SIGPIPE, SIG_IGN); // a server that goes away is an error message here, not a silent end
    const problem = objection(get);
    if (problem !== null) throw new Failure(`--get ${JSON.stringify(get)}: ${problem}`);
    const conn = connectTo(port);
    setsockopt(conn, SOL_SOCKET, SO_RCVTIMEO, timeval(patience * 1000));
    setsockopt(conn, SOL_SOCKET, SO_SNDTIMEO, timeval(patience * 1000));
    const size = fetchFile(conn, get, into);
    close(conn);
    log(`${into}/${get}: ${size} bytes, checksum right`);
  },
);
