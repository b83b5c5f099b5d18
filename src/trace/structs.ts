import { F_GETOWN_EX, F_SETOWN_EX } from '../sys/constants.ts';
import type { TraceEvent } from './model.ts';
import { named } from './names.ts';

/** The small structure of a call, in the format of strace; null for calls whose structures are not shown. */
export function structText({ name, args, result, preview }: TraceEvent, at: number): string | null {
  const bytes = Buffer.from(preview, 'latin1');
  if (result < 0) return null;
  if (name === 'ioctl' && bytes.length >= 4) return `[${bytes.readInt32LE(0)}]`;
  if ((name === 'sched_setaffinity' || name === 'sched_getaffinity') && at === 2) return `[${bitsOf(bytes).join(' ')}]`;
  if (name === 'signalfd' && at === 1)
    return `[${bitsOf(bytes.subarray(0, 8))
      .map((bit) => named('SIG', bit + 1))
      .join(' ')}]`;
  if (name !== 'fcntl' || (args[1] !== F_SETOWN_EX && args[1] !== F_GETOWN_EX) || bytes.length < 8) return null;
  return `{type=${named('F_OWNER_', bytes.readInt32LE(0))}, pid=${bytes.readInt32LE(4)}}`;
}

const bitsOf = (bytes: Uint8Array): number[] =>
  [...bytes].flatMap((byte, at) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => (byte >> bit) & 1).map((bit) => 8 * at + bit),
  );
