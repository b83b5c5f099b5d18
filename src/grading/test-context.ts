import { basename } from 'node:path';
import { until } from '../host/wait.ts';
import { expect, Finding, type FindingDetails } from '../kit/finding.ts';
import { isZombie, socketInodes } from '../kit/kernel/proc.ts';
import { liveRows, unixInodes } from '../kit/kernel/tcp.ts';
import { ObservedProgram } from '../kit/observed-program.ts';
import { Peer, type PeerOptions } from '../kit/peer.ts';
import type { LaunchOptions } from '../kit/process/launch.ts';
import { describeDeath, describeExit, ownDeath } from '../kit/situation.ts';
import type { Note } from '../program/notes.ts';
import { otherProgram } from './other-program.ts';
import { Recording } from './recording.ts';
import type { Missing } from './result.ts';

/** A resource that a server still holds after its clients have gone. */
export interface Leftover extends FindingDetails {
  readonly kind: 'busy' | 'connections' | 'dead-sockets' | 'zombies' | 'strays';
}

const SLIPS: readonly string[] = ['ReferenceError', 'TypeError', 'SyntaxError'];
/** A test that starts many programs fails at one of the last. */
const LOG_PROGRAMS = 2;
const LOG_FIRST = 3;
const LOG_LAST = 5;
const LOG_WIDTH = 160;

/** The bench of one test: starts programs, keeps the transcript, cleans up. */
export class TestContext {
  static readonly #open = new Set<TestContext>();
  readonly #servers: ObservedProgram[] = [];
  readonly #peers: Peer[] = [];
  readonly #recordings: Recording[] = [];
  readonly #transcript: string[] = [];

  /** Facts that one test has found out about the programs, for later tests of the same run. */
  readonly memo: Map<string, unknown>;

  constructor(memo: Map<string, unknown> = new Map()) {
    this.memo = memo;
    TestContext.#open.add(this);
  }

