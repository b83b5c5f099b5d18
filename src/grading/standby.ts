import type { ChildProcess } from 'node:child_process';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Lesson } from '../course/lesson.ts';
import { releaseGroup, spawnKept } from '../host/keeper.ts';
import { PROJECT } from '../host/project.ts';
import { makeScratch, removeScratch } from '../host/scratch.ts';
import { signalGroup } from '../kit/process/launch.ts';
import { gradedTests } from './grade.ts';
import type { Order } from './order.ts';
import { REPORT_FD, type Received, receive } from './report-channel.ts';
import type { TestResult } from './result.ts';

/**
 * A test runner for one lesson, of its own process group, started ahead of time: it has loaded the tests, and waits for its
 * order. It serves one run.
 */
export class Standby {
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;
  readonly #counter: Server;
  /** The runner, waiting. */
  readonly #waiting: Promise<Socket>;

  constructor(lesson: Lesson) {
    const scratch = makeScratch();
    const path = join(scratch, 'order');
    this.#counter = createServer().listen(path);
    this.#waiting = new Promise((resolve) =>
      this.#counter.once('connection', (socket) => {
        socket.on('error', () => {}); // it may be ended meanwhile
        resolve(socket);
      }),
    );
    this.#child = spawnKept(process.execPath, gradedTests([lesson]), {
      cwd: PROJECT,
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      env: { ...process.env, LAB_REPORT_FD: String(REPORT_FD), LAB_ORDER: path, TMPDIR: scratch },
    });
    const { pid } = this.#child;
    this.#exited = new Promise((resolve) => {
      this.#child.once('error', () => resolve());
      this.#child.once('close', () => {
        if (pid !== undefined) releaseGroup(pid);
        this.#counter.close();
        removeScratch(scratch);
        resolve();
      });
    });
  }

  /** Runs graded tests of the lesson; `onResult` is called as they finish. What came is returned, also when it was ended early. */
  async run(order: Order, onResult: (result: TestResult) => void): Promise<Received> {
    const received = receive(this.#child.stdio[REPORT_FD] as Readable, onResult);
    const socket = await Promise.race([this.#waiting, this.#exited]);
    socket?.end(JSON.stringify(order));
    await this.#exited;
    return received;
  }

  /** Ends it, and the programs that it has started. */
  async end(): Promise<void> {
    // Of one that is over, the number may be somebody else's by now.
    const { pid, exitCode, signalCode } = this.#child;
    if (pid !== undefined && exitCode === null && signalCode === null) signalGroup(pid, 'SIGKILL');
    await this.#exited;
  }
}
