import { afterEach, expect, test } from 'vitest';
import {
  AF_INET,
  accept,
  bind,
  close,
  connect,
  type Fd,
  getsockname,
  type InetAddress,
  isSystemError,
  linger,
  listen,
  recv,
  SHUT_WR,
  SO_LINGER,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  send,
  setsockopt,
  shutdown,
  socket,
} from '#sys';
import { until } from '../../src/host/wait.ts';
import { procNetTcp } from '../../src/kit/kernel/proc-net-tcp.ts';
import { SockDiag } from '../../src/kit/kernel/sock-diag.ts';
import { liveRows, rowBetween, rowsAt, rowsOf } from '../../src/kit/kernel/tcp.ts';
import { ALL_STATES, LISTEN, type TcpRow, type TcpTable, TIME_WAIT } from '../../src/kit/kernel/tcp-row.ts';
import { QuietWatch } from '../../src/kit/quiet.ts';
import { addressOf } from '../../src/sys/core/ffi.ts';
import { PATIENCE_MS } from '../support/patience.ts';

const open: Fd[] = [];

afterEach(() => {
  for (const fd of open.splice(0)) close(fd);
});

const kept = (fd: Fd): Fd => {
  open.push(fd);
  return fd;
};

const portOf = (fd: Fd): number => (getsockname(fd) as InetAddress).port;

function listener(backlog = 16): { fd: Fd; port: number } {
  const fd = kept(socket(AF_INET, SOCK_STREAM));
  bind(fd, { family: AF_INET, address: '127.0.0.1', port: 0 });
  listen(fd, backlog);
  return { fd, port: portOf(fd) };
}

/** A connected client that has not been accepted. */
function client(port: number): { fd: Fd; port: number } {
  const fd = kept(socket(AF_INET, SOCK_STREAM));
  connect(fd, { family: AF_INET, address: '127.0.0.1', port });
  return { fd, port: portOf(fd) };
}

/** A client whose handshake has only begun. */
function knocking(port: number): Fd {
  const fd = kept(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK));
  try {
    connect(fd, { family: AF_INET, address: '127.0.0.1', port });
  } catch (error) {
    if (!isSystemError(error, 'EINPROGRESS')) throw error;
  }
  return fd;
}

function accepted(fd: Fd): Fd {
  const connection = accept(fd);
  if (connection === null) throw new Error('nothing to accept');
  return kept(connection.fd);
}

function closed(fd: Fd): void {
  open.splice(open.indexOf(fd), 1);
  close(fd);
}

const SO_ATTACH_FILTER = 26;
const SO_DETACH_FILTER = 27;
/** A filter that drops all packets for the socket: one instruction, BPF_RET | BPF_K with 0. socket(7) */
const DROP_ALL = Buffer.from([0x06, 0, 0, 0, 0, 0, 0, 0]);

/** struct sock_fprog { u16 len; struct sock_filter *filter; } */
function attachFilter(fd: Fd, program: Buffer): void {
  const argument = Buffer.alloc(16);
  argument.writeUInt16LE(program.length / 8, 0);
  argument.writeBigUInt64LE(addressOf(program), 8);
  setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, argument);
}

const diag = SockDiag.open();
const tables: readonly TcpTable[] = [procNetTcp, ...(diag === null ? [] : [diag])];

/** Without the backlog, which only netlink reports. */
/** Without what differs between two looks, or is in one table only. */
const sorted = (rows: readonly TcpRow[]): string[] =>
  rows.map(({ timer, ...row }) => JSON.stringify({ ...row, timer: timer?.kind, backlog: null })).sort();

test('this kernel answers through netlink', () => expect(diag).not.toBeNull());

test('netlink and /proc/net/tcp agree on sockets in many states', async () => {
  const { fd, port } = listener();
  const talks = client(port);
  accepted(fd);
  send(talks.fd, Buffer.from('not read'));
  const half = client(port);
  accepted(fd);
  shutdown(half.fd, SHUT_WR);
  const gone = client(port);
  const left = accepted(fd);
  closed(gone.fd);
  recv(left, Buffer.alloc(1));
  closed(left);
  const waits = client(port); // never accepted
  const settled = () =>
    rowBetween(gone.port, port)?.state === 'TIME_WAIT' && rowBetween(half.port, port)?.state === 'FIN_WAIT2';
  expect(await until(settled, 5000)).toBe(true);

  const at = (table: TcpTable): TcpRow[] =>
    table.rows(ALL_STATES).filter((row) => row.localPort === port || row.remotePort === port);
  const live = liveRows().filter((row) => row.localPort === port || row.remotePort === port);
  expect(sorted(live)).toEqual(sorted(at(procNetTcp).filter(({ state }) => state !== 'TIME_WAIT')));
  for (const table of tables) {
    const states = at(table).map(({ state }) => state);
    expect(states.sort()).toEqual([
      'CLOSE_WAIT',
      'ESTABLISHED',
      'ESTABLISHED',
      'ESTABLISHED',
      'ESTABLISHED',
      'FIN_WAIT2',
      'LISTEN',
      'TIME_WAIT',
    ]);
    expect(sorted(at(table))).toEqual(sorted(at(procNetTcp)));
    expect(table.between(port, talks.port)).toMatchObject({ state: 'ESTABLISHED', rxQueue: 8 });
    expect(table.between(half.port, port)).toMatchObject({ state: 'FIN_WAIT2', localAddress: '127.0.0.1' });
    expect(table.between(port, waits.port)).toMatchObject({ state: 'ESTABLISHED', inode: 0 });
    expect(table.between(port, gone.port)).toBeNull();
    const listeners = table.rows(1 << LISTEN).filter((row) => row.localPort === port);
    expect(listeners).toMatchObject([{ state: 'LISTEN', remotePort: 0, rxQueue: 1, txQueue: 0 }]);
    expect(listeners[0]?.backlog).toBe(table === procNetTcp ? null : 16);
    const [kept] = table.rows(1 << TIME_WAIT).filter((row) => row.localPort === gone.port);
    expect(kept?.timer?.kind).toBe('time-wait');
    expect(kept?.timer?.ms).toBeGreaterThan(1000);
    expect(kept?.timer?.ms).toBeLessThanOrEqual(60_000);
  }
});

