/**
 * Tries the parts without the real parent: --idle makes workers that only wait for the end of their channel; without it
 * one worker receives one connection after the other. Nothing to do in this file.
 */
import { listenOn, log, program, readWaiting, ready, writeAll } from '#program';
import { accept, close, type Fd, getpid, read, SIG_IGN, SIGPIPE, sendmsg, signal } from '#sys';
import { recvFd, reportFree, sendFd } from './channel.ts';
import { serveConnections } from './worker.ts';
import { makeWorker, type Worker } from './workers.ts';

/** Sleeps until the parent's end of the channel is closed. */
function idle(channel: Fd): number {
  while (read(channel, Buffer.alloc(1)) !== 0);
  return 0;
}

/** Tells each client the pid of its worker, and the number of its descriptor there. */
function greet(channel: Fd): number {
  for (let conn = recvFd(channel); conn !== null; conn = recvFd(channel)) {
    if (conn === 'lost') log('no descriptor came with the message');
    else {
      writeAll(conn, Buffer.from(`worker ${getpid()} has fd ${conn}\n`));
      idle(conn); // until the client ends its direction
      close(conn);
    }
    reportFree(channel);
  }
  return 0;
}

/** As `sendFd`, with the descriptor twice in one message. */
function sendTwice(channel: Fd, fd: Fd): void {
  sendmsg(channel, { buffers: [Buffer.from([1])], fds: [fd, fd] });
}

program(
  import.meta.url,
  {
    about: 'Tries the parts of a process pool.',
    options: {
      port: { default: 0, about: 'port to listen on; 0 takes any free one' },
      idle: { default: 0, about: 'make this many workers that only wait' },
      dir: { default: '', about: 'let the worker serve the files of this folder; without it, it greets' },
      twice: { default: false, about: 'pass each connection as two descriptors in one message' },
      patience: { default: 60, about: 'seconds that the worker waits for a client that neither reads nor writes' },
    },
  },
  ({ port, idle: count, dir, twice, patience }) => {
    signal(SIGPIPE, SIG_IGN);
    const listener = listenOn(port);
    const workers: Worker[] = [];
    const add = (work: (channel: Fd) => number): Worker => {
      const worker = makeWorker([listener, ...workers.map(({ channel }) => channel)], work);
      workers.push(worker);
      log(`worker ${worker.pid} on channel ${worker.channel}`);
      return worker;
    };
    if (count > 0) {
      for (let i = 0; i < count; i++) add(idle);
      ready(listener);
      readWaiting(0, Buffer.alloc(1)); // until standard input ends
      return;
    }
    const { channel } = add((end) => (dir === '' ? greet(end) : serveConnections(end, dir, patience)));
    ready(listener);
    for (let conn = accept(listener); conn !== null; conn = accept(listener)) {
      log(`passes fd ${conn.fd}`);
      (twice ? sendTwice : sendFd)(channel, conn.fd);
      close(conn.fd);
      if (read(channel, Buffer.alloc(1)) !== 1) return;
      log('the worker is free');
    }
  },
);
