import { readlinkSync, realpathSync } from 'node:fs';
import { basename } from 'node:path';
import type { FindingDetails } from '../kit/finding.ts';
import { rowsOf } from '../kit/kernel/tcp.ts';
import type { ObservedProgram } from '../kit/observed-program.ts';

/** Node is started through it: see src/host/keeper.ts. */
const SHELL = realpathSync('/bin/sh');

/**
 * What another program is seen by that does the work of the one under test: execve has put it in place of the program, or in a child that
 * holds TCP sockets. Null when there is none. A child without sockets serves nobody, whatever it is.
 */
export function otherProgram(observed: ObservedProgram): FindingDetails | null {
  for (const { pid } of observed.processes()) {
    const runs = executable(pid);
    if (runs === null || runs === executable(process.pid)) continue;
    if (pid === observed.pid ? runs === SHELL : rowsOf(pid).length === 0) continue;
    const who = pid === observed.pid ? 'the program' : `its process ${pid}`;
    return { expected: 'the program of the lesson to do the work', saw: `${who} has become ${basename(runs)}` };
  }
  return null;
}

/** The file that a process executes, proc_pid_exe(5); null for one that has ended. */
function executable(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return null;
  }
}
