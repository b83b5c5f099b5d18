import type { SameProgram } from '../../../src/mutants/mutant.ts';

const ENDS = 'when epoll_ctl fails, the server ends or drops the client, whichever comes first';
const CLOEXEC = 'the server starts no other program';
const EMPTY = 'transfers 0 bytes, which does nothing';
const COPY = 'a copy of no bytes is empty too';
const BUDGET = 'the others have their turn one read earlier or later';
const RARE =
  'a write finds no room at all only where the one before took exactly the last of it: a test cannot provoke it';

const SENDS = 'if (taken < n) client.pending = Buffer.from(this.#buffer.subarray(taken, n));';
const KEEPS = 'if (taken < bytes.length) client.pending = Buffer.from(bytes.subarray(taken));';
const ACCEPT = 'const accepted = accept4(this.#listener, SOCK_NONBLOCK | SOCK_CLOEXEC);';
const KNOWN = 'this.#clients.set(accepted.fd, { ...accepted, pending: EMPTY });';
const SWAPPED = 'this.#clients.set(accepted.fd, { ...accepted, pending: EMPTY }); ↔ this.#interest.watch(ac…';
const LOOP = 'for (let reads = 0; reads < BUDGET; reads++) {';

/** Changes of the reference that make no other program. */
const same: readonly SameProgram[] = [
  {
    file: 'interest.ts',
    line: 'epollCtl(this.#epfd, before === undefined ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, fd, events);',
    change: 'epollCtl(this.#epfd, before === undefined ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, fd, events); ↔ …',
    why: ENDS,
  },
  {
    file: 'interest.ts',
    line: 'epollCtl(this.#epfd, EPOLL_CTL_DEL, fd);',
    change: 'epollCtl(this.#epfd, EPOLL_CTL_DEL, fd); ↔ this.#masks.delete(fd);',
    why: ENDS,
  },
  ...['level.ts', 'edge.ts'].flatMap((file) => [
    { file, line: ACCEPT, change: 'SOCK_NONBLOCK | SOCK_CLOEXEC → SOCK_NONBLOCK', why: CLOEXEC },
    { file, line: KNOWN, change: SWAPPED, why: 'no event is asked for between the two' },
  ]),
  { file: 'level.ts', line: 'void events;', change: 'without: void events;', why: 'it calls nothing' },
  { file: 'level.ts', line: 'if (n === null) return;', change: 'without: if (n === null) return;', why: EMPTY },
  { file: 'level.ts', line: 'if (n === null) return;', change: 'n === null → false', why: EMPTY },
  { file: 'level.ts', line: 'if (n === null) return;', change: 'without: return;', why: EMPTY },
  { file: 'level.ts', line: KEEPS, change: 'taken < bytes.length → true', why: COPY },
  { file: 'level.ts', line: KEEPS, change: '< → <=', why: COPY },
  { file: 'edge.ts', line: LOOP, change: '0 → 1', why: BUDGET },
  { file: 'edge.ts', line: LOOP, change: '< → <=', why: BUDGET },
  { file: 'edge.ts', line: 'const taken = write(client.fd, this.#buffer, n) ?? 0;', change: '0 → 1', why: RARE },
  { file: 'edge.ts', line: SENDS, change: 'taken < n → true', why: COPY },
  { file: 'edge.ts', line: SENDS, change: '< → <=', why: COPY },
];

export default same;
