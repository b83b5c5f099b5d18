import type { ChildProcess } from 'node:child_process';
import { FORK_FLAGS } from '#sys';
import { keepMark, spawnKept } from '../../host/keeper.ts';
import { PROJECT } from '../../host/project.ts';
import type { Fault } from '../../sys/core/faults.ts';
import { buildProgram } from './build.ts';
import { handedOutProgram } from './handed-out.ts';
import { OwnGroup } from './own-group.ts';

export interface LaunchOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Faults that #sys makes happen; see src/sys/core/faults.ts. */
  readonly faults?: readonly Fault[];
  /** A program that leaves listening to its children: one of them is looked for as well. */
  readonly childListens?: boolean;
  /** The program's standard streams: pipes for a test, the terminal itself for `run`. */
  readonly stdio?: 'pipe' | 'inherit' | ('pipe' | 'inherit' | 'ignore' | number)[];
}

export interface Launched {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly group: OwnGroup;
  /** A variable in the environment of the process and of all its descendants. */
  readonly mark: string;
}

let launches = 0;

/**
 * Starts a lesson program in its own process group, in a Node with the flags that fork needs. The group and
 * the processes with its `mark`, which may have left the group, end with this process, even when it is killed.
 */
export async function launch(file: string, options: LaunchOptions = {}): Promise<Launched> {
  const code = await buildProgram(file);
  const run = `${process.pid}.${++launches}.${Math.random().toString(36).slice(2)}`;
  const mark = `LAB_RUN=${run}`;
  const stdio = options.stdio ?? 'pipe';
  keepMark(mark);
  const child = spawnKept(process.execPath, [...FORK_FLAGS, '--enable-source-maps', code, ...(options.args ?? [])], {
    cwd: PROJECT,
    stdio: typeof stdio === 'string' ? [stdio, stdio, stdio] : stdio,
    env: {
      ...withoutTestRunner(process.env),
      ...options.env,
      LAB_RUN: run,
      LAB_MAIN: handedOutProgram(file)?.main ?? file,
      ...(options.faults === undefined ? {} : { LAB_FAULTS: JSON.stringify(options.faults) }),
    },
  });
  if (child.pid === undefined) {
    child.on('error', () => {}); // told here
    throw new Error(`could not start ${process.execPath}`);
  }
  const group = new OwnGroup(child);
  return { child, pid: group.pid, group, mark };
}

/** Without the variables of the test runner, which would change the program's behaviour. */
function withoutTestRunner(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !/^(VITEST|NODE_OPTIONS|TEST$|NODE_ENV$|LAB_)/.test(name) || name === 'LAB_TRACE',
    ),
  );
}
