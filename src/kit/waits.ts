import { FIRST_POLLS, type NotYet, pauseAfter, until } from '../host/wait.ts';
import { Finding } from './finding.ts';
import { cpuTime } from './kernel/proc.ts';
import type { Output } from './process/output.ts';
import type { QuietWatch } from './quiet.ts';
import { type Cost, type Diagnose, describeSituation, type Exit, type Situation } from './situation.ts';

/** Limits are wide: a program that reaches one is wrong, not slow. */
const READY_MS = 20_000;
/** A start takes about 0.2 s of CPU, however busy the machine is. */
const START_CPU_NS = 3e9;
export const PATIENCE_MS = 10_000;
/** No test makes a server use nearly this much CPU. */
const BUSY_CPU_NS = 5e9;
const LAST_WORDS_MS = 1000;
/** After this many equal samples the program is quiet: nothing more happens by itself. */
const QUIET_SAMPLES = 3;
const STUCK_SAMPLES = 12;

/** The part of an observed program that the waits use. */
interface Waited {
  readonly pid: number;
  readonly output: Output;
  readonly listens: boolean;
  readonly exited: Exit | null;
  readonly overrun: string | null;
  /** The bytes that its peers have sent and received. */
  readonly traffic: number;
  describeProcesses(): string[];
  processes(): readonly { readonly pid: number }[];
}

export interface WaitOptions {
  readonly diagnose?: Diagnose;
  readonly within?: number;
  /** False when the program may end during the wait. */
  readonly alive?: boolean;
  /** A count that grows while the program does what is waited for: each change puts the deadline off, as each byte of a peer does. */
  readonly progress?: () => number;
}

/** The waits for an observed program. They end early when the program has died or gone quiet, and then say why. */
export class Waits {
  readonly #program: Waited;
  readonly #quiet: QuietWatch;

  constructor(program: Waited, quiet: QuietWatch) {
    this.#program = program;
    this.#quiet = quiet;
  }

  /** Waits for a listening socket, with the limits of a start. */
  started<T>(probe: () => T | NotYet): Promise<T> {
    return this.#wait('a listening TCP socket', probe, { within: READY_MS }, START_CPU_NS);
  }

  /**
   * Waits until `probe` holds. Fails as soon as it no longer can, because the program has ended, or it and all queues
   * have gone quiet; and at a deadline, which only a busy program reaches.
   */
  waitFor<T>(expected: string, probe: () => T | NotYet, options: WaitOptions): Promise<T> {
    return this.#wait(expected, probe, options, BUSY_CPU_NS);
  }

  async #wait<T>(expected: string, probe: () => T | NotYet, options: WaitOptions, cpuNs: number): Promise<T> {
    const { pid } = this.#program;
    const begin = this.#cost();
    const within = options.within ?? PATIENCE_MS;
    let deadline = performance.now() + within;
    const progress = (): number => this.#program.traffic + (options.progress?.() ?? 0);
    let reached = progress();
    this.#quiet.reset();
    const spent = cpuTime(pid);
    for (let poll = 0; ; poll++) {
      const now = progress();
      if (now !== reached) {
        reached = now;
        deadline = performance.now() + within;
        this.#quiet.reset();
      }
      const over = options.alive !== false && (this.#program.exited !== null || this.#program.overrun !== null);
      const quiet = poll >= FIRST_POLLS && this.#quiet.look() >= STUCK_SAMPLES;
      // Only at every 16th poll: cpuTime reads a file for each thread.
      const busy = poll % 16 === 15 ? cpuTime(pid) - spent : 0;
      const late = performance.now() > deadline || busy > cpuNs;
      // The probe comes last: the event that ended the wait may also have made the condition true.
      const value = probe();
      if (value !== null && value !== undefined && value !== false) return value;
      if (over) throw this.#failure(expected, 'died', begin, options.diagnose);
      if (quiet) throw this.#failure(expected, 'stuck', begin, options.diagnose);
      if (late) throw this.#failure(expected, this.#late(), begin, options.diagnose);
      await pauseAfter(poll);
    }
  }

  /** Waits until the program has nothing more to do. A program that never gets there spins. */
  async quiet(diagnose?: Diagnose): Promise<void> {
    const begin = this.#cost();
    if (!(await this.#endsOrSleeps(PATIENCE_MS)))
      throw this.#failure('a server that sleeps when nobody talks to it', this.#late(), begin, diagnose);
  }

  /**
   * Waits at most a second until the program has ended or sleeps, and its output has been read. A client sees a broken
   * connection before the process that broke it has ended, and before its last output.
   */
  async settle(): Promise<void> {
    await this.#endsOrSleeps(LAST_WORDS_MS);
    if (this.#program.exited !== null) await this.lastWords();
  }

  /** Waits for the rest of the output: at most a second, because a stray process may hold the pipes open. */
  async lastWords(): Promise<void> {
    await until(() => this.#program.output.ended, LAST_WORDS_MS);
  }

  async #endsOrSleeps(withinMs: number): Promise<boolean> {
    this.#quiet.reset();
    const done = () => this.#program.exited !== null || this.#quiet.look() >= QUIET_SAMPLES;
    return (await until(done, withinMs)) !== null;
  }

  /** The reason for a wait that reached its deadline. */
  #late(): 'busy' | 'slow' {
    return this.#quiet.waitsForPackets ? 'slow' : 'busy';
  }

  /** The time, and the CPU time of all its processes, in milliseconds. */
  #cost(): Cost {
    const ns = this.#program.processes().reduce((sum, { pid }) => sum + cpuTime(pid), 0);
    return { ms: performance.now(), cpuMs: ns / 1e6 };
  }

  #failure(expected: string, kind: Situation['kind'], begin: Cost, diagnose?: Diagnose): Finding {
    const { exited, listens, overrun } = this.#program;
    const end = this.#cost();
    const cost = { ms: end.ms - begin.ms, cpuMs: Math.max(0, end.cpuMs - begin.cpuMs) };
    const situation: Situation = {
      kind,
      processes: kind === 'died' ? [] : this.#program.describeProcesses(),
      text: overrun ?? describeSituation(kind, { exit: exited, listens, cost }),
    };
    return new Finding({
      expected,
      saw: situation.text,
      kernel: situation.processes,
      looksLike: diagnose?.(situation),
    });
  }
}
