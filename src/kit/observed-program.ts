import { constants } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { PROJECT } from '../host/project.ts';
import { type NotYet, until } from '../host/wait.ts';
import type { Death, Note } from '../program/notes.ts';
import { arrival } from './arrival.ts';
import { allProcesses, familyOf } from './kernel/family.ts';
import { blockedIn, hasSignal, isZombie, type ProcessInfo, processInfo } from './kernel/proc.ts';
import { listenersOf, rowBetween, rowsOf, type TcpRow } from './kernel/tcp.ts';
import { endProcesses } from './process/end-group.ts';
import { Guard } from './process/guard.ts';
import { type Launched, type LaunchOptions, launch } from './process/launch.ts';
import { Output } from './process/output.ts';
import { QuietWatch } from './quiet.ts';
import type { Diagnose, Exit } from './situation.ts';
import { PATIENCE_MS, type WaitOptions, Waits } from './waits.ts';

/** A lesson program under observation, seen as the kernel and its clients see it. */
export class ObservedProgram {
  readonly pid: number;
  readonly output: Output;
  #launched: Launched;
  #waits: Waits;
  #guard: Guard;
  #port: number | null = null;
  #traffic = 0;
  #partners: ObservedProgram[] = [];
  #exit: Exit | null = null;
  /** Whether the test has signalled it, or waited for its end. */
  asked = false;

  readonly #childListens: boolean;

  private constructor(launched: Launched, { childListens = false }: LaunchOptions) {
    this.#launched = launched;
    this.#childListens = childListens;
    this.pid = this.#launched.pid;
    this.output = new Output(this.#launched.child);
    const quiet = new QuietWatch(
      () => [this, ...this.#partners].flatMap((side) => side.processes().map((process) => process.pid)),
      () => this.#port,
    );
    this.#waits = new Waits(this, quiet);
    this.#launched.child.once('exit', (code, signal) => {
      this.#exit = { code, signal };
      this.#guard.end();
    });
    this.#guard = new Guard(this.#launched.group, this.output);
  }

  /** Starts a program that need not listen. */
  static async launch(file: string, options: LaunchOptions = {}): Promise<ObservedProgram> {
    const env = { ...options.env, LAB_OBSERVED: '1' }; // see src/program/notes.ts
    const path = isAbsolute(file) ? file : join(PROJECT, file);
    return new ObservedProgram(await launch(path, { ...options, env }), options);
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

  /** A peer has sent or received bytes: while they move, no wait for this program is over. */
  moved(bytes: number): void {
    this.#traffic += bytes;
  }

  get traffic(): number {
    return this.#traffic;
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

  /** Whether the program has begun to listen: true for a server, never for a client. */
  get listens(): boolean {
    return this.#port !== null;
  }

  /** A variable, NAME=VALUE, in the environment of all its processes, also of those that have left its group and session. */
  get mark(): string {
    return this.#launched.mark;
  }

  get stdin(): NodeJS.WritableStream | null {
    return this.#launched.child.stdin;
  }

  /** Its log: the lines of standard error. */
  get log(): readonly string[] {
    return this.output.errorLines();
  }

  /** The notes that it wrote for its observer beside the log. */
  get notes(): readonly Note[] {
    return this.output.notes();
  }

  /** Its processes that an uncaught error has ended. */
  get deaths(): readonly Death[] {
    return this.notes.filter((note) => note.kind === 'died');
  }

  get exited(): Exit | null {
    return this.#exit;
  }

  /** The limit for which the program was killed; null when it was not. */
  get overrun(): string | null {
    return this.#guard.overrun;
  }

  /** Waits until the process holds a listening socket: readiness that costs it no connection. */
  async listening(): Promise<void> {
    const row = await this.#waits.started(
      () => this.listener() ?? (this.#childListens ? this.#listenerOfChild() : null),
    );
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

  #listenerOfChild(): TcpRow | null {
    const rows = this.children().flatMap(({ pid }) => listenersOf(pid));
    return rows[0] ?? null;
  }

  /** Connections whose sockets the process itself holds. */
  connections(pid: number = this.pid): TcpRow[] {
    return rowsOf(pid).filter((row) => row.state !== 'LISTEN' && row.localPort === this.#port);
  }

  /** The server's end of the connection from `clientPort`, in whichever process it is open. */
  rowFor(clientPort: number): TcpRow | null {
    return this.#port === null ? null : rowBetween(this.#port, clientPort);
  }

  blockedIn(pid: number = this.pid): string | null {
    return blockedIn(pid);
  }

  /** Waits until `probe` holds; fails as soon as it no longer can. See `Waits`. */
  waitFor<T>(expected: string, probe: () => T | NotYet, options: WaitOptions = {}): Promise<T> {
    return this.#waits.waitFor(expected, probe, options);
  }

  /** Waits until the program has nothing more to do. */
  quiet(diagnose?: Diagnose): Promise<void> {
    return this.#waits.quiet(diagnose);
  }

  /** Waits at most a second until the program has ended or sleeps, and its output has been read. */
  settle(): Promise<void> {
    return this.#waits.settle();
  }

  /** Stops the process (not its children) while `act` changes the world around it. What was sent to it has arrived when it goes on. */
  async frozen<T>(act: () => Promise<T> | T): Promise<T> {
    this.#send('SIGSTOP');
    await until(() => processInfo(this.pid)?.state === 'T', PATIENCE_MS);
    try {
      const result = await act();
      await arrival(this.pid, this.#port);
      return result;
    } finally {
      this.#send('SIGCONT');
    }
  }

  /** Whether a signal is pending: sent to the process and not delivered yet. */
  hasPending(signal: NodeJS.Signals): boolean {
    const signum = constants.signals[signal];
    return hasSignal(this.pid, 'ShdPnd', signum) || hasSignal(this.pid, 'SigPnd', signum);
  }

  signal(signal: NodeJS.Signals): void {
    this.asked = true;
    this.#send(signal);
  }

  /** Not by number: it would be a stranger's once Node has reaped the process. */
  #send(signal: NodeJS.Signals): void {
    this.#launched.child.kill(signal);
  }

  /** Waits for the process's own end. */
  async exit(diagnose?: Diagnose): Promise<Exit> {
    this.asked = true;
    const options = { alive: false, ...(diagnose && { diagnose }) };
    const exit = await this.waitFor('the process to exit', () => this.#exit, options);
    await this.#waits.lastWords();
    return exit;
  }

  /** Ends everything that the server started. Returns the processes that had left its group. */
  async end(): Promise<ProcessInfo[]> {
    this.#guard.end();
    const strays = await endProcesses(this.#launched.group, this.#launched.mark, PATIENCE_MS);
    await until(() => this.#exit !== null, PATIENCE_MS);
    this.#launched.group.release();
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
}
