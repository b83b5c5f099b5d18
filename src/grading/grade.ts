import type { Readable } from 'node:stream';
import type { Lesson } from '../course/lesson.ts';
import { releaseGroup, spawnKept } from '../host/keeper.ts';
import { PROJECT } from '../host/project.ts';
import { makeScratch, removeScratch } from '../host/scratch.ts';
import { EXIT, Stop } from '../host/stop.ts';
import { signalGroup } from '../kit/process/launch.ts';
import { REPORT_FD, receive } from './report-channel.ts';
import type { LessonReport } from './result.ts';

export interface GradeOptions {
  /** The root of the lesson folders: `lessons` (the default), `solutions`, or a path. */
  readonly target?: string;
  /** Prints nothing; the report says it all. */
  readonly quiet?: boolean;
  /** Grades this step only, and what it needs. */
  readonly step?: string;
  /** Grades these tests only, and what they need. */
  readonly titles?: readonly string[];
  /** Handed on to vitest as they are. */
  readonly vitestArgs?: readonly string[];
  /** Ends it, and the programs that it has started. */
  readonly signal?: AbortSignal;
}

export interface Graded {
  readonly reports: readonly LessonReport[];
  /** vitest's own exit status: 0 only when every test has passed. */
  readonly status: number;
}

/** The command that runs the graded tests of some lessons; the caller chooses where, and listens to what they report. */
export function gradedTests(lessons: readonly Lesson[], vitestArgs: readonly string[] = []): string[] {
  return [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--configLoader=runner', // the other one writes to node_modules
    '--config',
    'src/grading/vitest.config.ts',
    ...lessons.map((lesson) => `test/lesson${lesson.id}/graded.test.ts`),
    ...vitestArgs,
  ];
}

/** Runs the graded tests of some lessons in a vitest of their own and returns the result model. */
export async function grade(lessons: readonly Lesson[], options: GradeOptions = {}): Promise<Graded> {
  options.signal?.throwIfAborted();
  const output = options.quiet === true ? 'ignore' : 'inherit';
  const own = options.vitestArgs ?? [];
  const scratch = makeScratch(); // vitest leaves its own folders behind when it is ended
  const child = spawnKept(process.execPath, gradedTests(lessons, own), {
    cwd: PROJECT,
    stdio: ['ignore', output, options.quiet === true || own.length > 0 ? 'pipe' : 'inherit', 'pipe'],
    env: {
      ...process.env,
      LAB_TARGET: options.target ?? 'lessons',
      LAB_REPORT_FD: String(REPORT_FD),
      TMPDIR: scratch,
      ...(options.step === undefined ? {} : { LAB_STEP: options.step }),
      ...(options.titles === undefined ? {} : { LAB_TITLES: JSON.stringify(options.titles) }),
    },
  });
  const { pid } = child;
  const end = (): void => void (pid !== undefined && signalGroup(pid, 'SIGKILL'));
  options.signal?.addEventListener('abort', end);
  const received = receive(child.stdio[REPORT_FD] as Readable);
  let complaint = '';
  child.stderr?.on('data', (data: Buffer) => {
    complaint += data.toString();
  });
  const status = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  options.signal?.removeEventListener('abort', end);
  if (pid !== undefined) releaseGroup(pid);
  removeScratch(scratch);
  const refused = own.length === 0 || received.reports !== null ? null : /^CACError: (.+)$/m.exec(complaint);
  if (refused !== null)
    throw new Stop(
      `${refused[1]}: npm test takes lessons, steps, and the options of vitest, which runs the tests.`,
      EXIT.usage,
    );
  if (options.quiet !== true) process.stderr.write(complaint);
  if (received.reports !== null) return { reports: received.reports, status };
  throw new Error(
    `the graded tests left no report (exit status ${status})${complaint === '' ? '' : `: ${complaint.trim()}`}`,
  );
}
