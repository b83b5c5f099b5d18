import type { SameProgram } from '../../../src/mutants/mutant.ts';

const ORDER = 'neither statement uses what the other one changes';
const DIGIT = 'it is one digit, or two with a 0 before, and below 16';
const LATE =
  'on loopback a segment has arrived when the call that sends it returns; on a busy machine it may be late, which no test can make happen';

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
    line: "untilState(before, 'ESTABLISHED');",
    change: "without: untilState(before, 'ESTABLISHED');",
    why: LATE,
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
    line: "untilState(client, 'ESTABLISHED');",
    change: "without: untilState(client, 'ESTABLISHED');",
    why: LATE,
  },
  {
    file: 'opening.ts',
    line: 'close(listener);',
    change: 'without: close(listener);',
    why: 'the program ends, which closes it',
  },
  {
    file: 'closing.ts',
    line: "untilState(client, 'FIN_WAIT2');",
    change: "without: untilState(client, 'FIN_WAIT2');",
    why: LATE,
  },
  {
    file: 'closing.ts',
    line: "untilState(server, 'CLOSE_WAIT');",
    change: "without: untilState(server, 'CLOSE_WAIT');",
    why: LATE,
  },
  {
    file: 'closing.ts',
    line: "untilState(client, 'FIN_WAIT1');",
    change: "without: untilState(client, 'FIN_WAIT1');",
    why: LATE,
  },
  {
    file: 'last.ts',
    line: "untilState(server, 'CLOSE_WAIT');",
    change: "untilState(server, 'CLOSE_WAIT'); ↔ fill(server);",
    why: LATE,
  },
  {
    file: 'last.ts',
    line: "untilState(server, 'CLOSE_WAIT');",
    change: "without: untilState(server, 'CLOSE_WAIT');",
    why: LATE,
  },
  {
    file: 'last.ts',
    line: "untilState(server, 'LAST_ACK');",
    change: "without: untilState(server, 'LAST_ACK');",
    why: LATE,
  },
  {
    file: 'last.ts',
    line: "untilState(client, 'CLOSING');",
    change: "without: untilState(client, 'CLOSING');",
    why: LATE,
  },
  {
    file: 'designs.ts',
    line: 'drain(server);',
    change: 'without: drain(server);',
    why: LATE,
  },
  {
    file: 'designs.ts',
    line: 'drain(server);',
    change: 'without: drain(server);',
    why: LATE,
  },
  {
    file: 'designs.ts',
    line: 'drain(client);',
    change: 'without: drain(client);',
    why: LATE,
  },
  {
    file: 'sheet.ts',
    line: 'return [];',
    change: 'without: return [];',
    why: 'there is no other situation',
  },
  {
    file: 'situations.ts',
    line: 'untilUnread(ours, HELLO.length);',
    change: 'untilUnread(ours, HELLO.length); ↔ send(ours, HELLO);',
    why: LATE,
  },
  {
    file: 'situations.ts',
    line: 'untilUnread(ours, HELLO.length);',
    change: 'without: untilUnread(ours, HELLO.length);',
    why: LATE,
  },
  {
    file: 'situations.ts',
    line: 'untilUnread(peers, HELLO.length);',
    change: 'without: untilUnread(peers, HELLO.length);',
    why: LATE,
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
