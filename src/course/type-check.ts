import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { spawnKept } from '../host/keeper.ts';
import { PROJECT } from '../host/project.ts';
import { OwnGroup } from '../kit/process/own-group.ts';
import type { Lesson } from './lesson.ts';
import type { TypeFault } from './type-errors.ts';

const CHILD = fileURLToPath(new URL('./type-errors-json.ts', import.meta.url));

/** The type check of a lesson in a child process: it computes for a second or two, which would block ours. */
export class TypeCheck {
  readonly #child: ChildProcess;
  readonly #group: OwnGroup;
  #json = '';
  /** The compiler's errors; none when the check was ended or could not be run. */
  readonly errors: Promise<readonly TypeFault[]>;

  constructor(lesson: Lesson) {
    this.#child = spawnKept(process.execPath, ['--import', 'tsx', CHILD, lesson.id], {
      cwd: PROJECT,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    this.#group = new OwnGroup(this.#child);
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#json += text;
    });
    this.errors = new Promise((resolve) => {
      this.#child.once('error', () => resolve([]));
      this.#child.once('close', (code) => {
        this.#group.release();
        resolve(code === 0 ? (JSON.parse(this.#json) as TypeFault[]) : []);
      });
    });
  }

  async end(): Promise<void> {
    this.#group.signal('SIGKILL');
    await this.errors;
  }
}
