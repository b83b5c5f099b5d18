import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

/** Where a wait has its time among its arguments, and in which form. */
interface TimeArgument {
  readonly at: number;
  readonly form: 'ms' | 'timeval' | 'timespec';
}

/** By the numbers of the kernel: poll, select, epoll_wait, pselect6, ppoll, epoll_pwait. */
const WAITS: Readonly<Record<string, Readonly<Record<string, TimeArgument>>>> = {
  x64: {
    7: { at: 2, form: 'ms' },
    23: { at: 4, form: 'timeval' },
    232: { at: 3, form: 'ms' },
    270: { at: 4, form: 'timespec' },
    271: { at: 2, form: 'timespec' },
    281: { at: 3, form: 'ms' },
  },
  arm64: {
    22: { at: 3, form: 'ms' },
    72: { at: 4, form: 'timespec' },
    73: { at: 2, form: 'timespec' },
  },
};

/**
 * The time in milliseconds that a process has given the kernel for the wait in which it sleeps: Infinity for ever, null when
 * it sleeps in no wait for descriptors, or where /proc does not tell. The kernel writes the rest of the time back at the end of the
 * wait only, so the memory of the process still holds what it asked for.
 */
export function waitTime(pid: number): number | null {
  const call = blockedCall(pid);
  const [number = '', ...args] = call.split(' ');
  const argument = WAITS[process.arch]?.[number];
  const value = args[argument?.at ?? 0];
  if (argument === undefined || value === undefined) return null;
  const ms = argument.form === 'ms' ? intOf(value) : msAt(pid, BigInt(value), argument.form);
  return blockedCall(pid) === call ? ms : null;
}

function blockedCall(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/syscall`, 'utf8').trim();
  } catch {
    return '';
  }
}

/** An int of C in a register of 64 bits; negative for ever. */
function intOf(register: string): number {
  const ms = Number(BigInt.asIntN(32, BigInt(register)));
  return ms < 0 ? Number.POSITIVE_INFINITY : ms;
}

function msAt(pid: number, address: bigint, form: 'timeval' | 'timespec'): number | null {
  if (address === 0n) return Number.POSITIVE_INFINITY;
  const bytes = Buffer.alloc(16);
  try {
    const fd = openSync(`/proc/${pid}/mem`, 'r');
    try {
      if (readSync(fd, bytes, 0, bytes.length, address) !== bytes.length) return null;
    } finally {
      closeSync(fd);
    }
  } catch {
    return null;
  }
  const fraction = Number(bytes.readBigInt64LE(8));
  return Number(bytes.readBigInt64LE(0)) * 1000 + (form === 'timeval' ? fraction / 1e3 : fraction / 1e6);
}
