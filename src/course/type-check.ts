import type { ChildProcess } from 'node:child_process';
import { releaseGroup, spawnKept } from '../host/keeper.ts';
import { signalGroup } from '../host/process-group.ts';
import { PROJECT } from '../host/project.ts';
import type { Lesson } from './lesson.ts';

/** `lesson NN types` in a process beside us, where its second of computing holds nobody up. */
export class TypeCheck {
  readonly #child: ChildProcess;
  #text = '';
  /** What the compiler says, a line each; nothing when it was ended. */
  readonly errors: Promise<readonly string[]>;

  constructor(lesson: Lesson) {
    this.#child = spawnKept(process.execPath, ['tools/start.mjs', 'lesson', lesson.id, 'types'], {
      cwd: PROJECT,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const { pid, stdout } = this.#child;
    stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#text += text;
    });
    this.errors = new Promise((resolve) => {
      this.#child.once('error', () => resolve([]));
      this.#child.once('close', (_, signal) => {
        if (pid !== undefined) releaseGroup(pid);
        resolve(signal === null ? this.#text.split('\n').filter((line) => /:\d+:\d+ {2}/.test(line)) : []);
      });
    });
  }

  async end(): Promise<void> {
    // Of one that is over, the number may be somebody else's by now.
    const { pid, exitCode, signalCode } = this.#child;
    if (pid !== undefined && exitCode === null && signalCode === null) signalGroup(pid, 'SIGKILL');
    await this.errors;
  }
}
