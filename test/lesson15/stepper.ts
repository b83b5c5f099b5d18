import { pauseAfter } from '../../src/host/wait.ts';
import { arrival } from '../../src/kit/arrival.ts';
import { processInfo } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';

export const isStopped = ({ pid }: ObservedProgram): boolean => processInfo(pid)?.state === 'T';

/** Lets a program go on that stops itself at some of its calls (a fault with SIGSTOP). At each stop, once `ready`, `act` is called first. */
export class Stepper {
  readonly #program: ObservedProgram;
  readonly #done: Promise<void>;
  #over = false;

  constructor(program: ObservedProgram, ready: () => boolean, act: () => void) {
    this.#program = program;
    this.#done = this.#run(ready, act);
  }

  async #run(ready: () => boolean, act: () => void): Promise<void> {
    for (let poll = 0; !this.#over && this.#program.exited === null; poll++) {
      if (isStopped(this.#program) && ready()) {
        act();
        await arrival(this.#program.pid, this.#program.listens ? this.#program.port : null);
        this.#program.signal('SIGCONT');
        poll = 0; // it may be in its next stop already
      }
      await pauseAfter(poll);
    }
  }

  async end(): Promise<void> {
    this.#over = true;
    await this.#done;
  }
}
