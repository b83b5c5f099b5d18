import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect as netConnect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import * as sys from '#sys';
import { eventually, expectFailure, hasFlag, Opened, text } from '../support.ts';

const opened = new Opened();
afterEach(() => opened.closeAll());
const buffer = Buffer.alloc(100);

describe('connections', () => {
  test('carry bytes both ways, and each side knows the other', () => {
    const { fd, address } = opened.listener();
    const client = opened.socket();
    sys.connect(client, address);
    const accepted = sys.accept(fd);
    opened.add(accepted?.fd ?? -1);
    expect(accepted?.peer).toEqual(sys.getsockname(client));
    expect(sys.getpeername(client)).toEqual(address);
    sys.write(client, Buffer.from('there'));
    expect(text(buffer, sys.read(accepted?.fd ?? -1, buffer))).toBe('there');
    sys.send(accepted?.fd ?? -1, Buffer.from('back'));
    expect(text(buffer, sys.recv(client, buffer))).toBe('back');
  });

  test('work with a client that is not of this layer', async () => {
    const { fd, address } = opened.listener();
    const client = netConnect((address as sys.InetAddress).port, '127.0.0.1');
    await once(client, 'connect');
    const server = opened.add(sys.accept(fd)?.fd ?? -1);
    sys.write(server, Buffer.from('hello node:net'));
    expect(String((await once(client, 'data'))[0])).toBe('hello node:net');
    client.destroy();
  });

  test('run over IPv6, unix paths and abstract names', () => {
    const home = mkdtempSync(join(tmpdir(), 'sys-socket-'));
    const unix = [join(home, 'path'), `\0sys-${process.pid}`].map((path) => ({ family: sys.AF_UNIX, path }) as const);
    try {
      for (const local of [{ family: sys.AF_INET6, address: '::1', port: 0 } as const, ...unix]) {
        const listener = opened.socket(sys.SOCK_STREAM, local.family);
        sys.bind(listener, local);
        sys.listen(listener, 1);
        const client = opened.socket(sys.SOCK_STREAM, local.family);
        sys.connect(client, sys.getsockname(listener));
        opened.add(sys.accept(listener)?.fd ?? -1);
        expect(sys.getpeername(client)).toEqual(sys.getsockname(listener));
        if (local.family === sys.AF_UNIX) expect(sys.getsockname(listener)).toEqual(local);
      }
    } finally {
      rmSync(home, { recursive: true });
    }
  });

  test('are refused where no socket listens, and a taken address cannot be bound', () => {
    const { fd, address } = opened.listener();
    expectFailure('EADDRINUSE', () => sys.bind(opened.socket(), address));
    opened.close(fd);
    expectFailure('ECONNREFUSED', () => sys.connect(opened.socket(), address));
    expectFailure('ENOTCONN', () => sys.getpeername(opened.socket()));
  });
});

describe('non-blocking sockets', () => {
  test('return null from accept, read and write instead of waiting', () => {
    const { fd } = opened.listener(sys.SOCK_NONBLOCK);
    expect(sys.accept(fd)).toBeNull();
    const [a] = opened.pair();
    sys.setNonblocking(a);
    expect(sys.read(a, buffer)).toBeNull();
    while (sys.write(a, Buffer.alloc(1 << 20)) !== null);
    expect(sys.write(a, buffer)).toBeNull();
  });

  test('connect with EINPROGRESS, and are writable with SO_ERROR 0 when connected', () => {
    const { address } = opened.listener();
    const client = opened.socket(sys.SOCK_STREAM | sys.SOCK_NONBLOCK);
    expectFailure('EINPROGRESS', () => sys.connect(client, address));
    expect(sys.poll([{ fd: client, events: sys.POLLOUT }], 20_000)).toEqual([sys.POLLOUT]);
    expect(sys.getsockopt(client, sys.SOL_SOCKET, sys.SO_ERROR)).toBe(0);
  });

  test('come from accept4 with its flags, and from accept blocking', () => {
    const { fd, address } = opened.listener();
    for (const _ of [1, 2]) sys.connect(opened.socket(), address);
    const plain = opened.add(sys.accept(fd)?.fd ?? -1);
    const flagged = opened.add(sys.accept4(fd, sys.SOCK_NONBLOCK | sys.SOCK_CLOEXEC)?.fd ?? -1);
    expect([plain, flagged].map((one) => hasFlag(one, sys.O_NONBLOCK))).toEqual([false, true]);
    expect([plain, flagged].map((one) => hasFlag(one, sys.O_CLOEXEC))).toEqual([false, true]);
  });
});

