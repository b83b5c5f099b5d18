import { existsSync, realpathSync } from 'node:fs';
import { relative } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { F_GETFD, fcntl, getpid, onKilledChild, restoreSigpipe, SystemError, setNonblocking, signalName } from '#sys';
import { Failure } from './failure.ts';
import { isReady, writeLine } from './log.ts';
import { leaveNote, observed, placeOf } from './notes.ts';
import { helpText, type Options, readOptions, UsageError, type Values } from './options.ts';
import { Todo } from './todo.ts';

export interface ProgramOptions<O extends Options> {
  readonly about: string;
  readonly options: O;
}

/** The exit status of a program that reaches a step that is not written yet. */
export const EXIT_TODO = 70;
const EXIT_USAGE = 2;
const EXIT_FAILURE = 1;

/**
 * Runs `main` with the command line's options when this file is the one that was started;
 * does nothing when it is only imported. The process ends when `main` returns, in a forked child too.
 */
export function program<O extends Options>(
  moduleUrl: string,
  { about, options }: ProgramOptions<O>,
  main: (values: Values<O>) => void,
): void {
  const file = fileURLToPath(moduleUrl);
  const started = process.env['LAB_MAIN'] ?? process.argv[1];
  if (started === undefined || !isSame(started, file)) return;
  restoreSigpipe();
  onKilledChild((pid, signum) => leaveNote({ kind: 'killed', pid, signal: signalName(signum) as NodeJS.Signals }));
  // The parent may have made them non-blocking, as Node does: lessons expect blocking streams, as in C.
  for (const fd of [0, 1, 2]) if (isOpen(fd)) setNonblocking(fd, false);
  process.exit(run(file, about, options, main));
}

/** A handed-out program was built from a source that is not here. */
const isSame = (one: string, other: string): boolean =>
  one === other || (existsSync(one) && existsSync(other) && realpathSync(one) === realpathSync(other));

function isOpen(fd: number): boolean {
  try {
    fcntl(fd, F_GETFD);
    return true;
  } catch {
    return false;
  }
}

function run<O extends Options>(file: string, about: string, options: O, main: (values: Values<O>) => void): number {
  try {
    const values = readOptions(options, process.argv.slice(2));
    if (values === null) writeLine(1, helpText(file, about, options));
    else main(values);
    return 0;
  } catch (error) {
    return explain(file, error);
  }
}

/** One clear sentence for each way to fail, and the place in the program where it happened. */
function explain(file: string, error: unknown): number {
  const name = relative(process.cwd(), file);
  if (error instanceof UsageError) {
    writeLine(2, `${name}: ${error.message}. See --help.`);
    return EXIT_USAGE;
  }
  if (error instanceof Todo) {
    const at = placeOf(error);
    // An observer has had the note of todo(). The place stands in brackets, because the task may end in a verb ("listen").
    if (!observed()) writeLine(2, `todo ${error.step}: ${error.message}${at === null ? '' : ` (${at})`}`);
    else if (isReady()) hold();
    return EXIT_TODO;
  }
  if (error instanceof Failure) {
    writeLine(2, `${name}: ${error.message}`);
    return EXIT_FAILURE;
  }
  const at = error instanceof Error ? placeOf(error) : null;
  const [kind, message] = error instanceof Error ? [error.name, error.message] : ['', String(error)];
  leaveNote({ kind: 'died', pid: getpid(), error: kind, message, place: at });
  const head = kind === '' || error instanceof SystemError ? message : `${kind}: ${message}`;
  const where = at === null || observed() ? '' : ` at ${at}`; // the note has it
  writeLine(2, `${getpid()} died of ${head}${where}`);
  return EXIT_FAILURE;
}

/**
 * Under observation a listening server stops here, where its next step is missing, until it is killed: its behaviour so far
 * can be inspected without a race against its exit.
 */
function hold(): never {
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
