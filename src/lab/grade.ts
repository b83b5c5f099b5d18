import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { keepGroup, releaseGroup } from '../kit/keeper.ts';
import { PROJECT } from '../kit/project.ts';
import type { Lesson } from './lesson.ts';
import type { LessonReport } from './results.ts';

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
}

export interface Graded {
  readonly reports: readonly LessonReport[];
  /** vitest's own exit status: 0 only when every test has passed. */
  readonly status: number;
}

let runs = 0;

/** Runs the graded tests of some lessons in a vitest of their own and returns the result model. */
export async function grade(lessons: readonly Lesson[], options: GradeOptions = {}): Promise<Graded> {
  const folder = join(PROJECT, '.lab', 'reports');
  mkdirSync(folder, { recursive: true });
  const reportFile = join(folder, `${process.pid}-${++runs}.json`);
  const args = [
    join(PROJECT, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--config',
    join(PROJECT, 'test', 'graded.config.ts'),
    ...lessons.map((lesson) => `test/lesson${lesson.id}.test.ts`),
    ...(options.vitestArgs ?? []),
  ];
  const child = spawn(process.execPath, args, {
    cwd: PROJECT,
    detached: true, // a group of its own, which ends with us however we end
    stdio: options.quiet === true ? ['ignore', 'ignore', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      LAB_TARGET: options.target ?? 'lessons',
      LAB_REPORT: reportFile,
      ...(options.step === undefined ? {} : { LAB_STEP: options.step }),
      ...(options.titles === undefined ? {} : { LAB_TITLES: JSON.stringify(options.titles) }),
    },
  });
  if (child.pid !== undefined) keepGroup(child.pid);
  let complaint = '';
  child.stderr?.on('data', (data: Buffer) => {
    complaint += data.toString();
  });
  const status = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  if (child.pid !== undefined) releaseGroup(child.pid);
  try {
    return { reports: JSON.parse(readFileSync(reportFile, 'utf8')) as LessonReport[], status };
  } catch {
    throw new Error(
      `the graded tests left no report (exit status ${status})${complaint === '' ? '' : `: ${complaint.trim()}`}`,
    );
  } finally {
    rmSync(reportFile, { force: true });
  }
}
