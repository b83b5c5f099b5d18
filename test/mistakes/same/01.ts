import type { SameProgram } from '../../../src/mutants/mutant.ts';

const BLOCKING = 'null means "would block", which a blocking descriptor never says';
const NULL_LINE = 'if (connection === null) continue; // would block: never happens with a blocking listener';

/** Changes of the reference that make no other program. */
const same: readonly SameProgram[] = [
  { file: 'server.ts', line: NULL_LINE, change: `without: ${NULL_LINE.split(' //')[0]}`, why: BLOCKING },
  { file: 'server.ts', line: NULL_LINE, change: 'connection === null → false', why: BLOCKING },
  { file: 'server.ts', line: NULL_LINE, change: 'without: continue;', why: BLOCKING },
  {
    file: 'server.ts',
    line: 'if (n === 0 || n === null) return;',
    change: 'n === 0 || n === null → n === 0',
    why: BLOCKING,
  },
  {
    file: 'write-all.ts',
    line: 'done += write(fd, bytes.subarray(done)) ?? 0; // null: would block, never with a blocking socket',
    change: '0 → 1',
    why: BLOCKING,
  },
  {
    file: 'client.ts',
    line: 'const n = read(conn, answer, Math.min(left, answer.length)) ?? 0;',
    change: '0 → 1',
    why: BLOCKING,
  },
  {
    file: 'client.ts',
    line: 'writeAll(STDOUT, answer.subarray(0, n));',
    change: 'writeAll(STDOUT, answer.subarray(0, n)); ↔ left -= n;',
    why: 'neither statement uses what the other one changes',
  },
];

export default same;
