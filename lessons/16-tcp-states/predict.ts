/** The program predicts, the kernel decides. Nothing to do in this file: sheet.ts and situations.ts are yours. */
import { Failure, program, writeAll } from '#program';
import { type Fd, isSystemError, recv } from '#sys';
import { connected } from './ends.ts';
import { predictions } from './sheet.ts';
import { bringAbout, writeAndSee } from './situations.ts';
import type { Outcome } from './types.ts';

/** The calls that are made in each situation. */
export const CALLS: Readonly<Record<string, readonly ('write' | 'read')[]>> = {
  fin: ['write', 'write', 'read'],
  half: ['read', 'write', 'write'],
  'reset-write': ['write', 'write', 'read'],
  'reset-read': ['read', 'read', 'write'],
  unread: ['read', 'read', 'read', 'write'],
  late: ['write', 'read', 'read', 'write'],
  'no-write': ['write', 'read'],
  'no-read': ['read', 'write'],
  'copy-close': ['read', 'write'],
  'copy-shutdown': ['read', 'write'],
};

/** Those in which the peer has closed for good: it answers bytes with a reset. */
const CLOSED: readonly string[] = ['fin', 'late'];

function outcomeOf(call: () => number | null): Outcome {
  try {
    const n = call();
    return n === null ? 'waits' : `${n} bytes`;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return error.code;
  }
}

const made = (call: 'write' | 'read', fd: Fd, situation: string): Outcome =>
  outcomeOf(() => (call === 'write' ? writeAndSee(fd, CLOSED.includes(situation)) : recv(fd, Buffer.alloc(100))));

/** The outcomes as the kernel has decided them. */
function decided(situation: string): Outcome[] {
  const { client, server } = connected();
  bringAbout(situation, client, server);
  return (CALLS[situation] ?? []).map((call) => made(call, client, situation));
}

program(
  import.meta.url,
  {
    about: 'Predicts the outcomes of write and read, and lets the kernel decide.',
    options: { situation: { default: 'all', about: `one of ${Object.keys(CALLS).join(', ')}` } },
  },
  ({ situation }) => {
    if (situation !== 'all' && CALLS[situation] === undefined)
      throw new Failure(`--situation takes ${Object.keys(CALLS).join(', ')}`);
    for (const name of situation === 'all' ? Object.keys(CALLS) : [situation]) {
      const predicted = predictions(name);
      const calls = (CALLS[name] ?? []).join(', ');
      writeAll(
        1,
        Buffer.from(`${name}\n  ${calls}\n  predicted: ${predicted.join(', ')}\n  kernel:    ${decided(name).join(', ')}\n`),
      );
    }
  },
);
