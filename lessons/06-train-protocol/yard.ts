/**
 * A place to try trains: accepts one connection, receives trains and prints a line about each.
 * With --send it sends standard input in trains instead. Nothing to do in this file.
 */
import { crc32 } from 'node:zlib';
import { listenOn, program, readWaiting, ready, writeAll } from '#program';
import { accept, close, type Fd, SIG_IGN, SIGPIPE, signal } from '#sys';
import { MAX_CAR, sendTrain, TrainReceiver } from './train.ts';

const STDIN: Fd = 0;
const STDOUT: Fd = 1;

function printTrains(conn: Fd): void {
  const receiver = new TrainReceiver(conn);
  for (let car = receiver.recvTrain(); car !== null; car = receiver.recvTrain()) {
    const sum = crc32(car).toString(16).padStart(8, '0');
    writeAll(STDOUT, Buffer.from(`train of ${car.length} bytes, CRC-32 ${sum}\n`));
  }
  writeAll(STDOUT, Buffer.from('end of the stream\n'));
}

/** Sends a train for each piece that read returns, and an empty one at the end. */
function sendInput(conn: Fd, size: number): void {
  const car = Buffer.alloc(MAX_CAR);
  for (;;) {
    const n = readWaiting(STDIN, car, Math.min(size, MAX_CAR));
    sendTrain(conn, car.subarray(0, n));
    if (n === 0) return;
  }
}

program(
  import.meta.url,
  {
    about: 'Receives trains from one client and prints a line about each; with --send, sends standard input in trains.',
    options: {
      port: { default: 0, about: 'port to listen on; 0 takes any free one' },
      send: { default: false, about: 'send standard input instead of receiving' },
      car: { default: MAX_CAR, about: 'bytes in a car, at most 1000, when sending' },
    },
  },
  ({ port, send, car: size }) => {
    signal(SIGPIPE, SIG_IGN);
    const listener = listenOn(port);
    ready(listener);
    const fd = accept(listener)?.fd;
    if (fd === undefined) return; // only a non-blocking listener returns null
    close(listener);
    if (send) sendInput(fd, size);
    else printTrains(fd);
    close(fd);
  },
);
