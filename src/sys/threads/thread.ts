import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { Worker } from 'node:worker_threads';
import { wrong } from '../core/check.ts';
import { bindQuietly } from '../core/ffi.ts';
import { EAGAIN, SystemError } from '../errors.ts';
import { waitForChange } from './futex.ts';
import { ENDED, RECORD_WORDS, RUNNING, STATE, STATUS, TID } from './thread-record.ts';
import type { ThreadStart } from './thread-run.ts';

const exitProcess = bindQuietly('void _exit(int status)');

/** Marks the URL of an entry that has been bundled with thread-run.ts. */
export const BUILT = 'built';

/** A thread of this process, with its own stack and JavaScript heap; descriptors, pid and signals are shared. */
export class Thread {
  readonly #record: Int32Array;
  #joined = false;

  constructor(record: Int32Array) {
    this.#record = record;
  }

  /** The kernel's id of the thread, as in /proc/PID/task; 0 until it runs. gettid(2) */
  get tid(): number {
    return Atomics.load(this.#record, TID);
  }

  /** Whether it has ended, joined or not. */
  get ended(): boolean {
    return Atomics.load(this.#record, STATE) === ENDED;
  }

  /**
   * `int pthread_join(pthread_t thread, void **retval)`
   *
   * Waits until the thread has ended and returns its exit status: the integer that its function returned or passed to
   * process.exit; else 0. There is no pthread_cancel(3) here, because
   * Node's stack would not be unwound: a thread that sleeps in a system call must be woken and told.
   * Throws when it has been joined before. pthread_join(3)
   */
  join(): number {
    if (this.#joined) throw new Error('join: this thread has been joined already');
    while (Atomics.load(this.#record, STATE) === RUNNING) waitForChange(this.#record, STATE, RUNNING);
    this.#joined = true;
    awaitGone(this.tid);
    return Atomics.load(this.#record, STATUS);
  }
}

const GONE_MS = 2000;
const SLICE_MS = 20;

/** Waits until the kernel has removed the thread, which takes a moment after its last instruction. */
function awaitGone(tid: number): void {
  const clock = new Int32Array(new SharedArrayBuffer(4));
  const deadline = performance.now() + GONE_MS;
  let ms = 1;
  while (existsSync(`/proc/self/task/${tid}`) && performance.now() < deadline) {
    Atomics.wait(clock, 0, 0, ms);
    ms = Math.min(2 * ms, SLICE_MS);
  }
}

/** Threads that may still be running. */
const running = new Set<Thread>();

/**
 * `int pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*start_routine)(void *), void *arg)`
 *
 * Starts a thread that imports the module `entry` and calls its default export with `data`, a structured clone:
 * shared memory, mutexes (`mutex.share()`) and descriptor numbers pass. It runs at once, also while this thread blocks.
 * An uncaught exception in it ends the process. When the main thread ends, so does the process. Throws EAGAIN at the limit
 * of threads (RLIMIT_NPROC, pids.max). pthread_create(3)
 */
export function startThread(entry: URL | string, data?: unknown): Thread {
  const href =
    entry instanceof URL
      ? entry.href
      : typeof entry === 'string' && isAbsolute(entry)
        ? pathToFileURL(entry).href
        : entry;
  if (typeof href !== 'string' || !URL.canParse(href) || !href.startsWith('file:')) {
    wrong('entry', href, 'a file URL like new URL("./worker.ts", import.meta.url)');
  }
  endWithThreads();
  const record = new Int32Array(new SharedArrayBuffer(4 * RECORD_WORDS));
  const start: ThreadStart = { entry: href, data, record };
  const url = new URL(href);
  const boot = url.searchParams.has(BUILT) ? url : new URL('./thread-boot.mjs', import.meta.url);
  const worker = startWorker(boot, start);
  worker.unref();
  worker.on('error', fatal);
  const thread = new Thread(record);
  running.add(thread);
  return thread;
}

function startWorker(boot: URL, workerData: ThreadStart): Worker {
  try {
    // No execArgv: the boot module registers the loader itself.
    return new Worker(boot, { workerData, execArgv: [] });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_WORKER_INIT_FAILED') throw error;
    throw new SystemError('pthread_create', EAGAIN); // Node's message has libuv's error, and this is the only one
  }
}

/** The threads that have not ended. */
export const runningThreads = (): number => [...running].filter((thread) => !thread.ended).length;

/** Ends the process because a thread could not be started. */
function fatal(error: unknown): void {
  process.stderr.write(`startThread: ${error instanceof Error ? error.stack : inspect(error)}\n`);
  exitProcess(1);
}

let prepared = false;

/**
 * Makes a process that still has threads leave by _exit, after all output: Node would stop its workers and wait for them,
 * without end if one sleeps in a system call.
 */
function endWithThreads(): void {
  if (prepared) return;
  prepared = true;
  let uncaught: unknown;
  let failed = false;
  process.on('uncaughtExceptionMonitor', (error) => {
    uncaught = error;
    failed = true;
  });
  process.on('exit', (code) => {
    if (runningThreads() === 0) return;
    // Node prints an uncaught error after this handler, so it would be lost.
    if (failed) process.stderr.write(`Uncaught ${uncaught instanceof Error ? uncaught.stack : inspect(uncaught)}\n`);
    exitProcess(code);
  });
}
