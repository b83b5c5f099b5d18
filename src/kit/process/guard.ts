import { familyOf } from '../kernel/family.ts';
import { residentKb } from '../kernel/proc.ts';
import type { Output } from './output.ts';
import type { OwnGroup } from './own-group.ts';

const LOOK_MS = 50;
const MAX_PROCESSES = 64;
const MAX_RESIDENT_KB = 1_000_000;

/** Kills a program that exceeds a limit far above the needs of any test, and records which limit. */
export class Guard {
  readonly #group: OwnGroup;
  readonly #output: Output;
  readonly #timer: NodeJS.Timeout;
  #overrun: string | null = null;

  constructor(group: OwnGroup, output: Output) {
    this.#group = group;
    this.#output = output;
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
  }

  /** The limit that was exceeded; null while none was. */
  get overrun(): string | null {
    return this.#overrun;
  }

  end(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const processes = familyOf(this.#group.pid);
    if (processes.length > MAX_PROCESSES)
      this.#stopFor(`more than ${MAX_PROCESSES} processes: the server forks without end`);
    else if (processes.some(({ pid }) => residentKb(pid) > MAX_RESIDENT_KB))
      this.#stopFor(`more than ${MAX_RESIDENT_KB / 1000} MB of memory`);
    else if (this.#output.flooded) this.#stopFor('more than 8 MB of output');
  }

  #stopFor(reason: string): void {
    this.end();
    this.#overrun = reason;
    this.#group.signal('SIGKILL');
  }
}
