import { writeSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { F_SETFD, FD_CLOEXEC, fcntl, PR_SET_DUMPABLE, prctl } from '#sys';
import { visible } from '../../text/visible.ts';
import type { LessonReport, PlannedTest, TestResult } from '../result.ts';

/**
 * The report of a graded run: lines of JSON on a descriptor that only the test runner holds. Results that have arrived
 * are kept, however the run ends.
 */
export type ReportLine =
  | { readonly kind: 'planned'; readonly test: PlannedTest }
  | { readonly kind: 'result'; readonly test: TestResult }
  | { readonly kind: 'end'; readonly lessons: readonly LessonEnd[] };

/** The end of a lesson's tests; `error` says why they did not all run. */
export interface LessonEnd {
  readonly lesson: string;
  readonly error?: string;
}

/** The report's descriptor in the runner. */
export const REPORT_FD = 3;

/** The runner's end of the channel; null when no report was asked for. */
export function openReport(): ((line: ReportLine) => void) | null {
  if (process.env['LAB_REPORT_FD'] === undefined) return null;
  const fd = Number(process.env['LAB_REPORT_FD']);
  fcntl(fd, F_SETFD, FD_CLOEXEC); // a program under test must not be able to write its own grade
  keepOut();
  return (line) => {
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
  };
}

/** Makes this process undumpable in a cage: submissions run as the same user and could reach into it through /proc or ptrace. */
export function keepOut(): void {
  if (process.env['LAB_CAGED'] !== undefined) prctl(PR_SET_DUMPABLE, 0);
}

/** The report so far. */
export class Received {
  readonly planned: PlannedTest[] = [];
  readonly results: TestResult[] = [];
  #ends: readonly LessonEnd[] | null = null;

  /** The results of each lesson; null when the run ended early. */
  get reports(): readonly LessonReport[] | null {
    if (this.#ends === null) return null;
    return this.#ends.map((end) => ({ ...end, tests: this.results.filter(({ lesson }) => lesson === end.lesson) }));
  }

  take(line: ReportLine): void {
    if (line.kind === 'planned') this.planned.push(line.test);
    else if (line.kind === 'result') this.results.push(line.test);
    else this.#ends = line.lessons;
  }
}

/** Reads the channel. Returns an object that fills as lines arrive; `onResult` is called with each result. */
export function receive(stream: Readable, onResult: (result: TestResult) => void): Received {
  const received = new Received();
  readReport(stream, (line) => {
    received.take(line);
    if (line.kind === 'result') onResult(line.test);
  });
  return received;
}

/**
 * Calls `onLine` with each line of a report. Results quote what programs have printed and sent: control characters are made
 * visible here, for all who show them.
 */
export function readReport(stream: Readable, onLine: (line: ReportLine) => void): void {
  let rest = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) {
      onLine(JSON.parse(text, (_, value) => (typeof value === 'string' ? visible(value) : value)) as ReportLine);
    }
  });
}
