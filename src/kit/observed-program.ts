import { constants } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { releaseGroup } from '../host/keeper.ts';
import { signalGroup } from '../host/process-group.ts';
import { PROJECT } from '../host/project.ts';
import { type NotYet, pauseAfter, pauseMs, SOON_LOOKS, until } from '../host/wait.ts';
import type { Note } from '../program/notes.ts';
import { Finding } from './finding.ts';
import {
  allProcesses,
  blockedIn,
  cpuTime,
  familyOf,
  hasSignal,
  isZombie,
  type ProcessInfo,
  processesWithEnvironment,
  processInfo,
} from './kernel/proc.ts';
import { listenersOf, rowBetween, rowsOf, type TcpRow } from './kernel/tcp.ts';
import { Guard } from './process/guard.ts';
import { type Launched, type LaunchOptions, launch } from './process/launch.ts';
import { Output } from './process/output.ts';
import { QuietWatch } from './quiet.ts';
import { type Diagnose, describeSituation, type Exit, type Situation } from './situation.ts';

/** Wide limits: a program that reaches one is wrong, not slow. */
const READY_MS = 20_000;
/** A start takes about 0.2 s of CPU, however busy the machine is. */
const START_CPU_NS = 3e9;
const PATIENCE_MS = 10_000;
/** What a server does in any test takes far less than this of a CPU. */
const BUSY_CPU_NS = 5e9;
const LAST_WORDS_MS = 1000;
/** So many equal samples mean that nothing more will happen by itself. */
const QUIET_SAMPLES = 3;
const STUCK_SAMPLES = 12;

/** A lesson program under observation, seen as the kernel and its clients see it. */
export class ObservedProgram {
  readonly pid: number;
  readonly output: Output;
  #launched: Launched;
  #quiet: QuietWatch;
  #guard: Guard;
  #port: number | null = null;
  #partners: ObservedProgram[] = [];
  #exit: Exit | null = null;
  /** Whether somebody has signalled it, or waited for its end. */
  asked = false;

