import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { spawnKept } from '../../host/keeper.ts';
import { PROJECT } from '../../host/project.ts';
import { makeScratch, removeScratch } from '../../host/scratch.ts';
import { KeptText } from '../../kit/process/kept-text.ts';
import { OwnGroup } from '../../kit/process/own-group.ts';
import type { Exit } from '../../kit/situation.ts';
import type { TestResult } from '../result.ts';
import type { Order } from './order.ts';
import { OrderSocket } from './order-socket.ts';
import { REPORT_FD, type Received, receive } from './report-channel.ts';

/** The command that starts a test runner: Node, or Node in a cage. */
export interface RunnerCall {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<NodeJS.ProcessEnv>;
}

/** The outcome of a run. */
export interface Outcome {
  readonly received: Received;
  readonly exit: Exit;
  /** The runner's standard error; of a very long one the beginning and the end. */
  readonly complaint: string;
}

/** The runner as a plain child process: our environment and `env`. */
export const plainCall = (args: readonly string[], env: Readonly<Record<string, string>> = {}): RunnerCall => ({
  file: process.execPath,
  args,
  env: { ...process.env, ...env },
});

/**
 * One run of graded tests, in a process group of its own. The runner loads the tests at once, waits for its order, reports
 * results as data, and its output is hidden. The group ends with this process, even when it is killed.
 */
export class GradedRun {
  /** Resolves once the runner has exited and its group has been killed. Rejects when it could not be started. */
  readonly outcome: Promise<Outcome>;
  readonly #child: ChildProcess;
  readonly group: OwnGroup;
  readonly #scratch = makeScratch(); // a killed vitest leaves its temporary folders behind
  readonly #socket: OrderSocket | null;
  readonly #received: Received;
  #hear: (result: TestResult) => void = () => {};
  readonly #complaint = new KeptText();

  /** With an order it runs at once; without one it waits for `order`. `stdout` is called with the runner's output. */
  constructor(call: RunnerCall, { order, stdout }: { order?: Order; stdout?: (text: string) => void } = {}) {
    this.#socket = order === undefined ? new OrderSocket(join(this.#scratch, 'order')) : null;
    this.#child = spawnKept(call.file, call.args, {
      cwd: PROJECT,
      stdio: ['ignore', stdout === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      env: {
        TMPDIR: this.#scratch,
        ...call.env,
        LAB_REPORT_FD: String(REPORT_FD),
        LAB_ORDER: this.#socket?.path ?? JSON.stringify(order),
      },
    });
    this.group = new OwnGroup(this.#child);
    if (stdout !== undefined) this.#child.stdout?.setEncoding('utf8').on('data', stdout);
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#complaint.add(text);
    });
    this.#received = receive(this.#report, (result) => this.#hear(result));
    this.outcome = this.#run();
  }

  /** Gives a waiting runner its order. */
  order(order: Order): void {
    this.#socket?.send(order);
  }

  /** Calls `hear` with each result from now on. */
  onResult(hear: (result: TestResult) => void): void {
    this.#hear = hear;
  }

  /** Kills the runner and the programs that it has started; `outcome` follows. */
  abort(): void {
    this.group.signal('SIGKILL');
  }

  /** Aborts the run and waits for its end. */
  async release(): Promise<void> {
    this.abort();
    await this.outcome.catch(() => {});
  }

  get #report(): Readable {
    return this.#child.stdio[REPORT_FD] as Readable;
  }

  async #run(): Promise<Outcome> {
    try {
      const exit = await new Promise<Exit>((resolve, reject) => {
        this.#child.once('error', reject);
        // Not 'close': a stray program may hold the pipes.
        this.#child.once('exit', (code, signal) => resolve({ code, signal }));
      });
      await drained(this.#report);
      return { received: this.#received, exit, complaint: this.#complaint.head + this.#complaint.tail };
    } finally {
      this.abort(); // kills programs that the runner has left
      this.group.release();
      this.#child.stdout?.destroy();
      this.#child.stderr?.destroy();
      this.#socket?.close();
      removeScratch(this.#scratch);
    }
  }
}

/** Waits for the rest of the report. Only the runner had the other end, and it has exited, so the stream ends. */
const drained = (stream: Readable): Promise<void> =>
  stream.readableEnded || stream.destroyed
    ? Promise.resolve()
    : new Promise((resolve) => {
        stream.once('close', resolve);
        stream.once('end', resolve);
      });
