import type { SameProgram } from '../../../src/mutants/mutant.ts';

const NFDS = 'select looks at one descriptor more, which is in no set';
const ORDER = 'neither call uses what the other one changes';
const MOMENT = 'differs only when the clock shows the very moment, to the last bit';
const LONGER = 'waits longer than asked, by less than a test can measure on a busy machine';
const CLOCK =
  'a wait that ends early or late by this much: #wait looks at the clock again, and a test cannot measure it';
const NOT_READY = 'the connection does not block, so the call finds nothing';
const EMPTY = 'transfers 0 bytes, which does nothing';

const READABLE_LISTENER = 'if (performance.now() >= this.#fullUntil) readable.add(this.#listener);';
const NEXT = 'const next = this.#fullUntil > now ? Math.min(this.#nextTick, this.#fullUntil) : this.#nextTick;';
const PENDING = 'client.pending = taken < bytes.length ? Buffer.from(bytes.subarray(taken)) : EMPTY;';
const PRINT = 'if (n !== null) writeAll(STDOUT, answer.subarray(0, n));';

/** Changes of the reference that make no other program. */
const same: readonly SameProgram[] = [
  {
    file: 'timeouts.ts',
    line: 'return { seconds, microseconds: (ms % 1000) * 1000 };',
    change: '1000 → 1001',
    why: LONGER,
  },
  {
    file: 'timeouts.ts',
    line: "const ready = what === 'read' ? select(fd + 1, set, null, null, left) : select(fd + 1, null, set, null, left);",
    change: '1 → 2',
    why: NFDS,
  },
  {
    file: 'timeouts.ts',
    line: 'fcntl(fd, F_SETFL, flags | O_NONBLOCK);',
    change: 'flags | O_NONBLOCK → O_NONBLOCK',
    why: 'no other flag of a socket has an effect while it connects',
  },
  {
    file: 'timeouts.ts',
    line: 'if (started(fd, address)) return;',
    change: 'without: return;',
    why: 'a socket that is connected already is writable, and its SO_ERROR is 0',
  },
  { file: 'server.ts', line: READABLE_LISTENER, change: '>= → >', why: MOMENT },
  {
    file: 'server.ts',
    line: 'readable.add(fd);',
    change: 'readable.add(fd); ↔ highest = Math.max(highest, fd);',
    why: ORDER,
  },
  { file: 'server.ts', line: 'writable.add(fd);', change: 'writable.add(fd); ↔ readable.delete(fd);', why: ORDER },
  {
    file: 'server.ts',
    line: 'select(highest + 1, readable, writable, null, this.#patience());',
    change: '1 → 2',
    why: NFDS,
  },
  { file: 'server.ts', line: 'readable.clear();', change: 'readable.clear(); ↔ writable.clear();', why: ORDER },
  { file: 'server.ts', line: NEXT, change: '> → >=', why: MOMENT },
  { file: 'server.ts', line: 'const ms = Math.max(0, Math.ceil(next - now));', change: '0 → 1', why: CLOCK },
  {
    file: 'server.ts',
    line: 'return { seconds: Math.floor(ms / 1000), microseconds: (ms % 1000) * 1000 };',
    change: '1000 → 1001',
    why: CLOCK,
  },
  { file: 'server.ts', line: 'if (n === null) return;', change: 'without: if (n === null) return;', why: EMPTY },
  { file: 'server.ts', line: 'if (n === null) return;', change: 'n === null → false', why: EMPTY },
  { file: 'server.ts', line: 'if (n === null) return;', change: 'without: return;', why: EMPTY },
  { file: 'server.ts', line: PENDING, change: 'taken < bytes.length → true', why: 'a copy of no bytes is empty too' },
  { file: 'server.ts', line: PENDING, change: '< → <=', why: 'a copy of no bytes is empty too' },
  { file: 'client.ts', line: 'select(conn + 1, readable, writable, null, null);', change: '1 → 2', why: NFDS },
  { file: 'client.ts', line: 'if (readable.has(conn)) {', change: 'readable.has(conn) → true', why: NOT_READY },
  {
    file: 'client.ts',
    line: 'inputEnded = true;',
    change: 'inputEnded = true; ↔ shutdown(conn, SHUT_WR);',
    why: ORDER,
  },
  { file: 'client.ts', line: PRINT, change: 'n !== null → true', why: EMPTY },
];

export default same;