test("bytes that the other end has not acknowledged stand in the sender's queue", () => {
  const { fd, port } = listener();
  const sender = client(port);
  accepted(fd);
  const block = Buffer.alloc(1 << 20);
  const MSG_DONTWAIT = 0x40;
  while (send(sender.fd, block, MSG_DONTWAIT) !== null);
  for (const table of tables) {
    expect(table.between(sender.port, port)?.txQueue).toBeGreaterThan(0);
    expect(table.between(port, sender.port)?.rxQueue).toBeGreaterThan(0);
  }
});

test('a lost segment is sent again: the row counts the retransmissions, and nothing is quiet before', async () => {
  const { fd, port } = listener();
  const sender = client(port);
  const loses = accepted(fd);
  attachFilter(loses, DROP_ALL);
  const watch = new QuietWatch(
    () => [],
    () => port,
  );
  send(sender.fd, Buffer.from('lost'));
  for (const table of tables)
    expect(table.between(sender.port, port)).toMatchObject({ txQueue: 4, resent: expect.any(Number) });
  const again = () => (rowBetween(sender.port, port)?.resent ?? 0) > 0;
  expect(await until(() => watch.look() > 0 || again(), PATIENCE_MS)).toBe(true);
  expect(watch.look()).toBe(0);
  setsockopt(loses, SOL_SOCKET, SO_DETACH_FILTER, 0);
  expect(await until(() => rowBetween(port, sender.port)?.rxQueue === 4, PATIENCE_MS)).toBe(true);
  for (const table of tables) expect(table.between(sender.port, port)).toMatchObject({ txQueue: 0, resent: null });
  expect(await until(() => watch.look() > 2, PATIENCE_MS)).toBe(true);
});

test('a connection that was reset has no row, and its socket belongs to no list', async () => {
  const { fd, port } = listener();
  const rude = client(port);
  accepted(fd);
  setsockopt(rude.fd, SOL_SOCKET, SO_LINGER, linger(true, 0));
  closed(rude.fd);
  expect(await until(() => rowBetween(port, rude.port) === null, 5000)).toBe(true);
  for (const table of tables) expect(table.between(port, rude.port)).toBeNull();
});

test('a list longer than one answer is complete', () => {
  const { fd, port } = listener();
  const COUNT = 600;
  for (let i = 0; i < COUNT; i++) {
    client(port);
    accepted(fd);
  }
  expect(rowsAt(port)).toHaveLength(2 * COUNT + 1);
  expect(rowsOf(process.pid).filter((row) => row.localPort === port)).toHaveLength(COUNT + 1);
});

test('a lost SYN is sent again and waited for; a SYN that a full queue drops is not waited for', async () => {
  const watchOf = (port: number) =>
    new QuietWatch(
      () => [],
      () => port,
    );
  const busy = listener();
  attachFilter(busy.fd, DROP_ALL);
  knocking(busy.port);
  const lost = watchOf(busy.port);
  const full = listener(0);
  client(full.port);
  knocking(full.port);
  const turnedAway = watchOf(full.port);
  expect(await until(() => turnedAway.look() > 2, 5000), 'the full queue').toBe(true);
  expect(rowsAt(full.port).map(({ state }) => state)).toContain('SYN_SENT');
  expect(await until(() => lost.look() > 0, 300), 'the handshake that was lost').toBe(null);
  setsockopt(busy.fd, SOL_SOCKET, SO_DETACH_FILTER, 0);
  expect(await until(() => rowsAt(busy.port).every(({ state }) => state !== 'SYN_SENT'), PATIENCE_MS)).toBe(true);
  expect(await until(() => lost.look() > 2, 5000)).toBe(true);
});
