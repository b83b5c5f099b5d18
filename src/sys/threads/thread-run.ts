import { writeSync } from 'node:fs';
import process from 'node:process';
import { inspect } from 'node:util';
import { bindQuietly } from '../core/ffi.ts';
import { ENDED, STATE, STATUS, TID } from './thread-record.ts';

/** What startThread hands over. */
export interface ThreadStart {
  readonly entry: string;
  readonly data: unknown;
  readonly record: Int32Array;
}

const gettid = bindQuietly('int gettid(void)');
const exitProcess = bindQuietly('void _exit(int status)');

/**
 * Inside the new thread: loads the entry and calls its default export with the data. What that returns is the
 * thread's exit status. An exception that nobody catches ends the whole process, as in C++.
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
    Atomics.notify(record, STATE);
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
  process.on('uncaughtException', die); // what it left behind, a timer or a promise
}

function die(error: unknown): void {
  try {
    writeSync(2, `Uncaught in thread ${gettid()}: ${error instanceof Error ? error.stack : inspect(error)}\n`);
  } catch {
    // standard error is closed or full: the exit status alone must say it
  }
  exitProcess(1);
}
