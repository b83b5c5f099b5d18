import type { SameProgram } from '../../../src/mutants/mutant.ts';

const ORDER = 'neither statement uses what the other one changes';
const DIGIT = 'it is one digit, or two with a 0 before, and below 16';

/** Changes of the reference that make no other program. */
const same: readonly SameProgram[] = [
  {
    file: 'rows.ts',
    line: "state: TCP_STATES[Number.parseInt(state, 16)] ?? 'UNKNOWN',",
    change: '16 → 17',
    why: DIGIT,
  },
  {
    file: 'rows.ts',
    line: 'const number = Number.parseInt(kind, 16);',
    change: '16 → 17',
    why: DIGIT,
  },
  {
    file: 'owners.ts',
    line: 'const inode = Number(/^socket:\\[(\\d+)\\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`))?.[1] ?? 0);',
    change: '0 → 1',
    why: 'no TCP socket has inode 1',
  },
  {
    file: 'opening.ts',
    line: 'listen(listener, 1);',
    change: '1 → 2',
    why: 'one connection comes',
  },
  {
    file: 'opening.ts',
    line: 'close(listener);',
    change: 'without: close(listener);',
    why: 'the program ends, which closes it',
  },
  {
    file: 'opening.ts',
    line: 'setsockopt(listener, IPPROTO_TCP, TCP_DEFER_ACCEPT, 60);',
    change: 'setsockopt(listener, IPPROTO_TCP, TCP_DEFER_ACCEPT, 60); ↔ listen(listener, 1);',
    why: ORDER,
  },
  {
    file: 'opening.ts',
    line: 'setsockopt(listener, IPPROTO_TCP, TCP_DEFER_ACCEPT, 60);',
    change: '60 → 61',
    why: 'nobody waits for a minute',
  },
  {
    file: 'opening.ts',
    line: 'listen(listener, 1);',
    change: '1 → 2',
    why: 'one connection comes',
  },
  {
    file: 'opening.ts',
    line: 'close(listener);',
    change: 'without: close(listener);',
    why: 'the program ends, which closes it',
  },
  {
    file: 'last.ts',
    line: "untilState(server, 'CLOSE_WAIT');",
    change: "untilState(server, 'CLOSE_WAIT'); ↔ fill(server);",
    why: 'filling the queue does not depend on what the peer has sent',
  },
  {
    file: 'designs.ts',
    line: 'drain(client);',
    change: 'without: drain(client);',
    why: 'nothing is unread: the kernel ends a closed connection in the same way',
  },
  {
    file: 'sheet.ts',
    line: 'return [];',
    change: 'without: return [];',
    why: 'there is no other situation',
  },
  {
    file: 'guard.ts',
    line: 'setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, true);',
    change: 'setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, true); ↔ setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE…',
    why: ORDER,
  },
  {
    file: 'guard.ts',
    line: 'setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, idle);',
    change: 'setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, idle); ↔ setsockopt(fd, IPPROTO_TCP, TCP_KEEPINT…',
    why: ORDER,
  },
  {
    file: 'guard.ts',
    line: 'setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, interval);',
    change: 'setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, interval); ↔ setsockopt(fd, IPPROTO_TCP, TCP_KE…',
    why: ORDER,
  },
  {
    file: 'guard.ts',
    line: 'setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, count);',
    change: 'setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, count); ↔ setsockopt(fd, IPPROTO_TCP, TCP_USER_TI…',
    why: ORDER,
  },
];

export default same;
