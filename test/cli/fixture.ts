import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { skeletons } from '../../src/course/files/targets.ts';
import type { Lesson } from '../../src/course/lesson.ts';
import { folderName, lessons } from '../../src/course/registry.ts';
import { PROJECT } from '../../src/host/project.ts';
import { makeScratch, removeScratch } from '../../src/host/scratch.ts';

const COPIED = ['src', 'solutions', 'lessons', 'test', 'tools', 'package.json', 'package-lock.json', 'tsconfig.json'];

export interface Said {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/**
 * A copy of the project with fresh skeletons and no progress, for tests that change files: the developer's own
 * lessons and points are never touched. Time stamps are kept, or the copy would install its dependencies.
 */
export class Copy {
  readonly folder: string;
  readonly #scratch = makeScratch();

  /** `name` is the folder of the copy in a temporary one. */
  constructor(name = '.') {
    this.folder = join(this.#scratch, name);
    mkdirSync(this.folder, { recursive: true });
    for (const name of COPIED) {
      cpSync(join(PROJECT, name), join(this.folder, name), { recursive: true, preserveTimestamps: true });
    }
    symlinkSync(join(PROJECT, 'node_modules'), join(this.folder, 'node_modules'));
    for (const lesson of lessons) {
      for (const { file, text } of skeletons(lesson)) this.write(`lessons/${folderName(lesson)}/${file}`, text);
    }
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  write(name: string, text: string): void {
    writeFileSync(this.path(name), text);
  }

  /** Replaces the learner's files by the reference. */
  solve(lesson: Lesson): void {
    for (const file of lesson.files) {
      this.write(
        `lessons/${folderName(lesson)}/${file}`,
        readFileSync(join(PROJECT, 'solutions', folderName(lesson), file), 'utf8'),
      );
    }
  }

  /** The output of a command without a terminal. `node` is the command that starts it. */
  async run(args: readonly string[], input = '', node: readonly string[] = [process.execPath]): Promise<Said> {
    const [file = '', ...before] = node;
    const child = spawn(file, [...before, this.path('tools/start.mjs'), ...args], {
      cwd: this.folder,
      env: plainEnvironment(),
      timeout: 900_000,
    });
    const said = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
    child.stdin.on('error', () => {}); // the command may exit without reading its input
    child.stdin.end(input);
    const [status] = (await once(child, 'close')) as [number | null];
    return { status, ...said };
  }

  lesson(...args: string[]): Promise<Said> {
    return this.run(['lesson', ...args]);
  }

  /** Starts a command and leaves it running. */
  start(args: readonly string[]): ReturnType<typeof spawn> {
    return spawn(process.execPath, [this.path('tools/start.mjs'), ...args], {
      cwd: this.folder,
      env: plainEnvironment(),
      stdio: ['pipe', 'ignore', 'ignore'],
    });
  }

  /** The processes whose command line names a file in a folder of this copy. */
  processes(below = ''): number[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && readOrEmpty(`/proc/${name}/cmdline`).includes(`${this.folder}/${below}`))
      .map(Number);
  }

  remove(): void {
    removeScratch(this.#scratch);
  }
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** The environment of a plain shell: without variables of the test runner, and without colour settings. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const foreign =
    /^(VITEST|NODE_OPTIONS$|NODE_ENV$|TEST$|LAB_|NO_COLOR$|FORCE_COLOR$|PAGER$|EDITOR$|VISUAL$|INIT_CWD$|npm_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

/** The first lesson, on which most commands are tried. */
export function firstLesson(): Lesson {
  const [lesson] = lessons;
  if (lesson === undefined) throw new Error('there is no lesson');
  return lesson;
}
