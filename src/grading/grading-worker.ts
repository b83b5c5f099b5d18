import type { ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { givenFiles, type LessonFile } from '../course/files/targets.ts';
import type { Lesson } from '../course/lesson.ts';
import { folderName } from '../course/registry.ts';
import { writeIfOther } from '../host/atomic-write.ts';
import { spawnKept } from '../host/keeper.ts';
import { PROJECT, TARGETS } from '../host/project.ts';
import { makeScratch, removeScratch } from '../host/scratch.ts';
import { OwnGroup } from '../kit/process/own-group.ts';
import type { LessonReport, TestResult } from './result.ts';
import type { Job } from './runner/job.ts';
import { type LessonEnd, REPORT_FD, readReport } from './runner/report-channel.ts';

/** Longer than all tests of a lesson take: ends only a job that will not end. */
const JOB_MS = 15 * 60_000;

const COMMAND = ['--import', 'tsx', join(PROJECT, 'src', 'grading', 'runner', 'worker-process.ts')];

/**
 * A process that grades one set of programs after the other. It loads the tests of a lesson once, so that a job costs no more
 * than the programs that it starts. When it dies, the next job gets a new one.
 */
export class GradingWorker {
  readonly #root: string;
  readonly #scratch = makeScratch();
  #child: ChildProcess | null = null;
  #group: OwnGroup | null = null;
  #hear: (end: LessonEnd) => void = () => {};
  #results: TestResult[] = [];

  constructor() {
    mkdirSync(TARGETS, { recursive: true });
    this.#root = makeScratch(TARGETS);
  }

  /** Grades these files and the given programs of a lesson. */
  async grade(lesson: Lesson, files: readonly LessonFile[], options: Omit<Job, 'lesson'>): Promise<LessonReport> {
    for (const { file, text } of [...givenFiles(lesson), ...files])
      writeIfOther(join(this.#root, folderName(lesson), file), text);
    this.#results = [];
    const end = await this.#work({ lesson: lesson.id, ...options });
    return { ...end, tests: this.#results };
  }

  /** Ends it, with the programs that it has started. */
  end(): void {
    this.#kill();
    removeScratch(this.#root);
    removeScratch(this.#scratch);
  }

  #work(job: Job): Promise<LessonEnd> {
    return new Promise((resolve) => {
      const timer = setTimeout(
        () => over({ lesson: job.lesson, error: 'its tests did not come to their end' }),
        JOB_MS,
      );
      const over = (end: LessonEnd): void => {
        clearTimeout(timer);
        if (end.error !== undefined) this.#kill(); // a test may still be running
        resolve(end);
      };
      this.#hear = over;
      this.#child ??= this.#start();
      this.#child.stdin?.write(`${JSON.stringify(job)}\n`);
    });
  }

  #start(): ChildProcess {
    const child = spawnKept(process.execPath, COMMAND, {
      cwd: PROJECT,
      stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
      env: { ...process.env, TMPDIR: this.#scratch, LAB_TARGET: this.#root, LAB_REPORT_FD: String(REPORT_FD) },
    });
    this.#group = new OwnGroup(child);
    let complaint = '';
    child.stdin?.on('error', () => {}); // it has died, which `exit` reports
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-1000);
    });
    readReport(child.stdio[REPORT_FD] as Readable, (line) => {
      if (line.kind === 'result') this.#results.push(line.test);
      else if (line.kind === 'end' && line.lessons[0] !== undefined) this.#hear(line.lessons[0]);
    });
    child.once('exit', (code, signal) => {
      if (this.#child === child)
        this.#hear({ lesson: '', error: `the grading ended (${code ?? signal}) ${complaint}` });
    });
    return child;
  }

  #kill(): void {
    this.#child = null;
    this.#group?.signal('SIGKILL');
    this.#group?.release();
    this.#group = null;
  }
}
