import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as sys from '#sys';
import { fixtureResult } from '../fixture.ts';
import { eventually, expectFailure, Opened } from '../support.ts';

const opened = new Opened();
const ROOM = sys.cmsgSpace(44);
let page: sys.Mapping;
beforeEach(() => {
  page = sys.mmap(65_536, sys.PROT_READ | sys.PROT_WRITE, sys.MAP_PRIVATE | sys.MAP_ANONYMOUS);
});
afterEach(() => {
  sys.munmap(page);
  opened.closeAll();
});

const takeError = (fd: number): sys.ExtendedError | null => {
  const message = sys.recvmsg(fd, [], ROOM, sys.MSG_ERRQUEUE);
  return message === null ? null : (sys.decodeExtendedErrors(message.control)[0] ?? null);
};

describe('the error queue', () => {
  test('of a blocking socket is null at once when it is empty', () => {
    const { client } = opened.connection();
    expect(sys.recvmsg(client, [], ROOM, sys.MSG_ERRQUEUE)).toBeNull();
  });

  test('holds an ICMP error with its origin', () => {
    const closed = opened.socket(sys.SOCK_DGRAM);
    sys.bind(closed, { family: sys.AF_INET, address: '127.0.0.1', port: 0 });
    const address = sys.getsockname(closed);
    opened.close(closed);
    const sender = opened.socket(sys.SOCK_DGRAM);
    const [SOL_IP, IP_RECVERR, ECONNREFUSED] = [0, 11, 111];
    sys.setsockopt(sender, SOL_IP, IP_RECVERR, true);
    sys.sendto(sender, Buffer.from('x'), address);
    const error = eventually(() => takeError(sender));
    expect(error).toMatchObject({ errno: ECONNREFUSED, origin: sys.SO_EE_ORIGIN_ICMP, type: 3, code: 3 });
  });

  test('control bytes of other kinds, and cut ones, yield no errors', () => {
    const rights = sys.encodeRights([3]);
    expect(sys.decodeExtendedErrors(rights)).toEqual([]);
    const cut = Buffer.alloc(24);
    cut.writeBigUInt64LE(24n, 0);
    cut.writeInt32LE(0, 8);
    cut.writeInt32LE(11, 12);
    expect(sys.decodeExtendedErrors(cut)).toEqual([]);
  });
});

describe('MSG_ZEROCOPY', () => {
  test('tells which sends are complete, as a range, and that loopback has copied', () => {
    const { client, server } = opened.connection();
    sys.setsockopt(client, sys.SOL_SOCKET, sys.SO_ZEROCOPY, true);
    expect(sys.getsockopt(client, sys.SOL_SOCKET, sys.SO_ZEROCOPY)).toBe(1);
    for (let i = 0; i < 3; i++) expect(sys.send(client, page.bytes.subarray(0, 4096), sys.MSG_ZEROCOPY)).toBe(4096);
    expect(
      sys.sendmsg(client, { buffers: [page.bytes.subarray(8)] }, sys.MSG_ZEROCOPY | sys.MSG_DONTWAIT),
    ).toBeGreaterThan(0);
    const buffer = Buffer.alloc(1 << 17);
    const done: sys.ExtendedError[] = [];
    eventually(() => {
      sys.recv(server, buffer, sys.MSG_DONTWAIT);
      const error = takeError(client);
      if (error !== null) done.push(error);
      return done.at(-1)?.data === 3 ? done : null;
    });
    const { SO_EE_ORIGIN_ZEROCOPY: origin, SO_EE_CODE_ZEROCOPY_COPIED: code } = sys;
    for (const error of done) expect(error).toMatchObject({ errno: 0, origin, code });
    const sends = done.flatMap(({ info, data }) => Array.from({ length: data - info + 1 }, (_, i) => info + i));
    expect(sends.sort()).toEqual([0, 1, 2, 3]);
  });

  test('a completion raises EPOLLERR, and is no error of the socket', () => {
    const { client, server } = opened.connection();
    sys.setsockopt(client, sys.SOL_SOCKET, sys.SO_ZEROCOPY, true);
    sys.send(client, page.bytes.subarray(0, 100), sys.MSG_ZEROCOPY);
    sys.recv(server, Buffer.alloc(100));
    const ready = () => (sys.poll([{ fd: client, events: 0 }], 0)[0] === sys.POLLERR ? true : null);
    expect(eventually(ready)).toBe(true);
    expect(sys.getsockopt(client, sys.SOL_SOCKET, sys.SO_ERROR)).toBe(0);
    expect(takeError(client)).toMatchObject({ info: 0, data: 0 });
    expect(ready()).toBeNull();
  });

  test('takes memory of mmap only, for every call that sends', () => {
    const { client } = opened.connection();
    const heap = Buffer.alloc(10);
    const refused = 'memory of mmap with MSG_ZEROCOPY';
    expect(() => sys.send(client, heap, sys.MSG_ZEROCOPY)).toThrow(refused);
    expect(() => sys.sendmsg(client, { buffers: [page.bytes, heap] }, sys.MSG_ZEROCOPY)).toThrow(
      `buffers[1] must be ${refused}`,
    );
    expect(() => sys.sendto(client, heap, sys.getpeername(client), sys.MSG_ZEROCOPY)).toThrow(refused);
  });

  test('sends what stood in the memory although it is unmapped at once', () => {
    const { client, server } = opened.connection();
    sys.setsockopt(client, sys.SOL_SOCKET, sys.SO_ZEROCOPY, true);
    const own = sys.mmap(4096, sys.PROT_READ | sys.PROT_WRITE, sys.MAP_PRIVATE | sys.MAP_ANONYMOUS);
    own.bytes.fill(0x61);
    sys.send(client, own.bytes, sys.MSG_ZEROCOPY);
    sys.munmap(own);
    const got = Buffer.alloc(4096);
    expect(sys.recv(server, got, sys.MSG_WAITALL)).toBe(4096);
    expect(got.every((byte) => byte === 0x61)).toBe(true);
    expectFailure('EBADF', () => sys.recvmsg(15_000, [], ROOM, sys.MSG_ERRQUEUE));
  });
});

test('is the same while signal handlers are installed', async () => {
  expect(await fixtureResult('errqueue')).toEqual({
    'an empty one is null at once': [null],
    'a send has one completion': { sent: [4096, 4096], first: 0, more: null },
  });
});
