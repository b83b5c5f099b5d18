import { realpathSync } from 'node:fs';
import { relative } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { F_GETFD, fcntl, getpid, restoreSigpipe, SystemError, setNonblocking } from '#sys';
import { Failure } from './failure.ts';
import { isReady, writeLine } from './log.ts';
import { helpText, type Options, readOptions, UsageError, type Values } from './options.ts';
import { Todo } from './todo.ts';

export interface ProgramOptions<O extends Options> {
  readonly about: string;
  readonly options: O;
}

/** How a program ends when it reaches a step that is not written yet. */
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
  if (started === undefined || realpathSync(started) !== realpathSync(file)) return;
  restoreSigpipe();
  // Whoever started us may have made them non-blocking, Node among others: a lesson finds them as C would.
  for (const fd of [0, 1, 2]) if (isOpen(fd)) setNonblocking(fd, false);
  process.exit(run(file, about, options, main));
}

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
    const at = place(error);
    writeLine(2, `todo ${error.step}: ${error.message}${at === null ? '' : ` (${at})`}`); // what is missing may end in a verb: "listen"
    if (process.env['LAB_HOLD'] !== undefined && isReady()) hold();
    return EXIT_TODO;
  }
  if (error instanceof Failure) {
    writeLine(2, `${name}: ${error.message}`);
    return EXIT_FAILURE;
  }
  if (error instanceof SystemError) {
    writeLine(2, `${getpid()} died of ${error.message}${atPlace(error)}`);
    return EXIT_FAILURE;
  }
  const text = error instanceof Error ? `${error.name}: ${error.message}${atPlace(error)}` : String(error);
  writeLine(2, `${getpid()} died of ${text}`);
  return EXIT_FAILURE;
}

/**
 * Under test a server that has come to listen stays where its next step is missing, until somebody ends it: what it
 * can do so far is looked at without a race against its end.
 */
function hold(): never {
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

/** The topmost frame of the stack that is lesson code. */
function place(error: Error): string | null {
  const frame = /((?:lessons|solutions|\.lab)\/[^\s()]*?\.ts):(\d+)/.exec(error.stack ?? '');
  return frame === null ? null : `${frame[1]}:${frame[2]}`;
}

function atPlace(error: Error): string {
  const at = place(error);
  return at === null ? '' : ` at ${at}`;
}
