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
  return exit.signal === null ? `exited with status ${exit.code}` : describeDeath(exit.signal);
}

/** What the program itself has done, for the signals that the kernel and libc send for it. signal(7) */
const OWN_DEATHS: Partial<Record<NodeJS.Signals, string>> = {
  SIGABRT: 'it called abort(3): a check of Node or libc failed, or memory ran out; the log may say which',
  SIGSEGV: 'it used memory that it does not have',
  SIGBUS: 'it used mapped memory behind the end of the file',
  SIGILL: 'it ran bytes that are no instruction',
  SIGFPE: 'it divided by zero in machine code',
  SIGTRAP: 'a check of V8 failed',
  SIGSYS: 'a seccomp filter forbids one of its system calls',
  SIGPIPE: 'it wrote to a pipe or connection that nobody reads any more, and did not ignore SIGPIPE',
  SIGXCPU: 'it used more CPU time than its limit',
  SIGXFSZ: 'it wrote a file larger than its limit',
};

/** The end of a process by a signal; for a signal that it has brought on itself, with the reason. */
export function describeDeath(signal: NodeJS.Signals): string {
  const why = OWN_DEATHS[signal];
  return `was killed by ${signal}${why === undefined ? '' : ` (${why})`}`;
}

/** Whether a process brings this signal on itself: nobody else sends it. */
export const ownDeath = (signal: NodeJS.Signals): boolean => signal in OWN_DEATHS;

/** What a wait has taken, in milliseconds. */
export interface Cost {
  readonly ms: number;
  readonly cpuMs: number;
}

/** A loop without an end takes all the CPU time that it gets, also on a machine that is shared by ten. */
const SPINS = 0.1;

function describeBusy(who: string, { ms, cpuMs }: Cost): string {
  const used = `${Math.round(cpuMs)} ms of CPU in ${(ms / 1000).toFixed(1)} s`;
  return cpuMs > SPINS * ms
    ? `a ${who} that never sleeps, ${used}: is there a loop that does not end?`
    : `a ${who} that wakes up again and again, ${used}: does it poll, or wait with a short time-out?`;
}

export function describeSituation(
  kind: Situation['kind'],
  { exit, listens, cost }: { exit: Exit | null; listens: boolean; cost: Cost },
): string {
  const who = listens ? 'server' : 'program';
  if (kind === 'died') return `the ${who} ${describeExit(exit)}`;
  if (kind === 'busy') return describeBusy(who, cost);
  if (kind === 'slow') return 'packets were still in flight at the deadline';
  if (listens) return 'nothing more: server and client both wait, and no queue moves';
  return 'nothing more: the program sleeps, and nothing in flight could wake it';
}
