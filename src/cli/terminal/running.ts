import type { Readable } from 'node:stream';
import { until } from '../../host/wait.ts';
import { listenersOf } from '../../kit/kernel/tcp.ts';
import { endProcesses } from '../../kit/process/end-group.ts';
import { type Launched, type LaunchOptions, launch } from '../../kit/process/launch.ts';
import { describeExit } from '../../kit/situation.ts';

/** The time that a program has to exit after SIGINT. */
const LEAVE_MS = 2000;
const LISTEN_MS = 20_000;

/** A learner's program, run interactively: no limits, no evidence, but none of its processes outlives the command. */
export class Running {
  readonly #launched: Launched;
  readonly exited: Promise<string>;
  #exit: string | null = null;
  #status = 0;

  private constructor(launched: Launched) {
    this.#launched = launched;
    this.exited = new Promise((resolve) => {
      launched.child.once('close', (code, signal) => {
        this.#exit = describeExit({ code, signal });
        this.#status = code ?? 1;
        resolve(this.#exit);
      });
    });
  }

  static async start(path: string, options: LaunchOptions): Promise<Running> {
    return new Running(await launch(path, options));
  }

  get pid(): number {
    return this.#launched.pid;
  }

  /** The description of its exit; null while it runs. */
  get exit(): string | null {
    return this.#exit;
  }

  get status(): number {
    return this.#status;
  }

  /** Calls `line` with each line of standard output and standard error. */
  onLine(line: (text: string) => void): void {
    for (const stream of [this.#launched.child.stdout, this.#launched.child.stderr]) {
      if (stream !== null) eachLine(stream, line);
    }
  }

  /** The port that it listens on; null if it exits, or does not listen in time. */
  async port(): Promise<number | null> {
    const found = await until(() => this.#exit ?? listenersOf(this.pid)[0]?.localPort, LISTEN_MS);
    return typeof found === 'number' ? found : null;
  }

  /** Sends SIGINT to the whole group, as Ctrl-C would, then SIGKILL, also to processes that have left the group. */
  async end(): Promise<void> {
    const { group, mark } = this.#launched;
    group.signal('SIGINT');
    await until(() => !group.alive, LEAVE_MS);
    await endProcesses(group, mark, LEAVE_MS);
    await until(() => this.#exit !== null, LEAVE_MS);
    group.release();
  }
}

function eachLine(stream: Readable, line: (text: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(line);
  });
  stream.on('end', () => {
    if (rest !== '') line(rest);
  });
}
