import type { ChildProcess } from 'node:child_process';
import { type Note, noteIn } from '../../program/notes.ts';
import { KeptText } from './kept-text.ts';

/** No test needs as much: the program is killed. */
const FLOOD_BYTES = 8 * 1024 * 1024;

const isLog = (line: string): boolean => line !== '' && noteIn(line) === null;

/** Text whose bytes stand one a character, as lines of UTF-8. */
const linesOf = (text: string): string[] => Buffer.from(text, 'latin1').toString('utf8').split('\n');

/** The output of a program, up to a limit. */
export class Output {
  #out = '';
  readonly #err = new KeptText();
  #bytes = 0;
  #open = 0;
  readonly #child: ChildProcess;

  constructor(child: ChildProcess) {
    this.#child = child;
    child.stdout?.on('data', (data: Buffer) => {
      this.#out = this.#keep(this.#out, data);
    });
    child.stderr?.on('data', (data: Buffer) => {
      this.#bytes += data.length;
      this.#err.add(data.toString('latin1'));
    });
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      this.#open++;
      stream.once('end', () => {
        this.#open--;
      });
    }
    child.stdin?.on('error', () => {}); // the program may end before it has read everything
  }

  /** Calls `hear` with later output of a stream as it arrives: 1 is standard output, 2 standard error. */
  onData(stream: 1 | 2, hear: (data: Buffer) => void): void {
    (stream === 1 ? this.#child.stdout : this.#child.stderr)?.on('data', hear);
  }

  #keep(text: string, data: Buffer): string {
    this.#bytes += data.length;
    return this.flooded ? text : text + data.toString('latin1');
  }

  /** Whether both streams have been read to their end: every process that held them has closed them. */
  get ended(): boolean {
    return this.#open === 0;
  }

  /** Reads all output so far, also of a process that has just ended: in two turns the event loop has polled the pipes. */
  async caughtUp(): Promise<void> {
    for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
  }

  get flooded(): boolean {
    return this.#bytes > FLOOD_BYTES;
  }

  /** Standard output, one character a byte. */
  get out(): string {
    return this.#out;
  }

  /** The log: the lines of standard error without the notes; of a very long one the beginning and the end. */
  errorLines(): string[] {
    return [...linesOf(this.#err.head), ...linesOf(this.#err.tail)].filter(isLog);
  }

  /** At most `first` + `last` lines of the log, with a line between that counts those that are left out. */
  excerpt(first: number, last: number): string[] {
    const head = linesOf(this.#err.head).filter(isLog);
    const tail = linesOf(this.#err.tail).filter(isLog);
    const all = [...head, ...tail];
    if (all.length <= first + last && this.#err.leftOut === 0) return all;
    const ending = all.slice(-last);
    const beginning = head.slice(0, Math.min(first, all.length - ending.length));
    const between = all.length + this.#err.leftOut - beginning.length - ending.length;
    return [...beginning, `… ${between.toLocaleString('en-US')} ${between === 1 ? 'line' : 'lines'} …`, ...ending];
  }

  /** The notes among the lines of standard error. */
  notes(): Note[] {
    return [...linesOf(this.#err.head), ...linesOf(this.#err.tail)].map(noteIn).filter((note) => note !== null);
  }

  /** Closes our ends of the pipes: a stray process may hold the others open. */
  close(): void {
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
    this.#child.stdin?.destroy();
  }
}
