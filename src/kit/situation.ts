/** Why a wait failed. */
export interface Situation {
  /** `slow`: no process spun, but packets were still in flight at the deadline. */
  readonly kind: 'stuck' | 'busy' | 'slow' | 'died';
  /** One line per process: pid, state, the call it is blocked in. */
  readonly processes: readonly string[];
  readonly text: string;
}

/** The slug of the known mistake that a situation looks like. */
export type Diagnose = (situation: Situation) => string | undefined;

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export function describeExit(exit: Exit | null): string {
  if (exit === null) return 'is still running';
  return exit.signal === null ? `exited with status ${exit.code}` : `was killed by ${exit.signal}`;
}

export function describeSituation(
  kind: Situation['kind'],
  { exit, listens, cpuMs }: { exit: Exit | null; listens: boolean; cpuMs: number },
): string {
  const who = listens ? 'server' : 'program';
  if (kind === 'died') return `the ${who} ${describeExit(exit)}`;
  if (kind === 'busy')
    return `a ${who} that never sleeps, after ${cpuMs} ms of CPU: is there a loop that does not end?`;
  if (kind === 'slow') return 'packets were still in flight at the deadline';
  if (listens) return 'nothing more: server and client both wait, and no queue moves';
  return 'nothing more: the program sleeps, and nothing in flight could wake it';
}
