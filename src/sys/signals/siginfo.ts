import {
  POLL_HUP,
  SI_ASYNCIO,
  SI_QUEUE,
  SI_SIGIO,
  SI_TIMER,
  SI_TKILL,
  SI_USER,
  SIGCHLD,
  SIGIO,
  SIGRTMIN,
} from '../constants.ts';

/** What the kernel says of a signal, from its siginfo_t. Fields that this kind of signal does not have are `null`. sigaction(2) */
export interface Siginfo {
  readonly signo: number;
  /** SI_USER (kill), SI_QUEUE (sigqueue), SI_ASYNCIO (aio_read), SI_TKILL, SI_KERNEL, CLD_EXITED…, POLL_IN… */
  readonly code: number;
  /** The sender, or the child of a SIGCHLD. */
  readonly pid: number | null;
  readonly uid: number | null;
  /** The exit status of a child, or the signal that ended it. */
  readonly status: number | null;
  /** The int of sigqueue, of a timer or of an aio_read. */
  readonly value: number | null;
  /** The descriptor of an I/O signal (F_SETSIG), and its events as poll(2) has them. */
  readonly fd: number | null;
  readonly band: number | null;
}

/** The bytes of a siginfo_t that are read here; the layout is the same on x86-64 and arm64. */
export const SIGINFO_BYTES = 48;

const SI_MESGQ = -3;

const SENT: readonly number[] = [SI_USER, SI_QUEUE, SI_MESGQ, SI_ASYNCIO, SI_TKILL];
/** Sent with an int. */
const VALUED: readonly number[] = [SI_QUEUE, SI_MESGQ, SI_ASYNCIO];

export function decodeSiginfo(bytes: Uint8Array): Siginfo {
  const view = new DataView(bytes.buffer, bytes.byteOffset, SIGINFO_BYTES);
  const int = (at: number): number => view.getInt32(at, true);
  // A union: the fields of different kinds of signals overlap.
  return siginfo(int(0), int(8), {
    pid: int(16),
    uid: view.getUint32(20, true),
    status: int(24),
    value: int(24),
    fd: int(24),
    band: Number(view.getBigInt64(16, true)),
  });
}

type Fields = { readonly [Name in Exclude<keyof Siginfo, 'signo' | 'code'>]: number };

/** A siginfo with those of the fields that its kind of signal has. */
export function siginfo(signo: number, code: number, { pid, uid, status, value, fd, band }: Fields): Siginfo {
  const none = { signo, code, pid: null, uid: null, status: null, value: null, fd: null, band: null };
  if (signo === SIGCHLD && code > 0) return { ...none, pid, uid, status };
  if (code === SI_SIGIO || ((signo === SIGIO || signo >= SIGRTMIN) && code > 0 && code <= POLL_HUP)) {
    return { ...none, band, fd };
  }
  if (code === SI_TIMER) return { ...none, value };
  if (!SENT.includes(code)) return none;
  return { ...none, pid, uid, ...(VALUED.includes(code) ? { value } : {}) };
}

/** A signal of which only the number is known, because too many were pending. */
export const bareSiginfo = (signo: number): Siginfo => ({
  signo,
  code: SI_USER,
  pid: null,
  uid: null,
  status: null,
  value: null,
  fd: null,
  band: null,
});
