import { openSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { ReadStream } from 'node:tty';
import { takingInterrupts } from './interrupt.ts';
import type { Running } from './running.ts';
import { interactive } from './terminal.ts';

/** How a conversation ended. `silence`: our side has ended, and for a long time no answer and no end has come. */
export type Farewell = 'server closed' | 'server ended' | 'silence' | 'interrupted';

const SILENCE_MS = 5000;

/** Connects what is typed (or piped) to the server on `port`, and its answers to standard output. */
export function talk(port: number, server: Running): Promise<Farewell> {
  return new Promise((resolve, reject) => {
    const input = interactive() ? terminalInput() : process.stdin;
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    let patience: NodeJS.Timeout | undefined;
    const finish = (farewell: Farewell): void => {
      clearTimeout(patience);
      input.unpipe(socket);
      if (input === process.stdin) input.pause();
      else input.destroy();
      socket.destroy();
      resolve(farewell);
    };
    const wait = (): void => {
      clearTimeout(patience);
      patience = setTimeout(() => finish('silence'), SILENCE_MS);
    };
    input.on('end', () => {
      wait();
      socket.on('data', wait);
    });
    input.on('error', reject);
    input.pipe(socket);
    answers(socket);
    // A reset says no more than that the server is gone; how it went, its own log says.
    socket.on('error', () => finish('server closed'));
    socket.on('end', () => finish('server closed'));
    void server.exited.then(() => finish('server ended'));
    if (interactive())
      void takingInterrupts(
        () => finish('interrupted'),
        () => new Promise((done) => socket.once('close', () => done(undefined))),
      );
  });
}

function answers(socket: Socket): void {
  socket.on('data', (data: Buffer) => {
    if (!process.stdout.write(data)) {
      socket.pause();
      process.stdout.once('drain', () => socket.resume());
    }
  });
}

/**
 * The terminal, opened anew: Ctrl-D ends a stream for good, and standard input must still serve the menu.
 */
const terminalInput = (): ReadStream => new ReadStream(openSync('/dev/tty', 'r'));
