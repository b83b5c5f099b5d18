import { openSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { ReadStream } from 'node:tty';
import { paint } from '../../text/paint.ts';
import { takingInterrupts } from './interrupt.ts';
import type { Running } from './running.ts';
import { interactive } from './terminal.ts';

/** The end of a conversation. `silence`: after our side was closed, neither data nor end of file arrived in time. */
export type Farewell = 'server closed' | 'server ended' | 'silence' | 'interrupted';

const SILENCE_MS = 5000;

/**
 * Connects the terminal (or a pipe) to the server on `port`. If the server ends the conversation while a line is being typed, the
 * line is read to its end and dropped: it was not meant for the menu, or for the shell.
 */
export function talk(port: number, server: Running): Promise<Farewell> {
  return new Promise((resolve, reject) => {
    const input = interactive() ? terminalInput() : process.stdin;
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    let patience: NodeJS.Timeout | undefined;
    let there: Farewell | null = null;
    let finished = false;
    let done = (): void => {};
    const finish = (farewell: Farewell): void => {
      finished = true;
      clearTimeout(patience);
      input.unpipe(socket);
      if (input === process.stdin) input.pause();
      else input.destroy();
      socket.destroy();
      done();
      resolve(farewell);
    };
    const endedThere = (farewell: Farewell): void => {
      if (finished) return;
      const first = there === null;
      there = farewell;
      if (!interactive() || input.readableEnded) finish(farewell);
      else if (first) {
        process.stderr.write(paint.dim('\n   The server is gone. Enter goes on.\n'));
        afterLine(input, socket, () => finish(there ?? farewell));
      }
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
    // A reset only tells that the server is gone; its log tells why.
    socket.on('error', () => endedThere('server closed'));
    socket.on('end', () => endedThere('server closed'));
    void server.exited.then(() => endedThere('server ended'));
    if (interactive())
      void takingInterrupts(
        () => finish('interrupted'),
        () =>
          new Promise<void>((over) => {
            done = over;
          }),
      );
  });
}

/** Reads and drops the input up to the end of the line. */
function afterLine(input: NodeJS.ReadableStream, socket: Socket, then: () => void): void {
  input.unpipe(socket);
  input.once('end', then);
  input.on('data', (typed) => {
    if (typed.includes('\n')) then();
  });
  input.resume();
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
 * A second stream of the terminal: Ctrl-D ends a stream for good, and the menu still needs standard input.
 */
const terminalInput = (): ReadStream => new ReadStream(openSync('/dev/tty', 'r'));