  static async endAll(): Promise<void> {
    for (const bench of TestContext.#open) await bench.finish(false);
  }

  get transcript(): readonly string[] {
    return this.#transcript;
  }

  /** All programs that the test has started. */
  get programs(): readonly ObservedProgram[] {
    return this.#servers;
  }

  /** Adds a line to the transcript. */
  note(line: string): void {
    this.#transcript.push(line);
  }

  /** Performs one action and adds its line to the transcript. A failed action is the last line, marked with an ellipsis. */
  async step<T>(line: string, act: () => Promise<T> | T): Promise<T> {
    const at = this.#transcript.push(`${line} …`) - 1;
    const result = await act();
    this.#transcript[at] = line;
    return result;
  }

  /** Starts a server and waits until it listens. */
  async start(file: string, options: LaunchOptions = {}): Promise<ObservedProgram> {
    const server = await this.watch(file, { ...options, args: ['--port', '0', ...(options.args ?? [])] });
    const at =
      this.#transcript.push(`started  ${basename(file)}, pid ${server.pid}, and waited for it to listen …`) - 1;
    await server.listening();
    this.#transcript[at] = `started  ${basename(file)}, listening 127.0.0.1:${server.port}, pid ${server.pid}`;
    return server;
  }

  /** Starts a program that need not listen. */
  async watch(file: string, options: LaunchOptions = {}): Promise<ObservedProgram> {
    const server = await ObservedProgram.launch(file, options);
    this.#servers.push(server);
    return server;
  }

  /** A recording of system calls, for a program started with its `env`. Removed at the end of the test. */
  record(): Recording {
    const recording = new Recording();
    this.#recordings.push(recording);
    return recording;
  }

  async connect(server: ObservedProgram, options: PeerOptions = {}): Promise<Peer> {
    const peer = await Peer.connect(server, options);
    this.#peers.push(peer);
    return peer;
  }

  async connectMany(server: ObservedProgram, count: number): Promise<Peer[]> {
    const peers: Peer[] = [];
    for (let i = 0; i < count; i++) peers.push(await this.connect(server));
    return peers;
  }

  expect(holds: boolean, details: FindingDetails | (() => FindingDetails)): asserts holds {
    expect(holds, details);
  }

  /** Waits until the output of the servers has been read. */
  async settle(): Promise<void> {
    for (const server of this.#servers) await server.settle();
  }

  /** The unwritten step at which a program has stopped. */
  todo(): Missing | null {
    return this.#notes().find((note) => note.kind === 'todo') ?? null;
  }

  /** A server that the test did not end must still run at the end of the test. */
  expectAlive(): void {
    for (const server of this.#servers) {
      if (server.exited === null || server.asked || !server.listens) continue;
      throw new Finding({ expected: 'the server to go on', saw: `the server ${describeExit(server.exited)}` });
    }
  }

  /** Programs are those of the lesson to the end: none has been replaced by another one. */
  expectOwn(): void {
    for (const server of this.#servers) {
      const other = server.exited === null ? otherProgram(server) : null;
      if (other !== null) throw new Finding(other);
    }
  }

  /** A programming error that ended a program: an unknown name, a value of the wrong type. */
  slip(): string | null {
    const slip = this.#notes().find((note) => note.kind === 'died' && SLIPS.includes(note.error));
    if (slip?.kind !== 'died') return null;
    return `the program died of ${slip.error}: ${slip.message}${slip.place === null ? '' : ` at ${slip.place}`}`;
  }

  #notes(): Note[] {
    return this.#servers.flatMap((server) => server.notes);
  }

  /** The first and last lines of the programs' logs, the places where they died, and the reasons why children did. */
  log(): string[] {
    return this.#servers
      .slice(-LOG_PROGRAMS)
      .flatMap(({ output, notes }) => [...output.excerpt(LOG_FIRST, LOG_LAST), ...notes.flatMap(beside)])
      .map((line) => (line.length > LOG_WIDTH ? `${line.slice(0, LOG_WIDTH)}…` : line));
  }

  /** Ends everything. With `inspect`, first finds what each server still holds after its clients have gone. */
  async finish(inspect: boolean): Promise<Leftover[]> {
    TestContext.#open.delete(this);
    const leftovers: Leftover[] = [];
    for (const peer of this.#peers) peer.close();
    const left = this.#servers.filter((server) => inspect && server.exited === null);
    leftovers.push(...(await Promise.all(left.map(inspectServer))).flat());
    leftovers.push(...(await Promise.all(this.#servers.map(endServer))).flat());
    for (const recording of this.#recordings) recording.remove();
    return leftovers;
  }
}

/** What the log does not say: where a program died, and why a child was killed. */
function beside(note: Note): string[] {
  if (note.kind === 'died') return note.place === null ? [] : [`at ${note.place}`];
  if (note.kind === 'killed') return ownDeath(note.signal) ? [`child ${note.pid} ${describeDeath(note.signal)}`] : [];
  return [];
}

async function endServer(server: ObservedProgram): Promise<Leftover[]> {
  const strays = await server.end();
  if (strays.length === 0) return [];
  return [
    {
      kind: 'strays',
      expected: 'every process to stay in the group it was started in',
      saw: `${strays.length} that had left it`,
      kernel: strays.map(({ pid, ppid }) => `pid ${pid}, parent ${ppid}`),
    },
  ];
}

/** The rules of all lessons for a server whose clients have gone. */
async function inspectServer(server: ObservedProgram): Promise<Leftover[]> {
  try {
    await server.quiet();
  } catch (error) {
    if (error instanceof Finding)
      return [{ ...error.details, kind: 'busy', expected: 'the server to sleep when all clients have gone' }];
    throw error;
  }
  const leftovers: Leftover[] = [];
  const clean = await until(
    () => server.connections().length === 0 && server.zombies().length === 0 && deadSockets(server).length === 0,
    500,
  );
  if (clean !== null) return leftovers;
  const rows = server.connections();
  const dead = deadSockets(server);
  const zombies = server.processes().filter((process) => isZombie(process));
  if (rows.length > 0 || dead.length > 0) {
    leftovers.push({
      kind: rows.length > 0 ? 'connections' : 'dead-sockets',
      expected: 'no open connection once all clients have gone',
      saw: `${rows.length + dead.length} socket${rows.length + dead.length === 1 ? '' : 's'} still open`,
      kernel: [
        ...rows
          .slice(0, 4)
          .map(
            (row) =>
              `socket ${row.inode} ${row.state}, ${row.rxQueue === 0 ? 'end of file was read' : 'end of file was not read'}, never closed`,
          ),
        ...dead
          .slice(0, 4)
          .map(
            (fd) =>
              `fd ${fd} is a socket in none of the kernel's tables: its connection is over, and ${server.pid} has not closed it`,
          ),
      ],
    });
  }
  if (zombies.length > 0) {
    leftovers.push({
      kind: 'zombies',
      expected: 'no child in state Z',
      saw: `${zombies.length} zombies: ${zombies.map(({ pid }) => pid).join(' ')}`,
    });
  }
  return leftovers;
}

/** Descriptors of sockets in none of the kernel's tables: both ends have ended the connection, or one has reset it, or there was none. */
function deadSockets(server: ObservedProgram): number[] {
  const listed = new Set([...liveRows().map((row) => row.inode), ...unixInodes()]);
  return [...socketInodes(server.pid)].filter(([inode]) => !listed.has(inode)).map(([, fd]) => fd);
}