describe('the end of a connection', () => {
  test('is 0 after the bytes before it, and shutdown leaves the other direction open', () => {
    const { client, server } = opened.connection();
    sys.write(client, Buffer.from('last'));
    sys.shutdown(client, sys.SHUT_WR);
    expect(text(buffer, sys.recv(server, buffer, sys.MSG_WAITALL))).toBe('last');
    expect(sys.read(server, buffer)).toBe(0);
    sys.write(server, Buffer.from('answer'));
    expect(text(buffer, sys.read(client, buffer))).toBe('answer');
  });

  test('is ECONNRESET after an RST, and EPIPE for later writes', () => {
    const { client, server } = opened.connection();
    sys.setsockopt(client, sys.SOL_SOCKET, sys.SO_LINGER, sys.linger(true, 0));
    opened.close(client);
    expectFailure('ECONNRESET', () => sys.read(server, buffer));
    expectFailure('EPIPE', () => sys.send(server, buffer, sys.MSG_NOSIGNAL));
  });
});

test('MSG_PEEK leaves the bytes, readv and writev keep the order of their buffers', () => {
  const [a, b] = opened.pair();
  expect(sys.writev(a, [Buffer.from('one'), Buffer.from('two')])).toBe(6);
  expect(text(buffer, sys.recv(b, buffer, sys.MSG_PEEK))).toBe('onetwo');
  const parts = [Buffer.alloc(2), Buffer.alloc(4)];
  expect(sys.readv(b, parts)).toBe(6);
  expect(parts.map((part) => text(part))).toEqual(['on', 'etwo']);
});

test('read and write touch no byte beyond the length', () => {
  const [a, b] = opened.pair();
  sys.write(a, Buffer.from('abcdef'), 4);
  const target = Buffer.from('------');
  expect(sys.read(b, target, 3)).toBe(3);
  expect(text(target)).toBe('abc---');
  expect(sys.recv(b, target, sys.MSG_DONTWAIT)).toBe(1);
  expect(() => sys.read(b, target, 7)).toThrow(/^length must be an integer from 0 to the buffer's 6 bytes/);
});

test('socket options are set and read back, as numbers, booleans and structures', () => {
  const fd = opened.socket();
  sys.setsockopt(fd, sys.IPPROTO_TCP, sys.TCP_NODELAY, true);
  expect(sys.getsockopt(fd, sys.IPPROTO_TCP, sys.TCP_NODELAY)).toBe(1);
  sys.setsockopt(fd, sys.SOL_SOCKET, sys.SO_RCVTIMEO, sys.timeval(1500));
  expect(sys.getsockoptBytes(fd, sys.SOL_SOCKET, sys.SO_RCVTIMEO, 16)).toEqual(sys.timeval(1500));
  expect(sys.getsockoptBytes(fd, sys.IPPROTO_TCP, sys.TCP_INFO, 64)).toHaveLength(64);
  expectFailure('ENOPROTOOPT', () => sys.getsockopt(fd, sys.IPPROTO_TCP, 9999));
});

test('SO_RCVTIMEO ends a read with null', () => {
  const [a] = opened.pair();
  sys.setsockopt(a, sys.SOL_SOCKET, sys.SO_RCVTIMEO, sys.timeval(10));
  expect(eventually(() => (sys.read(a, buffer) === null ? 'gave up' : null))).toBe('gave up');
});
