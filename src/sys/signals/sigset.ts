import { constants } from 'node:os';
import { SIGRTMAX, SIGRTMIN } from '../constants.ts';
import { checkInt } from '../core/check.ts';

const SIGSET_BYTES = 128;

export function checkSignal(signum: number, name = 'signum'): void {
  checkInt(signum, name, 1, 64);
}

/** The bytes of a sigset_t. sigsetops(3) */
export function signalMaskBytes(signals: readonly number[]): Buffer {
  if (!Array.isArray(signals)) throw new TypeError('mask must be an array of signal numbers');
  const bytes = Buffer.alloc(SIGSET_BYTES);
  for (const signum of signals) {
    checkSignal(signum, 'mask');
    const byte = (signum - 1) >> 3;
    bytes[byte] = (bytes[byte] ?? 0) | (1 << ((signum - 1) & 7));
  }
  return bytes;
}

export function maskSignals(bytes: Uint8Array): number[] {
  const signals: number[] = [];
  for (let signum = 1; signum <= 64; signum++) {
    if (((bytes[(signum - 1) >> 3] ?? 0) & (1 << ((signum - 1) & 7))) !== 0) signals.push(signum);
  }
  return signals;
}

const NAMES = new Map(Object.entries(constants.signals).map(([name, number]) => [number as number, name]));
NAMES.set(29, 'SIGIO').set(6, 'SIGABRT');

/** The name of a signal, for logs: `SIGTERM`, `SIGRTMIN+1`. */
export function signalName(signum: number): string {
  checkInt(signum, 'signum');
  const known = NAMES.get(signum);
  if (known !== undefined) return known;
  if (signum < SIGRTMIN || signum > SIGRTMAX) return `signal ${signum}`;
  return signum === SIGRTMIN ? 'SIGRTMIN' : `SIGRTMIN+${signum - SIGRTMIN}`;
}
