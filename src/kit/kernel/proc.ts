import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A process as /proc has it. A process that is gone reads as null or as an empty list. proc(5) */
export interface ProcessInfo {
  readonly pid: number;
  /** R running, S sleeping, D waiting for a device, T stopped, Z zombie… */
  readonly state: string;
  readonly ppid: number;
  readonly pgrp: number;
  readonly session: number;
  /** In clock ticks after the start of the machine. */
  readonly began: number;
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

export function listOrEmpty(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

export const processInfo = (pid: number): ProcessInfo | null => statOf(pid, `/proc/${pid}/stat`);

function statOf(pid: number, path: string): ProcessInfo | null {
  const text = readOrNull(path);
  if (text === null) return null;
  // The name in parentheses may hold any character: fields are counted from the last parenthesis.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state = '?', ppid, pgrp, session] = fields;
  return { pid, state, ppid: Number(ppid), pgrp: Number(pgrp), session: Number(session), began: Number(fields[19]) };
}

/** The threads of a process; `pid` is the thread's id here. */
export const threadsOf = (pid: number): ProcessInfo[] =>
  listOrEmpty(`/proc/${pid}/task`)
    .map((tid) => statOf(Number(tid), `/proc/${pid}/task/${tid}/stat`))
    .filter((thread) => thread !== null);

/** The pid namespace of a process; null when it has ended. pid_namespaces(7) */
export function pidNamespace(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return null;
  }
}

/** The wait status of a zombie: `status 0` or `signal 13`. Null when /proc does not show it. */
export function zombieStatus(pid: number): string | null {
  const text = readOrNull(`/proc/${pid}/stat`);
  const raw = Number(text?.slice(text.lastIndexOf(')') + 2).split(' ')[49]);
  if (text === null || Number.isNaN(raw)) return null;
  return (raw & 0x7f) === 0 ? `status ${raw >> 8}` : `signal ${raw & 0x7f}`;
}

export const isZombie = (process: ProcessInfo): boolean => process.state === 'Z';

/** The value of a line of /proc/PID/status, for example `SigCgt`. */
export function statusField(pid: number, field: string): string | null {
  const text = readOrNull(`/proc/${pid}/status`);
  return new RegExp(`^${field}:\\s*(.*)$`, 'm').exec(text ?? '')?.[1] ?? null;
}

/** The arguments of a process, with a blank between them; empty for a zombie. */
export const commandLine = (pid: number): string => (readOrNull(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ');

export const residentKb = (pid: number): number => Number.parseInt(statusField(pid, 'VmRSS') ?? '0', 10);

/** Whether a signal is in a mask of /proc/PID/status: SigBlk, SigIgn, SigCgt, SigPnd or ShdPnd. */
export function hasSignal(pid: number, mask: string, signum: number): boolean {
  const bits = statusField(pid, mask);
  return bits !== null && ((BigInt(`0x${bits}`) >> BigInt(signum - 1)) & 1n) === 1n;
}

/** A process's descriptors: number and link target, `socket:[12345]`. */
export function descriptors(pid: number): { fd: number; target: string }[] {
  return listOrEmpty(`/proc/${pid}/fd`).flatMap((name) => {
    try {
      return [{ fd: Number(name), target: readlinkSync(`/proc/${pid}/fd/${name}`) }];
    } catch {
      return [];
    }
  });
}

/** The inodes of a process's sockets, each with the descriptor that holds it. */
export function socketInodes(pid: number): Map<number, number> {
  const inodes = new Map<number, number>();
  for (const { fd, target } of descriptors(pid)) {
    const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
    if (inode !== undefined) inodes.set(Number(inode), fd);
  }
  return inodes;
}

/** A fingerprint of the CPU time and context switches of a process's threads, and whether all of them sleep. */
export function activity(pid: number): { print: string; asleep: boolean } | null {
  const threads = listOrEmpty(`/proc/${pid}/task`);
  if (threads.length === 0) return null;
  let asleep = true;
  const prints = threads.map((tid) => {
    const status = readOrNull(`/proc/${pid}/task/${tid}/status`) ?? '';
    const switches = [...status.matchAll(/ctxt_switches:\s*(\d+)/g)].map((match) => match[1]);
    const state = /^State:\s*(\S)/m.exec(status)?.[1] ?? '?';
    if (!'SZTX?'.includes(state) || (state === 'S' && !isOffCpu(pid, tid))) asleep = false;
    const onCpu = (readOrNull(`/proc/${pid}/task/${tid}/schedstat`) ?? '').split(' ')[0];
    return `${tid}:${state}:${switches.join('/')}:${onCpu}`;
  });
  return { print: prints.join(' '), asleep };
}

/**
 * Whether a thread in state S has given up the CPU. Within wait4 and others a thread has this state before it sleeps, also when it
 * will not: for WNOHANG. It may lose the CPU there for as long as others keep that busy. A read of the file waits until the thread is
 * off the CPU, and gives `running` if that was no sleep.
 */
function isOffCpu(pid: number, tid: string): boolean {
  return readOrNull(`/proc/${pid}/task/${tid}/syscall`)?.startsWith('running') !== true;
}

/** Nanoseconds that the process's threads have spent on a CPU. */
export function cpuTime(pid: number): number {
  return listOrEmpty(`/proc/${pid}/task`)
    .map((tid) => Number((readOrNull(`/proc/${pid}/task/${tid}/schedstat`) ?? '0').split(' ')[0]))
    .reduce((sum, ns) => sum + ns, 0);
}

const SYSCALLS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  x64: {
    0: 'read',
    1: 'write',
    7: 'poll',
    23: 'select',
    34: 'pause',
    35: 'nanosleep',
    40: 'sendfile',
    42: 'connect',
    43: 'accept',
    44: 'sendto',
    45: 'recvfrom',
    46: 'sendmsg',
    47: 'recvmsg',
    61: 'wait4',
    128: 'rt_sigtimedwait',
    130: 'rt_sigsuspend',
    202: 'futex',
    230: 'clock_nanosleep',
    232: 'epoll_wait',
    247: 'waitid',
    270: 'pselect6',
    271: 'ppoll',
    281: 'epoll_pwait',
    288: 'accept4',
    426: 'io_uring_enter',
  },
  arm64: {
    22: 'epoll_pwait',
    63: 'read',
    64: 'write',
    71: 'sendfile',
    72: 'pselect6',
    73: 'ppoll',
    95: 'waitid',
    98: 'futex',
    101: 'nanosleep',
    115: 'clock_nanosleep',
    133: 'rt_sigsuspend',
    137: 'rt_sigtimedwait',
    202: 'accept',
    203: 'connect',
    206: 'sendto',
    207: 'recvfrom',
    211: 'sendmsg',
    212: 'recvmsg',
    242: 'accept4',
    260: 'wait4',
    426: 'io_uring_enter',
  },
};

/**
 * The system call that a thread (by default the main one) is blocked in, with its first argument where that is a descriptor:
 * `accept(18)`. `running` when it is not blocked, null where /proc does not show it.
 */
export function blockedIn(pid: number, tid: number = pid): string | null {
  const text = readOrNull(`/proc/${pid}/task/${tid}/syscall`);
  if (text === null) return null;
  const [number = '', first = '0x0'] = text.trim().split(' ');
  if (number === 'running') return 'running';
  const name = SYSCALLS[process.arch]?.[number] ?? `system call ${number}`;
  return /poll$|select|futex|sleep|wait/.test(name) && !name.startsWith('epoll')
    ? name
    : `${name}(${Number.parseInt(first, 16)})`;
}

/** The processes with this variable in their environment, in any group or session. */
export function processesWithEnvironment(entry: string): number[] {
  return listOrEmpty('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => hasEnvironment(pid, entry));
}

/** Whether a process has this variable, NAME=VALUE, in its environment. */
export const hasEnvironment = (pid: number, entry: string): boolean =>
  (readOrNull(`/proc/${pid}/environ`) ?? '').split('\0').includes(entry);
