import { writeSync } from 'node:fs';
import process from 'node:process';
import { inspect } from 'node:util';
import { bindQuietly } from '../core/ffi.ts';
import { wakeWaiters } from './futex.ts';
import { ENDED, STATE, STATUS, TID } from './thread-record.ts';

/** The data that startThread passes to the new thread. */
export interface ThreadStart {
  readonly entry: string;
  readonly data: unknown;
  readonly record: Int32Array;
}

const gettid = bindQuietly('int gettid(void)');
const exitProcess = bindQuietly('void _exit(int status)');

/**
 * Runs inside the new thread: loads the entry and calls its default export with the data. An integer that it returns is
 * the thread's exit status. An uncaught exception ends the whole process, as in C++.
 */
export async function runThread(
  { entry, data, record }: ThreadStart,
  load: () => Promise<{ default?: unknown }>,
): Promise<void> {
  Atomics.store(record, TID, gettid());
  Atomics.notify(record, TID);
  process.on('exit', (code) => {
    Atomics.store(record, STATUS, code);
    Atomics.store(record, STATE, ENDED);
    wakeWaiters(record, STATE);
  });
  try {
    const module = await load();
    if (typeof module.default !== 'function') {
      throw new TypeError(`${entry} must have a default export: the function that the thread runs`);
    }
    const status: unknown = await module.default(data);
    process.exitCode = typeof status === 'number' && Number.isInteger(status) ? status : 0;
  } catch (error) {
    die(error);
  }
  process.on('uncaughtException', die); // from a timer or a promise that is still active
}

function die(error: unknown): void {
  try {
    writeSync(2, `Uncaught in thread ${gettid()}: ${error instanceof Error ? error.stack : inspect(error)}\n`);
  } catch {
    // Standard error is closed or full: only the exit status is left.
  }
  exitProcess(1);
}
