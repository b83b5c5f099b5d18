/** The main thread of the bank: it accepts, gives connections away, and stops everything in order. */
import { listenOn, log, program, ready, todo } from '#program';
import { Acceptor, EventLoop } from '#reactor';
import { _exit, type Fd, SIG_IGN, SIGINT, SIGPIPE, SIGTERM, sigaction, signal, startThread, type Thread } from '#sys';
import { Bank } from './bank.ts';
import { makeGates } from './gates.ts';
import { JobQueue } from './job-queue.ts';
import { LoopPool } from './loop-pool.ts';
import { TaskQueue } from './task-queue.ts';
import type { WorkerData } from './worker.ts';

interface BankOptions {
  readonly loops: number;
  readonly workers: number;
  readonly jobs: number;
  readonly accounts: number;
  readonly books: number;
  readonly idle: number;
  readonly grace: number;
  readonly gates: boolean;
}

class BankServer {
  readonly #loop = new EventLoop();
  readonly #jobs: JobQueue;
  readonly #pool: LoopPool;
  readonly #workers: readonly Thread[];
  readonly #listener: Fd;
  readonly #grace: number;
  #acceptor: Acceptor | null = null;
  #stopping = false;

  constructor(listener: Fd, { loops, workers, jobs, accounts, books, idle, grace, gates }: BankOptions) {
    this.#listener = listener;
    this.#grace = grace;
    this.#jobs = JobQueue.create(Math.max(1, jobs));
    const inbox = TaskQueue.create(2 * loops);
    inbox.attach(this.#loop, () => this.#loopRuns());
    const bank = Bank.create(Math.max(1, accounts), books).share();
    const shared = { inbox: inbox.share(), jobs: this.#jobs.share(), bank, idle };
    this.#pool = new LoopPool(loops, shared);
    const entry = new URL('./worker.ts', import.meta.url);
    const data: WorkerData = { jobs: shared.jobs, loops: this.#pool.share(), gates: gates ? makeGates() : null };
    this.#workers = Array.from({ length: workers }, () => startThread(entry, data));
  }

  /** Accepts when all loops run: before, nobody would read. */
  #loopRuns(): void {
    if (!this.#pool.countReady() || this.#stopping) return;
    this.#acceptor = new Acceptor(this.#loop, this.#listener, (accepted) => this.#pool.handOver(accepted));
    ready(this.#listener);
  }

  /** Runs in the signal handler. */
  signalled(): void {
    //#region 10.7
    // TODO 10.7: stop in the loop (queueInLoop) on the first signal; on the second, _exit(1) at once.
    //   - the main thread may be in a join then, and no task would run
    todo('10.7', 'stop in the loop (queueInLoop) on the first signal');
    //#endregion
  }

  /** Nobody new; then the workers, with the jobs that are left; then the loops, with their answers; then this thread. */
  #stop(): void {
    log('stopping');
    //#region 10.7
    // TODO 10.7: close the acceptor, stop the jobs, join the workers, finish and join the loops, quit.
    //   - a worker's last answer is in the queue of its loop before FINISH: a queue keeps the order
    todo('10.7', 'close the acceptor, stop the jobs, join the workers, finish and join the loops, quit');
    //#endregion
  }

  run(): void {
    this.#loop.run();
  }
}

program(
  import.meta.url,
  {
    about: 'A bank with a loop for each thread.',
    options: {
      port: { default: 0, about: 'port to listen on; 0 takes any free one' },
      loops: { default: 2, about: 'threads with a loop' },
      workers: { default: 2, about: 'threads that compute' },
      jobs: { default: 64, about: 'jobs that may wait for a worker' },
      accounts: { default: 100, about: 'accounts, with 1000 in each' },
      books: { default: 200_000, about: 'entries that fit into the books' },
      idle: { default: 0, about: 'milliseconds after which a silent connection is closed; 0 never' },
      grace: { default: 5000, about: 'milliseconds that a stop waits for clients that do not read' },
      gates: { default: false, about: 'interest DAYS waits until "open DAYS" comes on standard input' },
    },
  },
  ({ port, loops, workers, ...rest }) => {
    signal(SIGPIPE, SIG_IGN);
    const listener = listenOn(port);
    const server = new BankServer(listener, { ...rest, loops: Math.max(1, loops), workers: Math.max(1, workers) });
    for (const signum of [SIGTERM, SIGINT]) sigaction(signum, { handler: () => server.signalled() });
    server.run();
    log('stopped');
  },
);
