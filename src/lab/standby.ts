import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { keepGroup, releaseGroup } from '../kit/keeper.ts';
import { signalGroup } from '../kit/launch.ts';
import { PROJECT } from '../kit/project.ts';
import { makeScratch, removeScratch } from '../kit/scratch.ts';
import type { Lesson } from './lesson.ts';
import { REPORT_FD, type Received, receive } from './report-channel.ts';
import type { TestResult } from './results.ts';

/** Which tests: those of one step and what they need, or all. */
export interface Choice {
  readonly step?: string;
  /** What they need has passed before, and is taken for passed. */
  readonly alone?: boolean;
}

/** A test runner for one lesson, of its own process group, started ahead of time. It serves one run. */
export class Standby {
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;

  constructor(lesson: Lesson) {
    const scratch = makeScratch();
    this.#child = spawn(
      process.execPath,
      ['--import', 'tsx', join(PROJECT, 'src', 'lab', 'standby-main.ts'), lesson.id],
      {
        cwd: PROJECT,
        detached: true,
        stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
        env: { ...process.env, TMPDIR: scratch },
      },
    );
    const { pid } = this.#child;
    if (pid !== undefined) keepGroup(pid);
    this.#child.stdin?.on('error', () => {}); // it may have been ended meanwhile
    this.#exited = new Promise((resolve) => {
      this.#child.once('error', () => resolve());
      this.#child.once('close', () => {
        if (pid !== undefined) releaseGroup(pid);
        removeScratch(scratch);
        resolve();
      });
    });
  }

  /** Runs graded tests of the lesson; `onResult` is called as they finish. What came is returned, also when it was ended early. */
  async run(choice: Choice, onResult: (result: TestResult) => void): Promise<Received> {
    const received = receive(this.#child.stdio[REPORT_FD] as Readable, onResult);
    const env = {
      LAB_REPORT_FD: String(REPORT_FD),
      ...(choice.step === undefined ? {} : { LAB_STEP: choice.step }),
      ...(choice.alone === true ? { LAB_ALONE: '1' } : {}),
    };
    this.#child.stdin?.end(`${JSON.stringify({ env })}\n`);
    await this.#exited;
    return received;
  }

  /** Ends it, and the programs that it has started. */
  async end(): Promise<void> {
    if (this.#child.pid !== undefined) signalGroup(this.#child.pid, 'SIGKILL');
    await this.#exited;
  }
}
