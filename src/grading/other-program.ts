import { readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import type { FindingDetails } from '../kit/finding.ts';
import type { ObservedProgram } from '../kit/observed-program.ts';

/** What another program is seen by, in a process of the one under test: execve has put it there. Null when all of them are Node. */
export function otherProgram(observed: ObservedProgram): FindingDetails | null {
  for (const { pid } of observed.processes()) {
    const runs = executable(pid);
    if (runs === null || runs === executable(process.pid)) continue;
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