  private constructor(launched: Launched) {
    this.#launched = launched;
    this.pid = this.#launched.pid;
    this.output = new Output(this.#launched.child);
    this.#quiet = new QuietWatch(
      () => [this, ...this.#partners].flatMap((side) => side.processes().map((process) => process.pid)),
      () => this.#port,
    );
    this.#launched.child.once('exit', (code, signal) => {
      this.#exit = { code, signal };
      this.#guard.end();
    });
    this.#guard = new Guard(this.pid, this.output);
  }

  /** Starts a program that need not listen. */
  static async launch(file: string, options: LaunchOptions = {}): Promise<ObservedProgram> {
    const env = { ...options.env, LAB_OBSERVED: '1' }; // see src/program/notes.ts
    return new ObservedProgram(await launch(isAbsolute(file) ? file : join(PROJECT, file), { ...options, env }));
  }

  /** Starts a server on a free port and waits until it listens, without connecting to it. */
  static async start(file: string, options: LaunchOptions = {}): Promise<ObservedProgram> {
    const server = await ObservedProgram.launch(file, { ...options, args: ['--port', '0', ...(options.args ?? [])] });
    try {
      await server.listening();
      return server;
    } catch (error) {
      await server.end();
      throw error;
    }
  }

  /** Two programs that talk to each other: neither is stuck while the other one still works. */
  partner(other: ObservedProgram): void {
    this.#partners.push(other);
    other.#partners.push(this);
    other.#port ??= this.#port;
  }

  get port(): number {
    if (this.#port === null) throw new Error('the server does not listen yet');
    return this.#port;
  }

  /** Whether it has come to listen: a server, and not a client. */
  get listens(): boolean {
    return this.#port !== null;
  }

  get stdin(): NodeJS.WritableStream | null {
    return this.#launched.child.stdin;
  }

  /** What it has said on standard error, line by line. */
  get log(): readonly string[] {
    return this.output.errorLines();
  }

  /** What it has told us beside its log. */
  get notes(): readonly Note[] {
    return this.output.notes();
  }

  get exited(): Exit | null {
    return this.#exit;
  }

  /** Why it was ended; null when it was not: it took far more than any test needs. */
  get overrun(): string | null {
    return this.#guard.overrun;
  }

  /** Waits until the process holds a listening socket: readiness that costs it no connection. */
  async listening(): Promise<void> {
    const row = await this.waitFor('a listening TCP socket', () => this.listener(), { within: READY_MS });
    this.#port = row.localPort;
  }

  /** The process and its descendants, in its group or out of it, while they are alive or zombies. */
  processes(): ProcessInfo[] {
    return familyOf(this.pid);
  }

  children(): ProcessInfo[] {
    return allProcesses().filter((process) => process.ppid === this.pid);
  }

  zombies(): ProcessInfo[] {
    return this.children().filter(isZombie);
  }

  listener(): TcpRow | null {
    return listenersOf(this.pid)[0] ?? null;
  }

  /** Connections whose sockets the process itself holds. */
  connections(pid: number = this.pid): TcpRow[] {
    return rowsOf(pid).filter((row) => row.state !== 'LISTEN' && row.localPort === this.#port);
  }

  /** Our end of the connection of the client on `clientPort`, whoever holds it. */
  rowFor(clientPort: number): TcpRow | null {
    return this.#port === null ? null : rowBetween(this.#port, clientPort);
  }

  blockedIn(pid: number = this.pid): string | null {
    return blockedIn(pid);
  }

  /**
   * Waits until `probe` holds. Fails as soon as it no longer can: the server has ended, or it and all queues
   * have gone quiet; and at a deadline, which only a busy server reaches.
   */
  async waitFor<T>(
    expected: string,
    probe: () => T | NotYet,
    options: { diagnose?: Diagnose; within?: number; alive?: boolean } = {},
  ): Promise<T> {
    const deadline = performance.now() + (options.within ?? PATIENCE_MS);
    this.#quiet.reset();
    const spent = cpuTime(this.pid);
    for (let look = 0; ; look++) {
      const over = options.alive !== false && (this.#exit !== null || this.#guard.overrun !== null);
      const quiet = look >= SOON_LOOKS && this.#quiet.look() >= STUCK_SAMPLES;
      // Not at each look: it reads a file for each thread.
      const busy = look % 16 === 15 ? cpuTime(this.pid) - spent : 0;
      const starting = this.#port === null && (options.within ?? 0) === READY_MS;
      const late = performance.now() > deadline || busy > (starting ? START_CPU_NS : BUSY_CPU_NS);
      // The probe looks last: what ended the wait may also have brought what was waited for.
      const value = probe();
      if (value !== null && value !== undefined && value !== false) return value;
      if (over) throw this.#failure(expected, 'died', options.diagnose);
      if (quiet) throw this.#failure(expected, 'stuck', options.diagnose);
      if (late) throw this.#failure(expected, this.#late(), options.diagnose);
      await pauseAfter(look);
    }
  }

  /** Waits until the server has nothing more to do. A server that never gets there spins. */
  async quiet(diagnose?: Diagnose): Promise<void> {
    this.#quiet.reset();
    const done = await until(() => this.#exit !== null || this.#quiet.look() >= QUIET_SAMPLES, PATIENCE_MS);
    if (done !== null) return;
    throw this.#failure('a server that sleeps when nobody talks to it', this.#late(), diagnose);
  }

  /**
   * Waits, but not for long, until the server has ended or sleeps, and what it printed has been read: a broken
   * connection is seen before the end of the process that broke it, and before its last words.
   */
  async settle(): Promise<void> {
    this.#quiet.reset();
    await until(() => this.#exit !== null || this.#quiet.look() >= QUIET_SAMPLES, LAST_WORDS_MS);
    if (this.#exit !== null) await until(() => this.output.ended, LAST_WORDS_MS);
  }

  /** Stops the process (not its children) while `act` changes the world around it. */
  async frozen<T>(act: () => Promise<T> | T): Promise<T> {
    process.kill(this.pid, 'SIGSTOP');
    await until(() => processInfo(this.pid)?.state === 'T', PATIENCE_MS);
    try {
      return await act();
    } finally {
      if (this.#exit === null) process.kill(this.pid, 'SIGCONT');
    }
  }

  /** Whether a signal has come that the process has not taken yet. */
  hasPending(signal: NodeJS.Signals): boolean {
    const signum = constants.signals[signal];
    return hasSignal(this.pid, 'ShdPnd', signum) || hasSignal(this.pid, 'SigPnd', signum);
  }

  signal(signal: NodeJS.Signals): void {
    this.asked = true;
    if (this.#exit === null) process.kill(this.pid, signal);
  }

  /** Waits for the process's own end. */
  async exit(diagnose?: Diagnose): Promise<Exit> {
    this.asked = true;
    const exit = await this.waitFor('the process to exit', () => this.#exit, {
      alive: false,
      ...(diagnose && { diagnose }),
    });
    // Its last words may still be in the pipe; a stray process may hold that open, so not for ever.
    await until(() => this.output.ended, LAST_WORDS_MS);
    return exit;
  }

  /** Ends everything that the server started. Returns the processes that had left its group. */
  async end(): Promise<ProcessInfo[]> {
    this.#guard.end();
    const deadline = performance.now() + PATIENCE_MS;
    // A dead child of a dead parent stays a zombie until init reaps it, which may take its time: that is not ours to wait for.
    while (signalGroup(this.pid, 'SIGKILL') && groupLives(this.pid) && performance.now() < deadline) await pauseMs(2);
    const strays = processesWithEnvironment(this.#launched.mark)
      .map(processInfo)
      .filter((info) => info !== null);
    for (const stray of strays) killOne(stray.pid);
    await until(() => strays.every(({ pid }) => (processInfo(pid)?.state ?? 'Z') === 'Z'), PATIENCE_MS);
    await until(() => this.#exit !== null, PATIENCE_MS);
    releaseGroup(this.pid);
    this.output.close();
    return strays;
  }

  describeProcesses(): string[] {
    return this.processes()
      .filter((info) => info.pid === this.pid || !isZombie(info))
      .slice(0, 6)
      .map(({ pid, state }) => {
        const role = pid !== this.pid ? 'child' : this.#port === null ? 'program' : 'server';
        const call = state === 'Z' ? 'zombie' : (blockedIn(pid) ?? state);
        return `${role} ${pid} ${call === 'running' ? 'is running' : `sleeps in ${call}`}`;
      });
  }

  /** Why it takes so long. */
  #late(): 'busy' | 'slow' {
    return this.#quiet.waitsForPackets ? 'slow' : 'busy';
  }

  #failure(expected: string, kind: Situation['kind'], diagnose?: Diagnose): Finding {
    const situation: Situation = {
      kind,
      processes: kind === 'died' ? [] : this.describeProcesses(),
      text:
        this.#guard.overrun ??
        describeSituation(kind, {
          exit: this.#exit,
          listens: this.listens,
          cpuMs: Math.round(cpuTime(this.pid) / 1e6),
        }),
    };
    return new Finding({
      expected,
      saw: situation.text,
      kernel: situation.processes,
      looksLike: diagnose?.(situation),
    });
  }
}

const groupLives = (pgid: number): boolean =>
  allProcesses().some((process) => process.pgrp === pgid && !isZombie(process));

function killOne(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended in the meantime.
  }
}
