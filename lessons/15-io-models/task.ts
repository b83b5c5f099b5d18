/** The task of the five models: numbered lines from several senders, each acknowledged when it arrives. Nothing to do in this file. */
import { listenOn, program, ready } from '#program';
import { accept, close, type Fd, retryOnEintr, SIG_IGN, SIGPIPE, type SystemError, signal, write } from '#sys';

/** One connection. It owns its descriptor until `end`. */
export class Sender {
  readonly fd: Fd;
  /** Its number from 1 on, in the order in which the senders connected. */
  readonly number: number;
  #lines = 0;
  /** The beginning of a line whose end has not arrived yet. */
  #rest = '';

  constructor(fd: Fd, number: number) {
    this.fd = fd;
    this.number = number;
  }

  /** Reports each complete line on standard output. Returns the acknowledgments, which the model has to send: `ok LINE` each. */
  take(bytes: Uint8Array): Buffer {
    const lines = (this.#rest + Buffer.from(bytes).toString('latin1')).split('\n');
    this.#rest = lines.pop() ?? '';
    this.#lines += lines.length;
    for (const line of lines) say(`${this.number}: ${line}`);
    return Buffer.from(lines.map((line) => `ok ${line}\n`).join(''), 'latin1');
  }

  /** Reports the end of this sender, in good order or by an error, and closes the descriptor. */
  end(error?: SystemError): void {
    close(this.fd);
    say(`${this.number}: ${error === undefined ? 'end' : `lost, ${error.code}`} after ${this.#lines} lines`);
  }
}

const say = (text: string): number | null => retryOnEintr(() => write(1, Buffer.from(`${text}\n`)));

/** Runs one model as a program: waits until all senders are connected, then `serve` has them until the last one has ended. */
export function model(url: string, about: string, serve: (senders: Sender[], pause: number) => void): void {
  const options = {
    port: { default: 0, about: 'port to listen on; 0 takes any free one' },
    senders: { default: 3, about: 'number of senders to wait for' },
    pause: { default: 0, about: 'milliseconds between two rounds of the polling model' },
  };
  program(url, { about, options }, ({ port, senders, pause }) => {
    signal(SIGPIPE, SIG_IGN);
    const listener = listenOn(port);
    ready(listener);
    const all = Array.from({ length: senders }, (_, i) => new Sender(accept(listener)?.fd ?? -1, i + 1));
    close(listener);
    serve(all, pause);
  });
}
