/** Fetches one file from a train server into a folder: whole and verified, or not at all. */
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

/** Receives the next train of an answer. Returns its car; throws when the stream has ended. */
function nextCar(receiver: TrainReceiver): Buffer {
  const car = receiver.recvTrain();
  if (car === null) throw new TrainError('the server ended the stream before the answer was complete');
  return car;
}

/** Writes all of `bytes` to a file. Throws ENOSPC when the disk is full. */
function writeFully(file: Fd, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += write(file, bytes.subarray(done)) ?? 0;
}

/** Receives the beginning of the answer: the name and the size. Throws the server's reason when it refuses. */
function recvHeader(receiver: TrainReceiver, name: string): number {
  //#region 06.4
  // TODO 06.4: receive the name of the answer, and call it `answered`.
  //   - empty: the server refuses. Receive the reason, and throw a Failure with it
  todo('06.4', 'receive the name of the answer, and call it `answered`');
  //#endregion
  //#region 06.6 silent
  // TODO 06.6: throw a TrainError when `answered` is not the requested name.
  //   - or the server chooses the file that you write to
  //#endregion
  //#region 06.4
  // TODO 06.4: receive the size, a train of 8 bytes in network order, and return it.
  //   - throw a TrainError when that train has another length
  //   In Node: Buffer.readBigUInt64BE, Number
  todo('06.4', 'receive the size, a train of 8 bytes in network order, and return it');
  //#endregion
}

const HOLD_BYTES = 65_536;

/** Receives the contents into `file`, and compares them with the announced size and checksum. */
function recvContents(receiver: TrainReceiver, file: Fd, size: number): void {
  //#region 06.4
  // TODO 06.4: write cars to the file until an empty one comes, then check the size and the CRC-32.
  //   - more or fewer than `size` bytes, or another CRC-32: throw a TrainError
  //   - progress(size) is a bar: give `at` the bytes so far, and call `end` whatever happens
  //   - collect cars in a buffer of HOLD_BYTES: fewer system calls
  //   In Node: zlib.crc32(bytes, crcSoFar), Buffer.readUInt32BE
  todo('06.4', 'write cars to the file until an empty one comes, then check the size and the CRC-32');
  //#endregion
}

/** Removes a draft. It may be gone already: then the reason of the failed transfer is the error to report. */
function discard(draft: string): void {
  try {
    unlink(draft);
  } catch (error) {
    if (!isSystemError(error, 'ENOENT')) throw error;
  }
}

/** Ends the transfer like any other failure, so that no draft stays. The layer runs this handler in a blocking call. */
function interrupted(): never {
  throw new Failure('interrupted');
}

/** Fetches `name` into the folder `into`. An old file of that name stays until the new one is complete. */
function fetchFile(conn: Fd, name: string, into: string): number {
  sendTrain(conn, Buffer.from(name));
  const receiver = new TrainReceiver(conn);
  const size = recvHeader(receiver, name);
  //#region 06.4
  // TODO 06.4: receive into a draft, a new file of the same folder, and rename it when complete.
  //   - O_EXCL makes sure that the draft is a new file
  //   - on any failure remove the draft (discard) and throw again; close the file in any case
  //   man: open(2) "O_EXCL", rename(2), unlink(2)
  todo('06.4', 'receive into a draft, a new file of the same folder, and rename it when complete');
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
      patience: { default: 60, about: 'seconds to wait for a server that sends nothing; 0 waits for ever' },
    },
  },
  ({ port, get, into, patience }) => {
    for (const signum of [SIGINT, SIGTERM, SIGHUP]) signal(signum, interrupted);
    signal(SIGPIPE, SIG_IGN); // a server that has gone gives an error message, and no silent end
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
