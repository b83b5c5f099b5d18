import { afterEach, expect, test } from 'vitest';
import * as sys from '#sys';
import { eventually, expectFailure, Opened, text } from '../support.ts';

const opened = new Opened();
const cpus = sys.schedGetaffinity(0);
afterEach(() => {
  opened.closeAll();
  sys.schedSetaffinity(0, cpus);
});
const buffer = Buffer.alloc(100);

const setTcp = (fd: number, option: number, value: number) => sys.setsockopt(fd, sys.IPPROTO_TCP, option, value);
const tcp = (fd: number, option: number) => sys.getsockopt(fd, sys.IPPROTO_TCP, option);

test.each([
  ['TCP_KEEPIDLE', sys.TCP_KEEPIDLE, 7],
  ['TCP_KEEPINTVL', sys.TCP_KEEPINTVL, 3],
  ['TCP_KEEPCNT', sys.TCP_KEEPCNT, 4],
  ['TCP_SYNCNT', sys.TCP_SYNCNT, 2],
  ['TCP_LINGER2', sys.TCP_LINGER2, 5],
  ['TCP_USER_TIMEOUT', sys.TCP_USER_TIMEOUT, 1500],
  ['TCP_NOTSENT_LOWAT', sys.TCP_NOTSENT_LOWAT, 16_384],
  ['TCP_FASTOPEN_CONNECT', sys.TCP_FASTOPEN_CONNECT, 1],
  ['TCP_FASTOPEN', sys.TCP_FASTOPEN, 5],
  ['TCP_CORK', sys.TCP_CORK, 1],
])('%s is set and read back', (_name, option, value) => {
  const fd = opened.socket();
  expect(tcp(fd, option)).not.toBe(value);
  setTcp(fd, option, value);
  expect(tcp(fd, option)).toBe(value);
});

test('TCP_QUICKACK is on from the start, and can be switched off', () => {
  const { client } = opened.connection();
  expect(tcp(client, sys.TCP_QUICKACK)).toBe(1);
  setTcp(client, sys.TCP_QUICKACK, 0);
  expect(tcp(client, sys.TCP_QUICKACK)).toBe(0);
});

test('TCP_CORK makes one segment of two writes, which are two segments without it', () => {
  const segmentsOf = (corked: boolean): number => {
    const { client } = opened.connection();
    setTcp(client, sys.TCP_NODELAY, 1);
    setTcp(client, sys.TCP_CORK, Number(corked));
    sys.write(client, Buffer.from('head'));
    sys.write(client, Buffer.from('body'));
    setTcp(client, sys.TCP_CORK, 0);
    return sys.tcpInfo(client).dataSegsOut;
  };
  expect(segmentsOf(false)).toBe(2);
  // A cork holds for 200 ms, which may pass between the writes when the machine is busy.
  expect(eventually(() => (segmentsOf(true) === 1 ? 'one' : null))).toBe('one');
});

test('TCP_NOTSENT_LOWAT ends POLLOUT while more bytes than that were not sent', () => {
  const LOWAT = 16_384;
  const SEGMENT = 65_536; // a segment that has been begun is filled up
  const { client } = opened.connection();
  const fill = () => {
    while (sys.write(client, Buffer.alloc(1024)) !== null);
    return sys.ioctl(client, sys.SIOCOUTQNSD);
  };
  sys.setNonblocking(client);
  setTcp(client, sys.TCP_NOTSENT_LOWAT, LOWAT);
  const bounded = fill();
  expect(bounded).toBeGreaterThanOrEqual(LOWAT);
  expect(bounded).toBeLessThan(LOWAT + SEGMENT);
  expect(sys.poll([{ fd: client, events: sys.POLLOUT }], 0)).toEqual([0]);
  setTcp(client, sys.TCP_NOTSENT_LOWAT, 0); // the default of the system, without limit
  expect(fill()).toBeGreaterThan(LOWAT + SEGMENT);
});

test('TCP_USER_TIMEOUT ends a connection whose peer does not read', () => {
  const { client } = opened.connection();
  sys.setNonblocking(client);
  setTcp(client, sys.TCP_USER_TIMEOUT, 1);
  while (sys.write(client, Buffer.alloc(1 << 16)) !== null);
  expect(sys.poll([{ fd: client, events: 0 }], 20_000)).not.toEqual([0]);
  expect(sys.getsockopt(client, sys.SOL_SOCKET, sys.SO_ERROR)).toBe(110); // ETIMEDOUT
});

test('TCP_DEFER_ACCEPT keeps a connection from accept until it has sent', () => {
  const { fd, address } = opened.listener(sys.SOCK_NONBLOCK);
  setTcp(fd, sys.TCP_DEFER_ACCEPT, 5);
  const client = opened.socket();
  sys.connect(client, address);
  expect(stateOf(client)).toBe('ESTABLISHED');
  expect(sys.accept(fd)).toBeNull();
  sys.write(client, Buffer.from('first'));
  const server = opened.add(eventually(() => sys.accept(fd)).fd);
  expect(text(buffer, sys.read(server, buffer))).toBe('first');
});

const stateOf = (fd: number) => sys.tcpInfo(fd).state;

test('MSG_FASTOPEN connects and sends in one call, also where the server does not know it', () => {
  const { fd, address } = opened.listener();
  const client = opened.socket();
  expect(sys.sendto(client, Buffer.from('hello'), address, sys.MSG_FASTOPEN)).toBe(5);
  const server = opened.add(sys.accept(fd)?.fd ?? -1);
  expect(text(buffer, sys.recv(server, buffer, sys.MSG_WAITALL, 5))).toBe('hello');
});

test('SO_INCOMING_CPU is the CPU on which the last packet came: on loopback that of its sender', () => {
  for (const cpu of cpus) {
    sys.schedSetaffinity(0, [cpu]);
    const { client, server } = opened.connection();
    sys.write(client, Buffer.from('x'));
    sys.recv(server, buffer, sys.MSG_WAITALL, 1);
    expect(sys.getsockopt(server, sys.SOL_SOCKET, sys.SO_INCOMING_CPU)).toBe(cpu);
  }
});

test('SO_BUSY_POLL is set and read back', () => {
  const fd = opened.socket();
  sys.setsockopt(fd, sys.SOL_SOCKET, sys.SO_BUSY_POLL, 0);
  expect(sys.getsockopt(fd, sys.SOL_SOCKET, sys.SO_BUSY_POLL)).toBe(0);
  // More than that needs CAP_NET_ADMIN.
  if (process.getuid?.() !== 0) return expectFailure('EPERM', () => sys.setsockopt(fd, 1, sys.SO_BUSY_POLL, 50));
  sys.setsockopt(fd, sys.SOL_SOCKET, sys.SO_BUSY_POLL, 50);
  expect(sys.getsockopt(fd, sys.SOL_SOCKET, sys.SO_BUSY_POLL)).toBe(50);
});
